#ifndef PP_LINK_H
#define PP_LINK_H
/*
 * link - a customer's right to see and pay a service account, under a name of its own for it.
 * Owns table link.  Layer 7.
 *
 * One live link per customer and account; several customers may link one account.
 */
#include "account.h"
#include "office.h"

enum { LINK_ALIAS_SIZE = 81 };

struct link {
	int64_t id;
	int64_t customer, account;
	char alias[LINK_ALIAS_SIZE]; /* "" where there is none; unique among the customer's */
	int64_t created_at;
};

struct link_filter {
	int64_t customer, account; /* one of them, the other 0 */
};

/*
 * Inside a write: links the account, which is shown by its id again.  alias NULL: as it is; "":
 * none.  A link that is there gets the alias, or stays as it is.  ERR_USAGE: a deposit account, an
 * alias that is none (it would pass for a ref or an option) or too long; ERR_CONFLICT: "closed",
 * the account or the customer; "exists", the alias is another account's.
 */
int link_add(
    struct office *office, int64_t customer, int64_t account, const char *alias, struct err *e);
/* Inside a write: ends it, and says why in the log ("unlinked: why", or without).  1; 0: there was
 * none; -1. */
int link_end(
    struct office *office, int64_t customer, int64_t account, const char *why, struct err *e);
/* Inside a write: ends all of the filter. */
int link_end_all(
    struct office *office, const struct link_filter *filter, const char *why, struct err *e);

/* The live link: 1, 0, -1. */
int link_find(struct db *db, int64_t customer, int64_t account, struct link *link, struct err *e);
int link_by_alias(
    struct db *db, int64_t customer, const char *alias, struct link *link, struct err *e);
/* The live ones, in order of account (of a customer) or customer (of an account). */
int link_list(struct db *db, const struct link_filter *filter, struct query *q, struct err *e);
int link_next(struct query *q, struct link *link, struct err *e);

#endif
