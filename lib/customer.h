#ifndef PP_CUSTOMER_H
#define PP_CUSTOMER_H
/*
 * customer - a person or business that pays.  Owns table customer.  Layer 5.
 *
 * States (domain.md section 3): invited -> active <-> suspended, any -> closed.
 */
#include <stdbool.h>
#include "office.h"
#include "text.h"

struct customer {
	int64_t id;	 /* set by customer_add */
	char status[10]; /* invited active suspended closed */
	char kind[9];	 /* person business */
	char name[201];
	char email[255];	/* unique, in small letters */
	char former_email[255]; /* a confirmed one that counts until email is confirmed, or "" */
	char phone[21];		/* "" where unknown, here and below: "+59170012345" */
	char document[65];	/* unique: "CI:1234567" */
	char address[301];
	char language[3];				/* es en; "" is es */
	char adviser[201];				/* whom the customer may ask */
	int64_t email_confirmed_at, phone_confirmed_at; /* 0: not confirmed */
	int64_t created_at;
};

struct customer_filter {
	const char *kind; /* person, business, or NULL */
};

/* How things are written for comparing: blanks at the ends dropped; an e-mail address in small
 * letters, a document's type in capitals, a phone without blanks, dashes, dots and brackets;
 * kind "" is person.
 * ERR_USAGE for what is none, and for free text with a card number. */
int customer_tidy(struct customer *c, struct err *e);
/* The same of a document by itself: what it is compared as. */
int customer_tidy_document(const char *text, char document[65], struct err *e);
/* The same of a phone and an e-mail address by themselves; "" is none. */
int customer_tidy_contact(char phone[21], char email[255], struct err *e);

/*
 * Inside a write.  status "" is active.  ERR_USAGE; ERR_CONFLICT with reason
 * "exists": the e-mail address or the document is known.
 */
int customer_add(struct office *office, struct customer *c, struct err *e);
/*
 * Inside a write: all that may change.  A changed e-mail address or phone is not confirmed any
 * more, whatever c says.  Where the customer changes a confirmed address itself, that one stays
 * another name of its own, and where a forgotten password is mended, until the new one is
 * confirmed: a session that somebody else holds must not take the account over.  Errors as
 * customer_add.
 */
int customer_edit(struct office *office, struct customer *c, struct err *e);

/* Whether a customer may go from one state to another; "" is where it begins. */
bool customer_is_legal_move(const char *from, const char *to);
/* Inside a write: moves it to that state.  ERR_CONFLICT with the state as reason, and the ref. */
int customer_move(struct office *office, int64_t id, const char *to, struct err *e);
/* ERR_CONFLICT whose reason is its state.  Returns -1. */
int customer_refuse_state(const struct customer *c, struct err *e);
/* The same for one that is suspended or closed: nothing new is begun for it. */
int customer_check_served(const struct customer *c, struct err *e);
/* Inside a write: the address is the customer's own, for it received a code. */
int customer_confirm_email(struct office *office, int64_t id, struct err *e);
int customer_confirm_phone(struct office *office, int64_t id, struct err *e);
/* Inside a write: the former address is the customer's again, for it received a code. */
int customer_restore_email(struct office *office, int64_t id, struct err *e);
/* The address that counts: the former one while there is one. */
const char *customer_proven_email(const struct customer *c);

int customer_show(struct db *db, int64_t id, struct customer *c, struct err *e);
/* By "cus-5", e-mail address or document, however they are written.  ERR_NOT_FOUND. */
int customer_find(struct db *db, const char *text, int64_t *id, struct err *e);
/* The same by natural key alone: 1 and *id, 0, -1. */
int customer_at(struct db *db, const char *text, int64_t *id, struct err *e);
int customer_list(
    struct db *db, const struct customer_filter *filter, struct query *q, struct err *e);
int customer_next(struct query *q, struct customer *c, struct err *e);

/*
 * May the customer spend?  0 for who is no customer, and while setting customer.confirmed is "no".
 * ERR_CONFLICT with the state as reason unless it is active, with reason "unconfirmed" unless its
 * e-mail address or phone is confirmed; both with a hint that tells what to do and whom to ask.
 */
int customer_check_ready(struct office *office, struct err *e);
/* Makes "ask ADVISER" (the office without one) the hint of an error just set.  Returns -1. */
int customer_hint_ask(const struct customer *c, struct err *e);

/* Appends the customer's link to the portal: setting portal.url, "" without it, with {ref} and
 * {email} replaced; by nothing for who is no customer, with id 0. */
int customer_portal(struct db *db, const struct customer *c, struct text *out, struct err *e);

enum { CUSTOMER_MASK_SIZE = 64 };
/* What of an address may be shown: "a***@d***.bo", "****434". */
void customer_mask_email(const char *email, char masked[CUSTOMER_MASK_SIZE]);
void customer_mask_phone(const char *phone, char masked[CUSTOMER_MASK_SIZE]);

#endif
