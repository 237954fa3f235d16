#ifndef PP_TOTALS_H
#define PP_TOTALS_H
/*
 * totals - how many amounts there were and what they come to, per currency.  Layer 0, pure.
 *
 * All zero is empty.  Currencies stand in the order in which they came first, so that several
 * totals of the same things have the same currencies in the same places.
 */
#include "money.h"

struct total {
	int64_t count;
	struct money amount; /* the sum */
};

struct totals {
	size_t count; /* of currencies */
	struct total of[CURRENCIES_MAX];
};

/* Counts one amount, of a currency of the table.  ERR_FAILED past 64 bits. */
int totals_add(struct totals *totals, const struct money *amount, struct err *e);

#endif
