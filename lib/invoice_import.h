#ifndef PP_INVOICE_IMPORT_H
#define PP_INVOICE_IMPORT_H
/*
 * invoice_import - a biller's invoices from rows of a file, all or nothing.  Layer 10.
 */
#include "invoice_row.h"
#include "totals.h"

struct invoice_import {
	int64_t biller;		 /* of all rows; 0: each row names its own */
	bool is_adding_accounts; /* those it does not know, of the row's holder and address */
	bool is_partial;	 /* bad rows are told to row_failed and left out */
	void (*row_failed)(const struct err *e, void *context); /* is_partial only */
	void (*row_done)(int64_t rows, void *context);
	void *context;
	/* What came of it: */
	int64_t added, same, failed; /* rows */
	int64_t accounts_added;
	struct totals totals; /* of added and same */
};

/*
 * One write with one entry in the activity log (none when nothing was new).  Row by row what
 * invoice_row_take and invoice_insert say; the message begins with FILE:LINE:.  With is_partial
 * such rows, and those that import_next can go on after, only count as failed.
 */
int invoice_import(
    struct office *office, struct import *im, struct invoice_import *job, struct err *e);

#endif
