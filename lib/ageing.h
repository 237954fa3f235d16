#ifndef PP_AGEING_H
#define PP_AGEING_H
/*
 * ageing - how long what is owed has been late.  Pure.  Layer 10.
 *
 * The age is counted in days from the first due date that is not paid (of a bill with two, from
 * the second).  What has not fallen due is current, also of a credit that is late in part.
 */
#include "standing.h"

enum age { AGE_CURRENT, AGE_30, AGE_60, AGE_90, AGE_OLDER, AGE_COUNT };

/* What is owed to one biller in one currency. */
struct ageing {
	int64_t biller;
	char currency[4];
	int64_t count;		  /* invoices with something due */
	int64_t minor[AGE_COUNT]; /* current, 1-30 days late, 31-60, 61-90, more */
};

/* Whole days from the first unpaid due date to s->on; 0 unless overdue. */
int32_t ageing_days(const struct standing *s);
/* Adds what is due of an invoice of that biller and currency.  ERR_FAILED past 64 bits. */
int ageing_add(struct ageing *ageing, const struct standing *s, struct err *e);

#endif
