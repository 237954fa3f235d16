#ifndef PP_DEPOSIT_H
#define PP_DEPOSIT_H
/*
 * deposit - money that comes into and leaves a deposit account over the counter.  Owns no table.
 * Layer 7.  Source: domain.md section 6.
 */
#include "account.h"
#include "money.h"
#include "office.h"

struct deposit {
	int64_t account;
	struct money amount; /* > 0, in the account's currency */
	const char *memo;    /* or NULL */
	int64_t txn;	     /* set by deposit_put and deposit_take */
};

/*
 * One write each, or part of the one under way: debits the operator's till and credits the account,
 * or the reverse.  ERR_USAGE:
 * no deposit account, a bad amount or memo; ERR_CONFLICT "closed"; ERR_DECLINED "insufficient";
 * the refusals of readiness_check.  Errors say how the money stands.
 */
int deposit_put(struct office *office, struct deposit *deposit, struct err *e);
int deposit_take(struct office *office, struct deposit *deposit, struct err *e);

/* ERR_USAGE unless it is a deposit account. */
int deposit_check_account(const struct account *a, struct err *e);
/* What it holds. */
int deposit_balance(struct db *db, const struct account *a, struct money *balance, struct err *e);

#endif
