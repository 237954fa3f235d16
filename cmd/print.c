#include <stdio.h>
#include "i18n.h"
#include "print.h"
#include "private.h"
#include "setting.h"

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
		cli_note(cli, 0, _("characters that cannot be printed stand as \\uXXXX"));
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

static struct pdf_box
whole_line(const struct print *p)
{
	return (struct pdf_box){ .x = PRINT_LEFT, .y = p->y, .width = PRINT_WIDTH };
}

void
print_text(struct print *p, enum pdf_style style, const char *text)
{
	print_room(p, pdf_text_height(p->pdf, PRINT_WIDTH, style, text));
	p->y += pdf_text(p->pdf, whole_line(p), style, text);
}

void
print_row(struct print *p, const char *label, const char *value)
{
	struct pdf_box box = { .width = PRINT_WIDTH - PRINT_LABEL_WIDTH };
	int height;

	if (value[0] == '\0')
		return;
	print_room(p, pdf_text_height(p->pdf, box.width, PDF_PLAIN, value));
	box.x = PRINT_LEFT + PRINT_LABEL_WIDTH;
	box.y = p->y;
	height = pdf_text(p->pdf, box, PDF_PLAIN, value);
	box.x = PRINT_LEFT;
	box.width = PRINT_LABEL_WIDTH - 10;
	p->y += pdf_text(p->pdf, box, PDF_PLAIN, label);
	if (p->y < box.y + height)
		p->y = box.y + height;
}

void
print_amount(struct print *p, enum pdf_style style, const char *what, const char *amount)
{
	int width = pdf_text_width(p->pdf, style, amount);
	struct pdf_box box = whole_line(p);

	box.width -= width + 10;
	print_room(p, pdf_text_height(p->pdf, box.width, style, what));
	box.y = p->y;
	p->y += pdf_text(p->pdf, box, style, what);
	box.width = PRINT_WIDTH;
	box.is_right = true;
	pdf_text(p->pdf, box, style, amount);
}

void
print_rule(struct print *p)
{
	print_room(p, 2 * RULE_GAP);
	pdf_rule(p->pdf, PRINT_LEFT, p->y + RULE_GAP, PRINT_WIDTH);
	p->y += 2 * RULE_GAP;
}
