#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "date.h"
#include "i18n.h"
#include "import_private.h"
#include "utf8.h"

int
import_source(const struct import *im, const char *name)
{
	for (int i = 0; i < im->source_count; i++)
		if (strcmp(im->sources[i].name, name) == 0)
			return i;
	return -1;
}

/* The source of that name, made if need be. */
static int
need_source(struct import *im, const char *name, bool is_wanted, struct err *e)
{
	int i = import_source(im, name);

	if (i < 0 && im->source_count == IMPORT_SOURCES_MAX)
		return err_set(e, ERR_USAGE, _("more than %d columns"), IMPORT_SOURCES_MAX);
	if (i < 0) {
		i = im->source_count++;
		im->sources[i].name = name;
		text_open(&im->sources[i].copy);
	}
	im->sources[i].is_wanted |= is_wanted;
	return i;
}

static int
column_of(const struct import *im, const char *ours)
{
	for (int i = 0; i < im->column_count; i++)
		if (strcmp(im->columns[i].name, ours) == 0)
			return i;
	return -1;
}

static int
plan_join(struct import *im, struct import_plan *plan, struct err *e)
{
	for (size_t i = 2; i < plan->rule->count; i++)
		if (need_source(im, map_word(im->map, plan->rule, i), true, e) < 0)
			return -1;
	return 0;
}

static int
plan_column(struct import *im, int column, struct err *e)
{
	const char *name = im->columns[column].name;
	struct import_plan *plan = &im->plans[column];

	text_open(&plan->joined);
	plan->has_values = map_find(im->map, MAP_VALUE, 0, name) != NULL;
	plan->rule = map_source(im->map, name);
	if (plan->rule == NULL && map_drops(im->map, name))
		return 0;
	plan->origin = ORIGIN_SOURCE;
	if (plan->rule == NULL)
		plan->source = need_source(im, name, false, e);
	else if (plan->rule->kind == MAP_RENAME)
		plan->source = need_source(im, map_word(im->map, plan->rule, 0), true, e);
	else
		plan->origin = plan->rule->kind == MAP_JOIN ? ORIGIN_JOIN : ORIGIN_SET;
	if (plan->origin == ORIGIN_JOIN)
		return plan_join(im, plan, e);
	return plan->source < 0 ? -1 : 0;
}

static int
plan_amount(struct import *im, const struct map_rule *rule, struct err *e)
{
	int source = need_source(im, map_word(im->map, rule, 0), true, e);

	if (source < 0)
		return -1;
	if (im->lines_column < 0)
		return err_set(e, ERR_USAGE, _("there are no lines here"));
	if (im->amount_count == IMPORT_LINES_MAX)
		return err_set(e, ERR_USAGE, _("more than %d lines"), IMPORT_LINES_MAX);
	im->amounts[im->amount_count].source = source;
	im->amounts[im->amount_count++].concept = map_word(im->map, rule, 1);
	return 0;
}

/* Whether a rule speaks of columns that there are. */
static int
plan_rule(struct import *im, const struct map_rule *rule, struct err *e)
{
	const char *ours = NULL;

	if (rule->kind == MAP_RENAME)
		ours = map_word(im->map, rule, 1);
	else if (rule->kind == MAP_JOIN || rule->kind == MAP_SET || rule->kind == MAP_VALUE)
		ours = map_word(im->map, rule, 0);
	if (ours != NULL && column_of(im, ours) < 0)
		return err_set(e, ERR_USAGE, _("%.60s is no column of ours"), ours);
	return rule->kind == MAP_LINE ? plan_amount(im, rule, e) : 0;
}

static int
plan(struct import *im, struct err *e)
{
	for (int i = 0; i < im->column_count; i++)
		if (plan_column(im, i, e) != 0)
			return -1;
	for (size_t i = 0; i < im->map->count; i++)
		if (plan_rule(im, &im->map->rules[i], e) != 0)
			return map_refuse(im->map, &im->map->rules[i], e);
	return 0;
}

