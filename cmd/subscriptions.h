#ifndef PP_SUBSCRIPTIONS_H
#define PP_SUBSCRIPTIONS_H
/*
 * subscriptions - subscriptions as records, and the run that issues what they owe.
 */
#include "cli.h"
#include "subscription.h"

void fill_subscription(struct record *r, const struct subscription *s);
int subscription_print(struct cli *cli, const struct subscription *s, struct err *e);

/* The verb that has a file of its own. */
int subscription_run(struct cli *cli, struct err *e);

#endif
