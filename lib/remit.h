#ifndef PP_REMIT_H
#define PP_REMIT_H
/*
 * remit - the office's own money movements: what billers are owed and paid, pay-outs of platforms,
 * tills paid in.  Owns no table.  Layer 6.  Source: domain.md section 6.
 */
#include "biller.h"
#include "money.h"
#include "office.h"

/* What is owed to a biller in one currency. */
struct payable {
	int64_t biller;
	char currency[4];
	int64_t principal_minor;
	int64_t late_fee_minor;
	int64_t interest_minor; /* of plans */
};

/* Calls each for what is owed, more than 0 in all, in order of biller and currency. */
typedef int payable_found(const struct payable *payable, void *context, struct err *e);
int payable_each(struct db *db, payable_found *each, void *context, struct err *e);

struct remittance {
	int64_t biller;
	struct money amount;   /* > 0 */
	const char *reference; /* the bank's: counts once among remittances */
	const char *memo;      /* or NULL */
	int64_t txn;	       /* set by remit_biller */
};

/*
 * One write, or part of the one under way: pays a biller from the bank, principal first, then late
 * fees, then interest.  ERR_USAGE for a bad value; ERR_CONFLICT "insufficient" above what is owed,
 * "exists" for a reference that was used; the refusals of readiness_check.  Errors say how the
 * money stands.
 */
int remit_biller(struct office *office, struct remittance *remittance, struct err *e);

struct transfer {
	const char *from;      /* a ledger account clearing:... or cash:... */
	struct money amount;   /* > 0: what arrives at the bank */
	int64_t fee_minor;     /* what was kept on the way, besides */
	const char *reference; /* counts once among transfers */
	const char *memo;      /* or NULL */
	int64_t txn;	       /* set by remit_transfer */
};

/* Likewise moves amount + fee out of from: amount to bank, fee to expense:fees.  Errors like those
 * of remit_biller; ERR_NOT_FOUND where nothing was ever posted to from. */
int remit_transfer(struct office *office, struct transfer *transfer, struct err *e);

#endif
