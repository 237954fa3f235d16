#ifndef PP_CODE_H
#define PP_CODE_H
/*
 * code - six digits that are sent to somebody to prove that an address is theirs.
 * Owns table code.  Layer 7.  Source: domain.md section 9.
 *
 * Kept as HMAC under the key file, bound to customer, purpose and address.  Good for code.seconds
 * by SMS and code.seconds.email by e-mail, for CODE_TRIES tries, once; a new one replaces the old.
 * At most CODE_SENDS are sent in CODE_SENDS_SECONDS to one customer, and to one address or phone.
 */
#include "customer.h"
#include "outbox.h"

enum { CODE_DIGITS = 6, CODE_SIZE = 64, CODE_TRIES = 5, CODE_SENDS = 3, CODE_SENDS_SECONDS = 900 };

enum code_purpose { CODE_ACTIVATION, CODE_RECOVERY, CODE_LOGIN, CODE_PHONE, CODE_EMAIL };

/* What whoever asked for a code is told. */
struct code_sent {
	enum outbox_channel channel;
	char to[CUSTOMER_MASK_SIZE]; /* masked */
	int64_t seconds;	     /* how long it is good */
};

struct code_tried {
	int64_t id; /* of the code that was right, else 0 */
};

/* By SMS for login and phone, else by e-mail; and how long such a code is good. */
enum outbox_channel code_channel(enum code_purpose purpose);
int code_seconds(struct db *db, enum code_purpose purpose, int64_t *seconds, struct err *e);

/*
 * Inside a write: sends a code to c's own address (recovery: to customer_proven_email).
 * ERR_DENIED with reason "code_limit" and until when that was done too often, and nothing is
 * written; ERR_BUSY: the clock cannot be right; ERR_SETUP: the key file.
 */
int code_send(
    struct office *office, const struct customer *c, enum code_purpose purpose, struct err *e);
/* Inside a write: takes what code_send takes, for nobody. */
int code_pretend(struct office *office, enum code_purpose purpose, struct err *e);

/*
 * Outside any write: are these the digits that were sent, but for blanks around them?  The try is
 * spent first, in a transaction of its own that is kept in dry runs too; customer 0 is nobody, and
 * costs the same.  ERR_DENIED with reason "code_wrong", whyever; else *tried is for code_use.
 */
int code_try(struct office *office, int64_t customer, enum code_purpose purpose, const char *typed,
    struct code_tried *tried, struct err *e);
/* Inside the write that has the effect: it is used up.  ERR_DENIED, "code_wrong": it was already,
 * or c's address is another by now. */
int code_use(
    struct office *office, const struct code_tried *tried, const struct customer *c, struct err *e);
/* ERR_DENIED with reason "code_wrong".  Returns -1. */
int code_refuse(struct err *e);

/* Inside a write: the customer's live codes get all their tries back; or end. */
int code_unlock(struct office *office, int64_t customer, struct err *e);
int code_end_all(struct office *office, int64_t customer, struct err *e);

/* Digits to stand in a mask for what is not there: always the same for the same text, and nobody
 * without the key file can tell. */
int code_pretend_phone(
    struct office *office, const char *text, char masked[CUSTOMER_MASK_SIZE], struct err *e);

#endif
