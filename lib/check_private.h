#ifndef PP_CHECK_PRIVATE_H
#define PP_CHECK_PRIVATE_H
/*
 * check_private - the invariants as data, for check.c.  Layer 12.
 */
#include "check.h"

struct check_rule {
	const char *id;
	const char *meaning; /* untranslated */
	const char *sql;     /* gives no row; else ref and a detail of each violation */
};
struct check_text {
	const char *what;
	const char *sql; /* ref and text */
};

/* The steps that the log accepted of each token rise, to the one on its row (check_token.c). */
int check_tokens(struct db *db, check_found *found, void *context, struct err *e);

extern const struct check_rule check_rules[]; /* ends with a NULL id */
extern const struct check_text check_texts[];

#endif
