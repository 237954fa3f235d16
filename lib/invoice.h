#ifndef PP_INVOICE_H
#define PP_INVOICE_H
/*
 * invoice - what is owed: issuing, voiding, looking up.
 * Owns tables invoice, invoice_line.  Layer 7.  States: domain.md section 3.
 *
 * unbilled > open > paid, open > void, paid > open (refund only), open <> in_plan.
 */
#include <stdbool.h>
#include "account.h"
#include "allocation.h"
#include "money.h"
#include "office.h"

enum invoice_kind {
	INVOICE_BILL,
	INVOICE_CHARGE,
	INVOICE_SLIP,
	INVOICE_CREDIT, /* a loan, paid in parts */
	INVOICE_INSTALMENT,
	INVOICE_SUBSCRIPTION,
};
enum invoice_status { INVOICE_UNBILLED, INVOICE_OPEN, INVOICE_IN_PLAN, INVOICE_PAID, INVOICE_VOID };

enum { INVOICE_LINES_MAX = 64 };

struct invoice {
	int64_t id; /* set by invoice_insert, as are status (unless unbilled), rule, created_at */
	int64_t biller;
	int64_t account;
	char number[65]; /* unique at the biller among invoices that are not void */
	enum invoice_kind kind;
	enum invoice_status status;
	char concept[201]; /* "" where there is none, here and below */
	char period[33];
	char issued_on[DATE_SIZE];
	bool is_issued_given;	  /* named by who issues it: else not compared on a repeat */
	char due_on[DATE_SIZE];	  /* in the biller's zone; a credit's first due date */
	char due2_on[DATE_SIZE];  /* last day on which due2_minor is asked */
	int64_t due2_minor;	  /* principal after due_on; 0 without due2_on */
	struct money amount;	  /* > 0 */
	int64_t instalment_minor; /* a credit's, due every month from due_on; else 0 */
	int term;		  /* a credit's number of due dates; else 0 */
	char holder[201];	  /* as the bill names it, where not as the account */
	int64_t rule;		  /* version of the biller's rules, 0: defaults */
	bool is_rule_given;	  /* it was looked up already, for issued_on */
	int64_t subscription;	  /* whose period it is, 0: none */
	int64_t reopened_by;	  /* refund after which it is not debited till resumed, or 0 */
	int64_t plan;		  /* an instalment's; of others the one they are or were in; or 0 */
	char frozen_on[DATE_SIZE]; /* "", or put in a plan: principal and fee are of that date */
	int64_t frozen_fee_minor;  /* the whole late fee then, paid or not */
	char thawed_on[DATE_SIZE]; /* fees for what is missed after it; "": none, it is in a plan */
	int64_t created_at;
};

struct invoice_line {
	char concept[201];
	int64_t amount_minor; /* may be negative: a discount */
};

struct invoice_filter {
	int64_t account, biller;	    /* 0: all */
	int64_t subscription, plan;	    /* 0: all */
	const char *kind, *period, *number; /* NULL: all */
	bool is_open;			    /* only those whose status is open */
	const char *due_since, *due_until;  /* dates, inclusive; NULL: open */
};

const char *invoice_kind_name(enum invoice_kind kind);
const char *invoice_status_name(enum invoice_status status);
/* ERR_USAGE for a word that is no kind. */
int invoice_kind_parse(const char *text, enum invoice_kind *kind, struct err *e);

/*
 * Inside a write: issues inv.  0 and *is_new; *is_new false where the same invoice is there
 * already (then inv->id is its id).  ERR_USAGE for bad values or lines that do not sum to the
 * amount; ERR_CONFLICT "exists" for a known number with other content, naming both.
 * A credit is compared by account, currency, due date, instalment and term only.
 */
int invoice_insert(struct office *office, struct invoice *inv, const struct invoice_line *lines,
    size_t line_count, bool *is_new, struct err *e);

/* Domain verbs, inside a write; each checks the state, appends to the log.  ERR_CONFLICT.  Nobody
 * voids an instalment of a plan, or a debt of a live one (reason "in_plan", ref: the plan). */
int invoice_void(struct office *office, int64_t id, const char *reason, struct err *e);
int invoice_bill(struct office *office, int64_t id, struct err *e);
int invoice_resume(struct office *office, int64_t id, struct err *e);
/* open > paid, by that payment; and a part of it, which changes no state. */
int invoice_settle(
    struct office *office, const struct invoice *inv, int64_t payment, struct err *e);
int invoice_note_part(struct office *office, int64_t id, int64_t payment, struct err *e);
int invoice_reopen(struct office *office, int64_t id, int64_t refund, struct err *e);

/* open > in_plan: from now on it bears the late fee of that date. */
int invoice_freeze(struct office *office, int64_t id, int64_t plan, const char *on,
    int64_t fee_minor, struct err *e);
/* in_plan > open or paid, when its plan ended on that date. */
int invoice_thaw(struct office *office, const struct invoice *inv, enum invoice_status to,
    const char *on, struct err *e);
/* Of an instalment whose plan ended: what is paid of it, by minor, is its amount, and it is paid;
 * where nothing is, void. */
int invoice_cut(struct office *office, const struct invoice *inv, int64_t minor, struct err *e);

/* Whether an invoice may go from one status to the other ("": it begins there). */
bool invoice_is_legal_move(const char *from, const char *to);

/* By "inv-42" or "BILLER:NUMBER".  ERR_NOT_FOUND. */
int invoice_find(struct db *db, const char *text, int64_t *id, struct err *e);
/* The one that is not void with that number: 1, 0, -1. */
int invoice_at(struct db *db, int64_t biller, const char *number, int64_t *id, struct err *e);
int invoice_show(struct db *db, int64_t id, struct invoice *inv, struct err *e);
int invoice_list(
    struct db *db, const struct invoice_filter *filter, struct query *q, struct err *e);
int invoice_next(struct query *q, struct invoice *inv, struct err *e);
int invoice_lines(struct db *db, int64_t id, struct invoice_line *lines, size_t *count,
    struct err *e); /* lines: INVOICE_LINES_MAX of them */

#endif
