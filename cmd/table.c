#include <string.h>
#include "i18n.h"
#include "render_private.h"
#include "utf8.h"

static const char *
header_of(const struct render *render, size_t column)
{
	int index = render->columns[column];

	return index == RECORD_ID ? "id" : render->options.type->fields[index].name;
}

static bool
is_right(const struct render *render, size_t column)
{
	int index = render->columns[column];
	enum field_kind kind;

	if (index == RECORD_ID)
		return false;
	kind = render->options.type->fields[index].kind;
	return kind == FIELD_MONEY || kind == FIELD_INT || kind == FIELD_DECIMAL;
}

static void
measure(const struct render *render, size_t count, size_t widths[COLUMNS_MAX])
{
	for (size_t c = 0; c < render->column_count; c++)
		widths[c] = utf8_width(header_of(render, c));
	for (size_t i = 0; i < count; i++) {
		const char *cell = render->rows[i].bytes;

		for (size_t c = 0; c < render->column_count; c++) {
			size_t width = utf8_width(cell);

			widths[c] = width > widths[c] ? width : widths[c];
			cell += strlen(cell) + 1;
		}
	}
}

static void
pad(struct text *line, size_t count)
{
	while (count-- > 0)
		text_add_char(line, ' ');
}

/* No blanks after the last column: they would wrap on a narrow terminal. */
static void
add_cell(
    const struct render *render, size_t column, const char *cell, size_t width, struct text *line)
{
	size_t blanks = width - utf8_width(cell);

	if (column > 0)
		text_add(line, "  ");
	if (is_right(render, column))
		pad(line, blanks);
	text_add(line, cell);
	if (!is_right(render, column) && column + 1 < render->column_count)
		pad(line, blanks);
}

static int
flush(const struct render *render, struct text *line, struct err *e)
{
	text_add_char(line, '\n');
	if (text_failed(line))
		return err_set(e, ERR_FAILED, _("out of memory"));
	fwrite(line->data, 1, line->length, render->options.out);
	text_clear(line);
	return 0;
}

int
table_write(const struct render *render, size_t count, struct err *e)
{
	size_t widths[COLUMNS_MAX];
	struct text line;
	int result;

	if (count == 0)
		return 0;
	measure(render, count, widths);
	text_open(&line);
	for (size_t c = 0; c < render->column_count; c++)
		add_cell(render, c, header_of(render, c), widths[c], &line);
	result = flush(render, &line, e);
	for (size_t i = 0; i < count && result == 0; i++) {
		const char *cell = render->rows[i].bytes;

		for (size_t c = 0; c < render->column_count; c++) {
			add_cell(render, c, cell, widths[c], &line);
			cell += strlen(cell) + 1;
		}
		result = flush(render, &line, e);
	}
	text_close(&line);
	return result;
}
