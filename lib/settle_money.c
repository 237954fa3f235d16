#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "allot.h"
#include "announce.h"
#include "i18n.h"
#include "lease.h"
#include "ledger.h"
#include "qr.h"
#include "refund_part.h"
#include "settle_money.h"
#include "utf8.h"

struct money_work {
	struct office *office;
	struct payment *payment;
	struct valuer valuer;
	struct ledger_draft *draft;
	bool is_late; /* it had ended: holds and credit are gone */
	int64_t
	    available;	/* what was captured, and credit still reserved, less what was allotted */
	int64_t excess; /* of it, that fitted nowhere */
	int64_t last_account; /* of the last invoice */
	bool has_reached;     /* some of it reached an invoice or the payee */
};

/* Fills what the platform told into the payment, for payment_move. */
static void
take_answer(const struct settlement *s, struct payment *p)
{
	const struct gateway_answer *a = s->answer;
	size_t length;

	p->captured_minor = p->amount.minor - p->credit_minor;
	if (s->is_declared && a->has_amount)
		p->captured_minor = a->amount.minor;
	memcpy(p->gateway_ref, a->reference, sizeof p->gateway_ref);
	memcpy(p->authorization, a->authorization, sizeof p->authorization);
	if (s->reason == NULL)
		return;
	length = utf8_fit_bytes(s->reason, sizeof p->reason - 1);
	memcpy(p->reason, s->reason, length);
	p->reason[length] = '\0';
}

/* The part of an item that there is money for. */
static int
allot_part(struct money_work *w, const struct invoice *inv, const struct payment_item *part,
    bool is_whole, int64_t *allotted, struct err *e)
{
	int64_t held_by;

	if (hold_of(w->office->db, part->invoice, &held_by, e) != 0)
		return -1;
	if (held_by != w->payment->id || !is_whole)
		return allot_fitting(&w->valuer, w->payment, part, allotted, w->draft, e);
	*allotted = part->amount_minor;
	return allot_item(&w->valuer, w->payment, inv, part, w->draft, e);
}

static int
allot_one(struct money_work *w, const struct payment_item *item, struct err *e)
{
	struct payment_item part = *item;
	struct payment_credit excess;
	int64_t allotted;
	struct invoice inv;

	if (invoice_show(w->office->db, item->invoice, &inv, e) != 0)
		return -1;
	w->last_account = inv.account;
	if (part.amount_minor > w->available)
		part.amount_minor = w->available;
	if (part.amount_minor == 0)
		return 0;
	if (allot_part(w, &inv, &part, part.amount_minor == item->amount_minor, &allotted, e) != 0)
		return -1;
	w->has_reached = w->has_reached || allotted > 0;
	excess.account = inv.account;
	excess.amount_minor = part.amount_minor - allotted;
	w->available -= part.amount_minor;
	w->excess += excess.amount_minor;
	return allot_excess(w->office, w->payment, &excess, w->draft, e);
}

/* Whether the payee may have it: what is late, or for a charge that another payment took since the
 * hold was released, is nobody's until a person decides. */
static int
is_payees(struct money_work *w, bool *is_his, struct err *e)
{
	const struct payment *p = w->payment;
	struct account payee;
	int64_t held_by;
	struct qr qr;

	*is_his = false;
	if (w->is_late)
		return 0;
	if (account_show(w->office->db, p->payee, &payee, e) != 0 ||
	    qr_show(w->office, p->qr, &qr, e) != 0 ||
	    qr_hold_of(w->office->db, p->qr, &held_by, e) != 0)
		return -1;
	*is_his = strcmp(payee.status, "active") == 0 &&
		  (!qr.is_once || held_by == p->id ||
		      (held_by == 0 && (qr.status == QR_ACTIVE || qr.status == QR_EXPIRED)));
	return 0;
}

static int
allot_to_payee(struct money_work *w, struct err *e)
{
	int64_t minor = w->payment->payee_minor;
	bool is_his;

	if (minor > w->available)
		minor = w->available;
	if (minor == 0)
		return 0;
	if (is_payees(w, &is_his, e) != 0)
		return -1;
	if (!is_his)
		return 0;
	w->available -= minor;
	w->has_reached = true;
	return allot_payee(w->office, w->payment, minor, w->draft, e);
}

