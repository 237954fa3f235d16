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
#include "sheet.h"
#include "zone.h"

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
add_payer(struct sheet *s, struct db *db, const struct payment *p, struct err *e)
{
	struct customer c;

	if (p->customer == 0)
		return 0;
	if (customer_show(db, p->customer, &c, e) != 0)
		return -1;
	sheet_row(s, _("Payer"), c.name);
	return 0;
}

static int
add_head(struct sheet *s, struct db *db, const struct payment *p, struct err *e)
{
	char office[SETTING_SIZE], when[ZONE_LOCAL_SIZE], ref[REF_SIZE], method[160];
	char heading[120];
	struct zone *zone;

	if (setting_text(db, "office.name", office, sizeof(office), e) != 0 ||
	    setting_zone(db, &zone, e) != 0)
		return -1;
	zone_local(zone, p->settled_at, when);
	zone_close(zone);
	if (describe_method(db, p, method, sizeof(method), e) != 0)
		return -1;
	snprintf(heading, sizeof(heading), "%s %s", p->is_refund ? _("REFUND") : _("RECEIPT"),
	    p->reference);
	sheet_title(s, office);
	sheet_heading(s, heading);
	sheet_rule(s);
	sheet_row(s, _("Date"), when);
	sheet_row(s, _("Payment"), ref_format(REF_PAYMENT, p->id, ref));
	if (p->is_refund)
		sheet_row(s, _("Refund of"), ref_format(REF_PAYMENT, p->refund_of, ref));
	if (p->is_refund)
		sheet_row(s, _("Reason"), p->reason[0] ? _(p->reason) : "");
	sheet_row(s, _("Method"), method);
	sheet_row(s, _("Platform's reference"), p->gateway_ref);
	sheet_row(s, _("Authorization"), p->authorization);
	sheet_row(s, _("Memo"), p->memo);
	return add_payer(s, db, p, e);
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
add_invoice(struct sheet *s, struct office *office, const struct allocation *a,
    const char *currency, struct err *e)
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
	sheet_amount(s, what, a->amount_minor, currency);
	snprintf(what, sizeof(what), "  %s %s, %s", _("account"), account.number, account.holder);
	sheet_line(s, what);
	if (a->late_fee_minor != 0)
		sheet_amount(s, _("  of it late fee"), a->late_fee_minor, currency);
	return 0;
}

/* Who was paid by QR. */
static int
add_payee(struct sheet *s, struct db *db, const struct payment *p, int64_t *rest, struct err *e)
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
	sheet_amount(s, a.holder, minor, p->amount.currency);
	snprintf(what, sizeof(what), "  %s %s", _("account"), a.number);
	sheet_line(s, what);
	return 0;
}

/* What fitted nowhere: of an account its credit; of a charge nobody's until a person decides. */
static void
add_rest(struct sheet *s, const struct payment *p, int64_t rest)
{
	if (rest <= 0)
		return;
	if (p->payee == 0) {
		sheet_amount(s, _("Credit"), rest, p->amount.currency);
		return;
	}
	sheet_amount(s, _("Kept by this office, paid to nobody"), rest, p->amount.currency);
	sheet_line(s, _("  it came too late for the charge: ask this office"));
}

