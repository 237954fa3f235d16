/*
 * print_list - records on paper: who it is from, what was asked for, a table over pages, its sums.
 */
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "print.h"
#include "private.h"
#include "render_private.h"

enum { COLUMN_GAP = 8, COLUMN_LEAST = 24 /* of text */ };

struct list {
	const struct render *render;
	struct print print;
	int widths[COLUMNS_MAX], lefts[COLUMNS_MAX];
};

static const char *
header_of(const struct render *render, size_t column)
{
	int index = render->columns[column];

	return list_label(index == RECORD_ID ? "id" : render->options.type->fields[index].name);
}

static enum field_kind
kind_of(const struct render *render, size_t column)
{
	int index = render->columns[column];

	return index == RECORD_ID ? FIELD_REF : render->options.type->fields[index].kind;
}

static bool
is_right(const struct render *render, size_t column)
{
	enum field_kind kind = kind_of(render, column);

	return kind == FIELD_MONEY || kind == FIELD_INT || kind == FIELD_DECIMAL;
}

/* The widest cell of each column. */
static void
measure(struct list *l)
{
	const struct render *render = l->render;

	for (size_t c = 0; c < render->column_count; c++)
		l->widths[c] = pdf_text_width(l->print.pdf, PDF_SMALL_BOLD, header_of(render, c));
	for (size_t i = 0; i < render->shown_count; i++) {
		const char *cell = render->rows[i].bytes;

		for (size_t c = 0; c < render->column_count; c++) {
			int width = pdf_text_width(l->print.pdf, PDF_SMALL, cell);

			if (width > l->widths[c])
				l->widths[c] = width;
			cell += strlen(cell) + 1;
		}
	}
}

/* A text may take more lines; an amount, a date or a reference stays in one piece. */
static int
width_within(const struct list *l, size_t column, int most)
{
	int width = l->widths[column];

	return width > most && kind_of(l->render, column) == FIELD_TEXT ? most : width;
}

static int
sum_within(const struct list *l, int most)
{
	int sum = 0;

	for (size_t c = 0; c < l->render->column_count; c++)
		sum += width_within(l, c, most);
	return sum;
}

/* Texts wider than what makes all columns fit are cut down to it. */
static int
place(struct list *l, struct err *e)
{
	int count = (int)l->render->column_count;
	int room = PRINT_WIDTH - (count - 1) * COLUMN_GAP, most = room, left = PRINT_LEFT;

	while (most > COLUMN_LEAST && sum_within(l, most) > room)
		most--;
	if (sum_within(l, most) > room)
		return err_set(e, ERR_USAGE,
		    _("%d columns are too many for a page: choose with --columns"), count);
	for (int c = 0; c < count; c++) {
		l->widths[c] = width_within(l, (size_t)c, most);
		l->lefts[c] = left;
		left += l->widths[c] + COLUMN_GAP;
	}
	return 0;
}

static void
open_cells(struct list *l, struct pdf_flow *flows, enum pdf_style style, const char *cells)
{
	for (size_t c = 0; c < COLUMNS_MAX; c++)
		flows[c].rest = "";
	for (size_t c = 0; c < l->render->column_count; c++) {
		const char *text = cells ? cells : header_of(l->render, c);

		pdf_flow_open(l->print.pdf, &flows[c], style, text);
		if (cells)
			cells += strlen(cells) + 1;
	}
}

static bool
is_done(const struct list *l, const struct pdf_flow *flows)
{
	for (size_t c = 0; c < l->render->column_count; c++)
		if (flows[c].rest[0])
			return false;
	return true;
}

static void
print_line(struct list *l, struct pdf_flow *flows)
{
	for (size_t c = 0; c < l->render->column_count; c++) {
		struct pdf_box box = { .x = l->lefts[c],
			.y = l->print.y,
			.width = l->widths[c],
			.is_right = is_right(l->render, c) };

		pdf_flow_line(l->print.pdf, &flows[c], box);
	}
	print_gap(&l->print, pdf_leading(PDF_SMALL));
}

static void
print_header(struct list *l)
{
	struct pdf_flow flows[COLUMNS_MAX];

	open_cells(l, flows, PDF_SMALL_BOLD, NULL);
	while (!is_done(l, flows))
		print_line(l, flows);
	print_rule(&l->print);
}

/* A row of few lines is kept on one page. */
static void
keep_whole(struct list *l, const char *cells)
{
	enum { FEW = 8 };
	int leading = pdf_leading(PDF_SMALL), highest = 0;
	int page = l->print.page;

	if (l->print.y + FEW * leading <= PRINT_BOTTOM)
		return;
	for (size_t c = 0; c < l->render->column_count; c++) {
		int height = pdf_text_height(l->print.pdf, l->widths[c], PDF_SMALL, cells);

		highest = height > highest ? height : highest;
		cells += strlen(cells) + 1;
	}
	if (highest <= FEW * leading)
		print_room(&l->print, highest);
	if (l->print.page != page)
		print_header(l);
}

