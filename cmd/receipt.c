/*
 * receipt - the proof of a payment as a document for people, and its voucher.
 */
#include <stdio.h>
#include <string.h>
#include "allocation.h"
#include "biller.h"
#include "card.h"
#include "collection.h"
#include "customer.h"
#include "fill_payment.h"
#include "i18n.h"
#include "invoice.h"
#include "paying.h"
#include "reach.h"
#include "setting.h"
#include "utf8.h"
#include "zone.h"

enum { LABEL_WIDTH = 26, AMOUNT_WIDTH = 18, LINE_WIDTH = 64 };

/* Nothing where there is no text. */
static void
add_line(struct text *t, const char *text)
{
	if (text[0] == '\0')
		return;
	text_add_safe(t, text, "");
	text_add_char(t, '\n');
}

/* "Label            value"; nothing where there is no value. */
static void
add_row(struct text *t, const char *label, const char *value)
{
	size_t width = utf8_width(label);

	if (value[0] == '\0')
		return;
	text_add(t, label);
	for (; width < LABEL_WIDTH; width++)
		text_add_char(t, ' ');
	add_line(t, value);
}

/* "text                    amount", the amount flush right. */
static void
add_amount(struct text *t, const char *what, int64_t minor, const char *currency)
{
	const struct money money = money_of(minor, currency);
	char amount[MONEY_TEXT_SIZE];
	size_t width, used;

	money_format_people(&money, amount);
	width = utf8_width(amount);
	text_add_safe(t, what, "");
	for (used = utf8_width(what); used + width < LINE_WIDTH; used++)
		text_add_char(t, ' ');
	text_add_format(t, "%s%s\n", used == utf8_width(what) ? " " : "", amount);
}

static void
add_rule(struct text *t)
{
	for (int i = 0; i < LINE_WIDTH; i++)
		text_add_char(t, '-');
	text_add_char(t, '\n');
}

static int
describe_method(struct db *db, const struct payment *p, char *text, size_t size, struct err *e)
{
	char ref[REF_SIZE];
	struct card card;

	switch (p->method) {
	case METHOD_CASH:
		snprintf(text, size, _("cash"));
		return 0;
	case METHOD_DEPOSIT:
		snprintf(
		    text, size, _("deposit account %s"), ref_format(REF_ACCOUNT, p->source, ref));
		return 0;
	case METHOD_CREDIT:
		snprintf(text, size, _("credit of the account"));
		return 0;
	case METHOD_CARD:
		if (p->card == 0)
			break;
		if (card_show(db, p->card, &card, e) != 0)
			return -1;
		snprintf(text, size, _("card %s ****%s, %s"), card.brand, card.last4, p->gateway);
		return 0;
	default:
		break;
	}
	snprintf(text, size, "%s", p->gateway);
	return 0;
}

static int
add_payer(struct text *t, struct db *db, const struct payment *p, struct err *e)
{
	struct customer c;

	if (p->customer == 0)
		return 0;
	if (customer_show(db, p->customer, &c, e) != 0)
		return -1;
	add_row(t, _("Payer"), c.name);
	return 0;
}

static int
add_head(struct text *t, struct db *db, const struct payment *p, struct err *e)
{
	char office[SETTING_SIZE], when[ZONE_LOCAL_SIZE], ref[REF_SIZE], method[160];
	struct zone *zone;

	if (setting_text(db, "office.name", office, sizeof(office), e) != 0 ||
	    setting_zone(db, &zone, e) != 0)
		return -1;
	zone_local(zone, p->settled_at, when);
	zone_close(zone);
	if (describe_method(db, p, method, sizeof(method), e) != 0)
		return -1;
	add_line(t, office);
	text_add_format(t, "%s %s\n", p->is_refund ? _("REFUND") : _("RECEIPT"), p->reference);
	add_rule(t);
	add_row(t, _("Date"), when);
	add_row(t, _("Payment"), ref_format(REF_PAYMENT, p->id, ref));
	if (p->is_refund)
		add_row(t, _("Refund of"), ref_format(REF_PAYMENT, p->refund_of, ref));
	if (p->is_refund)
		add_row(t, _("Reason"), p->reason[0] ? _(p->reason) : "");
	add_row(t, _("Method"), method);
	add_row(t, _("Platform's reference"), p->gateway_ref);
	add_row(t, _("Authorization"), p->authorization);
	add_row(t, _("Memo"), p->memo);
	return add_payer(t, db, p, e);
}

