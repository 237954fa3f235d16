#ifndef PP_CLOSING_H
#define PP_CLOSING_H
/*
 * closing - ending an account once nothing hangs on it.  Owns no table.  Layer 12.
 */
#include "office.h"

/*
 * Closes an account of either kind in one write, and ends its links and enrolments; mandates that
 * draw on it are stopped.  ERR_CONFLICT naming what stands against it:
 * reason "balance" (it holds money, or has credit), "owed" (an invoice of it is not paid or void:
 * ref says which), "collects" (a QR
 * charge is active: ref says which), "closed".
 */
int closing_account(struct office *office, int64_t account, struct err *e);

#endif
