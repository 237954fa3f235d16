#ifndef PP_SUBSCRIPTION_PRIVATE_H
#define PP_SUBSCRIPTION_PRIVATE_H
/*
 * subscription_private - between the files of subscription.  Layer 11.
 */
#include "subscription.h"

enum subscription_event { SUBSCRIPTION_CREATED, SUBSCRIPTION_ISSUED, SUBSCRIPTION_CANCELLED };

/* Inside a write: tells its customer; inv: what was issued, else NULL.  An account with paperless
 * bills is sent the bill instead. */
int subscription_tell(struct office *office, const struct subscription *s,
    enum subscription_event event, const struct invoice *inv, struct err *e);

#endif
