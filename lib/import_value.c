#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "import_private.h"

/* The column as the file calls it. */
static const char *
name_of(const struct import *im, int column)
{
	const struct import_plan *plan = &im->plans[column];

	return plan->origin == ORIGIN_SOURCE ? im->sources[plan->source].name
					     : im->columns[column].name;
}

int
import_refuse(const struct import *im, const struct import_row *row, int column, struct err *e)
{
	if (column < 0)
		return err_prefix(e, "%s:%" PRId64, im->name, row->line);
	return err_prefix(e, "%s:%" PRId64 ":%.60s", im->name, row->line, name_of(im, column));
}

int
import_take(const struct import *im, const struct import_row *row,
    const struct import_field *fields, size_t count, struct err *e)
{
	bool is_changed = false;

	for (size_t i = 0; i < count; i++) {
		const char *value = row->values[fields[i].column];

		if (value == NULL || strcmp(value, fields[i].value) == 0)
			continue;
		if (strlen(value) >= fields[i].size) {
			err_set(e, ERR_USAGE, _("longer than %zu bytes"), fields[i].size - 1);
			return import_refuse(im, row, fields[i].column, e);
		}
		snprintf(fields[i].value, fields[i].size, "%s", value);
		is_changed = true;
	}
	return is_changed;
}

int
import_money(const struct import *im, const struct import_row *row, int column,
    const char *currency, struct money *value, struct err *e)
{
	enum money_mark mark = im->plans[column].origin == ORIGIN_SET ? MONEY_POINT : im->map->mark;

	if (row->values[column] == NULL)
		return 0;
	return money_parse(row->values[column], currency, mark, value, e) == 0 ? 1 : -1;
}

/* An amount that may have a '-'. */
static int
read_amount(enum money_mark mark, const char *text, const char *currency, struct money *amount,
    struct err *e)
{
	bool is_negative = text[0] == '-';

	if (money_parse(text + is_negative, currency, mark, amount, e) != 0)
		return -1;
	if (is_negative)
		amount->minor = -amount->minor;
	return 0;
}

static int
add_line(struct import_line *lines, size_t *count, const struct import_line *line, struct err *e)
{
	if (*count == IMPORT_LINES_MAX)
		return err_set(e, ERR_USAGE, _("more than %d lines"), IMPORT_LINES_MAX);
	lines[(*count)++] = *line;
	return 0;
}

/* What is read of one row's lines, and whereto. */
struct reading {
	enum money_mark mark;
	const char *currency;
	struct import_line *lines;
	size_t *count;
};

static int
read_columns(const struct import *im, const struct reading *r, struct err *e)
{
	for (int i = 0; i < im->amount_count; i++) {
		const struct import_source *source = &im->sources[im->amounts[i].source];
		struct import_line line = { .concept = im->amounts[i].concept };

		if (source->value == NULL || source->value[0] == '\0')
			continue;
		if (read_amount(r->mark, source->value, r->currency, &line.amount, e) != 0)
			return err_prefix(e, "%.60s", source->name);
		if (line.amount.minor != 0 && add_line(r->lines, r->count, &line, e) != 0)
			return -1;
	}
	return 0;
}

static int
read_object(const struct reading *r, const json_t *item, struct err *e)
{
	const json_t *concept = json_object_get(item, "concept");
	const json_t *amount = json_object_get(item, "amount");
	struct import_line line;
	char text[MONEY_TEXT_SIZE];

	if (!json_is_object(item) || json_object_size(item) != 2 || !json_is_string(concept) ||
	    amount == NULL)
		return err_set(
		    e, ERR_USAGE, _("a line is {\"concept\": TEXT, \"amount\": AMOUNT}"));
	if (json_get_scalar(item, "amount", text, sizeof text, e) < 0)
		return -1;
	line.concept = json_string_value(concept);
	if (read_amount(r->mark, text, r->currency, &line.amount, e) != 0)
		return -1;
	return add_line(r->lines, r->count, &line, e);
}

/* "CONCEPT=AMOUNT|...": cut up in place, in the column's own copy. */
static int
read_text(const struct reading *r, char *text, struct err *e)
{
	while (text != NULL) {
		struct import_line line = { .concept = text };
		char *next = strchr(text, '|'), *mark;

		if (next != NULL)
			*next++ = '\0';
		mark = strrchr(text, '=');
		if (mark == NULL)
			return err_set(e, ERR_USAGE, _("lines are CONCEPT=AMOUNT, with | between"));
		*mark = '\0';
		if (read_amount(r->mark, mark + 1, r->currency, &line.amount, e) != 0)
			return -1;
		if (add_line(r->lines, r->count, &line, e) != 0)
			return -1;
		text = next;
	}
	return 0;
}

/* const char * of the row is ours to cut, once it is copied. */
static int
read_column(struct import *im, const char *value, const struct reading *r, struct err *e)
{
	struct text *copy = &im->plans[im->lines_column].joined;

	if (value != text_string(copy)) {
		text_clear(copy);
		text_add(copy, value);
	}
	if (text_failed(copy))
		return err_set(e, ERR_FAILED, _("out of memory"));
	return read_text(r, copy->data, e);
}

int
import_lines(struct import *im, const struct import_row *row, const char *currency,
    struct import_line *lines, size_t *count, struct err *e)
{
	const struct reading r = { im->map->mark, currency, lines, count };
	const char *value = im->lines_column >= 0 ? row->values[im->lines_column] : NULL;

	*count = 0;
	if (value != NULL && read_column(im, value, &r, e) != 0)
		return -1;
	for (size_t i = 0; im->lines != NULL && i < json_array_size(im->lines); i++)
		if (read_object(&r, json_array_get(im->lines, i), e) != 0)
			return -1;
	return read_columns(im, &r, e);
}

int
import_lines_split(
    char *text, const char *currency, struct import_line *lines, size_t *count, struct err *e)
{
	const struct reading r = { MONEY_POINT, currency, lines, count };

	*count = 0;
	return read_text(&r, text, e);
}
