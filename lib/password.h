#ifndef PP_PASSWORD_H
#define PP_PASSWORD_H
/*
 * password - what a customer knows.  Owns table password.  Layer 6.
 * Source: domain.md section 9; RFC 7914 (scrypt).
 *
 * Kept as scrypt of it with N = 2^15, r = 8, p = 3 and 16 random bytes, all of them in the row.
 * The third wrong one in a row locks for PASSWORD_LOCK_SECONDS from then.
 */
#include <stdbool.h>
#include "office.h"

enum {
	PASSWORD_MIN = 10,
	PASSWORD_MAX = 1024,
	PASSWORD_SIZE = PASSWORD_MAX + 1,
	PASSWORD_TRIES = 3,
	PASSWORD_LOCK_SECONDS = 24 * 60 * 60,
	PASSWORD_MADE_SIZE = 20,
};

struct password_hash {
	unsigned char salt[16], hash[32];
	int cost_log2, block_size, parallel;
};

enum password_answer { PASSWORD_RIGHT, PASSWORD_WRONG, PASSWORD_LOCKED };

struct password_tried {
	enum password_answer answer;
	bool is_temporary; /* PASSWORD_RIGHT: it must be changed first */
	int64_t until;	   /* PASSWORD_LOCKED, and PASSWORD_WRONG when that locked it */
};

/* ERR_USAGE unless it has 10 to 1024 bytes. */
int password_check(const char *text, struct err *e);
/* Hashes a new one; long, so outside any write.  ERR_USAGE, ERR_BUSY (no memory). */
int password_hash(const char *text, struct password_hash *hash, struct err *e);
/* Inside a write: it is the customer's from now on; tries and lock end. */
int password_set(struct office *office, int64_t customer, const struct password_hash *hash,
    bool is_temporary, struct err *e);
/*
 * Outside any write: is it the customer's?  The try is spent first, in a transaction of its own
 * that is kept in dry runs too; at the right one it is given back, and the row hashed anew if the
 * parameters have grown.  Customer 0 (unknown), one without a password, a wrong and a locked one
 * cost the same write and the same hash.  0 and *tried; ERR_BUSY: no memory, and no try.
 */
int password_try(struct office *office, int64_t customer, const char *text,
    struct password_tried *tried, struct err *e);
/* Inside a write: tries and lock end. */
int password_unlock(struct office *office, int64_t customer, struct err *e);
/* A random one to be read out: 16 letters and digits in four groups, 80 bits. */
int password_make(char text[PASSWORD_MADE_SIZE], struct err *e);

#endif
