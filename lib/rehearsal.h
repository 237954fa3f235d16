#ifndef PP_REHEARSAL_H
#define PP_REHEARSAL_H
/*
 * rehearsal - what a night did, as its activity log tells it: what was charged, to whom, with what;
 * what was issued, what lapsed or stopped.  Owns no table.  Layer 12.
 */
#include "activity.h"
#include "date.h"
#include "money.h"

enum { REHEARSAL_NUMBER_SIZE = 100 };

struct rehearsal_event {
	const char *thing; /* payment refund plan mandate subscription invoice; static */
	char status[16];   /* what it became: one of its states; of invoices issued, not_debited */
	struct ref ref;	   /* invoice, plan, account of a mandate or subscription's */
	char number[REHEARSAL_NUMBER_SIZE]; /* of the invoice: "water:F-1", or "" */
	char due_on[DATE_SIZE];		    /* of the invoice, or "" */
	int64_t customer;		    /* 0: none is known */
	int64_t account;		    /* 0: none, or several */
	struct money amount;		    /* currency "": none */
	struct ref with;		    /* card or deposit account; REF_NONE: neither */
	const char *method;		    /* "card", "" for what is no payment; static */
	char why[ACTIVITY_TEXT_SIZE];
};

/* 1 and the event that a row of the log stands for, 0 where that is of no account here, -1. */
int rehearsal_event(
    struct db *db, const struct activity_row *row, struct rehearsal_event *event, struct err *e);

#endif
