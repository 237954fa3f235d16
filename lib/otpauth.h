#ifndef PP_OTPAUTH_H
#define PP_OTPAUTH_H
/*
 * otpauth - the URI by which a secret reaches a telephone's application.  Layer 1, pure.
 *
 *   otpauth://totp/ISSUER:ACCOUNT?secret=BASE32&issuer=ISSUER&algorithm=SHA1&digits=6&period=30
 *
 * Source: the key URI format of the authenticator applications; RFC 3986 section 2.1 for %XX.
 */
#include <stddef.h>
#include "err.h"
#include "totp.h"

enum {
	OTPAUTH_ISSUER_SIZE = 129,
	OTPAUTH_ACCOUNT_SIZE = 257,
	/* each byte of the names as %XX, the issuer twice */
	OTPAUTH_URI_SIZE = 3 * (2 * OTPAUTH_ISSUER_SIZE + OTPAUTH_ACCOUNT_SIZE) + 256,
};

struct otpauth {
	char issuer[OTPAUTH_ISSUER_SIZE]; /* "": none named */
	char account[OTPAUTH_ACCOUNT_SIZE];
	unsigned char secret[TOTP_SECRET_MOST];
	size_t secret_length; /* TOTP_SECRET_LEAST to TOTP_SECRET_MOST */
	int period;	      /* seconds */
};

/* Asserts the bounds above.  ERR_USAGE: a name has a ":", is no UTF-8, or the account is empty. */
int otpauth_write(const struct otpauth *o, char uri[OTPAUTH_URI_SIZE], struct err *e);
/*
 * Reads a URI, or a secret alone (base32; then no names, and TOTP_PERIOD).  ERR_USAGE, never
 * echoing any of it: hotp, another algorithm or number of digits, a period out of bounds, names
 * that differ, a parameter twice, a "+" (blank or plus?), a foreign character, no secret.
 * Parameters that it does not know are passed over.  The caller zeroes *o.
 */
int otpauth_read(const char *text, struct otpauth *o, struct err *e);

#endif
