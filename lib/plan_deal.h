#ifndef PP_PLAN_DEAL_H
#define PP_PLAN_DEAL_H
/*
 * plan_deal - what debt can be put in a plan, what is offered for it, and making one.
 * Owns no table.  Layer 11.  Source: domain.md section 8.
 */
#include "plan_course.h"

/* What is asked for. */
struct plan_wish {
	int64_t account; /* all that is overdue of it; or 0, and the invoices */
	size_t count;
	const int64_t *invoices;
	int instalments;	    /* of plan_deal_make */
	int64_t expect_minor;	    /* the total that was shown; 0: none was */
	char phone[21], email[255]; /* where to reach who asked for it; "": none */
	int64_t customer;	    /* who asks; 0: an operator */
};

/* A debt that may be put in a plan, as it stands. */
struct plan_deal {
	struct account account;
	struct biller biller;
	char today[DATE_SIZE]; /* at the biller */
	struct rules rules;    /* in force today: the policy */
	struct money debt;
	int64_t late_fee_minor; /* of it */
	char first_due_on[DATE_SIZE];
	size_t count;
	struct plan_debt debts[PLAN_DEBTS_MAX]; /* the oldest first */
};

/*
 * ERR_USAGE: no invoice, invoices of two accounts or currencies, too many.  ERR_CONFLICT: an
 * invoice's status, "held"; "in_plan": the account has a live plan; "not_eligible": the biller's
 * policy, or nothing is overdue; "enrolled_by_other": the account's automatic debit is not of the
 * customer who asks.
 */
int plan_deal_open(
    struct office *office, const struct plan_wish *wish, struct plan_deal *deal, struct err *e);
/* Whether so many instalments (>= 2) are offered. */
bool plan_deal_offer(const struct plan_deal *deal, int instalments, struct plan_offer *offer);
/* The same as a choice: ERR_CONFLICT, "not_eligible", where they are not. */
int plan_deal_choose(
    const struct plan_deal *deal, int instalments, struct plan_offer *offer, struct err *e);

/* Inside a write: opens the deal anew and makes the plan of it, pending, its first instalment
 * issued.  Errors as plan_deal_open and plan_deal_choose; ERR_CONFLICT, "changed": its total is not
 * the one that was shown. */
int plan_deal_make(
    struct office *office, const struct plan_wish *wish, struct plan *plan, struct err *e);

#endif
