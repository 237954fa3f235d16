#ifndef PP_DIRECTORY_IMPORT_H
#define PP_DIRECTORY_IMPORT_H
/*
 * directory_import - billers, their rules and their guide from a file, all or nothing.
 * Owns no table.  Layer 8.
 *
 * A row's type is biller, rule or guide.  A biller is known by its code: what a row does not say
 * stays as it is, or is the office's default.  A rule counts from the biller's date of today where
 * its value is another than the one in force.  A guide entry: see guide.h; with remove "yes" it is
 * taken out.  Keys of printed records that say nothing here (id, version) are passed over.
 */
#include "import_write.h"

extern const struct import_column directory_columns[];

/* One write; each thing has its own entry in the activity log.  ERR_USAGE, ERR_NOT_FOUND,
 * ERR_CONFLICT name file and line; nothing was changed. */
int directory_import(struct office *office, struct import_job *job, struct err *e);

#endif
