#ifndef PP_PAY_PRIVATE_H
#define PP_PAY_PRIVATE_H
/*
 * pay_private - the intent, between pay.c and pay_intent.c.  Layer 17.
 */
#include "pay.h"

/* Inside a write: values the order anew, records the payment with holds, or settled at once where
 * no platform is involved. */
int pay_intent(
    struct office *office, const struct pay_order *order, struct payment *p, struct err *e);
/* Inside a write: the same order, that was declined here for that reason: a payment without holds
 * and money. */
int pay_intent_declined(struct office *office, const struct pay_order *order, const char *why,
    struct payment *p, struct err *e);

#endif
