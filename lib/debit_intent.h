#ifndef PP_DEBIT_INTENT_H
#define PP_DEBIT_INTENT_H
/*
 * debit_intent - which invoices are debited now, and their payments begun, a thousand to a
 * transaction.  Owns no table.  Layer 18.  Source: domain.md section 7, gateway.md section 1.
 *
 * A pass is one platform, or the deposit accounts.  An open invoice of an account with an active
 * mandate is due from its charge date on: the latest date with the mandate's day of the month that
 * is not before it was issued nor after it is due; without a day its due date.  Of a credit it is
 * what has fallen due.  One that is held, reopened by a refund, a debt or the first instalment of a
 * pending plan, of a suspended customer's mandate, above the mandate's limit, tried already or
 * without a card to charge is passed by; the limit and the card are noted once.
 */
#include "invoice.h"
#include "pay.h"
#include "secret.h"

enum { DEBIT_GROUP_MAX = 1000 };

struct debit_pass {
	char gateway[33];	/* "": deposit accounts, and who has no card */
	struct secret_key *key; /* of the office, for the payments' keys */
	int valid_s;		/* how long the platform may begin a charge; 0: as usual */
	int64_t mandate;	/* looked at last, with its invoice looked at last */
	int64_t invoice;
	office_work *watch; /* sees the payments of a dry run before they are taken back, or NULL */
	void *watch_context; /* its context */
};

struct debit_group { /* opened by debit_group_open */
	struct payment *payments;
	size_t count;	      /* of this group */
	size_t seen;	      /* invoices looked at; 0: the pass is over */
	struct err *failures; /* of invoices that could not be debited */
	size_t failed;
	struct debit_candidate *candidates;
};

int debit_group_open(struct debit_group *group, struct err *e); /* ERR_FAILED: memory */
void debit_group_close(struct debit_group *group);
/*
 * The next group of the pass, in one write: payments that are sending, or were settled at once.
 * -1: nothing of it was recorded; ERR_BUSY: the clock or a restored backup (readiness.h).
 */
int debit_group_begin(
    struct office *office, struct debit_pass *pass, struct debit_group *group, struct err *e);

/* Whether the pass may find anything: 1, 0, -1.  Reads only. */
int debit_group_peek(
    struct office *office, const struct debit_pass *pass, struct debit_group *group, struct err *e);

/* The day from which on an invoice is debited under a mandate with that day of the month, or 0. */
void debit_charge_date(const struct invoice *inv, int day, char on[DATE_SIZE]);

#endif
