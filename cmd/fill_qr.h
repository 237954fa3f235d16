#ifndef PP_FILL_QR_H
#define PP_FILL_QR_H
/*
 * fill_qr - a charge that is collected by QR as a record, and who gets its money.
 */
#include "cli.h"
#include "qr.h"

/* The name of who is paid by it: the account's holder, or the biller of its invoice. */
int qr_beneficiary(struct db *db, const struct qr *qr, char name[201], struct err *e);
/* Clears the record first, which was opened with type "qr". */
int fill_qr(struct record *r, struct db *db, const struct qr *qr, struct err *e);
/* Prints one. */
int print_qr(struct cli *cli, const struct qr *qr, struct err *e);

#endif
