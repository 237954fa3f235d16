#ifndef PP_ORPHAN_H
#define PP_ORPHAN_H
/*
 * orphan - a payment that only the platform knows: a row for it, so that it can be settled.
 * Owns no table.  Layer 14.
 */
#include "gateway_answer.h"
#include "payment.h"

/*
 * Inside a write: from a line of a report, a payment (unknown, without holds) for the invoices its
 * memo names, or a refund of the payment that has the reference "of".  ERR_CONFLICT where a
 * refund's payment is not known or has less left; ERR_USAGE for a line without key or amount.
 */
int orphan_add(struct office *office, const char *gateway, const struct gateway_answer *line,
    int64_t *payment, struct err *e);

#endif
