#ifndef PP_SUBSCRIPTION_H
#define PP_SUBSCRIPTION_H
/*
 * subscription - an amount that a customer owes a biller again and again.
 * Owns table subscription.  Layer 11.  Source: domain.md sections 3 and 7.
 *
 * active > cancelled.  Each has an account of its own at the biller, number "sub-N", linked by the
 * customer and enrolled for automatic debit.  Period n begins n times "every" after started_on:
 * months and years are anchored (31 January, 28 February, 31 March).  Each period has one invoice,
 * whatever is repeated or missed.
 */
#include "enrolment.h"
#include "invoice.h"
#include "money.h"
#include "office.h"

enum { SUBSCRIPTION_EVERY_SIZE = 7, SUBSCRIPTION_DAYS_MAX = 3660 };

struct subscription {
	int64_t id; /* set by subscription_add, as are account, status, issued, next_on */
	int64_t customer;
	int64_t biller;
	int64_t account;
	char status[10];		     /* active cancelled */
	struct money amount;		     /* of a period, in the biller's currency */
	char every[SUBSCRIPTION_EVERY_SIZE]; /* "month", "year", "30d" */
	char concept[201];
	char started_on[DATE_SIZE];
	int64_t issued;		 /* how many periods have their invoice */
	char next_on[DATE_SIZE]; /* the first that has not */
	int64_t created_at;
	int64_t cancelled_at; /* 0: it is active */
};

struct subscription_filter {
	int64_t customer, biller; /* 0: all */
};

/* The n-th period of what began first on that day, from 0.  ERR_USAGE for a word that is none. */
int subscription_period(
    const char *first, const char *every, int64_t n, char on[DATE_SIZE], struct err *e);

/*
 * Inside a write: makes it with account, link and mandate; way says what is charged (is_deposit,
 * card, source; the customer need not have a card yet).  The biller's newest terms of automatic
 * debit count as accepted.  ERR_USAGE for bad values; ERR_CONFLICT: the customer is suspended or
 * closed, and what enrolment_set refuses.
 */
int subscription_add(
    struct office *office, struct subscription *s, const struct enrolment *way, struct err *e);
/* Inside a write: no further period is issued, and its mandate ends, so that nothing is charged any
 * more; what was issued stays owed.  0 also where it was cancelled before. */
int subscription_cancel(
    struct office *office, struct subscription *s, const char *why, struct err *e);

/* One invoice that was issued. */
typedef int subscription_issued(const struct invoice *inv, void *context, struct err *e);
/*
 * Inside a write: issues every period up to today at its biller that has no invoice yet; *s is
 * shown again first.  One of a closed customer is cancelled instead.  ERR_CONFLICT: its account is
 * closed, or a number is taken.
 */
int subscription_issue(struct office *office, struct subscription *s, subscription_issued *issued,
    void *context, struct err *e);
/* ERR_CONFLICT, reason "active" and its ref: the account is that of an active one; of that customer
 * alone where it is not 0. */
int subscription_check_over(
    struct db *db, const struct account *a, int64_t customer, struct err *e);
/* The first active one after that id that may have a period to issue: 1 and *id, 0, -1. */
int subscription_due(struct office *office, int64_t *id, struct err *e);

bool subscription_is_legal_move(const char *from, const char *to);

/* ERR_NOT_FOUND. */
int subscription_show(struct db *db, int64_t id, struct subscription *s, struct err *e);
int subscription_list(
    struct db *db, const struct subscription_filter *filter, struct query *q, struct err *e);
int subscription_next(struct query *q, struct subscription *s, struct err *e);

#endif
