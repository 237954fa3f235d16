#ifndef PP_REFUND_PART_H
#define PP_REFUND_PART_H
/*
 * refund_part - the money of a refund: what it gives back, reserved and then booked.
 * Owns no table.  Layer 12.  Source: domain.md section 5.
 */
#include "ledger.h"
#include "payment.h"

/*
 * Inside a write: decides what the refund (inserted, with amount and refund_of) gives back: unused
 * excess first, then allocations, newest first; keeps it as the refund's items and credits.
 * ERR_CONFLICT where less than its amount is left.
 */
int refund_part_plan(struct office *office, const struct payment *refund, struct err *e);

/* Adds to the draft from whom the refund takes what it gives back (debits). */
int refund_part_draft(
    struct office *office, const struct payment *refund, struct ledger_draft *draft, struct err *e);

/*
 * Inside a write: of a refund that the platform made though nothing was set aside for it, what its
 * billers no longer have (they were paid out) becomes the office's expense, with an alarm in the
 * log.
 */
int refund_part_cover(
    struct office *office, const struct payment *refund, struct ledger_draft *draft, struct err *e);

/* Inside a write: the refund is approved: allocations and excess are taken back, invoices reopen,
 * the refunded payment becomes refunded when all of it is. */
int refund_part_book(struct office *office, const struct payment *refund, struct err *e);

#endif
