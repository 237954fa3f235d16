#ifndef PP_ONCE_H
#define PP_ONCE_H
/*
 * once - the request id of a run that is many writes.
 *
 * It stands for the run as a whole, so it is remembered when the run is over and not before: one
 * that was killed, or that left something to try again, is not done, and its repeat goes on with
 * it.  Every write of such a run is repeatable by itself.
 */
#include "cli.h"

struct once {
	char request[129];
};

/* Takes the id from the office until once_end.  1: that run was done before, and that is told;
 * 0; -1: ERR_CONFLICT, the id stands for something else. */
int once_begin(struct once *once, struct cli *cli, struct err *e);
/* The run is over, with nothing of it left to be tried again.  -1, of office_write: all was done,
 * but its repeat will not know. */
int once_end(struct once *once, struct cli *cli, struct err *e);

#endif
