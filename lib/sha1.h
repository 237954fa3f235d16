#ifndef PP_SHA1_H
#define PP_SHA1_H
/*
 * sha1 - SHA-1 and its HMAC, for one-time passwords and nothing else.  Layer 0, pure.
 * Source: FIPS 180-4 section 6.1, RFC 2104.
 *
 * Written out because loading libcrypto takes as long as all else that a device does.
 */
#include <stddef.h>
#include <stdint.h>

enum { SHA1_SIZE = 20, SHA1_BLOCK_SIZE = 64 };

/* The digest of first and second, one after the other; second may be empty. */
void sha1(const void *first, size_t first_length, const void *second, size_t second_length,
    unsigned char digest[SHA1_SIZE]);
/* The key has at most SHA1_BLOCK_SIZE bytes (asserted); what was made of it is zeroed. */
void sha1_hmac(const void *key, size_t key_length, const void *bytes, size_t length,
    unsigned char mac[SHA1_SIZE]);

#endif
