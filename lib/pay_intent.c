#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "allot.h"
#include "announce.h"
#include "call.h"
#include "i18n.h"
#include "lease.h"
#include "ledger.h"
#include "pay_private.h"
#include "readiness.h"
#include "setting.h"

static int
check_expected(const struct pay_order *order, const struct pay_quote *quote, struct err *e)
{
	struct money expected;
	char now[MONEY_TEXT_SIZE];

	if (order->expect[0] == '\0')
		return 0;
	if (money_parse(order->expect, quote->total.currency, MONEY_POINT, &expected, e) != 0)
		return -1;
	if (expected.minor == quote->total.minor)
		return 0;
	money_format(&quote->total, now);
	err_set(e, ERR_CONFLICT, _("the total is %s %s now, not %.30s"), now, quote->total.currency,
	    order->expect);
	return err_reason(e, "changed", "");
}

int
pay_check(struct office *office, const struct pay_order *order, const struct pay_quote *quote,
    struct err *e)
{
	char till[LEDGER_NAME_SIZE], ref[REF_SIZE];
	int64_t balance;

	if (check_expected(order, quote, e) != 0)
		return err_money(e, ERR_MONEY_NOTHING, NULL);
	if (order->method != METHOD_DEPOSIT)
		return 0;
	ref_format(REF_ACCOUNT, order->source, ref);
	snprintf(till, sizeof till, "deposit:%s", ref);
	if (ledger_owed(office->db, till, quote->total.currency, &balance, e) != 0)
		return -1;
	if (balance >= quote->total.minor - quote->credit_minor)
		return 0;
	err_set(e, ERR_DECLINED, _("there is not enough money in %s"), ref);
	err_reason(e, "insufficient", "");
	return err_money(e, ERR_MONEY_NOTHING, NULL);
}

static int
fill_payment(struct office *office, const struct pay_order *order, const struct pay_quote *quote,
    struct payment *p, struct err *e)
{
	bool is_all_credit = quote->credit_minor == quote->total.minor;

	memset(p, 0, sizeof *p);
	if (order->debit != NULL) {
		memcpy(p->key, order->debit->key, sizeof p->key);
		memcpy(p->debit_due_on, order->debit->debit_due_on, sizeof p->debit_due_on);
		p->debit_invoice = order->debit->debit_invoice;
		p->debit_try = order->debit->debit_try;
	} else if (secret_random(p->key, e) != 0) {
		return -1;
	}
	if (setting_today(office, p->business_on, e) != 0)
		return -1;
	secret_reference(p->key, p->reference);
	p->amount = quote->total;
	p->credit_minor = quote->credit_minor;
	p->customer = quote->customer;
	p->qr = quote->qr.id;
	p->payee = quote->payee;
	p->payee_minor = quote->payee != 0 ? quote->total.minor : 0;
	memcpy(p->memo, order->memo[0] != '\0' ? order->memo : quote->qr.memo, sizeof p->memo);
	memcpy(p->client_address, order->client_address, sizeof p->client_address);
	p->method = is_all_credit ? METHOD_CREDIT : order->method;
	p->status = PAYMENT_APPROVED;
	p->captured_minor = p->amount.minor - p->credit_minor;
	if (p->method == METHOD_CASH)
		snprintf(p->operator_name, sizeof p->operator_name, "%s", office->actor.name);
	if (p->method == METHOD_DEPOSIT)
		p->source = order->source;
	if (p->method != METHOD_CARD && p->method != METHOD_CHECKOUT)
		return 0;
	p->status = PAYMENT_SENDING;
	p->not_after = office->now + (order->valid_s != 0 ? order->valid_s : CALL_NOT_AFTER_S);
	p->card = quote->card;
	memcpy(p->card_token, quote->card_token, sizeof p->card_token);
	memcpy(p->gateway, quote->gateway, sizeof p->gateway);
	return 0;
}

/* Credit that the payment uses leaves the accounts now, for reserved: or for the invoices. */
static int
take_credit(struct office *office, const struct pay_quote *quote, const struct payment *p,
    struct ledger_draft *draft, struct err *e)
{
	for (size_t i = 0; i < quote->credit_count; i++) {
		const struct payment_credit *credit = &quote->credits[i];

		if (payment_credit_add(office, p->id, credit, e) != 0)
			return -1;
		if (ledger_draft_add(draft, credit->amount_minor, e, "credit:acc-%" PRId64,
			credit->account) != 0)
			return -1;
	}
	return 0;
}

static int
reserve(
    struct office *office, const struct pay_quote *quote, const struct payment *p, struct err *e)
{
	struct ledger_txn txn = { .kind = "reserve", .payment = p->id };
	struct ledger_draft draft;

