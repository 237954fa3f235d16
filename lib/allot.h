#ifndef PP_ALLOT_H
#define PP_ALLOT_H
/*
 * allot - a payment's money reaching invoices: allocations and the entries that go with them.
 * Owns no table.  Layer 11.
 */
#include "ledger.h"
#include "payment.h"
#include "standing.h"

/*
 * Inside a write: allocates the item as it stands to inv, its invoice as read in this write, adds
 * its entries (principal and fee to whom they belong) to the draft, and settles the invoice where
 * the item does: not where something was given back since it was valued.
 */
int allot_item(struct valuer *v, const struct payment *p, const struct invoice *inv,
    const struct payment_item *item, struct ledger_draft *draft, struct err *e);

/*
 * Inside a write: allocates as much of the item as still fits its invoice, which may be
 * paid, void, or held by another payment by now.  *allotted: how much did.
 */
int allot_fitting(struct valuer *v, const struct payment *p, const struct payment_item *item,
    int64_t *allotted, struct ledger_draft *draft, struct err *e);

/* Inside a write: so much of it reaches the payee's account. */
int allot_payee(struct office *office, const struct payment *p, int64_t amount_minor,
    struct ledger_draft *draft, struct err *e);

/* Inside a write: what fits nowhere becomes credit of the account, or suspense (account 0). */
int allot_excess(struct office *office, const struct payment *p,
    const struct payment_credit *excess, struct ledger_draft *draft, struct err *e);

/*
 * Adds the entries of an allocation on inv to the draft, negative ones the other way: principal to
 * "payable:bil-1", late fees to "payable:bil-1:late-fee" and a plan's interest to
 * "payable:bil-1:plan-interest", or "income:late-fee" and "income:plan-interest".
 */
int allot_draft(const struct invoice *inv, const struct rules *rules, const struct allocation *a,
    struct ledger_draft *draft, struct err *e);

#endif
