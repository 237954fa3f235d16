/*
 * print_invoice - invoices on paper, each on a page of its own: who is owed what, by when, what
 * being late costs, where it is paid, and the QR by which anybody pays it.
 */
#include <stdio.h>
#include <string.h>
#include "guide.h"
#include "i18n.h"
#include "invoice_verbs.h"
#include "invoices.h"
#include "print.h"
#include "qr_draw.h"
#include "qr_payload.h"
#include "setting.h"

enum { GAP = 10, CORNER_WIDTH = 140, MODULE = 2 /* points to a module of the QR */ };

/* One invoice after the other; what they share is kept at hand. */
struct paper {
	struct cli *cli;
	struct pdf *pdf;
	struct print print;
	struct invoice_printer printer; /* of the present one; its biller and rules too */
	char office[SETTING_SIZE], regulator[SETTING_SIZE];
	int64_t biller;	    /* whose places and contact these are, 0: none yet */
	struct text places; /* where to pay, a line each */
	char contact[GUIDE_CONTACT_SIZE];
	size_t line_count;
	struct invoice_line lines[INVOICE_LINES_MAX];
	char payload[QR_PAYLOAD_SIZE]; /* "": it cannot be paid now */
	struct qr_symbol symbol;
};

static const char *
title_of(enum invoice_kind kind)
{
	static const char *const titles[] = { N_("BILL"), N_("CHARGE"), N_("SLIP"), N_("CREDIT"),
		N_("INSTALMENT"), N_("SUBSCRIPTION") };

	return _(titles[kind]);
}

/* ---- gathering */

static void
add_place(struct text *places, const struct guide *g)
{
	const char *const parts[] = { g->address, g->hours, g->pays, g->phone, g->url };

	text_add(places, g->title);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i][0])
			text_add_format(places, ", %s", parts[i]);
	text_add_char(places, '\n');
}

static int
gather_places(struct paper *paper, int64_t biller, struct err *e)
{
	/* The catalogue's own language: entries are of one, or of any. */
	const struct guide_filter filter = {
		.biller = biller, .kind = "place", .language = _("en")
	};
	struct db *db = paper->cli->office.db;
	struct guide g;
	struct query q;
	int row;

	if (paper->biller == biller)
		return 0;
	text_clear(&paper->places);
	if (guide_contact(db, biller, paper->contact, e) != 0 ||
	    guide_list(db, &filter, &q, e) != 0)
		return -1;
	while ((row = guide_next(&q, &g, e)) == 1)
		add_place(&paper->places, &g);
	query_end(&q);
	paper->biller = biller;
	return row;
}

static int
gather_symbol(struct paper *paper, struct err *e)
{
	const struct standing *s = &paper->printer.standing;

	paper->payload[0] = '\0';
	if (!standing_is_payable(s))
		return 0;
	if (qr_payload_of_invoice(&paper->cli->office, s->invoice.id, paper->payload, e) != 0)
		return -1;
	return qr_symbol_make(paper->payload, QR_LEVEL_M, &paper->symbol, e);
}

static int
gather(struct paper *paper, int64_t id, struct err *e)
{
	struct db *db = paper->cli->office.db;
	const struct invoice *inv = &paper->printer.standing.invoice;

	if (invoice_printer_load(&paper->printer, id, e) != 0 ||
	    invoice_lines(db, id, paper->lines, &paper->line_count, e) != 0 ||
	    gather_places(paper, inv->biller, e) != 0)
		return -1;
	return gather_symbol(paper, e);
}

/* ---- laying out */

/* Who is owed on the left; in the upper corner the number by which the account is found. */
static void
print_head(struct paper *paper)
{
	const struct biller *b = &paper->printer.valuer.biller;
	struct print *p = &paper->print;
	struct pdf_box left = { PRINT_LEFT, PRINT_TOP, PRINT_WIDTH - CORNER_WIDTH - GAP, false };
	struct pdf_box corner = { PRINT_LEFT + PRINT_WIDTH - CORNER_WIDTH, PRINT_TOP, CORNER_WIDTH,
		true };
	char tax[80];

	snprintf(tax, sizeof(tax), "%s %s", _("Tax id"), b->tax_id);
	left.y += pdf_text(p->pdf, left, PDF_TITLE, b->name);
	if (b->tax_id[0])
		left.y += pdf_text(p->pdf, left, PDF_PLAIN, tax);
	corner.y += pdf_text(p->pdf, corner, PDF_PLAIN, _("Account"));
	corner.y += pdf_text(p->pdf, corner, PDF_TITLE, paper->printer.account.number);
	print_gap(p, (left.y > corner.y ? left.y : corner.y) - PRINT_TOP);
}

