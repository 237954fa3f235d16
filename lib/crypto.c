#define _DEFAULT_SOURCE /* getentropy, explicit_bzero */
#include <assert.h>
#include <dlfcn.h>
#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/opensslv.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>
#include "crypto.h"
#include "i18n.h"

#define NAME_OF(version)  NAME_OF_(version)
#define NAME_OF_(version) "libcrypto.so." #version

static const struct {
	const char *name;
	size_t at; /* in struct crypto */
} symbols[] = {
	{ "SHA256_Init", offsetof(struct crypto, sha256_init) },
	{ "SHA256_Update", offsetof(struct crypto, sha256_update) },
	{ "SHA256_Final", offsetof(struct crypto, sha256_final) },
	{ "SHA1_Init", offsetof(struct crypto, sha1_init) },
	{ "SHA1_Update", offsetof(struct crypto, sha1_update) },
	{ "SHA1_Final", offsetof(struct crypto, sha1_final) },
	{ "EVP_sha256", offsetof(struct crypto, sha256) },
	{ "HMAC", offsetof(struct crypto, hmac) },
	{ "OPENSSL_init_crypto", offsetof(struct crypto, init) },
	{ "OSSL_LIB_CTX_get0_global_default", offsetof(struct crypto, context) },
	{ "EVP_PBE_scrypt", offsetof(struct crypto, scrypt) },
	{ "EVP_aes_256_gcm", offsetof(struct crypto, aes_256_gcm) },
	{ "EVP_CIPHER_CTX_new", offsetof(struct crypto, cipher_new) },
	{ "EVP_CIPHER_CTX_free", offsetof(struct crypto, cipher_free) },
	{ "EVP_CipherInit_ex", offsetof(struct crypto, cipher_init) },
	{ "EVP_CipherUpdate", offsetof(struct crypto, cipher_update) },
	{ "EVP_CipherFinal_ex", offsetof(struct crypto, cipher_final) },
	{ "EVP_CIPHER_CTX_ctrl", offsetof(struct crypto, cipher_control) },
};

int
crypto_load(struct crypto *c, struct err *e)
{
	void *library = dlopen(NAME_OF(OPENSSL_SHLIB_VERSION), RTLD_LAZY | RTLD_LOCAL);

	for (size_t i = 0; library != NULL && i < sizeof symbols / sizeof *symbols; i++) {
		void *symbol = dlsym(library, symbols[i].name);

		if (symbol == NULL)
			library = NULL;
		/* POSIX lets a data pointer hold a function; ISO C has no cast for it. */
		memcpy((char *)c + symbols[i].at, &symbol, sizeof symbol);
	}
	if (library == NULL) {
		err_set(
		    e, ERR_SETUP, _("the library %s is missing"), NAME_OF(OPENSSL_SHLIB_VERSION));
		return -1;
	}
	return 0;
}

int
crypto_start(const struct crypto *c, struct err *e)
{
	/* Reading openssl.cnf costs half a millisecond and could change what SHA-256 means. */
	if (c->init(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1 && c->context() != NULL)
		return 0;
	/* It does not look whether its own start had the memory it needed. */
	return err_set(e, ERR_FAILED, _("out of memory"));
}

int
crypto_random(void *bytes, size_t length, struct err *e)
{
	if (getentropy(bytes, length) != 0)
		return err_set(e, ERR_FAILED, _("no random numbers: %s"), strerror(errno));
	return 0;
}

bool
crypto_equal(const void *one, const void *other, size_t length)
{
	const volatile unsigned char *a = one, *b = other;
	unsigned char difference = 0;

	for (size_t i = 0; i < length; i++)
		difference = (unsigned char)(difference | (a[i] ^ b[i]));
	return difference == 0;
}

int
crypto_hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
    unsigned char mac[CRYPTO_SHA256_SIZE], struct err *e)
{
	struct crypto c;
	unsigned size = 0;

	if (crypto_load(&c, e) != 0 || crypto_start(&c, e) != 0)
		return -1;
	if (c.hmac(c.sha256(), key, (int)key_length, bytes, length, mac, &size) == NULL)
		return err_set(e, ERR_FAILED, _("%s is not available"), "SHA-256");
	return 0;
}

/* The digest of a block and what follows it. */
static void
sha1(const struct crypto *c, const unsigned char block[CRYPTO_BLOCK_SIZE], const void *bytes,
    size_t length, unsigned char digest[CRYPTO_SHA1_SIZE])
{
	SHA_CTX context;

	c->sha1_init(&context);
	c->sha1_update(&context, block, CRYPTO_BLOCK_SIZE);
	c->sha1_update(&context, bytes, length);
	c->sha1_final(digest, &context);
	explicit_bzero(&context, sizeof context);
}

int
crypto_hmac_sha1(const void *key, size_t key_length, const void *bytes, size_t length,
    unsigned char mac[CRYPTO_SHA1_SIZE], struct err *e)
{
	unsigned char pad[CRYPTO_BLOCK_SIZE] = { 0 }, inner[CRYPTO_SHA1_SIZE];
	struct crypto c;

	assert(key_length <= sizeof pad);
	if (crypto_load(&c, e) != 0)
		return -1;
	memcpy(pad, key, key_length);
	for (size_t i = 0; i < sizeof pad; i++)
		pad[i] ^= 0x36;
	sha1(&c, pad, bytes, length, inner);
	for (size_t i = 0; i < sizeof pad; i++)
		pad[i] ^= 0x36 ^ 0x5c;
	sha1(&c, pad, inner, sizeof inner, mac);
	explicit_bzero(pad, sizeof pad);
	explicit_bzero(inner, sizeof inner);
	return 0;
}

/* What libcrypto will count against its limit: B, V and two blocks of work. */
static bool
is_scrypt_cost(const struct crypto_scrypt_cost *cost)
{
	uint64_t block, blocks;

	if (cost->n_log2 < 1 || cost->n_log2 > 30 || cost->r < 1 || cost->r > 64 || cost->p < 1 ||
	    cost->p > 64)
		return false;
	block = 128 * (uint64_t)cost->r;
	blocks = (UINT64_C(1) << cost->n_log2) + 2 + (uint64_t)cost->p;
	/* RFC 7914 section 2: N is less than 2^(128 r / 8). */
	return cost->n_log2 < 16 * cost->r && block * blocks <= CRYPTO_SCRYPT_MEMORY;
}

int
crypto_scrypt(const char *password, size_t length, const unsigned char salt[CRYPTO_SALT_SIZE],
    const struct crypto_scrypt_cost *cost, unsigned char out[CRYPTO_SCRYPT_SIZE], struct err *e)
{
	struct crypto c;

	if (!is_scrypt_cost(cost))
		return err_set(
		    e, ERR_FAILED, _("scrypt cannot be computed with that cost or memory"));
	if (crypto_load(&c, e) != 0 || crypto_start(&c, e) != 0)
		return -1;
	if (c.scrypt(password, length, salt, CRYPTO_SALT_SIZE, UINT64_C(1) << cost->n_log2,
		(uint64_t)cost->r, (uint64_t)cost->p, CRYPTO_SCRYPT_MEMORY, out,
		CRYPTO_SCRYPT_SIZE) == 1)
		return 0;
	/* With a cost that it can compute, only memory is left to fail. */
	return err_set(e, ERR_BUSY, _("out of memory"));
}
