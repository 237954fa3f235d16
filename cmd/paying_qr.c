/*
 * paying_qr - paying what a QR code asks for: a charge of this office, or one of its invoices.
 */
#include <stdio.h>
#include <string.h>
#include "account.h"
#include "authorise.h"
#include "fill_qr.h"
#include "i18n.h"
#include "paying.h"
#include "payloads.h"
#include "qr_payload.h"
#include "reach.h"

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
		else if (strcmp(text_string(payload), next) != 0)
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
	struct ref ref;
	int result;

	text_open(&payload);
	result = read_payload(cli, &payload, e);
	if (result == 0 && ref_parse(text_string(&payload), &ref) == 1) {
		*target = (struct qr_target){ 0, 0 };
		result = reach_find(&cli->office, REF_QR, text_string(&payload), &target->qr, e);
	} else if (result == 0) {
		result = qr_payload_read(&cli->office, text_string(&payload), target, e);
	}
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

int
paying_qr(struct cli *cli, struct err *e)
{
	struct pay_order order = { 0 };
	struct qr_target target;

	if (paying_order(cli, &order, e) != 0 || find_target(cli, &target, e) != 0 ||
	    fill_order(cli, &target, &order, e) != 0)
		return -1;
	return paying_run(cli, &order, e);
}

static void
add_row(struct text *text, const char *label, const char *value)
{
	text_add_format(text, "  %s: ", label);
	text_add_safe(text, value, "");
	text_add_char(text, '\n');
}

int
paying_describe_payee(
    struct cli *cli, const struct pay_quote *quote, struct text *text, struct err *e)
{
	char ref[REF_SIZE], number[100], amount[MONEY_TEXT_SIZE], name[201];
	struct account a;

	if (quote->payee == 0)
		return 0;
	if (account_show(cli->office.db, quote->payee, &a, e) != 0 ||
	    qr_beneficiary(cli->office.db, &quote->qr, name, e) != 0)
		return -1;
	snprintf(number, sizeof(number), "%s (%s)", a.number, ref_format(REF_ACCOUNT, a.id, ref));
	money_format(&quote->total, amount);
	add_row(text, _("Beneficiary"), name);
	add_row(text, _("Account"), number);
	add_row(text, _("Amount"), amount);
	add_row(text, _("Currency"), quote->total.currency);
	if (quote->qr.memo[0])
		add_row(text, _("Memo"), quote->qr.memo);
	return 0;
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
