#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "print.h"
#include "private.h"
#include "text.h"

enum { RULE_GAP = 5 };

int
cli_pdf(struct cli *cli, struct pdf **pdf, struct err *e)
{
	struct cli_private *own = cli->own;

	if (!own->pdf) {
		if (setting_text(cli->office.db, "print.font", own->font, sizeof(own->font), e) !=
			0 ||
		    pdf_open(&own->pdf, own->font, e) != 0)
			return -1;
	}
	*pdf = own->pdf;
	return 0;
}

int
print_write(struct cli *cli, struct err *e)
{
	struct cli_private *own = cli->own;

	if (!own->pdf)
		return 0;
	if (pdf_write(own->pdf, own->output.file, e) != 0)
		return -1;
	if (pdf_has_escaped(own->pdf))
		cli_note(
		    cli, 0, _("characters that cannot be printed stand as \\uXXXX; see pp(7)"));
	return 0;
}

void
print_begin(struct print *p, struct pdf *pdf, const char *heading)
{
	p->pdf = pdf;
	p->heading = heading;
	p->page = 1;
	p->y = PRINT_TOP;
	pdf_page(pdf);
}

void
print_room(struct print *p, int height)
{
	char text[320];

	if (p->y + height <= PRINT_BOTTOM)
		return;
	pdf_page(p->pdf);
	p->y = PRINT_TOP;
	snprintf(text, sizeof(text), _("%.280s, page %d"), p->heading, ++p->page);
	print_text(p, PDF_SMALL, text);
	print_rule(p);
}

void
print_gap(struct print *p, int height)
{
	p->y += height;
}

/* Two texts beside each other, line by line, over as many pages as they take. */
struct column {
	struct pdf_flow flow;
	struct pdf_box box;
};

static void
print_columns(struct print *p, struct column *left, struct column *right)
{
	int leading = pdf_leading(left->flow.style);

	while (left->flow.rest[0] || right->flow.rest[0]) {
		print_room(p, leading);
		left->box.y = right->box.y = p->y;
		pdf_flow_line(p->pdf, &left->flow, left->box);
		pdf_flow_line(p->pdf, &right->flow, right->box);
		p->y += leading;
	}
}

void
print_text(struct print *p, enum pdf_style style, const char *text)
{
	struct pdf_flow flow;

	pdf_flow_open(p->pdf, &flow, style, text);
	for (; flow.rest[0]; p->y += pdf_leading(style)) {
		print_room(p, pdf_leading(style));
		pdf_flow_line(p->pdf, &flow,
		    (struct pdf_box){ .x = PRINT_LEFT, .y = p->y, .width = PRINT_WIDTH });
	}
}

/* A tab stands for a blank: columns are not meant. */
static void
take_line(struct text *line, const char *text, size_t length)
{
	text_clear(line);
	if (length > 0 && text[length - 1] == '\r')
		length--;
	text_add_bytes(line, text, length);
	for (size_t i = 0; i < line->length; i++)
		if (line->data[i] == '\t')
			line->data[i] = ' ';
}

bool
print_paragraphs(struct print *p, enum pdf_style style, const char *text)
{
	struct text line;
	bool is_whole;

	text_open(&line);
	while (*text) {
		size_t length = strcspn(text, "\n");

		take_line(&line, text, length);
		print_text(p, style, text_string(&line));
		if (line.length == 0)
			print_gap(p, pdf_leading(style) / 2);
		text += length;
		text += *text == '\n';
	}
	is_whole = !text_failed(&line);
	text_close(&line);
	return is_whole;
}

void
print_row(struct print *p, const char *label, const char *value)
{
	struct column left = { .box = { .x = PRINT_LEFT, .width = PRINT_LABEL_WIDTH - 10 } };
	struct column right = { .box = { .x = PRINT_LEFT + PRINT_LABEL_WIDTH,
				    .width = PRINT_WIDTH - PRINT_LABEL_WIDTH } };

	if (value[0] == '\0')
		return;
	pdf_flow_open(p->pdf, &left.flow, PDF_PLAIN, label);
	pdf_flow_open(p->pdf, &right.flow, PDF_PLAIN, value);
	print_columns(p, &left, &right);
}

void
print_amount(struct print *p, enum pdf_style style, const char *what, const char *amount)
{
	int width = pdf_text_width(p->pdf, style, amount);
	struct column left = { .box = { .x = PRINT_LEFT, .width = PRINT_WIDTH - width - 10 } };
	struct column right = { .box = {
				    .x = PRINT_LEFT, .width = PRINT_WIDTH, .is_right = true } };

	pdf_flow_open(p->pdf, &left.flow, style, what);
	pdf_flow_open(p->pdf, &right.flow, style, amount);
	print_columns(p, &left, &right);
}

void
print_money(struct print *p, enum pdf_style style, const char *what, const struct money *money)
{
	char amount[MONEY_TEXT_SIZE];

	money_format_people(money, amount);
	print_amount(p, style, what, amount);
}

void
print_rule(struct print *p)
{
	print_room(p, 2 * RULE_GAP);
	pdf_rule(p->pdf, PRINT_LEFT, p->y + RULE_GAP, PRINT_WIDTH);
	p->y += 2 * RULE_GAP;
}