static int
allot_all(struct money_work *w, struct err *e)
{
	struct payment_item item;
	struct payment_credit rest;
	struct query q;
	int row;

	if (payment_items(w->office->db, w->payment->id, &q, e) != 0)
		return -1;
	while ((row = payment_item_next(&q, &item, e)) == 1)
		if (allot_one(w, &item, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	if (row < 0 || allot_to_payee(w, e) != 0)
		return -1;
	rest.account = w->last_account;
	rest.amount_minor = w->available;
	w->excess += w->available;
	return allot_excess(w->office, w->payment, &rest, w->draft, e);
}

/* Credit reserved at intent is spent now; that of a late payment was given back long ago. */
static int
spend_reserved(struct money_work *w, struct err *e)
{
	struct payment *p = w->payment;

	w->available = p->captured_minor;
	if (w->is_late)
		p->credit_minor = 0;
	if (p->credit_minor == 0)
		return 0;
	w->available += p->credit_minor;
	return ledger_draft_add(w->draft, p->credit_minor, e, "reserved:pay-%" PRId64, p->id);
}

static int
raise_alarms(struct money_work *w, int64_t expected_minor, struct err *e)
{
	struct payment *p = w->payment;

	if (w->is_late &&
	    payment_alarm(w->office, p, "late", "approved after it had ended", e) != 0)
		return -1;
	if (p->captured_minor != expected_minor &&
	    payment_alarm(w->office, p, "mismatch", "another amount was captured", e) != 0)
		return -1;
	if (w->excess > 0 && !w->is_late &&
	    payment_alarm(w->office, p, "excess", "money that fits no invoice", e) != 0)
		return -1;
	return 0;
}

static int
book_payment(struct office *office, const struct settlement *s, struct payment *p, struct err *e)
{
	struct ledger_draft draft;
	struct money_work w = {
		.office = office, .payment = p, .draft = &draft, .is_late = !payment_is_live(p)
	};
	struct ledger_txn txn = {
		.kind = "payment", .payment = p->id, .memo = p->memo[0] != '\0' ? p->memo : NULL
	};
	int64_t expected_minor = p->amount.minor - p->credit_minor;
	char till[LEDGER_NAME_SIZE];

	valuer_open(&w.valuer, office);
	ledger_draft_open(&draft, p->amount.currency);
	take_answer(s, p);
	payment_till(p, till);
	if (ledger_draft_add(&draft, p->captured_minor, e, "%s", till) != 0 ||
	    spend_reserved(&w, e) != 0 || allot_all(&w, e) != 0)
		return -1;
	if (p->qr != 0 && w.has_reached && qr_use(office, p->qr, p->id, e) != 0)
		return -1;
	if (hold_release(office, p->id, e) != 0 || qr_hold_release(office, p->id, e) != 0 ||
	    payment_move(office, p, PAYMENT_APPROVED, w.is_late ? "late" : "", e) != 0)
		return -1;
	if (ledger_post(office, &txn, &draft, e) != 0 || raise_alarms(&w, expected_minor, e) != 0)
		return -1;
	return payment_voucher_set(office, p->id, &s->answer->voucher, e);
}

static int
book_refund(struct office *office, const struct settlement *s, struct payment *p, struct err *e)
{
	struct ledger_txn txn = { .kind = "refund", .payment = p->id, .memo = p->reason };
	struct ledger_draft draft;
	char till[LEDGER_NAME_SIZE];
	bool is_late = !payment_is_live(p);

	ledger_draft_open(&draft, p->amount.currency);
	take_answer(s, p);
	payment_till(p, till);
	if (is_late) {
		if (refund_part_draft(office, p, &draft, e) != 0 ||
		    refund_part_cover(office, p, &draft, e) != 0)
			return -1;
	} else if (ledger_draft_add(&draft, p->amount.minor, e, "reserved:pay-%" PRId64, p->id) !=
		   0) {
		return -1;
	}
	if (ledger_draft_add(&draft, -p->amount.minor, e, "%s", till) != 0)
		return -1;
	p->captured_minor = p->amount.minor;
	if (payment_move(office, p, PAYMENT_APPROVED, is_late ? "late" : "", e) != 0 ||
	    ledger_post(office, &txn, &draft, e) != 0)
		return -1;
	if (is_late && payment_alarm(office, p, "late", "approved after it had ended", e) != 0)
		return -1;
	return refund_part_book(office, p, e);
}

int
settle_money(struct office *office, const struct settlement *s, struct payment *p, struct err *e)
{
	int result = p->is_refund ? book_refund(office, s, p, e) : book_payment(office, s, p, e);

	if (result != 0 || lease_drop(office, p->id, e) != 0)
		return -1;
	return announce_payment(office, p, e);
}
