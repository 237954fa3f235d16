#ifndef PP_OUTCOME_H
#define PP_OUTCOME_H
/*
 * outcome - what the state of a payment answers to who asked for it.  Pure.  Layer 11.
 */
#include "payment.h"

/*
 * 0: approved or refunded (or redirected where that is not waited for).  -1: ERR_DECLINED for
 * declined, expired, cancelled; ERR_UNKNOWN for what is still open.  Message, reason, ref and how
 * the money stands are filled.
 */
int outcome_of(const struct payment *p, bool is_checkout_done, struct err *e);
/* Adds to an error about the payment how its money stands: charged, unknown while it is live, else
 * nothing.  -1. */
int outcome_money(const struct payment *p, struct err *e);

#endif
