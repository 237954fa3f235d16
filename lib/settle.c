#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "debit_try.h"
#include "lease.h"
#include "ledger.h"
#include "allocation.h"
#include "qr.h"
#include "setting.h"
#include "settle.h"
#include "utf8.h"

enum { CHECKOUT_GRACE_S = 600, MANUAL_AFTER_S = 7 * 86400 };

/* Gives back holds and reserved credit of a payment that ended without money. */
static int
let_go(struct office *office, const struct payment *p, struct err *e)
{
	struct ledger_txn txn = { .kind = "release", .payment = p->id };
	struct ledger_draft draft;
	int reserved;

	if (hold_release(office, p->id, e) != 0 || qr_hold_release(office, p->id, e) != 0)
		return -1;
	reserved = ledger_reverse(office->db, p->id, "reserve", &draft, e);
	if (reserved <= 0)
		return reserved;
	return ledger_post(office, &txn, &draft, e);
}

static int
end(struct office *office, struct payment *p, enum payment_status to, const char *why,
    struct err *e)
{
	size_t length = utf8_fit_bytes(why, sizeof p->reason - 1);

	if (!payment_is_live(p))
		return lease_asked_late(office, p->id, p->ended_at, e);
	memcpy(p->reason, why, length);
	p->reason[length] = '\0';
	if (let_go(office, p, e) != 0 || payment_move(office, p, to, p->reason, e) != 0)
		return -1;
	if (to == PAYMENT_DECLINED && p->debit_invoice != 0 &&
	    debit_try_declined(office, p, e) != 0)
		return -1;
	/* What the platform declined it never charges; what it did not know it may yet. */
	return to == PAYMENT_DECLINED ? lease_drop(office, p->id, e) : lease_end(office, p->id, e);
}

/* No clear answer: unknown, or still redirected. */
static int
doubt(struct office *office, struct payment *p, const struct settlement *s, struct err *e)
{
	const struct gateway_answer *a = s->answer;

	if (p->status == PAYMENT_SENDING &&
	    payment_move(office, p, PAYMENT_UNKNOWN, a->problem, e) != 0)
		return -1;
	if (a->is_alarm && strcmp(p->flag, "mismatch") != 0 &&
	    payment_alarm(office, p, "mismatch", a->problem, e) != 0)
		return -1;
	if (!payment_is_live(p))
		return lease_asked_late(office, p->id, p->ended_at, e);
	if (p->status == PAYMENT_UNKNOWN && p->flag[0] == '\0' &&
	    office->now >= p->created_at + MANUAL_AFTER_S &&
	    payment_alarm(office, p, "manual", "seven days without a clear answer", e) != 0)
		return -1;
	/* A checkout is asked about in its own time: the customer may still be at its page. */
	if (s->op == GATEWAY_STATUS || p->status == PAYMENT_UNKNOWN)
		return lease_wait(office, p->id, e);
	return 0;
}

/* Whether the platform's not_found, or its closed checkout, can be trusted by now. */
static int
is_over(struct office *office, const struct payment *p, bool *is_over_now, struct err *e)
{
	int64_t timeout_s, wait_s;

	if (p->status == PAYMENT_REDIRECTED) {
		if (setting_gateway_int(office->db, p->gateway, "session", &wait_s, e) != 0)
			return -1;
		*is_over_now = office->now >= p->created_at + wait_s + CHECKOUT_GRACE_S;
		return 0;
	}
	if (setting_gateway_int(office->db, p->gateway, "visibility", &wait_s, e) != 0 ||
	    setting_gateway_int(office->db, p->gateway, "timeout", &timeout_s, e) != 0)
		return -1;
	*is_over_now = office->now >= p->not_after + timeout_s + wait_s;
	return 0;
}

static int
decline(struct office *office, struct payment *p, const struct settlement *s, struct err *e)
{
	const char *why = s->answer->message[0] != '\0' ? s->answer->message : s->answer->code;
	bool is_over_now = false;

	if (s->reason != NULL)
		why = s->reason;
	if (s->op == GATEWAY_ABANDON)
		return end(office, p, PAYMENT_CANCELLED, N_("given up before it was paid"), e);
	if (p->status == PAYMENT_REDIRECTED && s->op == GATEWAY_STATUS &&
	    is_over(office, p, &is_over_now, e) != 0)
		return -1;
	if (end(office, p, is_over_now ? PAYMENT_EXPIRED : PAYMENT_DECLINED, why, e) != 0)
		return -1;
	/* What somebody says of the platform, the platform may contradict. */
	return s->is_declared ? lease_end(office, p->id, e) : 0;
}

