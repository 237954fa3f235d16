#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "account.h"
#include "announce.h"
#include "call.h"
#include "i18n.h"
#include "lease.h"
#include "ledger.h"
#include "readiness.h"
#include "refund.h"
#include "refund_part.h"
#include "setting.h"
#include "utf8.h"

static int
refuse(const struct payment *paid, struct err *e)
{
	char ref[REF_SIZE];
	const char *status = payment_status_name(paid->status);

	ref_format(REF_PAYMENT, paid->id, ref);
	if (paid->is_refund)
		err_set(e, ERR_CONFLICT, _("%s is a refund itself"), ref);
	else
		err_set(
		    e, ERR_CONFLICT, _("cannot refund %s: it is %s"), ref, ref_state_word(status));
	err_reason(e, paid->is_refund ? "is_refund" : status, ref);
	return payment_is_live(paid) ? err_money(e, ERR_MONEY_UNKNOWN, NULL) : -1;
}

/* Money does not go back to an account that is closed. */
static int
check_source(struct office *office, const struct payment *paid, struct err *e)
{
	struct account a;

	if (paid->source == 0)
		return 0;
	if (account_show(office->db, paid->source, &a, e) != 0)
		return -1;
	return account_check_open(&a, e);
}

static int
value_refund(struct office *office, const struct refund_order *order, struct payment *paid,
    struct money *amount, struct err *e)
{
	char left_text[MONEY_TEXT_SIZE], ref[REF_SIZE];
	struct money left;
	int64_t refunded;

	if (text_check(order->reason, sizeof order->reason - 1, N_("reason"), e) != 0 ||
	    payment_show(office->db, order->payment, paid, e) != 0)
		return -1;
	if (paid->is_refund || paid->status != PAYMENT_APPROVED)
		return refuse(paid, e);
	if (check_source(office, paid, e) != 0)
		return -1;
	if (payment_refunded_sum(office->db, paid->id, &refunded, e) != 0)
		return -1;
	left = money_of(paid->captured_minor - refunded, paid->amount.currency);
	*amount = left;
	if (order->amount[0] != '\0' &&
	    money_parse(order->amount, left.currency, MONEY_POINT, amount, e) != 0)
		return -1;
	if (order->amount[0] != '\0' && amount->minor == 0)
		return err_set(e, ERR_USAGE, _("the amount must be more than zero"));
	if (amount->minor > 0 && amount->minor <= left.minor)
		return 0;
	money_format(&left, left_text);
	err_set(e, ERR_CONFLICT, _("only %s %s are left of %s"), left_text, left.currency,
	    ref_format(REF_PAYMENT, paid->id, ref));
	return err_reason(e, "refunded", ref);
}

int
refund_quote(
    struct office *office, const struct refund_order *order, struct money *amount, struct err *e)
{
	struct payment paid;

	return value_refund(office, order, &paid, amount, e);
}

static int
fill_refund(struct office *office, const struct refund_order *order, const struct payment *paid,
    struct payment *p, struct err *e)
{
	memset(p, 0, sizeof *p);
	if (secret_random(p->key, e) != 0 || setting_today(office, p->business_on, e) != 0)
		return -1;
	secret_reference(p->key, p->reference);
	p->is_refund = true;
	p->refund_of = paid->id;
	p->method = paid->method;
	p->customer = paid->customer;
	p->source = paid->source;
	p->status = PAYMENT_APPROVED;
	memcpy(p->reason, order->reason, sizeof p->reason);
	if (p->method == METHOD_CASH)
		snprintf(p->operator_name, sizeof p->operator_name, "%s", office->actor.name);
	if (paid->gateway[0] == '\0')
		return 0;
	p->status = PAYMENT_SENDING;
	p->not_after = office->now + CALL_NOT_AFTER_S;
	memcpy(p->gateway, paid->gateway, sizeof p->gateway);
	return 0;
}

/* Through a platform the money is set aside until it answers; else it leaves the till at once. */
static int
move_money(struct office *office, struct payment *p, struct err *e)
{
	bool is_sent = p->status == PAYMENT_SENDING;
	struct ledger_txn txn = { .kind = is_sent ? "reserve" : "refund",
		.payment = p->id,
		.memo = is_sent ? NULL : p->reason };
	char till[LEDGER_NAME_SIZE];
	struct ledger_draft draft;

	ledger_draft_open(&draft, p->amount.currency);
	if (is_sent)
		snprintf(till, sizeof till, "reserved:pay-%" PRId64, p->id);
	else
		payment_till(p, till);
	if (refund_part_draft(office, p, &draft, e) != 0 ||
	    ledger_draft_add(&draft, -p->amount.minor, e, "%s", till) != 0)
		return -1;
	if (ledger_post(office, &txn, &draft, e) != 0)
		return -1;
	return is_sent ? 0 : refund_part_book(office, p, e);
}

struct refunding {
	const struct platform *platform;
	const struct refund_order *order;
	struct payment *payment;
};

static int
record(struct office *office, struct refunding *r, struct err *e)
{
	struct payment *p = r->payment, paid;
	struct money amount = { 0, "" };
	int64_t timeout_s;

	if (readiness_check(office, e) != 0 ||
	    value_refund(office, r->order, &paid, &amount, e) != 0)
		return -1;
	if (fill_refund(office, r->order, &paid, p, e) != 0)
		return -1;
	p->amount = amount;
	if (p->status == PAYMENT_APPROVED)
		p->captured_minor = amount.minor;
	if (payment_insert(office, p, e) != 0 || refund_part_plan(office, p, e) != 0 ||
	    payment_show(office->db, p->id, p, e) != 0 || move_money(office, p, e) != 0)
		return -1;
	if (p->status != PAYMENT_SENDING)
		return announce_payment(office, p, e);
	if (setting_gateway_int(office->db, p->gateway, "timeout", &timeout_s, e) != 0 ||
	    lease_add(office, p->id, p->not_after + timeout_s, e) != 0)
		return -1;
	return db_room(office->db, CALL_ROOM_BYTES, e);
}

static int
intent(struct office *office, void *context, struct err *e)
{
	struct refunding *r = context;

	if (record(office, r, e) != 0)
		return -1;
	if (r->payment->status == PAYMENT_SENDING &&
	    platform_check(office, r->platform, r->payment->gateway, e) != 0)
		return -1;
	return r->order->watch != NULL ? r->order->watch(office, r->order->watch_context, e) : 0;
}

int
refund_pay(struct office *office, const struct platform *platform, const struct refund_order *order,
    struct payment *p, struct err *e)
{
	struct refunding refunding = { platform, order, p };
	const struct call call = { .op = GATEWAY_REFUND, .intent = intent, .context = &refunding };

	memset(p, 0, sizeof *p);
	return call_run(office, platform, &call, p, e);
}
