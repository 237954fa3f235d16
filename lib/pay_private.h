#ifndef PP_PAY_PRIVATE_H
#define PP_PAY_PRIVATE_H
/*
 * pay_private - the intent, between pay*.c and debit_intent.c.  Layer 17.
 */
#include "pay.h"
#include "standing.h"

/* Inside a write: values the order anew, records the payment with holds, or settled at once where
 * no platform is involved. */
int pay_intent(
    struct office *office, const struct pay_order *order, struct payment *p, struct err *e);
/* The same of one invoice, s, which v valued in this write: read once, and valued once.  What the
 * deposit account does not cover is recorded too: declined, without holds and money. */
int pay_intent_debit(struct valuer *v, const struct pay_order *order, const struct standing *s,
    struct payment *p, struct err *e);

/* pay_quote of one invoice, s, which v valued in this transaction. */
int pay_quote_standing(struct valuer *v, const struct pay_order *order, const struct standing *s,
    struct pay_quote *quote, struct err *e);

#endif
