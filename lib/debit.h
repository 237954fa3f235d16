#ifndef PP_DEBIT_H
#define PP_DEBIT_H
/*
 * debit - a night's automatic debits: begun, charged through the filters, settled, in groups.
 * Owns no table.  Layer 19.  Source: domain.md section 7, gateway.md section 2.
 *
 * Any part of it may be killed, and it may run twice at once: an intent is durable before its
 * request leaves, under a key that follows from (invoice, due date, try).
 */
#include "debit_intent.h"
#include "settle_batch.h"

struct debit_run {
	struct office *office;
	const struct platform *platform;
	/* Each payment as it was left, after its COMMIT; of a dry run within it. */
	int (*done)(const struct payment *p, void *context, struct err *e);
	/* What could not be debited, and a platform that failed, with how the money stands. */
	void (*failed)(const struct err *failure, void *context);
	/* Sets office->now anew before each group, as a night is not one moment.  May be NULL. */
	int (*clock)(void *context, struct err *e);
	/* Whether to stop: what is under way is finished first.  May be NULL. */
	bool (*is_stopped)(void *context);
	void *context;
};

/* ERR_DIFFERS, reason "books", where pp-db check --quick would find anything. */
int debit_check_books(struct office *office, struct err *e);
/*
 * The deposit accounts, then every platform.  0: all that was due was tried.  -1: the refusals of
 * readiness_check, I/O; what was charged until then is settled or found out by resolve.
 */
int debit_run(const struct debit_run *run, struct err *e);

/* One platform ("": the deposit accounts) without its filter: each group of payments begun is
 * handed to give, which may settle them; where it is NULL they are told as they are. */
typedef int debit_give(const struct debit_group *group, void *context, struct err *e);
int debit_claim(const struct debit_run *run, struct debit_pass *pass, debit_give *give,
    void *context, struct err *e);
/* Settles payments that never left this machine. */
int debit_unsent(
    struct office *office, const struct payment *payments, size_t count, struct err *e);

#endif
