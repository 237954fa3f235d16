#include <stdio.h>
#include <string.h>
#include "allocation.h"
#include "call.h"
#include "i18n.h"
#include "lease.h"
#include "outcome.h"
#include "qr.h"
#include "resolve.h"
#include "setting.h"
#include "settle.h"
#include "utf8.h"

struct taking {
	struct payment *payment;
	bool is_routine;
	int64_t timeout_s;
	bool is_ours;
};

static int
take(struct office *office, void *context, struct err *e)
{
	struct taking *t = context;
	int taken = lease_take(office, t->payment->id, t->is_routine, t->timeout_s, e);

	t->is_ours = taken == 1;
	return taken < 0 ? -1 : 0;
}

int
resolve_payment(struct office *office, const struct platform *platform, int64_t payment,
    bool is_routine, struct payment *p, struct err *e)
{
	const struct call call = { .op = GATEWAY_STATUS };
	struct taking taking = { .payment = p, .is_routine = is_routine };
	int result;

	if (payment_show(office->db, payment, p, e) != 0)
		return -1;
	if (p->gateway[0] == '\0' || p->status == PAYMENT_APPROVED || p->status == PAYMENT_REFUNDED)
		return 0;
	if (setting_gateway_int(office->db, p->gateway, "timeout", &taking.timeout_s, e) != 0)
		return -1;
	if (office->is_dry_run)
		return 0; /* nothing leaves the machine */
	if (p->status == PAYMENT_SENDING && office->now < p->not_after + taking.timeout_s)
		return 0;
	result = office_write_after(office, take, &taking, e);
	if (result != 0 && e->code == ERR_UNKNOWN)
		e->code = ERR_FAILED; /* whoever's turn it is: nobody was asked */
	if (result != 0 || !taking.is_ours)
		return result;
	return call_ask(office, platform, &call, p, e);
}

static bool
is_ended_checkout(const struct payment *p)
{
	return p->method == METHOD_CHECKOUT && !p->is_refund && !payment_is_live(p) &&
	       p->status != PAYMENT_APPROVED && p->status != PAYMENT_REFUNDED;
}

int
resolve_named(struct office *office, const struct platform *platform, int64_t payment,
    struct payment *p, struct err *e)
{
	enum gateway_result heard = GATEWAY_UNKNOWN;
	const struct call call = { .op = GATEWAY_STATUS, .heard = &heard };
	char ref[REF_SIZE];

	if (payment_show(office->db, payment, p, e) != 0)
		return -1;
	if (office->is_dry_run || !is_ended_checkout(p))
		return resolve_payment(office, platform, payment, false, p, e);
	if (call_ask(office, platform, &call, p, e) != 0)
		return -1;
	if (heard == GATEWAY_DECLINED || heard == GATEWAY_NOT_FOUND || !is_ended_checkout(p))
		return 0;
	ref_format(REF_PAYMENT, p->id, ref);
	err_set(e, ERR_BUSY, _("%s is %s, and %s gives no clear answer whether it was paid since"),
	    ref, ref_state_word(payment_status_name(p->status)), p->gateway);
	return err_reason(e, payment_status_name(p->status), ref);
}

int
resolve_next(struct office *office, int64_t *payment, struct err *e)
{
	return lease_due(office->db, office->now, *payment, payment, e);
}

static int
check_unclear(const struct payment *p, bool may_be_ended, struct err *e)
{
	char ref[REF_SIZE];

	ref_format(REF_PAYMENT, p->id, ref);
	if (p->gateway[0] == '\0') {
		err_set(e, ERR_CONFLICT, _("%s involves no payment platform"), ref);
		err_reason(e, "no_gateway", ref);
		return outcome_money(p, e);
	}
	if (payment_is_live(p) ||
	    (may_be_ended && p->status != PAYMENT_APPROVED && p->status != PAYMENT_REFUNDED))
		return 0;
	ref_refuse(REF_PAYMENT, p->id, payment_status_name(p->status), e);
	return outcome_money(p, e);
}

static int
read_declared(const struct declaration *d, const struct payment *p, struct gateway_answer *answer,
    struct err *e)
{
	gateway_answer_without(
	    answer, p->key, d->is_approved ? GATEWAY_APPROVED : GATEWAY_DECLINED, "");
	if (!d->is_approved)
		return 0;
	if (number_check(
		d->gateway_ref, sizeof d->gateway_ref - 1, N_("platform's reference"), e) != 0)
		return -1;
	memcpy(answer->reference, d->gateway_ref, sizeof answer->reference);
	answer->amount = money_of(p->amount.minor - p->credit_minor, p->amount.currency);
	if (d->amount[0] != '\0') {
		if (money_parse(d->amount, p->amount.currency, MONEY_POINT, &answer->amount, e) !=
		    0)
			return -1;
		if (answer->amount.minor == 0)
			return err_set(e, ERR_USAGE, _("the amount must be more than zero"));
	}
	if (p->is_refund && answer->amount.minor != p->amount.minor)
		return err_set(e, ERR_USAGE, _("a refund is declared with its own amount"));
	answer->has_amount = true;
	return 0;
}

struct declaring {
	const struct declaration *declaration;
	struct payment *payment;
};

static int
declare(struct office *office, void *context, struct err *e)
{
	struct declaring *d = context;
	struct gateway_answer answer;
	struct settlement settlement = { .payment = d->declaration->payment,
		.op = GATEWAY_STATUS,
		.answer = &answer,
		.is_declared = true,
		.reason = d->declaration->reason };
	struct payment *p = d->payment;

	if (payment_show(office->db, settlement.payment, p, e) != 0 ||
	    check_unclear(p, d->declaration->is_approved, e) != 0 ||
	    read_declared(d->declaration, p, &answer, e) != 0)
		return -1;
	if (settle_within(office, &settlement, p, e) != 0)
		return -1;
	if (!d->declaration->is_approved || p->status == PAYMENT_APPROVED)
		return 0;
	err_set(e, ERR_CONFLICT, _("the platform's reference belongs to another payment"));
	err_reason(e, "exists", "");
	return outcome_money(p, e);
}

int
resolve_declare(
    struct office *office, const struct declaration *declaration, struct payment *p, struct err *e)
{
	struct declaring declaring = { declaration, p };

	if (text_check(declaration->reason, sizeof declaration->reason - 1, N_("reason"), e) != 0)
		return -1;
	return office_write(office, declare, &declaring, e);
}

struct releasing {
	int64_t payment;
	const char *reason;
	struct payment *out;
};

static int
release(struct office *office, void *context, struct err *e)
{
	struct releasing *r = context;
	char why[260];

	if (payment_show(office->db, r->payment, r->out, e) != 0 ||
	    check_unclear(r->out, false, e) != 0)
		return -1;
	if (hold_release(office, r->payment, e) != 0 || qr_hold_release(office, r->payment, e) != 0)
		return -1;
	snprintf(why, sizeof why, "hold released: %s", r->reason);
	return payment_alarm(office, r->out, "released", why, e);
}

int
resolve_release(
    struct office *office, int64_t payment, const char *reason, struct payment *p, struct err *e)
{
	struct releasing releasing = { payment, reason, p };

	if (text_check(reason, 200, N_("reason"), e) != 0)
		return -1;
	return office_write(office, release, &releasing, e);
}
