#ifndef PP_SESSION_H
#define PP_SESSION_H
/*
 * session - who is logged in.  Owns table session.  Layer 6.
 *
 * Its holder has 256 random bits as 64 hex digits; their SHA-256 is kept.  It ends session.idle
 * seconds after its last use (known within SESSION_MINUTE), session.life seconds after its
 * beginning, and when it is ended.  The table is unsealed: beginning and end are in the log.
 */
#include <stdbool.h>
#include "office.h"

enum { SESSION_SECRET_SIZE = 65, SESSION_MINUTE = 60 };

struct session {
	int64_t id;
	int64_t customer;
	bool is_limited; /* good for changing the password and logging out only */
	int64_t created_at, seen_at;
};

/* 256 random bits, and what is kept of them.  The caller zeroes secret. */
int session_secret(char secret[SESSION_SECRET_SIZE], char hash[65], struct err *e);
/* Inside a write: a session of that customer begins. */
int session_begin(
    struct office *office, int64_t customer, const char *hash, bool is_limited, struct err *e);
/* The live session with that secret: 1, 0, -1. */
int session_find(struct office *office, const char *secret, struct session *s, struct err *e);
/* Brings seen_at forward, in a short write beside; db is open for writing. */
int session_touch(struct db *db, const struct session *s, int64_t now, struct err *e);
/* Inside a write: it ends; or all of that customer do. */
int session_end(struct office *office, const struct session *s, struct err *e);
int session_end_all(struct office *office, int64_t customer, struct err *e);

#endif
