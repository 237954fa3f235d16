#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "crypto.h"
#include "digest.h"
#include "i18n.h"

struct digest {
	struct crypto crypto;
	SHA256_CTX context;
	bool has_failed;
};

int
digest_open(struct digest **out, struct err *e)
{
	struct digest *d;

	d = calloc(1, sizeof *d);
	if (d == NULL) {
		err_set(e, ERR_FAILED, _("out of memory"));
		return -1;
	}
	if (crypto_load(&d->crypto, e) != 0) {
		free(d);
		return -1;
	}
	d->has_failed = d->crypto.sha256_init(&d->context) != 1;
	*out = d;
	return 0;
}

void
digest_close(struct digest *d)
{
	free(d);
}

void
digest_add(struct digest *d, const void *bytes, size_t length)
{
	if (d->crypto.sha256_update(&d->context, bytes, length) != 1)
		d->has_failed = true;
}

void
digest_add_text(struct digest *d, const char *text)
{
	unsigned char head[5] = { text != NULL, 0, 0, 0, 0 };
	uint32_t length = text != NULL ? (uint32_t)strlen(text) : 0;

	for (int i = 1; i <= 4; i++, length >>= 8)
		head[i] = (unsigned char)(length & 0xff);
	digest_add(d, head, sizeof head);
	if (text != NULL)
		digest_add(d, text, strlen(text));
}

int
digest_take(struct digest *d, unsigned char out[DIGEST_SIZE], struct err *e)
{
	if (d->crypto.sha256_final(out, &d->context) != 1 ||
	    d->crypto.sha256_init(&d->context) != 1)
		d->has_failed = true;
	if (d->has_failed)
		return err_set(e, ERR_FAILED, _("%s is not available"), "SHA-256");
	return 0;
}

void
digest_to_hex(const unsigned char bytes[DIGEST_SIZE], char hex[DIGEST_HEX_SIZE])
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < DIGEST_SIZE; i++) {
		hex[2 * i] = digit[bytes[i] >> 4];
		hex[2 * i + 1] = digit[bytes[i] & 15];
	}
	hex[DIGEST_HEX_SIZE - 1] = '\0';
}

int
digest_hex(const void *bytes, size_t length, char hex[DIGEST_HEX_SIZE], struct err *e)
{
	unsigned char out[DIGEST_SIZE];
	struct digest *d = NULL;
	int result;

	if (digest_open(&d, e) != 0)
		return -1;
	digest_add(d, bytes, length);
	result = digest_take(d, out, e);
	digest_close(d);
	if (result == 0)
		digest_to_hex(out, hex);
	return result;
}
