#ifndef PP_ACCOUNT_IMPORT_H
#define PP_ACCOUNT_IMPORT_H
/*
 * account_import - billers' accounts from rows of a file, all or nothing.  Layer 8.
 */
#include "account.h"
#include "import_write.h"

/* What import_open is to be given: number, holder; biller, address, lat, lon. */
extern const struct import_column account_columns[];

/*
 * One write.  A number that is not known is added, a known one gets what the row says; an empty
 * value leaves what is there.  The first bad row ends it: ERR_USAGE, ERR_NOT_FOUND (its biller),
 * ERR_CONFLICT (a closed account), the message beginning with FILE:LINE:.  biller is that of all
 * rows; 0: each row names its own.
 */
int account_import(struct office *office, int64_t biller, struct import_job *job, struct err *e);

#endif
