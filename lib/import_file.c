#define _XOPEN_SOURCE 700 /* fseeko */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "import_private.h"

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* Whether the first byte is '{', behind a byte-order mark at most; the file stands there again. */
static int
recognise(struct import *im, struct err *e)
{
	int c = getc(im->file);

	if (c == (unsigned char)byte_order_mark[0]) {
		off_t start = ftello(im->file) - 1;

		getc(im->file);
		getc(im->file);
		c = getc(im->file);
		if (c != '{' && fseeko(im->file, start, SEEK_SET) != 0)
			return err_set(e, ERR_FAILED, _("cannot read: input/output error"));
	} else if (c != '{' && c != EOF) {
		ungetc(c, im->file);
	}
	if (c == '{')
		ungetc(c, im->file);
	im->is_json = c == '{';
	return 0;
}

/* The source of a column that the file has, -1 for a dropped one, -2. */
static int
take_name(struct import *im, const char *name, struct err *e)
{
	int source = import_source(im, name);

	if (source >= 0)
		return source;
	if (im->map->is_dropping_rest || map_drops(im->map, name))
		return -1;
	err_set(e, ERR_USAGE, _("unknown column %.60s"), name);
	err_hint(e, _("a map renames or drops it: pp-map(5)"));
	return -2;
}

static int
take_header_field(struct import *im, size_t i, const char *name, struct err *e)
{
	int source = take_name(im, name, e);

	if (source == -2)
		return -1;
	if (source >= 0 && im->sources[source].is_there)
		return err_set(e, ERR_USAGE, _("the column %.60s is there twice"), name);
	if (source >= 0)
		im->sources[source].is_there = true;
	im->fields[i] = source;
	return 0;
}

/* What must be there is. */
static int
check_header(const struct import *im, struct err *e)
{
	for (int i = 0; i < im->source_count; i++)
		if (im->sources[i].is_wanted && !im->sources[i].is_there)
			return err_set(e, ERR_USAGE, _("no column %.60s, which the map names"),
			    im->sources[i].name);
	for (int i = 0; i < im->column_count; i++) {
		const struct import_plan *plan = &im->plans[i];

		if (!im->columns[i].is_required || plan->origin > ORIGIN_SOURCE)
			continue;
		if (plan->origin == ORIGIN_NONE || !im->sources[plan->source].is_there)
			return err_set(e, ERR_USAGE, _("no column %s, which is required"),
			    im->columns[i].name);
	}
	return 0;
}

/* Without its blanks at the ends, where the map says so. */
static const char *
trimmed(const struct import *im, struct text *copy, const char *value)
{
	size_t length;

	if (!im->map->is_trimming)
		return value;
	value += strspn(value, " \t");
	length = strlen(value);
	if (length == 0 || (value[length - 1] != ' ' && value[length - 1] != '\t'))
		return value;
	while (length > 0 && (value[length - 1] == ' ' || value[length - 1] == '\t'))
		length--;
	text_clear(copy);
	text_add_bytes(copy, value, length);
	return text_string(copy);
}

static int
take_names(struct import *im, const char *const *names, size_t count, struct err *e)
{
	struct text copy;
	int result = 0;

	text_open(&copy);
	im->field_count = count;
	for (size_t i = 0; i < count && result == 0; i++)
		result = take_header_field(im, i, trimmed(im, &copy, names[i]), e);
	text_close(&copy);
	return result == 0 ? check_header(im, e) : -1;
}

/* Names that the map gives, of a file without a header. */
static int
take_given_names(struct import *im, const struct map_rule *rule, struct err *e)
{
	const char *names[MAP_WORDS_MAX];

	for (size_t i = 0; i < rule->count; i++)
		names[i] = map_word(im->map, rule, i);
	return take_names(im, names, rule->count, e) == 0 ? 0 : map_refuse(im->map, rule, e);
}

/* csv says LINE:COLUMN: itself. */
static int
csv_failed(const struct import *im, struct err *e)
{
	struct err why = *e;

	err_set(e, why.code, "%s%s%s", im->name, why.code == ERR_USAGE ? ":" : ": ", why.message);
	return err_hint(e, "%s", why.hint);
}

static const struct map_rule *
given_header(const struct map *map)
{
	for (size_t i = 0; i < map->count; i++)
		if (map->rules[i].kind == MAP_HEADER)
			return &map->rules[i];
	return NULL;
}

static int
open_csv(struct import *im, struct err *e)
{
	const struct map_rule *given = given_header(im->map);
	struct csv_row row;
	int got;

	if (csv_open(&im->csv, im->file, im->map->delimiter, e) != 0)
		return -1;
	if (given != NULL)
		return take_given_names(im, given, e);
	got = csv_next(im->csv, &row, e);
	if (got == 0)
		err_set(e, ERR_USAGE, _("empty: csv begins with a header"));
	if (got < 0)
		return csv_failed(im, e);
	im->line = got == 1 ? row.line : 1;
	if (got == 0 || take_names(im, row.fields, row.count, e) != 0)
		return err_prefix(e, "%s:%" PRId64, im->name, im->line);
	return 0;
}

