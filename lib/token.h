#ifndef PP_TOKEN_H
#define PP_TOKEN_H
/*
 * token - a customer's one-time passwords: enrolling, spending one, revoking.  Owns table token.
 * Layer 6.
 *
 * The codes are totp.h's.  In step S of the clock those of totp_oldest_step(S) to S are accepted,
 * so that none is older than a minute, each once and never one of an earlier step than the last.
 * The fifth wrong one in a row locks the token for 24 hours.  Its secret lies in a vault box bound
 * to "token cus-5" and leaves the program once, as the URI of token_enrol.
 */
#include "office.h"
#include "otpauth.h"

enum { TOKEN_TRIES = 5, TOKEN_LOCK_SECONDS = 86400 };

struct token {
	int64_t id;
	int period;	      /* seconds of a step */
	int64_t last_step;    /* of the code accepted last; -1: none yet */
	int tried;	      /* wrong ones in a row */
	int64_t locked_until; /* instant; 0: never, since the last one that was accepted */
	int64_t enrolled_at;
	int64_t revoked_at; /* 0: it is live */
};

/* The live token, else the one that was revoked last: 1, 0 where there was never one, -1. */
int token_show(struct db *db, int64_t customer, struct token *t, struct err *e);
/* Whether the customer has a live token: 1, 0, -1. */
int token_is_live(struct db *db, int64_t customer, struct err *e);
/* "active", "locked" or "revoked". */
const char *token_status(const struct token *t, int64_t now);

/*
 * A write: a new secret; of a customer who acts itself it replaces the live one.  uri: what its
 * device needs, in the office's name; the caller zeroes it.  ERR_CONFLICT: the customer is not
 * active (reason: its status), or (for operators) has a live token, reason "enrolled".
 */
int token_enrol(struct office *office, int64_t customer, char uri[OTPAUTH_URI_SIZE], struct err *e);
/* A write.  ERR_CONFLICT: there is no live one. */
int token_revoke(struct office *office, int64_t customer, struct err *e);

/* Inside a write: the live one ends, if there is one. */
int token_end(struct office *office, int64_t customer, struct err *e);
/* Inside a write: tries and lock of the live one end. */
int token_unlock(struct office *office, int64_t customer, struct err *e);

/*
 * Spends a code, in a transaction of its own that is committed also in a dry run and remembers no
 * request.  what: the operation, payee, amount and currency that it authorises, for the log.
 * ERR_DENIED, reason: token_wrong (also when it is no six digits, which is no try), token_used
 * (until: when the next one comes, now if it is there; no try), locked (until), token_absent, and
 * the status of a customer that is not active.  ERR_BUSY: the clock (readiness.h).
 */
int token_spend(
    struct office *office, int64_t customer, const char *code, const char *what, struct err *e);

/*
 * The office's gate: refuses the write of a customer whose token is live and was not asked for.
 * ERR_DENIED, reason "token_required".
 */
int token_gate(struct office *office, struct err *e);

#endif