	if (quote->credit_minor == 0)
		return 0;
	ledger_draft_open(&draft, p->amount.currency);
	if (take_credit(office, quote, p, &draft, e) != 0 ||
	    ledger_draft_add(&draft, -quote->credit_minor, e, "reserved:pay-%" PRId64, p->id) != 0)
		return -1;
	return ledger_post(office, &txn, &draft, e);
}

static int
settle_now(
    struct office *office, const struct pay_quote *quote, const struct payment *p, struct err *e)
{
	struct ledger_txn txn = {
		.kind = "payment", .payment = p->id, .memo = p->memo[0] != '\0' ? p->memo : NULL
	};
	char till[LEDGER_NAME_SIZE];
	struct ledger_draft draft;
	struct invoice inv;
	struct valuer v;

	valuer_open(&v, office);
	ledger_draft_open(&draft, p->amount.currency);
	payment_till(p, till);
	if (ledger_draft_add(&draft, p->captured_minor, e, "%s", till) != 0 ||
	    take_credit(office, quote, p, &draft, e) != 0)
		return -1;
	for (size_t i = 0; i < quote->count; i++)
		if (invoice_show(office->db, quote->items[i].invoice, &inv, e) != 0 ||
		    allot_item(&v, p, &inv, &quote->items[i], &draft, e) != 0)
			return -1;
	if (p->payee != 0 && allot_payee(office, p, p->payee_minor, &draft, e) != 0)
		return -1;
	if (p->qr != 0 && qr_use(office, p->qr, p->id, e) != 0)
		return -1;
	return ledger_post(office, &txn, &draft, e);
}

static int
begin_sending(
    struct office *office, const struct pay_quote *quote, const struct payment *p, struct err *e)
{
	int64_t timeout_s;

	for (size_t i = 0; i < quote->count; i++)
		if (hold_add(office, p->id, quote->items[i].invoice, e) != 0)
			return -1;
	if (quote->qr.is_once && qr_hold_add(office, p->id, quote->qr.id, e) != 0)
		return -1;
	if (reserve(office, quote, p, e) != 0 ||
	    setting_gateway_int(office->db, p->gateway, "timeout", &timeout_s, e) != 0)
		return -1;
	if (lease_add(office, p->id, p->not_after + timeout_s, e) != 0)
		return -1;
	return db_room(office->db, CALL_ROOM_BYTES, e);
}

static int
insert(struct office *office, const struct pay_quote *quote, struct payment *p, struct err *e)
{
	if (payment_insert(office, p, e) != 0)
		return -1;
	for (size_t i = 0; i < quote->count; i++)
		if (payment_item_add(office, p->id, &quote->items[i], e) != 0)
			return -1;
	return 0;
}

static int
intend(struct office *office, const struct pay_order *order, const struct pay_quote *quote,
    struct payment *p, struct err *e)
{
	if (fill_payment(office, order, quote, p, e) != 0 || insert(office, quote, p, e) != 0)
		return -1;
	if (p->status == PAYMENT_SENDING)
		return begin_sending(office, quote, p, e);
	return settle_now(office, quote, p, e) != 0 ? -1 : announce_payment(office, p, e);
}

/* Declined here, for that reason: a payment without holds and money. */
static int
decline(struct office *office, const struct pay_order *order, const struct pay_quote *quote,
    const char *why, struct payment *p, struct err *e)
{
	if (fill_payment(office, order, quote, p, e) != 0)
		return -1;
	p->status = PAYMENT_DECLINED;
	p->captured_minor = 0;
	p->credit_minor = 0;
	snprintf(p->reason, sizeof p->reason, "%s", why);
	return insert(office, quote, p, e);
}

int
pay_intent(struct office *office, const struct pay_order *order, struct payment *p, struct err *e)
{
	struct pay_quote quote;

	if (readiness_check(office, e) != 0 || pay_quote(office, order, &quote, e) != 0 ||
	    check_expected(order, &quote, e) != 0)
		return -1;
	return intend(office, order, &quote, p, e);
}

int
pay_intent_debit(struct valuer *v, const struct pay_order *order, const struct standing *s,
    struct payment *p, struct err *e)
{
	struct office *office = v->office;
	struct pay_quote quote;
	struct err why;

	if (readiness_check(office, e) != 0 || pay_quote_standing(v, order, s, &quote, e) != 0)
		return -1;
	if (pay_check(office, order, &quote, &why) == 0)
		return intend(office, order, &quote, p, e);
	if (why.code == ERR_DECLINED)
		return decline(office, order, &quote, N_("insufficient funds"), p, e);
	*e = why;
	return -1;
}
