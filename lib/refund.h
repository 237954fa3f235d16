#ifndef PP_REFUND_H
#define PP_REFUND_H
/*
 * refund - giving back what a payment took.  Owns no table.  Layer 16.
 * Source: domain.md section 5.
 */
#include "payment.h"
#include "platform.h"

struct refund_order {
	int64_t payment;
	char amount[MONEY_TEXT_SIZE]; /* "": all that is left */
	char reason[201];
	office_work *watch; /* sees the recorded refund before a dry run takes it back, or NULL */
	void *watch_context;
};

/* What would be given back: ERR_CONFLICT "refunded" where less is left, or the payment is not
 * approved. */
int refund_quote(
    struct office *office, const struct refund_order *order, struct money *amount, struct err *e);
/*
 * Gives back: cash and deposits at once, cards and checkouts through the platform.  *p is the
 * refund.  0: approved.  ERR_DECLINED: refused by the platform, or the money went on already (a
 * biller that was paid out, reason "insufficient"); ERR_UNKNOWN.
 */
int refund_pay(struct office *office, const struct platform *platform,
    const struct refund_order *order, struct payment *p, struct err *e);

#endif
