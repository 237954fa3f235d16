#ifndef PP_INVOICE_ROW_H
#define PP_INVOICE_ROW_H
/*
 * invoice_row - a row of a file becomes an invoice.  Layer 10.
 */
#include "import.h"
#include "invoice.h"

/* What import_open is to be given. */
extern const struct import_column invoice_columns[];

struct invoice_row {
	struct office *office; /* these four are set by who uses it, all else 0 */
	struct import *im;
	int64_t only_biller;	 /* of all rows; 0: each names its own */
	bool is_adding_accounts; /* those it does not know, of the row's holder and address */
	struct import_row row;	 /* as import_next gave it */
	struct biller biller;	 /* of the row taken last */
	char biller_name[65];	 /* as that row called it */
	char today[DATE_SIZE];	 /* there */
	char rule_on[DATE_SIZE]; /* the day for which rule was looked up there, or "" */
	int64_t rule;
	struct invoice invoice; /* what the row says */
	size_t line_count;
	struct import_line texts[IMPORT_LINES_MAX];
	struct invoice_line lines[INVOICE_LINES_MAX];
	bool is_new_account; /* the row's account was made */
};

/*
 * Inside a write: fills r->invoice and r->lines from r->row, ready for invoice_insert; makes the
 * account if it must and may.  ERR_USAGE, ERR_NOT_FOUND (biller, account), ERR_CONFLICT (closed
 * account), the message beginning with FILE:LINE:COLUMN.
 */
int invoice_row_take(struct invoice_row *r, struct err *e);

#endif
