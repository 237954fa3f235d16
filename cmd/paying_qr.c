/*
 * paying_qr - paying what a QR code asks for: a charge of this office, or one of its invoices.
 */
#include <stdio.h>
#include <string.h>
#include "account.h"
#include "authorise.h"
#include "biller.h"
#include "fill_qr.h"
#include "i18n.h"
#include "invoice.h"
#include "paying.h"
#include "payloads.h"
#include "qr_payload.h"
#include "reach.h"

static int
find_one(struct cli *cli, const char *text, struct qr_target *target, struct err *e)
{
	struct ref ref;

	*target = (struct qr_target){ 0, 0 };
	if (ref_parse(text, &ref) == 1)
		return reach_find(&cli->office, REF_QR, text, &target->qr, e);
	return qr_payload_read(&cli->office, text, target, e);
}

/* A charge by its payload and by its ref is one. */
static bool
is_same(struct cli *cli, const char *one, const char *other)
{
	struct qr_target a, b;
	struct err ignored;

	if (strcmp(one, other) == 0)
		return true;
	return find_one(cli, one, &a, &ignored) == 0 && find_one(cli, other, &b, &ignored) == 0 &&
	       a.qr == b.qr && a.invoice == b.invoice;
}

/* The one payload that is named; the same twice is one. */
static int
read_payload(struct cli *cli, struct text *payload, struct err *e)
{
	struct payloads payloads;
	int row = payloads_open(&payloads, cli, e);

	while (row == 0 && (row = payloads_next(&payloads, cli, e)) == 1) {
		const char *next = text_string(&payloads.text);

		row = 0;
		if (payload->length == 0)
			text_add(payload, next);
		else if (!is_same(cli, text_string(payload), next))
			row = err_set(e, ERR_USAGE, _("two QR codes: which one is to be paid?"));
	}
	payloads_close(&payloads);
	if (row == 0 && payload->length == 0)
		row = err_set(e, ERR_USAGE, _("there is no QR code to pay"));
	return row;
}

static int
find_target(struct cli *cli, struct qr_target *target, struct err *e)
{
	struct text payload;
	int result;

	text_open(&payload);
	result = read_payload(cli, &payload, e);
	if (result == 0)
		result = find_one(cli, text_string(&payload), target, e);
	text_close(&payload);
	return result;
}

/* A charge of an invoice pays that invoice. */
static int
fill_order(struct cli *cli, const struct qr_target *target, struct pay_order *order, struct err *e)
{
	struct qr qr;

	order->qr = target->qr;
	order->invoices[0] = target->invoice;
	if (target->qr != 0) {
		if (qr_show(&cli->office, target->qr, &qr, e) != 0)
			return -1;
		order->invoices[0] = qr.invoice;
	}
	order->count = order->invoices[0] != 0;
	return 0;
}

static void
add_row(struct text *text, const char *label, const char *value)
{
	if (value[0] == '\0')
		return;
	text_add_format(text, "  %s: ", label);
	text_add_safe(text, value, "");
	text_add_char(text, '\n');
}

struct sheet { /* what is shown of a code before it is paid */
	char beneficiary[201];
	char account[100];
	char invoice[100]; /* "" where the account gets the money */
	char memo[201];
};

/* The biller, the account as the code names it, and what is paid there. */
static int
fill_invoice_sheet(struct cli *cli, int64_t invoice, struct sheet *sheet, struct err *e)
{
	struct db *db = cli->office.db;
	char ref[REF_SIZE];
	struct invoice inv;
	struct account a;
	struct biller b;

	if (invoice_show(db, invoice, &inv, e) != 0 || biller_show(db, inv.biller, &b, e) != 0 ||
	    account_show(db, inv.account, &a, e) != 0)
		return -1;
	memcpy(sheet->beneficiary, b.name, sizeof(sheet->beneficiary));
	memcpy(sheet->account, a.number, sizeof(a.number));
	snprintf(sheet->invoice, sizeof(sheet->invoice), "%s (%s)", inv.number,
	    ref_format(REF_INVOICE, invoice, ref));
	memcpy(sheet->memo, inv.concept, sizeof(sheet->memo));
	return 0;
}

static int
fill_payee_sheet(struct cli *cli, int64_t payee, struct sheet *sheet, struct err *e)
{
	char ref[REF_SIZE];
	struct account a;

	if (account_show(cli->office.db, payee, &a, e) != 0)
		return -1;
	memcpy(sheet->beneficiary, a.holder, sizeof(sheet->beneficiary));
	snprintf(sheet->account, sizeof(sheet->account), "%s (%s)", a.number,
	    ref_format(REF_ACCOUNT, payee, ref));
	return 0;
}

/* The payer's own memo takes the place of the charge's. */
static void
describe(const struct pay_order *order, const struct pay_quote *quote, const struct sheet *sheet,
    struct text *text)
{
	const char *memo = sheet->memo;
	char amount[MONEY_TEXT_SIZE];

	if (quote->qr.memo[0])
		memo = quote->qr.memo;
	if (order->memo[0])
		memo = order->memo;
	money_format(&quote->total, amount);
	add_row(text, _("Beneficiary"), sheet->beneficiary);
	add_row(text, _("Account"), sheet->account);
	add_row(text, _("Invoice"), sheet->invoice);
	add_row(text, _("Amount"), amount);
	add_row(text, _("Currency"), quote->total.currency);
	add_row(text, _("Memo"), memo);
	paying_describe_credit(quote, text);
}

static int
ask(struct cli *cli, const struct pay_order *order, const struct pay_quote *quote, struct err *e)
{
	struct money taken = money_of(quote->total.minor - quote->credit_minor,
	    quote->total.currency); /* what credit leaves to be paid */
	struct sheet sheet = { "", "", "", "" };
	char total[MONEY_TEXT_SIZE];
	struct text text;
	int result;

	if (quote->payee != 0 ? fill_payee_sheet(cli, quote->payee, &sheet, e)
			      : fill_invoice_sheet(cli, quote->items[0].invoice, &sheet, e))
		return -1;
	money_format(&taken, total);
	text_open(&text);
	describe(order, quote, &sheet, &text);
	result = cli_confirm(cli, text_string(&text), e, _("Pay %s %s with %s?"), total,
	    taken.currency, paying_means(cli));
	text_close(&text);
	return result;
}

int
paying_qr(struct cli *cli, struct err *e)
{
	struct pay_order order = { 0 };
	struct qr_target target;

	if (paying_order(cli, &order, e) != 0 || find_target(cli, &target, e) != 0 ||
	    fill_order(cli, &target, &order, e) != 0)
		return -1;
	return paying_run(cli, &order, ask, e);
}

int
paying_authorise_payee(struct cli *cli, const struct pay_quote *quote, struct err *e)
{
	char ref[REF_SIZE], amount[MONEY_TEXT_SIZE], name[201];

	if (qr_beneficiary(cli->office.db, &quote->qr, name, e) != 0)
		return -1;
	money_format(&quote->total, amount);
	return authorise(cli, e, N_("pay %s %s to %s (%s)"), amount, quote->total.currency, name,
	    ref_format(REF_ACCOUNT, quote->payee, ref));
}