int
import_file_open(struct import *im, struct err *e)
{
	if (recognise(im, e) != 0)
		return -1;
	if (!im->is_json)
		return open_csv(im, e);
	im->buffer = malloc(IMPORT_ROW_BYTES_MAX + 1);
	return im->buffer != NULL ? 0 : err_set(e, ERR_FAILED, _("out of memory"));
}

void
import_file_close(struct import *im)
{
	csv_close(im->csv);
	json_decref(im->object);
	free(im->buffer);
}

static int
next_csv(struct import *im, struct err *e)
{
	struct csv_row row;
	int got = csv_next(im->csv, &row, e);

	if (got < 0)
		return csv_failed(im, e);
	if (got == 0)
		return 0;
	im->line = row.line;
	if (row.count != im->field_count) {
		im->goes_on = true;
		err_set(e, ERR_USAGE, _("%zu fields, not %zu"), row.count, im->field_count);
		return err_prefix(e, "%s:%" PRId64 ":%zu", im->name, im->line,
		    row.count < im->field_count ? row.count : im->field_count + 1);
	}
	for (size_t i = 0; i < row.count; i++) {
		struct import_source *source =
		    im->fields[i] < 0 ? NULL : &im->sources[im->fields[i]];

		if (source != NULL)
			source->value = trimmed(im, &source->copy, row.fields[i]);
	}
	return 1;
}

/* Reads behind what is not taken yet.  1, 0 at the end of the file, -1. */
static int
fill(struct import *im, struct err *e)
{
	size_t got;

	if (im->is_at_end)
		return 0;
	memmove(im->buffer, im->buffer + im->begin, im->end - im->begin);
	im->end -= im->begin;
	im->begin = 0;
	if (im->end == IMPORT_ROW_BYTES_MAX)
		return err_set(e, ERR_USAGE, _("the line is too long"));
	got = fread(im->buffer + im->end, 1, IMPORT_ROW_BYTES_MAX - im->end, im->file);
	if (got == 0 && ferror(im->file))
		return err_set(e, ERR_FAILED, _("cannot read: input/output error"));
	im->is_at_end = got == 0;
	im->end += got;
	return got > 0;
}

/* 1 and the next line that is not empty, 0, -1. */
static int
next_line(struct import *im, const char **line, size_t *length, struct err *e)
{
	for (;;) {
		char *from = im->buffer + im->begin;
		char *end = im->end > im->begin ? memchr(from, '\n', im->end - im->begin) : NULL;
		int got = end != NULL ? 1 : fill(im, e);

		if (got < 0)
			return -1;
		if (end == NULL && got == 1)
			continue;
		if (end == NULL && im->begin == im->end)
			return 0;
		from = im->buffer + im->begin;
		*line = from;
		*length = end != NULL ? (size_t)(end - from) : im->end - im->begin;
		im->begin += *length + (end != NULL);
		im->line++;
		if (*length > 0 && from[*length - 1] == '\r')
			--*length;
		if (*length > 0)
			return 1;
	}
}

static int
take_member(struct import *im, const char *name, const json_t *value, struct err *e)
{
	int place = take_name(im, name, e);
	struct import_source *source = place >= 0 ? &im->sources[place] : NULL;
	const struct import_plan *lines =
	    im->lines_column >= 0 ? &im->plans[im->lines_column] : NULL;

	if (place < 0 || json_is_null(value))
		return place == -2 ? -1 : 0;
	if (json_is_string(value)) {
		source->value = trimmed(im, &source->copy, json_string_value(value));
	} else if (json_is_integer(value)) {
		text_clear(&source->copy);
		text_add_format(&source->copy, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		source->value = text_string(&source->copy);
	} else if (json_is_array(value) && lines != NULL && lines->origin == ORIGIN_SOURCE &&
		   lines->source == place) {
		im->lines = value;
	} else if (json_is_real(value)) {
		return err_set(e, ERR_USAGE, _("a number with decimals must be a text (\"1.50\")"));
	} else {
		return err_set(e, ERR_USAGE, _("must be a text or a whole number"));
	}
	return 0;
}

static int
take_object(struct import *im, struct err *e)
{
	const char *name;
	json_t *value;

	for (int i = 0; i < im->source_count; i++)
		im->sources[i].value = NULL;
	im->lines = NULL;
	json_object_foreach(im->object, name, value)
	{
		if (take_member(im, name, value, e) == 0)
			continue;
		return err_prefix(e, "%s:%" PRId64 ":%.60s", im->name, im->line, name);
	}
	return 1;
}

static int
next_json(struct import *im, struct err *e)
{
	const char *line;
	size_t length;
	int got = next_line(im, &line, &length, e);

	if (got == 0)
		return 0;
	json_decref(im->object);
	im->object = NULL;
	im->goes_on = got == 1;
	if (got < 0 || json_read(line, length, &im->object, e) != 0)
		return err_prefix(e, "%s:%" PRId64, im->name, im->line);
	return take_object(im, e);
}

int
import_file_next(struct import *im, struct err *e)
{
	return im->is_json ? next_json(im, e) : next_csv(im, e);
}