/* Its cells side by side, line by line; the header again where a page begins. */
static void
print_cells(struct list *l, const char *cells)
{
	struct pdf_flow flows[COLUMNS_MAX];

	keep_whole(l, cells);
	open_cells(l, flows, PDF_SMALL, cells);
	while (!is_done(l, flows)) {
		int page = l->print.page;

		print_room(&l->print, pdf_leading(PDF_SMALL));
		if (l->print.page != page)
			print_header(l);
		print_line(l, flows);
	}
}

/* "overdue,paid" word by word; of --sort a column's name. */
static void
describe_value(const char *name, const char *value, struct text *text)
{
	char word[64];

	if (strcmp(name, "sort") == 0) {
		text_add(text, list_label(value));
		return;
	}
	if (!list_has_words(name)) {
		text_add(text, value);
		return;
	}
	for (;; value++) {
		size_t length = strcspn(value, ",");

		snprintf(word, sizeof(word), "%.*s", (int)length, value);
		text_add(text, list_word(word));
		value += length;
		if (!*value)
			return;
		text_add(text, ", ");
	}
}

/* The options that say which things are listed, and how. */
static void
describe_filter(const struct cli *cli, struct text *text)
{
	static const char shared[] = "status|match|sort|reverse|limit|as-of";
	const struct arguments *a = &cli->own->arguments;

	for (size_t i = 0; i < a->given_count; i++) {
		const struct given *given = &a->given[i];
		bool is_own = false;

		for (const struct option_row *row = cli->verb->options; row && row->name; row++)
			is_own = is_own || row == given->row;
		if (!is_own && !words_have(shared, given->name, strlen(given->name)))
			continue;
		text_add_format(text, "%s%s%s", text->length > 0 ? "; " : "",
		    list_label(given->name), given->value ? ": " : "");
		if (given->value)
			describe_value(given->name, given->value, text);
	}
}

static int
print_top(struct list *l, struct cli *cli, struct err *e)
{
	char office[SETTING_SIZE], on[DATE_SIZE], line[80];
	struct text filter;
	bool is_broken;

	if (setting_text(cli->office.db, "office.name", office, sizeof(office), e) != 0 ||
	    setting_today(&cli->office, on, e) != 0)
		return -1;
	print_begin(&l->print, cli->own->pdf, l->print.heading);
	print_text(&l->print, PDF_TITLE, office);
	print_text(&l->print, PDF_HEADING, l->print.heading);
	print_text(&l->print, PDF_PLAIN, cli->own->about);
	snprintf(line, sizeof(line), _("As of %s"), on);
	print_text(&l->print, PDF_PLAIN, line);
	text_open(&filter);
	describe_filter(cli, &filter);
	print_text(&l->print, PDF_PLAIN, text_string(&filter));
	is_broken = text_failed(&filter);
	text_close(&filter);
	print_gap(&l->print, COLUMN_GAP);
	return is_broken ? err_set(e, ERR_FAILED, _("out of memory")) : 0;
}

static int
print_bottom(struct list *l, struct cli *cli, struct err *e)
{
	char regulator[SETTING_SIZE];

	print_rule(&l->print);
	if (l->render->shown_count == 0)
		print_text(&l->print, PDF_SMALL, _("There is none."));
	if (cli->verb->flags & VERB_LIST && list_print_sums(l->render, &l->print, e) != 0)
		return -1;
	if (setting_text(cli->office.db, "office.regulator", regulator, sizeof(regulator), e) != 0)
		return -1;
	print_gap(&l->print, COLUMN_GAP);
	print_text(&l->print, PDF_SMALL, regulator);
	return 0;
}

void
cli_heading(struct cli *cli, const char *heading, const char *about)
{
	snprintf(cli->own->heading, sizeof(cli->own->heading), "%s", heading);
	snprintf(cli->own->about, sizeof(cli->own->about), "%s", about);
}

int
print_list(struct cli *cli, struct err *e)
{
	struct list l = { .render = cli->own->render, .print = { .heading = cli->own->heading } };
	struct pdf *pdf;

	if (cli_pdf(cli, &pdf, e) != 0 || print_top(&l, cli, e) != 0)
		return -1;
	measure(&l);
	if (place(&l, e) != 0)
		return -1;
	print_header(&l);
	for (size_t i = 0; i < l.render->shown_count; i++)
		print_cells(&l, l.render->rows[i].bytes);
	return print_bottom(&l, cli, e);
}
