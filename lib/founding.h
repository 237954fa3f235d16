#ifndef PP_FOUNDING_H
#define PP_FOUNDING_H
/*
 * founding - making an office: the database, its key file, its first settings.  Owns no table.
 * Layer 6.
 */
#include <stdbool.h>
#include "office.h"

struct founding { /* NULL: the setting's default */
	const char *name;
	const char *currency;
	const char *timezone;
	const char *country;
	const char *city;
	bool is_sandbox; /* also lists the platform "sandbox" */
};

/*
 * Makes path and office->key_path, both 0600, in one logged write; office->db stays as it is.  Both
 * are there whole, or (also with office->is_dry_run) neither.  ERR_CONFLICT with reason "exists"
 * if one of them is there, or a file that would go with the database; ERR_USAGE for a bad setting.
 */
int founding_make(
    struct office *office, const char *path, const struct founding *founding, struct err *e);

#endif
