#ifndef PP_COLLECTION_H
#define PP_COLLECTION_H
/*
 * collection - money that reached a payee's deposit account by a payment, and what refunds took
 * back.  Owns table collection.  Layer 4.
 */
#include "office.h"

/* Inside a write: of a payment or refund (then negative), once each. */
int collection_add(
    struct office *office, int64_t payment, int64_t account, int64_t amount_minor, struct err *e);
/* What the payment brought to its payee, 0: nothing. */
int collection_of(struct db *db, int64_t payment, int64_t *amount_minor, struct err *e);

#endif
