#ifndef PP_PAYMENT_DEBIT_H
#define PP_PAYMENT_DEBIT_H
/*
 * payment_debit - the automatic debits of an invoice: payments that bear it.  Layer 10.
 */
#include "payment.h"

/* The automatic debits of an invoice for one of its due dates. */
struct payment_tries {
	int number;	     /* of the next: how many were answered */
	int declined_since;  /* after the last approval, from the later of two instants on */
	int64_t declined_at; /* the last of them; 0: none */
	int cancelled;	     /* came to nothing without an answer */
	bool is_live;	     /* one has no answer yet */
	bool is_kept;	     /* the last answer was an approval, and nothing of it was refunded */
};
int payment_tries_show(struct db *db, const struct payment *debit, int64_t from, int64_t after,
    struct payment_tries *tries, struct err *e);

#endif
