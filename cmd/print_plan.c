/*
 * print_plan - a payment plan on paper: what was agreed on, and a coupon for each instalment.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "plans.h"
#include "print.h"
#include "setting.h"

enum { GAP = 8, COUPON_PADDING = 8 };

struct plan_debt_line {
	char number[65];
	int64_t due_minor;
};

/* All that is printed, gathered before the first page is begun. */
struct plan_sheet {
	struct plan plan;
	struct account account;
	struct biller biller;
	char office[SETTING_SIZE], regulator[SETTING_SIZE];
	size_t count, debt_count;
	struct plan_instalment instalments[PLAN_INSTALMENTS_MAX];
	struct plan_line lines[PLAN_INSTALMENTS_MAX];
	struct plan_debt_line debts[PLAN_DEBTS_MAX];
	struct terms terms; /* what was accepted; text "": the biller has none */
	bool has_contact;   /* who looks at it may see whom to reach */
};

static int
gather_debts(struct plan_sheet *s, struct db *db, struct err *e)
{
	struct plan_debt debts[PLAN_DEBTS_MAX];
	struct invoice inv;

	if (plan_debts(db, s->plan.id, debts, &s->debt_count, e) != 0)
		return -1;
	for (size_t i = 0; i < s->debt_count; i++) {
		if (invoice_show(db, debts[i].invoice, &inv, e) != 0)
			return -1;
		snprintf(s->debts[i].number, sizeof(s->debts[i].number), "%s", inv.number);
		s->debts[i].due_minor = debts[i].due_minor;
	}
	return 0;
}

static int
gather_lines(struct plan_sheet *s, struct cli *cli, struct err *e)
{
	struct plan_printer printer;
	int result;

	plan_printer_open(&printer, cli);
	result = plan_instalments(cli->office.db, s->plan.id, s->instalments, &s->count, e);
	for (size_t i = 0; i < s->count && result == 0; i++)
		result = plan_printer_line(&printer, &s->plan, &s->instalments[i], &s->lines[i], e);
	plan_printer_close(&printer);
	return result;
}

static int
gather(struct plan_sheet *s, struct cli *cli, int64_t id, struct err *e)
{
	struct db *db = cli->office.db;

	if (plan_show(db, id, &s->plan, e) != 0 ||
	    account_show(db, s->plan.account, &s->account, e) != 0 ||
	    biller_show(db, s->account.biller, &s->biller, e) != 0 ||
	    setting_text(db, "office.name", s->office, sizeof(s->office), e) != 0 ||
	    setting_text(db, "office.regulator", s->regulator, sizeof(s->regulator), e) != 0)
		return -1;
	s->has_contact = plan_is_own(&cli->office, &s->plan);
	if (s->plan.terms != 0 && terms_of_id(db, s->plan.terms, &s->terms, e) < 0)
		return -1;
	return gather_debts(s, db, e) == 0 ? gather_lines(s, cli, e) : -1;
}

static void
print_parties(struct print *p, const struct plan_sheet *s)
{
	print_row(p, _("Biller"), s->biller.name);
	print_row(p, _("Tax id"), s->biller.tax_id);
	print_row(p, _("Account"), s->account.number);
	print_row(p, _("Holder"), s->account.holder);
	print_row(p, _("Status"), ref_state_word(plan_status_name(s->plan.status)));
	print_row(p, _("Made on"), s->plan.created_on);
	print_row(p, _("Ended on"), s->plan.ended_on);
	if (!s->has_contact)
		return;
	print_row(p, _("Phone"), s->plan.phone);
	print_row(p, _("E-mail"), s->plan.email);
}

static void
print_minor(struct print *p, enum pdf_style style, const char *what, int64_t minor,
    const struct plan_sheet *s)
{
	const struct money money = money_of(minor, s->plan.debt.currency);

	print_money(p, style, what, &money);
}

