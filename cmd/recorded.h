#ifndef PP_RECORDED_H
#define PP_RECORDED_H
/*
 * recorded - what a verb has recorded, so that a failure to show it denies nothing.
 *
 * Status 7 says that nothing was done, and 9 that nothing could be: neither is true of a verb that
 * wrote, and then could not read or print what it wrote.
 */
#include <stdbool.h>
#include "cli.h"

struct recorded {
	char ref[RECORD_ID_SIZE]; /* "" for nothing */
	char status[16];	  /* of a payment, else "" */
};

struct telling {
	struct recorded next;  /* a payment about to be shown */
	struct recorded shown; /* the first record printed; of payments one that took money */
};

/* A payment that a write has left in that status is about to be read and shown. */
void recorded_payment(struct cli *cli, int64_t payment, const char *status);
/* The record is printed. */
void recorded_shown(struct cli *cli, const struct record *r);
/* What was written until now is not what the verb shows next. */
void recorded_forget(struct cli *cli);
/*
 * Names in a failure what was to be shown, or was, and how a payment's money stands: it is
 * ERR_FAILED then.  False, and nothing is changed, where there is no such thing.
 */
bool recorded_name(struct cli *cli, struct err *e);
/*
 * The same, else with what the last write was about, where the failure is the machine's:
 * ERR_FAILED, ERR_BUSY or ERR_SETUP without a reason or a word about money.  What a state or a
 * platform forbids says itself what it left; a repeated request has left nothing.
 */
bool recorded_name_fault(struct cli *cli, struct err *e);

#endif