static int
not_found(struct office *office, struct payment *p, const struct settlement *s, struct err *e)
{
	bool is_over_now = true;

	if (payment_is_live(p) && is_over(office, p, &is_over_now, e) != 0)
		return -1;
	if (s->op != GATEWAY_STATUS || !is_over_now)
		return doubt(office, p, s, e);
	return end(office, p, p->status == PAYMENT_REDIRECTED ? PAYMENT_EXPIRED : PAYMENT_CANCELLED,
	    N_("the platform does not know it"), e);
}

static int
redirect(struct office *office, struct payment *p, const struct settlement *s, struct err *e)
{
	if (p->status != PAYMENT_SENDING || s->op != GATEWAY_CHECKOUT)
		return doubt(office, p, s, e);
	memcpy(p->redirect_url, s->answer->redirect_url, sizeof p->redirect_url);
	memcpy(p->gateway_token, s->answer->token, sizeof p->gateway_token);
	if (payment_move(office, p, PAYMENT_REDIRECTED, "", e) != 0)
		return -1;
	return lease_add(office, p->id, office->now + 300, e);
}

struct approval {
	const struct settlement *settlement;
	struct payment *payment;
};

static int
approve(struct office *office, void *context, struct err *e)
{
	struct approval *a = context;

	return settle_money(office, a->settlement, a->payment, e);
}

/* Whether it is this answer that the books cannot take; all else is the machine's trouble. */
static bool
is_its_own(const struct err *why)
{
	return why->code == ERR_CONFLICT || strcmp(why->reason, "insufficient") == 0 ||
	       strcmp(why->reason, "constraint") == 0;
}

/* What the books cannot take is set aside alone: nothing else of a group is lost for it. */
static int
approve_alone(struct office *office, const struct settlement *s, struct payment *p, struct err *e)
{
	struct payment before = *p;
	struct approval approval = { s, p };
	struct err why = { 0 };
	char told[80];

	if (office_part(office, approve, &approval, &why) == 0)
		return 0;
	*p = before;
	if (!is_its_own(&why)) {
		*e = why;
		return -1;
	}
	if (p->status == PAYMENT_SENDING &&
	    payment_move(office, p, PAYMENT_UNKNOWN, "the books cannot take the answer", e) != 0)
		return -1;
	snprintf(told, sizeof told, "the books cannot take the answer: %s",
	    why.reason[0] != '\0' ? why.reason : "conflict");
	if (payment_alarm(office, p, "mismatch", told, e) != 0)
		return -1;
	return payment_is_live(p) ? lease_wait(office, p->id, e)
				  : lease_asked_late(office, p->id, p->ended_at, e);
}

int
settle_within(struct office *office, const struct settlement *s, struct payment *p, struct err *e)
{
	assert(p->id == s->payment);
	/* Approved is the end of it: a repeated answer is none. */
	if (p->status == PAYMENT_APPROVED || p->status == PAYMENT_REFUNDED)
		return lease_drop(office, p->id, e);
	switch (s->answer->result) {
	case GATEWAY_APPROVED:
		return approve_alone(office, s, p, e);
	case GATEWAY_DECLINED:
		return decline(office, p, s, e);
	case GATEWAY_NOT_SENT:
		if (p->status == PAYMENT_SENDING && s->op != GATEWAY_STATUS)
			return end(office, p, PAYMENT_CANCELLED,
			    s->answer->problem[0] != '\0' ? s->answer->problem : s->answer->message,
			    e);
		return doubt(office, p, s, e);
	case GATEWAY_NOT_FOUND:
		return not_found(office, p, s, e);
	case GATEWAY_REDIRECT:
		return redirect(office, p, s, e);
	default:
		return doubt(office, p, s, e);
	}
}

struct context {
	const struct settlement *settlement;
	struct payment *payment;
};

static int
work(struct office *office, void *context, struct err *e)
{
	struct context *c = context;

	if (payment_show(office->db, c->settlement->payment, c->payment, e) != 0)
		return -1;
	return settle_within(office, c->settlement, c->payment, e);
}

int
settle(struct office *office, const struct settlement *s, struct payment *p, struct err *e)
{
	struct context context = { s, p };

	return office_write_after(office, work, &context, e);
}
