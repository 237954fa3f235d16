#ifndef PP_INVOICE_PRIVATE_H
#define PP_INVOICE_PRIVATE_H
/*
 * invoice_private - what invoice.c, invoice_issue.c and invoice_state.c share.  Layer 7.
 */
#include "invoice.h"

int invoice_note(struct office *office, int64_t id, const char *summary, struct err *e);

#endif
