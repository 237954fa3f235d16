#ifndef PP_PAYMENT_PAYEE_H
#define PP_PAYMENT_PAYEE_H
/*
 * payment_payee - payments of charges (QR), and what refunds take back from a payee.  Layer 10.
 */
#include "payment.h"

/* What the refunds of a payment that are not declined, cancelled or expired, other than "but", take
 * from its payee. */
int payment_refunded_payee(
    struct db *db, int64_t payment, int64_t but, int64_t *minor, struct err *e);
/* Inside a write: what a refund takes from the payee. */
int payment_payee_set(
    struct office *office, int64_t refund, int64_t payee, int64_t minor, struct err *e);
/* The settled payment of a charge, the last of many: 1, 0: none, -1. */
int payment_of_qr(struct db *db, int64_t qr, int64_t *payment, struct err *e);

#endif
