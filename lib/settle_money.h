#ifndef PP_SETTLE_MONEY_H
#define PP_SETTLE_MONEY_H
/*
 * settle_money - an approval: where the money goes.  Owns no table.  Layer 14.
 */
#include "settle.h"

/* Inside a write: approves the payment or refund of a settlement with its answer. */
int settle_money(
    struct office *office, const struct settlement *s, struct payment *p, struct err *e);

#endif