/* Who paid a bill without having its account saw its holder hidden, and still does. */
static int
show_holder(struct office *office, struct account *a, struct err *e)
{
	char ref[REF_SIZE];
	struct err why;

	if (reach_check(office, REF_ACCOUNT, a->id, ref_format(REF_ACCOUNT, a->id, ref), &why) == 0)
		return 0;
	account_mask(a);
	if (why.code == ERR_NOT_FOUND)
		return 0;
	*e = why;
	return -1;
}

static int
add_invoice(struct text *t, struct office *office, const struct allocation *a, const char *currency,
    struct err *e)
{
	struct db *db = office->db;
	struct invoice inv;
	struct account account;
	struct biller b;
	char what[512];

	if (invoice_show(db, a->invoice, &inv, e) != 0 || biller_show(db, inv.biller, &b, e) != 0 ||
	    account_show(db, inv.account, &account, e) != 0 ||
	    show_holder(office, &account, e) != 0)
		return -1;
	snprintf(what, sizeof(what), "%s  %s  %s", b.name, inv.number,
	    inv.concept[0] ? inv.concept : inv.period);
	add_amount(t, what, a->amount_minor, currency);
	snprintf(what, sizeof(what), "  %s %s, %s", _("account"), account.number, account.holder);
	add_line(t, what);
	if (a->late_fee_minor != 0)
		add_amount(t, _("  of it late fee"), a->late_fee_minor, currency);
	return 0;
}

/* Who was paid by QR. */
static int
add_payee(struct text *t, struct db *db, const struct payment *p, int64_t *rest, struct err *e)
{
	char what[512];
	struct account a;
	int64_t minor;

	if (collection_of(db, p->id, &minor, e) != 0)
		return -1;
	if (minor == 0)
		return 0;
	if (account_show(db, p->payee, &a, e) != 0)
		return -1;
	minor = p->is_refund ? -minor : minor;
	*rest -= minor;
	add_amount(t, a.holder, minor, p->amount.currency);
	snprintf(what, sizeof(what), "  %s %s", _("account"), a.number);
	add_line(t, what);
	return 0;
}

/* What fitted nowhere: of an account its credit; of a charge nobody's until a person decides. */
static void
add_rest(struct text *t, const struct payment *p, int64_t rest)
{
	if (rest <= 0)
		return;
	if (p->payee == 0) {
		add_amount(t, _("Credit"), rest, p->amount.currency);
		return;
	}
	add_amount(t, _("Kept by this office, paid to nobody"), rest, p->amount.currency);
	add_line(t, _("  it came too late for the charge: ask this office"));
}

