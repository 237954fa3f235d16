#ifndef PP_PLAN_OFFER_H
#define PP_PLAN_OFFER_H
/*
 * plan_offer - the arithmetic of payment plans: how a debt is spread over instalments.  Pure.
 * Layer 1.  Source: domain.md section 8.
 *
 * The first instalment bears no interest.  After each but the last the balance B grows by
 * round(B x rate), half up.  The instalment is the smallest amount for which the last one is not
 * larger than the others; all but the last are equal.
 */
#include <stdbool.h>
#include "date.h"
#include "money.h"

enum { PLAN_INSTALMENTS_MAX = 120 };

/* What a biller's rules say about plans. */
struct plan_policy {
	int max;				      /* most instalments; below 2: no plans */
	int64_t min_debt_minor, min_instalment_minor; /* in the biller's currency; 0: none */
	struct rate rate;			      /* percent per month */
	bool is_only_overdue;
	int activation_days; /* from the day it is made to the first due date */
	int default_days;    /* an instalment unpaid for longer ends the plan */
};

struct plan_offer {
	int instalments;
	int64_t amount_minor; /* of each but the last */
	int64_t last_minor;   /* 1 to amount_minor */
	int64_t total_minor;  /* debt and interest */
};

/* What an instalment is made of; amount = late fee + principal + interest. */
struct plan_part {
	int64_t amount_minor;
	int64_t late_fee_minor; /* of the debt: fees are paid first */
	int64_t interest_minor; /* what the balance grew by before it */
};

/* The offer of so many instalments (2 to PLAN_INSTALMENTS_MAX) for a debt (> 0): false where
 * there is none, as the last would be nothing, or an amount too large. */
bool plan_offer_make(
    int64_t debt_minor, const struct rate *rate, int instalments, struct plan_offer *offer);

/* The parts of an offer's instalments; late_fee_minor of the debt is late fee.  parts has room for
 * offer->instalments of them. */
void plan_offer_parts(const struct plan_offer *offer, int64_t debt_minor, int64_t late_fee_minor,
    const struct rate *rate, struct plan_part *parts);

/* The due date of instalment n, from 1: monthly, anchored on the first's. */
void plan_offer_date(const char *first_due_on, int n, char on[DATE_SIZE]);

/*
 * What is paid of an instalment from one minor unit to another (0 <= from <= to <= amount): its
 * late fee first, then interest, then principal.
 */
void plan_part_between(
    const struct plan_part *whole, int64_t from_minor, int64_t to_minor, struct plan_part *part);

#endif
