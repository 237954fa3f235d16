/* fuzz: what is read as an otpauth URI, or as base32, is written and read again as the same. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base32.h"
#include "otpauth.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
try_uri(const char *text)
{
	char uri[OTPAUTH_URI_SIZE];
	struct otpauth o, back;
	struct err e;

	if (otpauth_read(text, &o, &e) != 0) {
		assert(e.code == ERR_USAGE);
		return;
	}
	assert(o.secret_length >= TOTP_SECRET_LEAST && o.secret_length <= TOTP_SECRET_MOST);
	assert(o.period >= TOTP_PERIOD_LEAST && o.period <= TOTP_PERIOD_MOST);
	if (o.account[0] == '\0')
		return; /* a secret alone */
	assert(otpauth_write(&o, uri, &e) == 0);
	assert(otpauth_read(uri, &back, &e) == 0);
	assert(strcmp(o.issuer, back.issuer) == 0 && strcmp(o.account, back.account) == 0);
	assert(o.period == back.period && o.secret_length == back.secret_length);
	assert(memcmp(o.secret, back.secret, o.secret_length) == 0);
}

static void
try_base32(const char *text, size_t length)
{
	unsigned char bytes[TOTP_SECRET_MOST];
	char written[110];
	size_t count;

	if (!base32_read(text, length, bytes, sizeof bytes, &count))
		return;
	base32_write(bytes, count, written, sizeof written);
	assert(strlen(written) <= length && memcmp(written, text, strlen(written)) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	try_uri(text);
	try_base32(text, size);
	free(text);
	return 0;
}