static int
add_invoices(struct text *t, struct office *office, const struct payment *p, struct err *e)
{
	struct allocation a;
	struct query q;
	int64_t rest = p->captured_minor + p->credit_minor;
	int row;

	add_rule(t);
	if (allocation_of_payment(office->db, p->id, &q, e) != 0)
		return -1;
	while ((row = allocation_next(&q, &a, e)) == 1) {
		/* What is given back is told as such, not as less than nothing. */
		if (p->is_refund) {
			a.amount_minor = -a.amount_minor;
			a.late_fee_minor = -a.late_fee_minor;
		}
		rest -= a.amount_minor;
		if (add_invoice(t, office, &a, p->amount.currency, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	if (row == 0)
		row = add_payee(t, office->db, p, &rest, e);
	add_rest(t, p, rest);
	add_rule(t);
	if (p->credit_minor > 0)
		add_amount(t, _("From credit"), p->credit_minor, p->amount.currency);
	add_amount(t, _("Total"), p->captured_minor, p->amount.currency);
	return row;
}

static void
add_voucher(
    struct text *t, const struct payment *p, const struct voucher_sheet *s, const char *when)
{
	const struct gateway_voucher *v = &s->voucher;
	struct money total = money_of(p->captured_minor, p->amount.currency);
	char amount[MONEY_TEXT_SIZE], commerce[420], terminal[20], instalments[12] = "";

	money_format_people(&total, amount);
	snprintf(commerce, sizeof(commerce), "%s %s", s->commerce_code, s->commerce);
	snprintf(terminal, sizeof(terminal), "%.*s%s", 3 - (int)strnlen(s->terminal, 3), "000",
	    s->terminal);
	if (v->instalments >= 0)
		snprintf(instalments, sizeof(instalments), "%03d", v->instalments);
	add_rule(t);
	add_row(t, _("Commerce"), commerce);
	add_row(t, _("Tax id"), s->tax_id);
	add_row(t, _("Unique code"), s->unique_code);
	add_row(t, _("Terminal"), s->terminal[0] ? terminal : "");
	add_row(t, _("Transaction"), v->transaction);
	add_row(t, _("Date and time"), when);
	add_row(t, _("Currency"), p->amount.currency);
	add_row(t, _("Total"), amount);
	add_row(t, _("Tax"), v->tax);
	add_row(t, _("Tax refund base"), v->tax_refund_base);
	add_row(t, _("Instalments"), instalments);
	add_row(t, _("Response code"), v->response_code);
	add_row(t, _("Result"), v->result_text);
	add_row(t, _("Response"), v->response_text);
	add_row(t, _("Payer's address"), v->user_address);
	add_line(t, v->processor);
	add_line(t, s->legal_text);
}

static int
add_full(struct text *t, struct db *db, const struct payment *p, struct err *e)
{
	char when[ZONE_LOCAL_SIZE];
	struct voucher_sheet sheet;
	struct zone *zone;
	int row = fill_voucher(db, p, &sheet, e);

	if (row <= 0)
		return row;
	if (setting_zone(db, &zone, e) != 0)
		return -1;
	zone_local(zone, p->settled_at, when);
	zone_close(zone);
	add_voucher(t, p, &sheet, when);
	return 0;
}

static int
write_receipt(struct cli *cli, const struct payment *p, struct text *t, struct err *e)
{
	struct db *db = cli->office.db;
	char regulator[SETTING_SIZE];

	if (add_head(t, db, p, e) != 0 || add_invoices(t, &cli->office, p, e) != 0)
		return -1;
	if (cli_flag(cli, "full") && add_full(t, db, p, e) != 0)
		return -1;
	if (setting_text(db, "office.regulator", regulator, sizeof(regulator), e) != 0)
		return -1;
	add_line(t, regulator);
	return text_failed(t) ? err_set(e, ERR_FAILED, _("out of memory")) : 0;
}

static int
print_receipt(struct cli *cli, const struct item *item, struct err *e)
{
	struct payment p;
	struct text text;
	char ref[REF_SIZE];
	int64_t id;
	int result;

	if (reach_find(&cli->office, REF_PAYMENT, item->text, &id, e) != 0 ||
	    payment_show(cli->office.db, id, &p, e) != 0)
		return -1;
	if (p.settled_at == 0) {
		ref_format(REF_PAYMENT, id, ref);
		err_set(e, ERR_CONFLICT, _("%s is %s: there is no receipt"), ref,
		    ref_state_word(payment_status_name(p.status)));
		return err_reason(e, payment_status_name(p.status), ref);
	}
	if (cli->format == FORMAT_JSON)
		return paying_print(cli, &p, e);
	text_open(&text);
	if (cli_has_done(cli))
		text_add_char(&text, '\n'); /* between two */
	result = write_receipt(cli, &p, &text, e);
	if (result == 0 && fputs(text_string(&text), cli_out(cli)) == EOF)
		result = err_set(e, ERR_FAILED, _("the receipt could not be written"));
	text_close(&text);
	return result;
}

int
paying_receipt(struct cli *cli, struct err *e)
{
	return cli_each(cli, print_receipt, e);
}
