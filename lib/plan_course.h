#ifndef PP_PLAN_COURSE_H
#define PP_PLAN_COURSE_H
/*
 * plan_course - what happens to a plan, and through it to invoices: its first instalment is paid,
 * the others are, it lapses, defaults, is cancelled.  Owns no table.  Layer 10.
 * Source: domain.md section 8.
 *
 * All inside a write.
 */
#include "payment.h"
#include "plan.h"
#include "standing.h"

/* Issues the first instalment of a plan just made.  Here and below its customer is told. */
int plan_course_begin(struct office *office, const struct plan *plan, struct err *e);

/*
 * Fills what an allocation on an instalment is made of: plan_fee_minor, plan_interest_minor; what
 * is paid of it already comes before.  Others are left as they are.
 */
int plan_course_compose(
    struct db *db, const struct invoice *inv, struct allocation *a, struct err *e);
/* Whether inv is the first instalment of a plan that is not active: paid whole or not at all.
 * 1, 0, -1. */
int plan_course_is_opening(struct db *db, const struct invoice *inv, struct err *e);
/* Whether an instalment may be paid in one more part: its debt's invoices keep room for the others.
 * 1 (also of what is no instalment), 0, -1. */
int plan_course_has_room(struct db *db, const struct invoice *inv, struct err *e);

/*
 * An approved payment reached inv by a, and inv was settled if a does.  Of a pending plan's debt:
 * the plan lapses.  Of an instalment: the first makes the plan active: the others are issued, the
 * debt's invoices become in_plan; its principal and fee are allocated to these, oldest first; the
 * last completes the plan.
 */
int plan_course_paid(struct office *office, const struct payment *p, const struct invoice *inv,
    const struct allocation *a, struct err *e);

/* Where a live plan would go on that date: 1 and lapsed or defaulted, 0, -1. */
int plan_course_due(
    struct db *db, const struct plan *plan, const char *on, enum plan_status *to, struct err *e);
/*
 * Ends it on that date: lapsed, defaulted, cancelled.  Instalments that are not paid become void
 * (of one paid in part the paid part stays), the debt's invoices reopen.  ERR_CONFLICT: "held"
 * with the payment that holds something of it; its status.
 */
int plan_course_end(struct office *office, struct plan *plan, enum plan_status to, const char *on,
    const char *why, struct err *e);

/*
 * Whether what was paid of inv may be given back: not while it is in a live plan's debt, nor of an
 * instalment before its plan was cancelled or defaulted, or once its debt is in another.
 * ERR_CONFLICT, reason "in_plan", ref: the plan.
 */
int plan_course_check_refund(struct db *db, const struct invoice *inv, struct err *e);
/*
 * A refund gave back item of inv, and the negative allocation is there.  Of an instalment: it is
 * cut to what is left, and its principal and fee are taken back from the debt's invoices, newest
 * first.  Of a pending plan's debt: the plan lapses.
 */
int plan_course_refunded(struct office *office, const struct payment *refund,
    const struct invoice *inv, const struct payment_item *item, struct err *e);

#endif
