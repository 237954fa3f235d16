#ifndef PP_LEDGER_H
#define PP_LEDGER_H
/*
 * ledger - the double-entry books: posting, balances, the journal.
 * Owns tables ledger_account, txn, entry.  Layer 4.  Source: domain.md section 6.
 *
 * Debits are positive, credits negative.  Entries are only ever appended.  The accounts deposit:
 * credit: reserved: suspense: and payable: owe money to somebody; what they owe never goes below
 * zero.
 */
#include <stdbool.h>
#include "money.h"
#include "office.h"

enum { LEDGER_NAME_SIZE = 121, LEDGER_ENTRIES_MAX = 512 };

struct ledger_entry {
	char account[LEDGER_NAME_SIZE]; /* "payable:bil-1" */
	int64_t amount_minor;		/* debit > 0, credit < 0 */
};

/* Entries of one transaction in the making; entries of one account are added up. */
struct ledger_draft {
	char currency[4];
	size_t count;
	struct ledger_entry entries[LEDGER_ENTRIES_MAX];
};

struct ledger_txn {
	int64_t id; /* set by ledger_post */
	const char
	    *kind;	 /* payment refund reserve release deposit withdrawal remittance transfer */
	int64_t payment; /* 0: none */
	const char *reference; /* of a remittance or transfer, or NULL */
	const char *memo;      /* or NULL */
};

void ledger_draft_open(struct ledger_draft *draft, const char *currency);
/* Adds amount (0 is allowed and does nothing) to the account named by the format. */
int ledger_draft_add(struct ledger_draft *draft, int64_t amount_minor, struct err *e,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * Inside a write: posts the draft, dated now.  Asserts that it sums to zero.  ERR_DECLINED with
 * reason "insufficient" where an account would owe less than nothing; ERR_CONFLICT where the
 * reference was used for that kind, or the payment's money was posted before.
 */
int ledger_post(
    struct office *office, struct ledger_txn *txn, const struct ledger_draft *draft, struct err *e);
/* The draft that undoes the payment's transaction of that kind: 1, 0 when there is none, -1. */
int ledger_reverse(
    struct db *db, int64_t payment, const char *kind, struct ledger_draft *draft, struct err *e);

/* What the account owes (credit balance, >= 0 for those that owe), 0 when it does not exist. */
int ledger_owed(
    struct db *db, const char *account, const char *currency, int64_t *minor, struct err *e);

struct ledger_balance {
	int64_t id;
	char account[LEDGER_NAME_SIZE];
	struct money amount; /* debit positive */
};
/* Accounts in order of name and currency; glob as in fnmatch(3), NULL: all. */
int ledger_balances(struct db *db, struct query *q, struct err *e);
int ledger_balance_next(struct query *q, const char *glob, struct ledger_balance *b, struct err *e);

/* A line of the journal: one entry with its transaction, in order of transaction and entry. */
struct ledger_line {
	int64_t txn;
	int64_t at;
	char on[DATE_SIZE]; /* in the office's zone */
	char kind[16];
	int64_t payment;
	char reference[65];
	char memo[201];
	char account[LEDGER_NAME_SIZE];
	struct money amount;
};
struct ledger_filter {
	const char *since, *until; /* dates, inclusive; NULL: open */
	int64_t account;	   /* ledger_balance.id; 0: all */
	int64_t txn;		   /* only that one; 0: all */
};
int ledger_journal(
    struct db *db, const struct ledger_filter *filter, struct query *q, struct err *e);
int ledger_line_next(struct query *q, struct ledger_line *line, struct err *e);
/* id of a ledger account: 1, 0 when there is none, -1; its balance before a date (NULL: now). */
int ledger_account_id(
    struct db *db, const char *account, const char *currency, int64_t *id, struct err *e);
int ledger_balance_before(struct db *db, int64_t id, const char *on, int64_t *minor, struct err *e);

#endif
