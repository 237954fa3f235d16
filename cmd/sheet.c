#include <string.h>
#include "i18n.h"
#include "money.h"
#include "print.h"
#include "sheet.h"
#include "utf8.h"

enum { LABEL_WIDTH = 26, LINE_WIDTH = 64 };
enum part {
	TITLE = 't',
	HEADING = 'h',
	LINE = 'l',
	ROW = 'r',
	AMOUNT = 'a',
	TOTAL = 's',
	RULE = '-'
};

void
sheet_open(struct sheet *s)
{
	text_open(&s->parts);
}

void
sheet_close(struct sheet *s)
{
	text_close(&s->parts);
}

static void
add_part(struct sheet *s, enum part part, const char *text, const char *value)
{
	text_add_char(&s->parts, (char)part);
	text_add_bytes(&s->parts, text, strlen(text) + 1);
	text_add_bytes(&s->parts, value, strlen(value) + 1);
}

void
sheet_title(struct sheet *s, const char *text)
{
	add_part(s, TITLE, text, "");
}

void
sheet_heading(struct sheet *s, const char *text)
{
	add_part(s, HEADING, text, "");
}

void
sheet_line(struct sheet *s, const char *text)
{
	if (text[0])
		add_part(s, LINE, text, "");
}

void
sheet_row(struct sheet *s, const char *label, const char *value)
{
	if (value[0])
		add_part(s, ROW, label, value);
}

static void
add_amount(struct sheet *s, enum part part, const char *what, const struct money *money)
{
	char amount[MONEY_TEXT_SIZE];

	money_format_people(money, amount);
	add_part(s, part, what, amount);
}

void
sheet_amount(struct sheet *s, const char *what, int64_t minor, const char *currency)
{
	const struct money money = money_of(minor, currency);

	add_amount(s, AMOUNT, what, &money);
}

void
sheet_total(struct sheet *s, const char *what, int64_t minor, const char *currency)
{
	const struct money money = money_of(minor, currency);

	add_amount(s, TOTAL, what, &money);
}

void
sheet_rule(struct sheet *s)
{
	add_part(s, RULE, "", "");
}

struct shown {
	enum part part;
	const char *text, *value;
};

/* The next part, from *at on; false: there is none. */
static bool
next_part(const struct sheet *s, size_t *at, struct shown *shown)
{
	const char *bytes = text_string(&s->parts) + *at;

	if (*at >= s->parts.length)
		return false;
	shown->part = (enum part)bytes[0];
	shown->text = bytes + 1;
	shown->value = shown->text + strlen(shown->text) + 1;
	*at += (size_t)(shown->value + strlen(shown->value) + 1 - bytes);
	return true;
}

/* ---- as lines of text */

static void
write_line(struct text *t, const char *text)
{
	text_add_safe(t, text, "");
	text_add_char(t, '\n');
}

/* "Label            value" */
static void
write_row(struct text *t, const char *label, const char *value)
{
	size_t width = utf8_width(label);

	text_add(t, label);
	for (; width < LABEL_WIDTH; width++)
		text_add_char(t, ' ');
	write_line(t, value);
}

/* "text                    amount", the amount flush right. */
static void
write_amount(struct text *t, const char *what, const char *amount)
{
	size_t width = utf8_width(amount), used;

	text_add_safe(t, what, "");
	for (used = utf8_width(what); used + width < LINE_WIDTH; used++)
		text_add_char(t, ' ');
	text_add_format(t, "%s%s\n", used == utf8_width(what) ? " " : "", amount);
}

static void
write_rule(struct text *t)
{
	for (int i = 0; i < LINE_WIDTH; i++)
		text_add_char(t, '-');
	text_add_char(t, '\n');
}

int
sheet_write(const struct sheet *s, struct text *out, struct err *e)
{
	struct shown shown;

	for (size_t at = 0; next_part(s, &at, &shown);) {
		if (shown.part == ROW)
			write_row(out, shown.text, shown.value);
		else if (shown.part == AMOUNT || shown.part == TOTAL)
			write_amount(out, shown.text, shown.value);
		else if (shown.part == RULE)
			write_rule(out);
		else
			write_line(out, shown.text);
	}
	if (text_failed(&s->parts) || text_failed(out))
		return err_set(e, ERR_FAILED, _("out of memory"));
	return 0;
}

/* ---- on pages */

static const char *
heading_of(const struct sheet *s)
{
	struct shown shown;

	for (size_t at = 0; next_part(s, &at, &shown);)
		if (shown.part == HEADING)
			return shown.text;
	return "";
}

static void
print_part(struct print *p, const struct shown *shown)
{
	switch (shown->part) {
	case TITLE:
		print_text(p, PDF_TITLE, shown->text);
		break;
	case HEADING:
		print_text(p, PDF_HEADING, shown->text);
		break;
	case LINE:
		print_text(p, PDF_PLAIN, shown->text);
		break;
	case ROW:
		print_row(p, shown->text, shown->value);
		break;
	case AMOUNT:
		print_amount(p, PDF_PLAIN, shown->text, shown->value);
		break;
	case TOTAL:
		print_amount(p, PDF_BOLD, shown->text, shown->value);
		break;
	case RULE:
		print_rule(p);
		break;
	}
}

int
sheet_print(const struct sheet *s, struct pdf *pdf, struct err *e)
{
	struct print p;
	struct shown shown;

	if (text_failed(&s->parts))
		return err_set(e, ERR_FAILED, _("out of memory"));
	print_begin(&p, pdf, heading_of(s));
	for (size_t at = 0; next_part(s, &at, &shown);)
		print_part(&p, &shown);
	return 0;
}