int
import_open(struct import **out, FILE *file, const char *name, const struct import_column *columns,
    const struct map *map, struct err *e)
{
	struct import *im = calloc(1, sizeof *im);

	if (im == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	name = utf8_tail(name, sizeof im->name - 1);
	memcpy(im->name, name, strlen(name) + 1);
	im->file = file;
	im->columns = columns;
	im->lines_column = -1;
	for (; columns[im->column_count].name != NULL; im->column_count++)
		if (columns[im->column_count].kind == IMPORT_LINES)
			im->lines_column = im->column_count;
	map_open(&im->plain);
	im->map = map != NULL ? map : &im->plain;
	if (plan(im, e) == 0 && import_file_open(im, e) == 0) {
		*out = im;
		return 0;
	}
	import_close(im);
	return -1;
}

void
import_close(struct import *im)
{
	if (im == NULL)
		return;
	import_file_close(im);
	for (int i = 0; i < im->source_count; i++)
		text_close(&im->sources[i].copy);
	for (int i = 0; i < im->column_count; i++)
		text_close(&im->plans[i].joined);
	map_close(&im->plain);
	free(im);
}

static const char *
join(struct import *im, struct import_plan *plan)
{
	const char *separator = map_word(im->map, plan->rule, 1);

	text_clear(&plan->joined);
	for (size_t i = 2; i < plan->rule->count; i++) {
		const char *value =
		    im->sources[import_source(im, map_word(im->map, plan->rule, i))].value;

		if (value == NULL || value[0] == '\0')
			continue;
		if (plan->joined.length > 0)
			text_add(&plan->joined, separator);
		text_add(&plan->joined, value);
	}
	return text_string(&plan->joined);
}

static const char *
translate(const struct map *map, const char *ours, const char *value)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct map_rule *rule = &map->rules[i];

		if (rule->kind == MAP_VALUE && strcmp(map_word(map, rule, 0), ours) == 0 &&
		    strcmp(map_word(map, rule, 1), value) == 0)
			return map_word(map, rule, 2);
	}
	return value;
}

/* NULL where it is empty. */
static const char *
value_of(struct import *im, int column)
{
	struct import_plan *plan = &im->plans[column];
	const char *value = NULL;

	if (plan->origin == ORIGIN_SOURCE)
		value = im->sources[plan->source].value;
	else if (plan->origin == ORIGIN_JOIN)
		value = join(im, plan);
	else if (plan->origin == ORIGIN_SET)
		value = map_word(im->map, plan->rule, 1);
	if (value != NULL && plan->has_values)
		value = translate(im->map, im->columns[column].name, value);
	return value == NULL || value[0] == '\0' ? NULL : value;
}

static int
read_date(struct import *im, struct import_plan *plan, const char **value, struct err *e)
{
	if (im->map->date_pattern[0] == '\0' || plan->origin == ORIGIN_SET)
		return date_check(*value, e);
	if (date_parse_pattern(*value, im->map->date_pattern, plan->date, e) != 0)
		return -1;
	*value = plan->date;
	return 0;
}

static int
read_column(struct import *im, int column, const char **value, struct err *e)
{
	const struct import_column *c = &im->columns[column];

	*value = value_of(im, column);
	if (*value == NULL)
		return c->is_required ? err_set(e, ERR_USAGE, _("missing")) : 0;
	if (text_failed(&im->plans[column].joined))
		return err_set(e, ERR_FAILED, _("out of memory"));
	return c->kind == IMPORT_DATE ? read_date(im, &im->plans[column], value, e) : 0;
}

int
import_next(struct import *im, struct import_row *row, struct err *e)
{
	int got;

	im->goes_on = false;
	got = import_file_next(im, e);
	row->line = im->line;
	if (got <= 0)
		return got;
	im->goes_on = true;
	for (int i = 0; i < im->column_count; i++)
		if (read_column(im, i, &row->values[i], e) != 0)
			return import_refuse(im, row, i, e);
	return 1;
}

bool
import_goes_on(const struct import *im)
{
	return im->goes_on;
}
