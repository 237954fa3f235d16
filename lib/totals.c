#include <assert.h>
#include <string.h>
#include "totals.h"

int
totals_add(struct totals *totals, const struct money *amount, struct err *e)
{
	struct total *t = totals->of;

	while (t < totals->of + totals->count && strcmp(t->amount.currency, amount->currency) != 0)
		t++;
	assert(t < totals->of + CURRENCIES_MAX);
	if (t == totals->of + totals->count) {
		*t = (struct total){ .amount = money_of(0, amount->currency) };
		totals->count++;
	}
	t->count++;
	return money_add(&t->amount, amount, &t->amount, e);
}
