#ifndef PP_CRYPTO_H
#define PP_CRYPTO_H
/*
 * crypto - the few functions of OpenSSL's libcrypto that are needed, loaded on first use; what is
 * made of them: random numbers, keyed digests, scrypt.  Layer 1.
 *
 * Linking libcrypto costs every start about a millisecond, a third of a whole reading verb, and
 * the same programs read far more often than they write.
 */
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "err.h"

enum {
	CRYPTO_SHA1_SIZE = 20,
	CRYPTO_BLOCK_SIZE = 64, /* of SHA-1 and SHA-256 */
	CRYPTO_SHA256_SIZE = 32,
	CRYPTO_SALT_SIZE = 16,
	CRYPTO_SCRYPT_SIZE = 32,
	CRYPTO_SCRYPT_MEMORY = 64 << 20, /* bytes that scrypt may take */
};

struct crypto {
	/* SHA-256 itself: asking a provider for it costs a writing verb another millisecond. */
	int (*sha256_init)(SHA256_CTX *context);
	int (*sha256_update)(SHA256_CTX *context, const void *bytes, size_t length);
	int (*sha256_final)(unsigned char *digest, SHA256_CTX *context);
	/* SHA-1 likewise: a device that shows a code does nothing else. */
	int (*sha1_init)(SHA_CTX *context);
	int (*sha1_update)(SHA_CTX *context, const void *bytes, size_t length);
	int (*sha1_final)(unsigned char *digest, SHA_CTX *context);
	/* After crypto_start: */
	const EVP_MD *(*sha256)(void);
	unsigned char *(*hmac)(const EVP_MD *md, const void *key, int key_length,
	    const unsigned char *bytes, size_t length, unsigned char *mac, unsigned *mac_length);
	int (*init)(uint64_t options, const void *settings);
	OSSL_LIB_CTX *(*context)(void); /* the default one; NULL: it could not be made */
	int (*scrypt)(const char *password, size_t length, const unsigned char *salt,
	    size_t salt_length, uint64_t n, uint64_t r, uint64_t p, uint64_t memory,
	    unsigned char *out, size_t out_length);
	/* AES-256-GCM, for vault */
	const EVP_CIPHER *(*aes_256_gcm)(void);
	EVP_CIPHER_CTX *(*cipher_new)(void);
	void (*cipher_free)(EVP_CIPHER_CTX *context);
	int (*cipher_init)(EVP_CIPHER_CTX *context, const EVP_CIPHER *cipher, ENGINE *engine,
	    const unsigned char *key, const unsigned char *nonce, int is_sealing);
	int (*cipher_update)(EVP_CIPHER_CTX *context, unsigned char *out, int *out_length,
	    const unsigned char *in, int length);
	int (*cipher_final)(EVP_CIPHER_CTX *context, unsigned char *out, int *out_length);
	int (*cipher_control)(EVP_CIPHER_CTX *context, int what, int size, void *bytes);
};

/* Fills *c; the library stays loaded until the process ends.  ERR_SETUP without it. */
int crypto_load(struct crypto *c, struct err *e);
/* Starts what the digests do not need.  ERR_FAILED without memory. */
int crypto_start(const struct crypto *c, struct err *e);

/* Fills the bytes, at most 256, from the kernel's source.  ERR_FAILED. */
int crypto_random(void *bytes, size_t length, struct err *e);
/* Whether both are the same, in a time that does not tell where they differ. */
bool crypto_equal(const void *one, const void *other, size_t length);

/* HMAC (RFC 2104) with SHA-256.  ERR_SETUP, ERR_FAILED. */
int crypto_hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
    unsigned char mac[CRYPTO_SHA256_SIZE], struct err *e);
/* HMAC with SHA-1, which one-time passwords are made of (RFC 4226).  The key has at most
 * CRYPTO_BLOCK_SIZE bytes (asserted).  ERR_SETUP. */
int crypto_hmac_sha1(const void *key, size_t key_length, const void *bytes, size_t length,
    unsigned char mac[CRYPTO_SHA1_SIZE], struct err *e);

struct crypto_scrypt_cost { /* RFC 7914: N = 2^n_log2 */
	int n_log2, r, p;
};
/*
 * scrypt (RFC 7914) of a password that may hold any bytes.  ERR_FAILED: the cost is none, or needs
 * more than CRYPTO_SCRYPT_MEMORY; ERR_BUSY: out of memory, so that nobody takes it for "wrong".
 */
int crypto_scrypt(const char *password, size_t length, const unsigned char salt[CRYPTO_SALT_SIZE],
    const struct crypto_scrypt_cost *cost, unsigned char out[CRYPTO_SCRYPT_SIZE], struct err *e);

#endif
