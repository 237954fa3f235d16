#ifndef PP_ALLOCATION_H
#define PP_ALLOCATION_H
/*
 * allocation - money that reached an invoice, and the holds of live payments on invoices.
 * Owns tables allocation, hold.  Layer 4.
 */
#include <stdbool.h>
#include "office.h"

enum allocation_kind { ALLOCATION_PAYMENT, ALLOCATION_REFUND, ALLOCATION_PLAN };
/* Of one invoice, a credit paid in parts.  Intents keep room for what is on its way. */
enum {
	ALLOCATIONS_MAX = 256,
	ALLOCATIONS_FULL = 248,	 /* from here on it is neither paid nor refunded */
	ALLOCATIONS_PARTS = 232, /* from here on it is paid in full only */
};

struct allocation {
	int64_t id;
	int64_t payment; /* the payment, or the refund that takes back */
	int64_t invoice;
	enum allocation_kind kind;
	int64_t amount_minor;	     /* fee included; negative for refunds */
	int64_t late_fee_minor;	     /* of it; same sign */
	int64_t plan_fee_minor;	     /* of an instalment's, likewise: the debt's late fee */
	int64_t plan_interest_minor; /* and the plan's interest; late_fee_minor is 0 then */
	int64_t
	    instalment; /* of what reached a plan's debt, or left it: by which invoice; else 0 */
	char on[DATE_SIZE]; /* business date it counts from */
	bool is_settling;   /* settles the invoice in full */
};

/* All of one invoice, in order.  ERR_CONFLICT past ALLOCATIONS_MAX. */
struct allocation_list {
	size_t count;
	struct allocation items[ALLOCATIONS_MAX];
};

/* Inside a write.  ERR_CONFLICT where the invoice has ALLOCATIONS_MAX already. */
int allocation_add(struct office *office, struct allocation *a, struct err *e);
int allocation_count(struct db *db, int64_t invoice, int64_t *count, struct err *e);
/* What is paid of an invoice, fees included, less what was given back. */
int allocation_paid(struct db *db, int64_t invoice, int64_t *minor, struct err *e);
/* The same without its late fees. */
int allocation_principal(struct db *db, int64_t invoice, int64_t *minor, struct err *e);
int allocation_of_invoice(
    struct db *db, int64_t invoice, struct allocation_list *list, struct err *e);
/* Where a payment's money went, or a refund's came from, in order: without what followed it through
 * a plan.  Ended by query_end. */
int allocation_of_payment(struct db *db, int64_t payment, struct query *q, struct err *e);
int allocation_next(struct query *q, struct allocation *a, struct err *e);

/* Inside a write: claims the invoice.  ERR_CONFLICT with reason "held" and the holder's ref. */
int hold_add(struct office *office, int64_t payment, int64_t invoice, struct err *e);
/* Inside a write: gives up all holds of a payment. */
int hold_release(struct office *office, int64_t payment, struct err *e);
/* Which payment holds the invoice, 0: none. */
int hold_of(struct db *db, int64_t invoice, int64_t *payment, struct err *e);

#endif
