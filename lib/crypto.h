#ifndef PP_CRYPTO_H
#define PP_CRYPTO_H
/*
 * crypto - the few functions of OpenSSL's libcrypto that digests need, loaded on first use.
 * Layer 1.
 *
 * Linking libcrypto costs every start about a millisecond, a third of a whole reading verb, and
 * the same programs read far more often than they write.
 */
#include <openssl/evp.h>
#include <openssl/sha.h>
#include "err.h"

struct crypto {
	/* SHA-256 itself: asking a provider for it costs a writing verb another millisecond. */
	int (*sha256_init)(SHA256_CTX *context);
	int (*sha256_update)(SHA256_CTX *context, const void *bytes, size_t length);
	int (*sha256_final)(unsigned char *digest, SHA256_CTX *context);
	/* After crypto_start: */
	const EVP_MD *(*sha256)(void);
	unsigned char *(*hmac)(const EVP_MD *md, const void *key, int key_length,
	    const unsigned char *bytes, size_t length, unsigned char *mac, unsigned *mac_length);
	int (*init)(uint64_t options, const void *settings);
	OSSL_LIB_CTX *(*context)(void); /* the default one; NULL: it could not be made */
};

/* Fills *c; the library stays loaded until the process ends.  ERR_SETUP without it. */
int crypto_load(struct crypto *c, struct err *e);
/* Starts what the digests do not need.  ERR_FAILED without memory. */
int crypto_start(const struct crypto *c, struct err *e);

#endif