static void
print_debt(struct print *p, const struct plan_sheet *s)
{
	const struct plan *plan = &s->plan;
	int64_t interest = plan->offer.total_minor - plan->debt.minor;

	for (size_t i = 0; i < s->debt_count; i++)
		print_minor(p, PDF_PLAIN, s->debts[i].number, s->debts[i].due_minor, s);
	print_rule(p);
	print_minor(p, PDF_PLAIN, _("Debt"), plan->debt.minor, s);
	if (plan->late_fee_minor != 0)
		print_minor(p, PDF_PLAIN, _("  of it late fee"), plan->late_fee_minor, s);
	if (interest != 0)
		print_minor(p, PDF_PLAIN, _("Interest"), interest, s);
	print_minor(p, PDF_BOLD, _("Total"), plan->offer.total_minor, s);
}

static void __attribute__((format(printf, 2, 3)))
print_sentence(struct print *p, const char *format, ...)
{
	char text[600];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	print_text(p, PDF_PLAIN, text);
}

/* The rules of plans in words, with the figures of this one. */
static int
print_conditions(struct print *p, const struct plan_sheet *s, struct err *e)
{
	const struct plan *plan = &s->plan;
	const struct money each = money_of(plan->offer.amount_minor, plan->debt.currency);
	const struct money last = money_of(plan->offer.last_minor, plan->debt.currency);
	char amount[MONEY_TEXT_SIZE], rest[MONEY_TEXT_SIZE], rate[RATE_TEXT_SIZE];

	money_format_people(&each, amount);
	money_format_people(&last, rest);
	rate_format(&plan->rate, rate);
	print_text(p, PDF_BOLD, _("Conditions"));
	print_sentence(
	    p, _("%d instalments of %s, the last of %s."), plan->offer.instalments, amount, rest);
	print_sentence(p,
	    _("The plan begins when its first instalment is paid, due on %s; unpaid then, it "
	      "lapses."),
	    plan->first_due_on);
	if (plan->rate.units != 0)
		print_sentence(p,
		    _("The others bear interest: %s %% a month on what is left of the debt."),
		    rate);
	print_text(p, PDF_PLAIN, _("Instalments bear no late fee."));
	print_sentence(p,
	    _("One that is unpaid more than %d days after its due date ends the plan, and what is "
	      "left of the debt is due at once."),
	    plan->default_days);
	if (!print_paragraphs(p, PDF_SMALL, s->terms.text))
		return err_set(e, ERR_FAILED, _("out of memory"));
	return 0;
}

/* What an instalment is made of; nothing of one that was cut since. */
static void
describe_parts(const struct plan_sheet *s, size_t i, char *text, size_t size)
{
	const struct plan_part *part = &s->instalments[i].part;
	const struct money fee = money_of(part->late_fee_minor, s->plan.debt.currency);
	const struct money interest = money_of(part->interest_minor, s->plan.debt.currency);
	char fees[MONEY_TEXT_SIZE], interests[MONEY_TEXT_SIZE];

	money_format_people(&fee, fees);
	money_format_people(&interest, interests);
	text[0] = '\0';
	if (s->lines[i].amount.minor != part->amount_minor)
		return;
	if (fee.minor != 0 && interest.minor != 0)
		snprintf(text, size, _("of it late fee %s, interest %s"), fees, interests);
	else if (fee.minor != 0)
		snprintf(text, size, _("of it late fee %s"), fees);
	else if (interest.minor != 0)
		snprintf(text, size, _("of it interest %s"), interests);
}

enum { COUPON_COLUMNS = 3, COUPON_LINES = 4 };

/* A coupon's texts, column by column, the first line of each in bold. */
struct coupon {
	struct pdf_box boxes[COUPON_COLUMNS];
	char texts[COUPON_COLUMNS][COUPON_LINES][420];
};