static void
print_dates(struct print *p, const struct standing *s)
{
	const struct invoice *inv = &s->invoice;
	char text[80];

	print_row(p, _("Issued on"), inv->issued_on);
	print_row(p, _("Due on"), inv->due_on);
	print_row(p, _("Second due date"), inv->due2_on);
	if (inv->term > 0) {
		snprintf(text, sizeof(text), _("%d instalments, one a month"), inv->term);
		print_row(p, _("Instalments"), text);
	}
	print_row(p, _("Status"), ref_state_word(s->status));
	print_row(p, _("Paid on"), s->paid_on);
}

static void
print_data(struct paper *paper)
{
	const struct standing *s = &paper->printer.standing;
	const struct invoice *inv = &s->invoice;
	const struct account *a = &paper->printer.account;
	struct print *p = &paper->print;
	char ref[REF_SIZE];

	print_row(p, _("Holder"), inv->holder[0] ? inv->holder : a->holder);
	print_row(p, _("Address"), a->address);
	print_row(p, _("Concept"), inv->concept);
	print_row(p, _("Period"), inv->period);
	print_row(p, _("Reference"), ref_format(REF_INVOICE, inv->id, ref));
	if (inv->plan != 0)
		print_row(p, _("Plan"), ref_format(REF_PLAN, inv->plan, ref));
	print_dates(p, s);
}

static void
print_minor(struct paper *paper, enum pdf_style style, const char *what, int64_t minor)
{
	const struct money money = money_of(minor, paper->printer.standing.invoice.amount.currency);

	print_money(&paper->print, style, what, &money);
}

static void
print_amounts(struct paper *paper)
{
	const struct standing *s = &paper->printer.standing;
	const struct invoice *inv = &s->invoice;
	char text[120];

	for (size_t i = 0; i < paper->line_count; i++)
		print_minor(
		    paper, PDF_PLAIN, paper->lines[i].concept, paper->lines[i].amount_minor);
	if (paper->line_count > 0)
		print_rule(&paper->print);
	print_minor(paper, PDF_PLAIN, _("Amount"), inv->amount.minor);
	snprintf(text, sizeof(text), _("Amount after %s"), inv->due_on);
	if (inv->due2_minor != 0)
		print_minor(paper, PDF_PLAIN, text, inv->due2_minor);
	if (inv->instalment_minor != 0)
		print_minor(paper, PDF_PLAIN, _("Instalment of each month"), inv->instalment_minor);
	if (s->owed.late_fee_minor != 0)
		print_minor(paper, PDF_PLAIN, _("Late fee"), s->owed.late_fee_minor);
	if (s->owed.paid_minor != 0)
		print_minor(paper, PDF_PLAIN, _("Paid"), -s->owed.paid_minor);
	snprintf(text, sizeof(text), _("To be paid on %s"), s->on);
	print_minor(paper, PDF_BOLD, text, s->owed.due_minor);
}

static void
describe_fee(const struct rules *rules, char *text, size_t size)
{
	char amount[MONEY_TEXT_SIZE], rate[RATE_TEXT_SIZE];

	money_format_people(&rules->late_flat, amount);
	rate_format(&rules->late_rate, rate);
	if (rules->late == LATE_FLAT)
		snprintf(text, size, _("Paid late it costs %s more."), amount);
	else if (rules->late == LATE_ONCE)
		snprintf(text, size, _("Paid late it costs %s %% more of what is unpaid."), rate);
	else
		snprintf(text, size, _("Each day late costs %s %% more of what is unpaid."), rate);
}

