#ifndef PP_SETTLE_H
#define PP_SETTLE_H
/*
 * settle - recording what became of a payment that a platform knows about.
 * Owns no table.  Layer 14.  Source: gateway.md section 2.
 */
#include "settle_money.h"

/*
 * One write.  approved: platform reference, allocations, ledger; declined: holds and credit are
 * given back; not_sent: cancelled; redirect: redirected; an abandon declined: cancelled; not_found
 * counts only after not_after + the call's limit + the platform's visibility (a checkout: its
 * session + 10 minutes), then cancelled (expired); all else unknown, a checkout stays redirected.
 * An approval of an ended payment is late: what still fits is allocated, the rest is credit, an
 * alarm is raised.  An answer that the books cannot take (a reference that another payment has)
 * makes it unknown, with an alarm.  *p is the payment afterwards.
 */
int settle(struct office *office, const struct settlement *s, struct payment *p, struct err *e);

/* The same inside the write that *p, its payment, was read in. */
int settle_within(
    struct office *office, const struct settlement *s, struct payment *p, struct err *e);

#endif
