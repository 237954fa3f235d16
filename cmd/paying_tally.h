#ifndef PP_PAYING_TALLY_H
#define PP_PAYING_TALLY_H
/*
 * paying_tally - what a batch of payments came to: each on standard output with --json, what failed
 * on standard error, a summary at the end.
 */
#include "cli.h"
#include "payment.h"
#include "totals.h"

struct paying_tally {
	struct cli *cli;
	bool is_silent; /* standard output is for something else */
	int64_t approved, failed;
	int64_t same;	      /* settled before */
	int64_t shown;	      /* id of the payment shown last, of a dry run */
	bool has_left;	      /* something that another run would try again */
	struct totals totals; /* of what was approved */
};

/* A payment as it was left. */
int paying_tally_done(const struct payment *p, void *tally, struct err *e);
/* Something failed before there was a payment. */
void paying_tally_failed(const struct err *failure, void *tally);
/* The time, in a long run. */
int paying_tally_clock(void *tally, struct err *e);
int paying_tally_print(struct paying_tally *tally, struct err *e);

#endif
