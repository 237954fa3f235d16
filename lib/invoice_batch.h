#ifndef PP_INVOICE_BATCH_H
#define PP_INVOICE_BATCH_H
/*
 * invoice_batch - issuing very many invoices: some tens with one statement.  Layer 7.
 */
#include "invoice.h"

enum { INVOICE_BATCH_MAX = 48 };

struct invoice_batch { /* invoices without lines; begins as zeros */
	size_t count;
	bool is_cautious; /* some of the last ones were there before */
	struct {
		struct invoice invoice;
		int64_t tag; /* the caller's: where it comes from */
		bool is_new; /* set when issued: it was not there */
	} items[INVOICE_BATCH_MAX];
};

/* Inside a write: what invoice_insert checks; then keeps a copy of inv.  Asserts that there is
 * room. */
int invoice_batch_add(struct office *office, struct invoice_batch *batch, const struct invoice *inv,
    int64_t tag, struct err *e);
/*
 * Inside a write: issues them all, as invoice_insert does; the items stay until the next
 * invoice_batch_clear.  On -1 *failed is the item that was refused.
 */
int invoice_batch_issue(
    struct office *office, struct invoice_batch *batch, size_t *failed, struct err *e);
void invoice_batch_clear(struct invoice_batch *batch);

#endif
