#ifndef PP_COLLECT_H
#define PP_COLLECT_H
/*
 * collect - making and ending charges that are collected by QR.  Owns no table.  Layer 10.
 */
#include "qr_payload.h"

/*
 * Makes a charge; *qr has account (or invoice), amount (minor 0: open), memo, is_once and
 * expires_on, and is filled with the rest.  ERR_USAGE: no deposit account, a day that is over, an
 * amount with an invoice, a memo that is none; ERR_CONFLICT: the account is closed, the invoice
 * cannot be paid.
 */
int collect_create(struct office *office, struct qr *qr, struct err *e);
/* ERR_CONFLICT: it is not active, or its account or invoice takes nothing any more. */
int collect_check(struct office *office, const struct qr *qr, struct err *e);
/* Ends a charge.  ERR_CONFLICT with reasons used, expired, cancelled, held. */
int collect_cancel(struct office *office, int64_t id, struct err *e);

#endif
