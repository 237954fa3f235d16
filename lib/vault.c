#define _DEFAULT_SOURCE /* explicit_bzero */
#include <assert.h>
#include <string.h>
#include "crypto.h"
#include "i18n.h"
#include "vault.h"

static const char purpose[] = "pp vault 1";

static int
out_of_memory(struct err *e)
{
	return err_set(e, ERR_BUSY, _("out of memory"));
}

/* A cipher that is ready for its text: the binding is in. */
static EVP_CIPHER_CTX *
start(const struct crypto *c, const unsigned char key[CRYPTO_SHA256_SIZE], const char *binding,
    const unsigned char *nonce, int is_sealing)
{
	EVP_CIPHER_CTX *context = c->cipher_new();
	int length;

	if (context != NULL &&
	    c->cipher_init(context, c->aes_256_gcm(), NULL, key, nonce, is_sealing) == 1 &&
	    c->cipher_update(
		context, NULL, &length, (const unsigned char *)binding, (int)strlen(binding)) == 1)
		return context;
	c->cipher_free(context);
	return NULL;
}

static EVP_CIPHER_CTX *
begin(struct crypto *c, const struct secret_key *key, const char *binding,
    const unsigned char *nonce, int is_sealing, struct err *e)
{
	unsigned char own[CRYPTO_SHA256_SIZE];
	EVP_CIPHER_CTX *context;

	if (crypto_load(c, e) != 0 || crypto_start(c, e) != 0 ||
	    crypto_hmac_sha256(
		key->bytes, sizeof key->bytes, purpose, sizeof purpose - 1, own, e) != 0)
		return NULL;
	context = start(c, own, binding, nonce, is_sealing);
	explicit_bzero(own, sizeof own);
	if (context == NULL)
		out_of_memory(e);
	return context;
}

int
vault_seal(const struct secret_key *key, const char *binding, const void *plain, size_t length,
    struct vault_box *box, struct err *e)
{
	unsigned char *text = box->bytes + VAULT_NONCE_SIZE;
	struct crypto c;
	EVP_CIPHER_CTX *context;
	int done, rest, result = 0;

	assert(length >= 1 && length <= VAULT_PLAIN_MAX);
	if (crypto_random(box->bytes, VAULT_NONCE_SIZE, e) != 0)
		return -1;
	context = begin(&c, key, binding, box->bytes, 1, e);
	if (context == NULL)
		return -1;
	if (c.cipher_update(context, text, &done, plain, (int)length) != 1 ||
	    c.cipher_final(context, text + done, &rest) != 1 ||
	    c.cipher_control(context, EVP_CTRL_AEAD_GET_TAG, VAULT_TAG_SIZE, text + length) != 1)
		result = out_of_memory(e);
	c.cipher_free(context);
	box->length = VAULT_NONCE_SIZE + length + VAULT_TAG_SIZE;
	return result;
}

static int
unopened(struct err *e)
{
	return err_set(e, ERR_SETUP,
	    _("a sealed secret does not open: it was changed, or belongs to another key file"));
}

int
vault_open(const struct secret_key *key, const char *binding, const struct vault_box *box,
    void *plain, size_t *length, struct err *e)
{
	const unsigned char *text = box->bytes + VAULT_NONCE_SIZE;
	unsigned char tag[VAULT_TAG_SIZE], *out = plain;
	struct crypto c;
	EVP_CIPHER_CTX *context;
	int done = 0, rest, result = 0;

	if (box->length <= VAULT_NONCE_SIZE + VAULT_TAG_SIZE || box->length > VAULT_BOX_MAX)
		return unopened(e);
	*length = box->length - VAULT_NONCE_SIZE - VAULT_TAG_SIZE;
	memcpy(tag, text + *length, sizeof tag);
	context = begin(&c, key, binding, box->bytes, 0, e);
	if (context == NULL)
		return -1;
	if (c.cipher_update(context, out, &done, text, (int)*length) != 1 ||
	    c.cipher_control(context, EVP_CTRL_AEAD_SET_TAG, sizeof tag, tag) != 1)
		result = out_of_memory(e);
	else if (c.cipher_final(context, out + done, &rest) != 1)
		result = unopened(e);
	c.cipher_free(context);
	if (result != 0)
		explicit_bzero(plain, *length);
	return result;
}
