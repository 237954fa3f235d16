#ifndef PP_DEBIT_TRY_H
#define PP_DEBIT_TRY_H
/*
 * debit_try - which try of an automatic debit is next and when, and what a declined one leads to.
 * Owns table debit_note.  Layer 12.  Source: domain.md section 7.
 *
 * The biller's rule retry=3,5,7 gives the days after each decline until the next try; after the
 * last the mandate is stopped.  Declines from before the mandate, or before it was woken last, do
 * not count for that; the number of the try goes on.
 */
#include "enrolment.h"
#include "payment_debit.h"
#include "standing.h"

struct debit_try {
	int number;    /* of the next one, from 0 */
	int cancelled; /* payments for this due date that came to nothing without an answer */
	bool is_open;  /* the present one is not answered, or was approved and is not owed again */
	bool is_over;  /* there is no further one */
	char next_on[DATE_SIZE]; /* not before this date at the biller; "": at once */
};

/* mark: debit_invoice, which is inv, and debit_due_on are given. */
int debit_try_show(struct office *office, const struct enrolment *en, const struct invoice *inv,
    const struct payment *mark, struct debit_try *t, struct err *e);
/* Inside a write: a debit was declined: tells the customer, stops the mandate after the last. */
int debit_try_declined(struct office *office, const struct payment *p, struct err *e);

enum debit_why { DEBIT_LIMIT, DEBIT_NO_CARD };
/* Inside a write: notes, and tells the customer, once for the invoice's due date that it is not
 * debited. */
int debit_note(struct office *office, const struct enrolment *en, const struct standing *s,
    const char *due_on, enum debit_why why, struct err *e);

#endif
