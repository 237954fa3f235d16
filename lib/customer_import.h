#ifndef PP_CUSTOMER_IMPORT_H
#define PP_CUSTOMER_IMPORT_H
/*
 * customer_import - customers from rows of a file, all or nothing.  Layer 6.
 */
#include "customer.h"
#include "import_write.h"

/* What import_open is to be given: email, name; kind, document, phone, address, language,
 * adviser. */
extern const struct import_column customer_columns[];

/*
 * One write.  An e-mail address that is not known is invited; a known customer gets what the row
 * says, and an empty value leaves what is there.  The first bad row ends it: ERR_USAGE,
 * ERR_CONFLICT (another customer's document), the message beginning with FILE:LINE:.
 */
int customer_import(struct office *office, struct import_job *job, struct err *e);

#endif
