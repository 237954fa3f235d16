#ifndef PP_SUBSCRIPTION_BATCH_H
#define PP_SUBSCRIPTION_BATCH_H
/*
 * subscription_batch - issuing what is due of many subscriptions, some hundred to a transaction.
 * Owns no table.  Layer 12.
 */
#include "subscription.h"

enum { SUBSCRIPTION_BATCH_MAX = 200 };

struct subscription_batch {	    /* zeroed at first; ended by subscription_batch_close */
	subscription_issued *watch; /* sees each invoice inside the write, or NULL */
	void *context;
	int64_t after; /* the subscription that was looked at last */
	size_t taken;  /* how many this batch looked at; 0: all are done */
	size_t count, room;
	int64_t *invoices; /* what this batch issued */
	size_t failed;
	struct err failures[SUBSCRIPTION_BATCH_MAX]; /* each begins with the subscription's ref */
};

/* One write: the next ones that may be due.  A subscription that fails is undone alone.  -1: all of
 * this batch is undone; it is safe to run it again.  ERR_BUSY: the clock or a restored backup
 * (readiness.h). */
int subscription_batch_run(struct office *office, struct subscription_batch *batch, struct err *e);
void subscription_batch_close(struct subscription_batch *batch);

#endif
