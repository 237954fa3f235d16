#ifndef PP_ENROLMENT_H
#define PP_ENROLMENT_H
/*
 * enrolment - consent to paperless bills of a service account, or to its automatic debit (a
 * mandate).  Owns table enrolment.  Layer 8.  Source: domain.md sections 3 and 7.
 *
 * active <> stopped, and both > ended.  One live enrolment of each kind per account.  It is of the
 * customer who consented, and ends with that customer's link.
 */
#include <stdbool.h>
#include "account.h"
#include "office.h"

enum enrolment_kind { ENROLMENT_PAPERLESS, ENROLMENT_AUTODEBIT };

struct enrolment {
	int64_t id; /* set by enrolment_set, as are status and created_at */
	int64_t account;
	enum enrolment_kind kind;
	char status[8];	      /* active stopped ended */
	int64_t customer;     /* who consented; 0: nobody known here */
	int64_t terms;	      /* the version accepted; 0: the biller has none */
	char email[255];      /* paperless: where the bills go */
	bool is_deposit;      /* autodebit: from a deposit account, else by card */
	int64_t card;	      /* 0: the customer's default */
	bool is_card_awaited; /* for enrolment_set: the customer need not have a card yet */
	int64_t source;	      /* the deposit account */
	int day;	      /* of the month, 1 to 28; 0: the due date */
	int64_t max_minor;    /* of one invoice, in the account's currency; 0: no limit */
	int64_t created_at;
	int64_t woken_at; /* when it was stopped and woken last, 0: never */
};

struct enrolment_filter {
	int64_t customer, account; /* 0: any; not both */
};

enum { ENROLMENT_METHOD_SIZE = 32 };
/* What a mandate charges: "card" (the default), "card-4", "acc-5".  Returns text. */
const char *enrolment_method(const struct enrolment *en, char text[ENROLMENT_METHOD_SIZE]);

const char *enrolment_kind_name(enum enrolment_kind kind);
/* ERR_USAGE for a word that is no kind. */
int enrolment_kind_parse(const char *text, enum enrolment_kind *kind, struct err *e);
/* Whether it may go from one status to the other ("": it begins there). */
bool enrolment_is_legal_move(const char *from, const char *to);

/*
 * Inside a write: enrols, changes what is enrolled, wakes what was stopped.  customer 0 becomes the
 * owner of card or source; email "" becomes the customer's.  terms: the biller's newest, accepted;
 * 0 if it has none.  ERR_NOT_FOUND: card or source is not the customer's.  ERR_USAGE: a deposit
 * account, no customer to ask, a bad e-mail or source.  ERR_CONFLICT: "closed"; "not_linked", the
 * customer has no link; "enrolled_by_other"; "changed", terms are not the newest;
 * "currency"; "no_card".  Of an automatic debit also what customer_check_ready refuses.
 */
int enrolment_set(struct office *office, struct enrolment *en, struct err *e);
/* Inside a write: the moves, each with its reason in the log; that a mandate stops is told to its
 * customer.  *en is updated.  ERR_CONFLICT. */
int enrolment_stop(struct office *office, struct enrolment *en, const char *why, struct err *e);
int enrolment_wake(struct office *office, struct enrolment *en, const char *why, struct err *e);
int enrolment_end(struct office *office, struct enrolment *en, const char *why, struct err *e);
/* Inside a write: ends all live ones of the filter; *count (may be NULL): how many. */
int enrolment_end_all(struct office *office, const struct enrolment_filter *filter, const char *why,
    int *count, struct err *e);
/* Inside a write: stops the mandates that draw on a deposit account. */
int enrolment_stop_source(
    struct office *office, const struct account *source, const char *why, struct err *e);

/* Inside a write: the mandates of the customer that charge card "from" charge "to" (0: the default)
 * from now on.  Those that were stopped wake if another card was put in its place (to is not 0). */
int enrolment_move_card(
    struct office *office, int64_t customer, int64_t from, int64_t to, struct err *e);
/* Inside a write: the customer has a new default card: wakes the mandates that charge it. */
int enrolment_wake_default(struct office *office, int64_t customer, struct err *e);

/* The active mandate with the lowest id from that one on: 1, 0, -1. */
int enrolment_next_mandate(struct db *db, int64_t from, struct enrolment *en, struct err *e);
/* The live one of an account: 1, 0, -1. */
int enrolment_find(
    struct db *db, int64_t account, enum enrolment_kind kind, struct enrolment *en, struct err *e);
/* Whether any account has an active one of that kind: 1, 0, -1. */
int enrolment_any(struct db *db, enum enrolment_kind kind, struct err *e);
/* The live ones, in order of id. */
int enrolment_list(
    struct db *db, const struct enrolment_filter *filter, struct query *q, struct err *e);
int enrolment_next(struct query *q, struct enrolment *en, struct err *e);

#endif
