#ifndef PP_DIGEST_H
#define PP_DIGEST_H
/*
 * digest - SHA-256 (FIPS 180-4) through OpenSSL.  Layer 1.
 */
#include <stddef.h>
#include "err.h"

enum { DIGEST_SIZE = 32, DIGEST_HEX_SIZE = 65 };

struct digest; /* a running digest, used again after each digest_take */

int digest_open(struct digest **d, struct err *e);
void digest_close(struct digest *d); /* NULL is allowed */
void digest_add(struct digest *d, const void *bytes, size_t length);
/* Adds the length and then the bytes of a string (NULL differs from ""), so that two lists of
 * strings never run together. */
void digest_add_text(struct digest *d, const char *text);
/* The digest of all that was added; starts anew.  ERR_FAILED if the library failed meanwhile. */
int digest_take(struct digest *d, unsigned char out[DIGEST_SIZE], struct err *e);

void digest_to_hex(const unsigned char bytes[DIGEST_SIZE], char hex[DIGEST_HEX_SIZE]);
/* All in one, as hex. */
int digest_hex(const void *bytes, size_t length, char hex[DIGEST_HEX_SIZE], struct err *e);

#endif
