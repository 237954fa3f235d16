#ifndef PP_ANNOUNCE_H
#define PP_ANNOUNCE_H
/*
 * announce - what happened to payments and invoices, as messages to whom it concerns.
 * Owns no table.  Layer 10.
 *
 * Each inside the write that made it happen; where nobody is to be told nothing is done.
 */
#include <stdbool.h>
#include "invoice.h"
#include "payment.h"

/* The receipt of a payment, or of a refund, that was approved: to its payer. */
int announce_payment(struct office *office, const struct payment *p, struct err *e);

/* Whether any account is enrolled in paperless bills: 1, 0, -1.  Asked once before many. */
int announce_has_readers(struct db *db, struct err *e);
/* An invoice that was issued and is open: to the address enrolled for its account. */
int announce_bill(struct office *office, const struct invoice *inv, struct err *e);

/*
 * What falls due within the days of setting notify.due-soon, to customers who linked its account
 * and have an e-mail address: once for each invoice, so it is done once a day.  One write.  *count:
 * how many were told.
 */
int announce_due_soon(struct office *office, int64_t *count, struct err *e);

#endif
