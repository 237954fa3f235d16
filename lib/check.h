#ifndef PP_CHECK_H
#define PP_CHECK_H
/*
 * check - proves that the books are right, or names what is wrong.  Owns no table; each invariant
 * is one query that must return no row.  Layer 12.
 */
#include "db.h"

/* id: the invariant ("ledger-sums"); what: the fact; ref: the thing, or "". */
typedef int check_found(
    const char *id, const char *what, const char *ref, void *context, struct err *e);

/* Calls found for each violation; is_quick leaves out the pages' and rows' own checks.  Reads one
 * state of the file. */
int check_run(struct db *db, bool is_quick, check_found *found, void *context, struct err *e);

/* The i-th invariant's id and meaning (untranslated N_()), NULL past the end. */
const char *check_id(size_t i, const char **meaning);

#endif
