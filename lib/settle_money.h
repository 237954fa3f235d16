#ifndef PP_SETTLE_MONEY_H
#define PP_SETTLE_MONEY_H
/*
 * settle_money - an approval: where the money goes.  Owns no table.  Layer 13.
 */
#include "gateway_answer.h"
#include "payment.h"

struct settlement {
	int64_t payment;
	enum gateway_op op; /* what was asked */
	const struct gateway_answer *answer;
	bool is_declared;   /* an operator says so: its amount counts, with reason */
	const char *reason; /* of a declaration, else NULL */
};

/* Inside a write: approves the payment or refund of a settlement with its answer. */
int settle_money(
    struct office *office, const struct settlement *s, struct payment *p, struct err *e);

#endif
