#ifndef PP_TOTP_H
#define PP_TOTP_H
/*
 * totp - six digits from a secret and a counter, or the time.  Layer 1, pure.
 * Source: RFC 4226 (HOTP), RFC 6238 (TOTP, SHA-1, T0 = 0).
 */
#include <stddef.h>
#include <stdint.h>
#include "err.h"

enum {
	TOTP_CODE_SIZE = 7,    /* six digits and the NUL */
	TOTP_SECRET_SIZE = 20, /* bytes of a new secret: RFC 4226 section 4 recommends 160 bits */
	TOTP_SECRET_LEAST = 10,
	TOTP_SECRET_MOST = 64,
	TOTP_PERIOD = 30, /* seconds of a step where none is named */
	TOTP_PERIOD_LEAST = 15,
	TOTP_PERIOD_MOST = 120,
	TOTP_AGE_MOST = 60, /* seconds: no older code is accepted */
};

/* The code of that counter; length is at most TOTP_SECRET_MOST.  ERR_SETUP (crypto.h). */
int hotp_code(
    const void *secret, size_t length, uint64_t counter, char code[TOTP_CODE_SIZE], struct err *e);

/* The step that the instant (UTC seconds, not negative) lies in. */
int64_t totp_step(int64_t at, int period);
/*
 * The first step whose code is accepted in step: the one before, if its code cannot be older than
 * TOTP_AGE_MOST until step ends, else step itself.
 */
int64_t totp_oldest_step(int64_t step, int period);

#endif
