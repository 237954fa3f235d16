#ifndef PP_CUSTOMER_CLOSING_H
#define PP_CUSTOMER_CLOSING_H
/*
 * customer_closing - a customer leaves for good.  Owns no table.  Layer 12.
 */
#include "office.h"

/*
 * Closes a customer in one write, and with it the deposit accounts, which are empty; subscriptions
 * are cancelled, cards removed (the platforms are not told), links, enrolments, token, sessions and
 * codes end.  ERR_CONFLICT naming what stands against it: "closed"; a
 * payment that may still be decided (its state as reason, and its ref); "balance", a deposit
 * account that holds money.
 */
int closing_customer(struct office *office, int64_t customer, struct err *e);

#endif
