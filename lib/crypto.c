#include <dlfcn.h>
#include <openssl/crypto.h>
#include <openssl/opensslv.h>
#include <stddef.h>
#include <string.h>
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
	{ "EVP_sha256", offsetof(struct crypto, sha256) },
	{ "HMAC", offsetof(struct crypto, hmac) },
	{ "OPENSSL_init_crypto", offsetof(struct crypto, init) },
	{ "OSSL_LIB_CTX_get0_global_default", offsetof(struct crypto, context) },
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
