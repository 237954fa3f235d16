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
#include "err.h"

struct crypto {
	int (*init)(uint64_t options, const void *settings);
	OSSL_LIB_CTX *(*context)(void); /* the default one; NULL: it could not be made */
	EVP_MD *(*md_fetch)(OSSL_LIB_CTX *context, const char *name, const char *properties);
	void (*md_free)(EVP_MD *md);
	EVP_MD_CTX *(*ctx_new)(void);
	void (*ctx_free)(EVP_MD_CTX *context);
	int (*digest_init)(EVP_MD_CTX *context, const EVP_MD *md, ENGINE *engine);
	int (*digest_update)(EVP_MD_CTX *context, const void *bytes, size_t length);
	int (*digest_final)(EVP_MD_CTX *context, unsigned char *digest, unsigned *length);
	const EVP_MD *(*sha256)(void);
	unsigned char *(*hmac)(const EVP_MD *md, const void *key, int key_length,
	    const unsigned char *bytes, size_t length, unsigned char *mac, unsigned *mac_length);
};

/* Fills *c; the library stays loaded until the process ends.  ERR_SETUP without it,
 * ERR_FAILED without memory. */
int crypto_load(struct crypto *c, struct err *e);

#endif