static void
fill_coupon(struct coupon *c, const struct plan_sheet *s, size_t i)
{
	const struct plan_line *line = &s->lines[i];
	char ref[REF_SIZE], amount[MONEY_TEXT_SIZE];

	*c = (struct coupon){ .boxes = { { .x = PRINT_LEFT + COUPON_PADDING, .width = 120 },
				  { .x = PRINT_LEFT + 140, .width = 170 },
				  { .x = PRINT_LEFT + 313, .width = 160, .is_right = true } } };
	snprintf(c->texts[0][0], sizeof(c->texts[0][0]), _("Instalment %d of %d"), line->n,
	    s->plan.offer.instalments);
	snprintf(c->texts[0][1], sizeof(c->texts[0][1]), _("due on %s"), line->due_on);
	snprintf(
	    c->texts[0][2], sizeof(c->texts[0][2]), "%s", ref_format(REF_PLAN, s->plan.id, ref));
	if (line->invoice != 0)
		snprintf(c->texts[0][3], sizeof(c->texts[0][3]), "%s",
		    ref_format(REF_INVOICE, line->invoice, ref));
	snprintf(c->texts[1][0], sizeof(c->texts[1][0]), "%s", s->biller.name);
	snprintf(c->texts[1][1], sizeof(c->texts[1][1]), "%s %s", _("account"), s->account.number);
	snprintf(c->texts[1][2], sizeof(c->texts[1][2]), "%s", s->account.holder);
	money_format_people(&line->amount, amount);
	snprintf(c->texts[2][0], sizeof(c->texts[2][0]), "%s", amount);
	describe_parts(s, i, c->texts[2][1], sizeof(c->texts[2][1]));
	snprintf(c->texts[2][2], sizeof(c->texts[2][2]), "%s", ref_state_word(line->status));
	money_format_people(&line->due, amount);
	if (line->due.minor != line->amount.minor && line->due.minor != 0)
		snprintf(c->texts[2][3], sizeof(c->texts[2][3]), _("still due %s"), amount);
}

static enum pdf_style
style_of(int line)
{
	return line == 0 ? PDF_BOLD : PDF_SMALL;
}

/* The height of its highest column. */
static int
coupon_height(struct print *p, const struct coupon *c)
{
	int highest = 0;

	for (int column = 0; column < COUPON_COLUMNS; column++) {
		int height = 0;

		for (int i = 0; i < COUPON_LINES; i++)
			height += pdf_text_height(
			    p->pdf, c->boxes[column].width, style_of(i), c->texts[column][i]);
		if (height > highest)
			highest = height;
	}
	return highest + 2 * COUPON_PADDING;
}

static void
print_coupon(struct print *p, struct coupon *c)
{
	int height = coupon_height(p, c);
	struct pdf_box frame = { .x = PRINT_LEFT, .width = PRINT_WIDTH };

	print_room(p, height);
	frame.y = p->y;
	pdf_frame(p->pdf, frame, height);
	for (int column = 0; column < COUPON_COLUMNS; column++) {
		struct pdf_box box = c->boxes[column];

		box.y = p->y + COUPON_PADDING;
		for (int i = 0; i < COUPON_LINES; i++)
			box.y += pdf_text(p->pdf, box, style_of(i), c->texts[column][i]);
	}
	print_gap(p, height + GAP);
}

/* What can no longer be paid has no coupon. */
static void
print_coupons(struct print *p, const struct plan_sheet *s)
{
	struct coupon coupon;

	for (size_t i = 0; i < s->count; i++) {
		if (strcmp(s->lines[i].status, "void") == 0)
			continue;
		fill_coupon(&coupon, s, i);
		print_coupon(p, &coupon);
	}
}

static int
lay_out(const struct plan_sheet *s, struct pdf *pdf, struct err *e)
{
	struct print p;
	char heading[80], ref[REF_SIZE];

	snprintf(heading, sizeof(heading), "%s %s", _("PAYMENT PLAN"),
	    ref_format(REF_PLAN, s->plan.id, ref));
	print_begin(&p, pdf, heading);
	print_text(&p, PDF_TITLE, s->office);
	print_text(&p, PDF_HEADING, heading);
	print_rule(&p);
	print_parties(&p, s);
	print_rule(&p);
	print_debt(&p, s);
	print_rule(&p);
	if (print_conditions(&p, s, e) != 0)
		return -1;
	print_text(&p, PDF_PLAIN, s->regulator);
	print_gap(&p, GAP);
	print_coupons(&p, s);
	return 0;
}

int
print_plan(struct cli *cli, int64_t id, struct err *e)
{
	struct plan_sheet *sheet = calloc(1, sizeof(*sheet));
	struct pdf *pdf;
	int result;

	if (!sheet)
		return err_set(e, ERR_FAILED, _("out of memory"));
	result = gather(sheet, cli, id, e);
	if (result == 0)
		result = cli_pdf(cli, &pdf, e);
	if (result == 0)
		result = lay_out(sheet, pdf, e);
	free(sheet);
	return result;
}
