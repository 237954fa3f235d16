#ifndef PP_STANDING_H
#define PP_STANDING_H
/*
 * standing - an invoice as it stands today: rules, payments and holds taken together.
 * Owns no table.  Layer 9.
 */
#include "owed.h"

struct standing {
	struct invoice invoice;
	char on[DATE_SIZE]; /* the business date at its biller */
	struct owed owed;
	struct allocation_list allocations;
	const char *status; /* "overdue" for an open one past its last due date, else its status */
	char paid_on[DATE_SIZE]; /* business date of the payment that settled it, or "" */
	int64_t held_by; /* live payment that holds it, or what it makes a plan with; or 0 */
	/* The first instalment of a pending plan: another way to pay what its debt's invoices still
	 * count, so that no sum of what an account owes has it. */
	bool is_opening;
};

/* Values many invoices: keeps the last biller and the last version of rules at hand. */
struct valuer {
	struct office *office;
	struct biller biller;
	char today[DATE_SIZE]; /* at that biller */
	struct rules rules;
	int64_t rules_biller; /* whose they are; 0: none loaded yet */
};

void valuer_open(struct valuer *v, struct office *office);
/* The biller of an id, kept at hand. */
int valuer_biller(struct valuer *v, int64_t id, struct err *e);
/* The rules of an invoice, kept at hand; its biller too. */
int valuer_rules(struct valuer *v, const struct invoice *inv, struct err *e);
/* Values s->invoice, which the caller filled. */
int standing_fill(struct valuer *v, struct standing *s, struct err *e);
int standing_show(struct valuer *v, int64_t invoice, struct standing *s, struct err *e);
/* Whether it can be paid now: open or overdue. */
bool standing_is_payable(const struct standing *s);

/* What the invoices of an account come to. */
struct account_sum {
	int64_t overdue_minor;
	char next_due_on[DATE_SIZE]; /* the first due date from today on that is not paid, or "" */
	int64_t next_due_minor;
	int64_t credit_minor; /* money that arrived for something no longer payable */
	size_t due_count;
	struct {
		char due_on[DATE_SIZE];
		int64_t amount_minor;
	} due[24]; /* next due dates, in order; the rest is left out */
};
int standing_account(
    struct valuer *v, const struct account *a, struct account_sum *sum, struct err *e);

#endif