/* What being late costs; of what can still be late. */
static void
print_rules(struct paper *paper)
{
	const struct standing *s = &paper->printer.standing;
	const struct rules *rules = &paper->printer.valuer.rules;
	char text[200], cap[RATE_TEXT_SIZE];

	if (rules->late == LATE_NONE || s->invoice.kind == INVOICE_INSTALMENT ||
	    (!standing_is_payable(s) && s->invoice.status != INVOICE_UNBILLED))
		return;
	print_gap(&paper->print, GAP);
	describe_fee(rules, text, sizeof(text));
	print_text(&paper->print, PDF_SMALL, text);
	snprintf(text, sizeof(text), _("Up to %d days late it costs nothing."), rules->late_grace);
	if (rules->late_grace > 0)
		print_text(&paper->print, PDF_SMALL, text);
	rate_format(&rules->late_cap, cap);
	snprintf(text, sizeof(text), _("It never costs more than %s %% of what was unpaid."), cap);
	if (rules->has_late_cap)
		print_text(&paper->print, PDF_SMALL, text);
}

/* The QR with its quiet zone, and beside it what it is. */
static void
print_symbol(struct paper *paper)
{
	int side = (paper->symbol.side + 2 * QR_QUIET) * MODULE;
	struct print *p = &paper->print;
	struct pdf_box box = { .x = PRINT_LEFT + QR_QUIET * MODULE };
	struct pdf_box beside = { .x = PRINT_LEFT + side + GAP };

	if (paper->payload[0] == '\0')
		return;
	print_room(p, side);
	box.y = p->y + QR_QUIET * MODULE;
	pdf_squares(p->pdf, box, paper->symbol.dark, paper->symbol.side, MODULE);
	beside.width = PRINT_LEFT + PRINT_WIDTH - beside.x;
	beside.y = box.y;
	beside.y += pdf_text(p->pdf, beside, PDF_BOLD, _("Pay by QR"));
	(void)pdf_text(p->pdf, beside, PDF_SMALL, _("Anybody may pay with it at this office."));
	print_gap(p, side);
}

static int
print_foot(struct paper *paper, struct err *e)
{
	struct print *p = &paper->print;

	if (paper->payload[0] && paper->places.length > 0) {
		print_gap(p, GAP);
		print_text(p, PDF_SMALL_BOLD, _("Where to pay"));
		if (!print_paragraphs(p, PDF_SMALL, text_string(&paper->places)))
			return err_set(e, ERR_FAILED, _("out of memory"));
	}
	print_gap(p, GAP);
	print_text(p, PDF_SMALL, paper->contact);
	print_text(p, PDF_SMALL, paper->office);
	print_text(p, PDF_SMALL, paper->regulator);
	return 0;
}

static int
lay_out(struct paper *paper, struct err *e)
{
	const struct invoice *inv = &paper->printer.standing.invoice;
	char heading[120];

	snprintf(heading, sizeof(heading), "%s %s", title_of(inv->kind), inv->number);
	print_begin(&paper->print, paper->pdf, heading);
	print_head(paper);
	print_text(&paper->print, PDF_HEADING, heading);
	print_rule(&paper->print);
	print_data(paper);
	print_rule(&paper->print);
	print_amounts(paper);
	print_rules(paper);
	print_symbol(paper);
	return print_foot(paper, e);
}

static int
print_one(struct paper *paper, const struct item *item, struct err *e)
{
	int64_t id;

	if (find_invoice(paper->cli, item, &id, e) != 0 || gather(paper, id, e) != 0)
		return -1;
	return lay_out(paper, e);
}

static int
print_all(struct paper *paper, struct err *e)
{
	struct item item;
	struct err failure;
	int got;

	while ((got = cli_item_next(paper->cli, &item, e)) == 1) {
		if (print_one(paper, &item, &failure) == 0)
			cli_item_done(paper->cli);
		else
			cli_item_failed(paper->cli, &failure);
	}
	return got;
}

int
invoice_verb_print(struct cli *cli, struct err *e)
{
	static struct paper paper;
	struct db *db = cli->office.db;
	int result;

	paper.cli = cli;
	if (cli_pdf(cli, &paper.pdf, e) != 0 ||
	    setting_text(db, "office.name", paper.office, sizeof(paper.office), e) != 0 ||
	    setting_text(db, "office.regulator", paper.regulator, sizeof(paper.regulator), e) != 0)
		return -1;
	text_open(&paper.places);
	invoice_printer_open(&paper.printer, cli);
	result = print_all(&paper, e);
	invoice_printer_close(&paper.printer);
	text_close(&paper.places);
	return result;
}
