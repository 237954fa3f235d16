#ifndef PP_FILL_INVOICE_H
#define PP_FILL_INVOICE_H
/*
 * fill_invoice - an invoice as it stands, as a record.
 */
#include "record.h"
#include "standing.h"

/* Clears r, a record of type invoice, and fills all but its lines.  holder: its account's, where
 * the invoice names none. */
void fill_invoice(struct record *r, const struct standing *s, const char *holder);
/* Its lines too. */
int fill_invoice_lines(struct record *r, struct db *db, const struct invoice *inv, struct err *e);

#endif
