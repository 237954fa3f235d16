#ifndef PP_OWED_H
#define PP_OWED_H
/*
 * owed - how much of an invoice is due on a date, late fee included.  Pure.  Layer 8.
 * Source: domain.md section 4.
 *
 * Due dates: one (due2_on, else due_on) with the whole principal, or for a credit the anchored
 * months from due_on with the instalment each, until its amount is reached.  F(d) is what had
 * fallen due by the end of d, pp(d) the principal paid by then; day d is late while
 * F(d-1) > pp(d-1).  The late fee on d, none before the first missed due date + grace + 1:
 *   flat   once for each missed due date
 *   once   percent of what was unpaid of each due date's part at its end
 *   daily  percent of the sum over the late days up to d of F(day-1) - pp(day-1), rounded once
 * and at most the cap's percent of what was unpaid at the ends of the due dates.
 *
 * An instalment of a plan bears none.  What was in a plan that ended on R keeps the principal and
 * the fee of the day the plan was made; what is added is for due dates from R on, or for the late
 * days after R, and the cap never takes from the fee that was kept.
 */
#include "invoice.h"
#include "rule.h"

struct owed {
	int64_t principal_minor;  /* due2_minor after due_on, else the amount */
	int64_t late_fee_minor;	  /* accrued to the date, paid or not; once paid, what was booked */
	int64_t paid_minor;	  /* allocated less refunds, fees included */
	int64_t fee_paid_minor;	  /* of it */
	int64_t due_minor;	  /* principal + late fee - paid; 0 unless open or unbilled */
	int64_t fallen_minor;	  /* of it, fallen due or late by the end of the date */
	int64_t instalment_minor; /* a credit's: what one instalment payment takes; else 0 */
	bool is_overdue;	  /* a due date before the date is not paid */
	char next_due_on
	    [DATE_SIZE]; /* the first due date that is not paid; "" when nothing is due */
	/* How the fee came about, for explain: */
	int32_t late_days;
	money_wide base;      /* what the rate was applied to: minor units, x days for daily */
	int64_t missed_minor; /* unpaid at the ends of the due dates */
	int missed_count;
	int64_t frozen_minor;  /* of the fee, kept by a plan that ended */
	int64_t charged_minor; /* of missed, since then: all without a plan */
	int charged_count;
	bool is_capped;
};

/* ERR_FAILED past 64 bits.  on is a date in the biller's zone. */
int owed_on(const struct invoice *inv, const struct rules *rules,
    const struct allocation_list *paid, const char *on, struct owed *owed, struct err *e);

#endif
