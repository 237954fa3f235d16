#ifndef PP_SETTLE_BATCH_H
#define PP_SETTLE_BATCH_H
/*
 * settle_batch - the answers to many charges, a thousand to a transaction.  Owns no table.
 * Layer 15.  Source: gateway.md section 2.
 */
#include "settle.h"

enum { SETTLE_BATCH_MAX = 1000 };

struct settle_batch { /* opened by settle_batch_open */
	struct gateway_answer *answers;
	struct payment *payments; /* as they were left by the last settle_batch_run */
	size_t count, settled;
};

int settle_batch_open(struct settle_batch *batch, struct err *e); /* ERR_FAILED: memory */
void settle_batch_close(struct settle_batch *batch);
/* Keeps a judged answer; the batch must not be full. */
void settle_batch_add(struct settle_batch *batch, const struct gateway_answer *answer);
/*
 * One write: settles what was added, each by its key; what the books cannot take becomes unknown
 * alone; what says nothing new is passed over.  The batch is empty then, and payments tell what
 * became of the settled ones.  -1: nothing of it was recorded (resolve finds out); ERR_UNKNOWN:
 * nobody can tell.
 */
int settle_batch_run(struct office *office, struct settle_batch *batch, struct err *e);

#endif
