#ifndef PP_ACCOUNT_H
#define PP_ACCOUNT_H
/*
 * account - a number at a biller that bills belong to (service), or a purse of money here
 * (deposit).  Owns table account.  Layer 6.
 */
#include <stdbool.h>
#include "biller.h"
#include "office.h"

struct account {
	int64_t id; /* set by account_add and account_open */
	bool is_deposit;
	int64_t biller;	 /* 0 for a deposit account */
	char number[65]; /* of a deposit account: its id in ten digits */
	char holder[201];
	char address[301]; /* "" where unknown, here and below */
	char currency[4];
	char status[8];	       /* active, closed */
	int64_t customer;      /* owner of a deposit account, or 0 */
	char lat[13], lon[13]; /* decimal degrees, both or none */
	int64_t created_at;
};

struct account_filter {
	int64_t biller, customer; /* 0: all */
	const char *kind;	  /* "service", "deposit" or NULL */
};

/* A service account; currency is the biller's.  ERR_USAGE, ERR_CONFLICT (the number is taken). */
int account_add(struct office *office, const struct biller *b, struct account *a, struct err *e);
/* The same inside a write that is under way. */
int account_insert(struct office *office, const struct biller *b, struct account *a, struct err *e);
/* A deposit account. */
int account_open(struct office *office, struct account *a, struct err *e);
/* Holder, address and place; the number of a service account too (b then given, else NULL). */
int account_edit(struct office *office, const struct biller *b, struct account *a, struct err *e);
/* ERR_CONFLICT while it owes, is owed or holds money (asked of the caller), or is closed. */
int account_close(struct office *office, int64_t id, struct err *e);
/* ERR_CONFLICT with reason "closed". */
int account_check_open(const struct account *a, struct err *e);

/*
 * By "acc-3", "BILLER:NUMBER", or a number alone (of the biller if not 0).  ERR_NOT_FOUND;
 * ERR_USAGE naming the candidates when the number is ambiguous.
 */
int account_find(struct db *db, const char *text, int64_t biller, int64_t *id, struct err *e);
/* Of the accounts that answer to a name, which may be meant: 1, 0, -1. */
struct account_judge {
	int (*may_be)(const struct account *a, void *context, struct err *e);
	void *context;
};
/* The same among those that the judge lets be meant; all others are not there. */
int account_find_among(struct db *db, const char *text, int64_t biller,
    const struct account_judge *judge, int64_t *id, struct err *e);
/* What an account is called where its number may be another's too: "water:1001", "acc-3". */
enum { ACCOUNT_NAME_SIZE = 100 };
int account_name(
    struct db *db, const struct account *a, char name[ACCOUNT_NAME_SIZE], struct err *e);
/* The account with that number at that biller: 1 and *id, 0, -1. */
int account_at(struct db *db, int64_t biller, const char *number, int64_t *id, struct err *e);
/* The same for a bill that is to be issued: ERR_CONFLICT with reason "closed". */
int account_billable(struct db *db, int64_t biller, const char *number, int64_t *id, struct err *e);
int account_show(struct db *db, int64_t id, struct account *a, struct err *e);
int account_list(
    struct db *db, const struct account_filter *filter, struct query *q, struct err *e);
int account_next(struct query *q, struct account *a, struct err *e);

/* Partly hidden, for people who are not sure to own it: "M**** Q****", "Av. *****". */
void account_mask(struct account *a);

#endif
