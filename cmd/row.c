#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "csv.h"
#include "i18n.h"
#include "render_private.h"
#include "utf8.h"

static enum field_kind
kind_of(const struct record *r, int index)
{
	return index == RECORD_ID ? FIELD_REF : r->type->fields[index].kind;
}

static const char *
name_of(const struct record_type *type, int index)
{
	return index == RECORD_ID ? "id" : type->fields[index].name;
}

static void
write_json_field(struct json_writer *w, const struct record *r, int index)
{
	const char *name = name_of(r->type, index);
	const char *value = record_value(r, index);

	if (!value)
		json_write_null(w, name);
	else if (kind_of(r, index) == FIELD_INT)
		json_write_int(w, name, record_number(r, index));
	else if (kind_of(r, index) == FIELD_BOOL)
		json_write_bool(w, name, record_number(r, index) != 0);
	else
		json_write_text(w, name, value);
}

static void
write_json(const struct record *r, struct text *out)
{
	struct json_writer w;

	json_writer_open(&w, out);
	json_object_begin(&w, NULL);
	json_write_text(&w, "type", r->type->name);
	json_write_int(&w, "v", 1);
	write_json_field(&w, r, RECORD_ID);
	for (int i = 0; r->type->fields[i].name; i++) {
		if (kind_of(r, i) != FIELD_NESTED || !record_value(r, i)) {
			write_json_field(&w, r, i);
			continue;
		}
		text_add_format(out, ",\"%s\":", r->type->fields[i].name);
		text_add(out, record_value(r, i)); /* is JSON already */
	}
	json_object_end(&w);
}

static void
write_cells(const struct render *render, const struct record *r, struct text *out)
{
	bool is_csv = render->options.format == FORMAT_CSV;

	for (size_t i = 0; i < render->column_count; i++) {
		const char *value = record_value(r, render->columns[i]);

		if (i > 0)
			text_add_char(out, is_csv ? ',' : '\t');
		if (value && is_csv)
			csv_write(out, value, kind_of(r, render->columns[i]) == FIELD_TEXT);
		else if (value)
			tsv_write(out, value);
	}
}

void
row_write(const struct render *render, const struct record *r, struct text *out)
{
	switch (render->options.format) {
	case FORMAT_JSON:
		write_json(r, out);
		break;
	case FORMAT_TABLE:
		for (size_t i = 0; i < render->column_count; i++) {
			people_write(render, r, render->columns[i], out);
			text_add_char(out, '\0');
		}
		return;
	case FORMAT_PDF:
		for (size_t i = 0; i < render->column_count; i++) {
			list_cell(render, r, render->columns[i], out);
			text_add_char(out, '\0');
		}
		return;
	default:
		write_cells(render, r, out);
	}
	if (render->options.format == FORMAT_CSV)
		text_add(out, "\r\n");
	else
		text_add_char(out, render->options.is_null ? '\0' : '\n');
}

void
row_header(const struct render *render, struct text *out)
{
	for (size_t i = 0; i < render->column_count; i++)
		text_add_format(
		    out, "%s%s", i ? "," : "", name_of(render->options.type, render->columns[i]));
	text_add(out, "\r\n");
}

static bool
wants_colour(const struct render *render)
{
	const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(fileno(render->options.out)) && (!no_colour || !*no_colour) &&
	       (!term || strcmp(term, "dumb") != 0);
}

/* On a terminal yes is green and no is red; of an array each object has a line. */
static void
write_field(
    const struct render *render, const struct record *r, int index, int column, struct text *out)
{
	char parting[RECORD_ID_SIZE];

	bool is_coloured = r->type->fields[index].kind == FIELD_BOOL && wants_colour(render);

	if (r->type->fields[index].kind == FIELD_NESTED) {
		snprintf(parting, sizeof(parting), "\n%*s", column, "");
		people_nested(record_value(r, index), parting, out);
		return;
	}
	if (is_coloured)
		text_add(out, record_number(r, index) ? "\033[32m" : "\033[31m");
	people_write(render, r, index, out);
	if (is_coloured)
		text_add(out, "\033[m");
}

static bool
has_value(const struct record *r, int index)
{
	const char *value = record_value(r, index);

	return value && (r->type->fields[index].kind != FIELD_NESTED || strcmp(value, "[]") != 0);
}

void
row_list(const struct render *render, const struct record *r, struct text *out)
{
	int width = 2;

	for (int i = 0; r->type->fields[i].name; i++)
		if (record_value(r, i) && (int)strlen(r->type->fields[i].name) > width)
			width = (int)strlen(r->type->fields[i].name);
	if (render->count > 0)
		text_add_char(out, '\n');
	if (r->id[0])
		text_add_format(out, "%-*s  %s\n", width, "id", r->id);
	for (int i = 0; r->type->fields[i].name; i++) {
		if (!has_value(r, i))
			continue;
		text_add_format(out, "%-*s  ", width, r->type->fields[i].name);
		write_field(render, r, i, width + 2, out);
		text_add_char(out, '\n');
	}
}