static int
add_invoices(struct sheet *s, struct office *office, const struct payment *p, struct err *e)
{
	struct allocation a;
	struct query q;
	int64_t rest = p->captured_minor + p->credit_minor;
	int row;

	sheet_rule(s);
	if (allocation_of_payment(office->db, p->id, &q, e) != 0)
		return -1;
	while ((row = allocation_next(&q, &a, e)) == 1) {
		/* What is given back is told as such, not as less than nothing. */
		if (p->is_refund) {
			a.amount_minor = -a.amount_minor;
			a.late_fee_minor = -a.late_fee_minor;
		}
		rest -= a.amount_minor;
		if (add_invoice(s, office, &a, p->amount.currency, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	if (row == 0)
		row = add_payee(s, office->db, p, &rest, e);
	add_rest(s, p, rest);
	sheet_rule(s);
	if (p->credit_minor > 0)
		sheet_amount(s, _("From credit"), p->credit_minor, p->amount.currency);
	sheet_total(s, _("Total"), p->captured_minor, p->amount.currency);
	return row;
}

static void
add_voucher(
    struct sheet *s, const struct payment *p, const struct voucher_sheet *sheet, const char *when)
{
	const struct gateway_voucher *v = &sheet->voucher;
	struct money total = money_of(p->captured_minor, p->amount.currency);
	char amount[MONEY_TEXT_SIZE], commerce[420], terminal[20], instalments[12] = "";

	money_format_people(&total, amount);
	snprintf(commerce, sizeof(commerce), "%s %s", sheet->commerce_code, sheet->commerce);
	snprintf(terminal, sizeof(terminal), "%.*s%s", 3 - (int)strnlen(sheet->terminal, 3), "000",
	    sheet->terminal);
	if (v->instalments >= 0)
		snprintf(instalments, sizeof(instalments), "%03d", v->instalments);
	sheet_rule(s);
	sheet_row(s, _("Commerce"), commerce);
	sheet_row(s, _("Tax id"), sheet->tax_id);
	sheet_row(s, _("Unique code"), sheet->unique_code);
	sheet_row(s, _("Terminal"), sheet->terminal[0] ? terminal : "");
	sheet_row(s, _("Transaction"), v->transaction);
	sheet_row(s, _("Date and time"), when);
	sheet_row(s, _("Currency"), p->amount.currency);
	sheet_row(s, _("Total"), amount);
	sheet_row(s, _("Tax"), v->tax);
	sheet_row(s, _("Tax refund base"), v->tax_refund_base);
	sheet_row(s, _("Instalments"), instalments);
	sheet_row(s, _("Response code"), v->response_code);
	sheet_row(s, _("Result"), v->result_text);
	sheet_row(s, _("Response"), v->response_text);
	sheet_row(s, _("Payer's address"), v->user_address);
	sheet_line(s, v->processor);
	sheet_line(s, sheet->legal_text);
}

static int
add_full(struct sheet *s, struct db *db, const struct payment *p, struct err *e)
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
	add_voucher(s, p, &sheet, when);
	return 0;
}

static int
fill_receipt(struct cli *cli, const struct payment *p, struct sheet *s, struct err *e)
{
	struct db *db = cli->office.db;
	char regulator[SETTING_SIZE];

	if (add_head(s, db, p, e) != 0 || add_invoices(s, &cli->office, p, e) != 0)
		return -1;
	if (cli_flag(cli, "full") && add_full(s, db, p, e) != 0)
		return -1;
	if (setting_text(db, "office.regulator", regulator, sizeof(regulator), e) != 0)
		return -1;
	sheet_line(s, regulator);
	return 0;
}

static int
write_receipt(struct cli *cli, const struct sheet *s, struct err *e)
{
	struct text text;
	int result;

	text_open(&text);
	if (cli_has_done(cli))
		text_add_char(&text, '\n'); /* between two */
	result = sheet_write(s, &text, e);
	if (result == 0 && fputs(text_string(&text), cli_out(cli)) == EOF)
		result = err_set(e, ERR_FAILED, _("the receipt could not be written"));
	text_close(&text);
	return result;
}

static int
show_receipt(struct cli *cli, const struct sheet *s, struct err *e)
{
	struct pdf *pdf;

	if (cli->format != FORMAT_PDF)
		return write_receipt(cli, s, e);
	return cli_pdf(cli, &pdf, e) == 0 ? sheet_print(s, pdf, e) : -1;
}

static int
print_receipt(struct cli *cli, const struct item *item, struct err *e)
{
	struct payment p;
	struct sheet sheet;
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
	sheet_open(&sheet);
	result = fill_receipt(cli, &p, &sheet, e);
	if (result == 0)
		result = show_receipt(cli, &sheet, e);
	sheet_close(&sheet);
	return result;
}

int
paying_receipt(struct cli *cli, struct err *e)
{
	return cli_each(cli, print_receipt, e);
}
