#ifndef PP_INVOICE_PRIVATE_H
#define PP_INVOICE_PRIVATE_H
/*
 * invoice_private - what invoice.c, invoice_issue.c, invoice_batch.c and invoice_state.c share.
 * Layer 7.
 */
#include "invoice.h"

/* Checks a new invoice and sets status, rule and created_at. */
int invoice_prepare(struct office *office, struct invoice *inv, const struct invoice_line *lines,
    size_t count, struct err *e);
/* Of a number that is taken: sets inv->id where it is the same invoice.  ERR_CONFLICT. */
int invoice_compare(struct office *office, struct invoice *inv, const struct invoice_line *lines,
    size_t count, struct err *e);

int invoice_note(struct office *office, int64_t id, const char *summary, struct err *e);

#endif
