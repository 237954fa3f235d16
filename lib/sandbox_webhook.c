/*
 * sandbox_webhook - judging a message that claims to come from the sandbox platform.
 */
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "date.h"
#include "json.h"
#include "sandbox_webhook.h"

enum { SECRET_MAX = 1024, SIGNATURE_BYTES = 32 };

static const char fixed_secret[] = "sandbox-secret";

static void
say(struct gateway_answer *a, enum gateway_result result, const char *code, const char *message)
{
	a->result = result;
	snprintf(a->code, sizeof a->code, "%s", code);
	snprintf(a->message, sizeof a->message, "%s", message);
}

/* The first line of a file that only its owner can read.  Its length, 0 if there is none. */
static size_t
read_secret(const char *path, char secret[SECRET_MAX])
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return 0;
	ssize_t got = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 077) == 0
			  ? read(fd, secret, SECRET_MAX)
			  : -1;
	close(fd);
	if (got <= 0)
		return 0;
	const char *end = memchr(secret, '\n', (size_t)got);
	return end == NULL ? (size_t)got : (size_t)(end - secret);
}

static bool
find_secret(const struct gateway_request *r, char secret[SECRET_MAX], size_t *length)
{
	if (r->credentials[0] == '\0') {
		*length = sizeof fixed_secret - 1;
		memcpy(secret, fixed_secret, *length);
		return true;
	}
	*length = read_secret(r->credentials, secret);
	return *length > 0;
}

static bool
is_signed(const struct gateway_request *r, const char *secret, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char mac[EVP_MAX_MD_SIZE];
	char expected[2 * SIGNATURE_BYTES + 1], told[2 * SIGNATURE_BYTES + 1] = "";
	unsigned size = 0;
	struct err ignored;
	json_t *headers;
	const unsigned char *body = r->body == NULL ? (const unsigned char *)"" : r->body;
	if (HMAC(EVP_sha256(), secret, (int)length, body, r->body_length, mac, &size) == NULL ||
	    size != SIGNATURE_BYTES)
		return false;
	for (size_t i = 0; i < SIGNATURE_BYTES; i++) {
		expected[2 * i] = digits[mac[i] >> 4];
		expected[2 * i + 1] = digits[mac[i] & 15];
	}
	if (r->headers == NULL ||
	    json_read(r->headers, strlen(r->headers), &headers, &ignored) != 0)
		return false;
	int has = json_get_text(headers, "x-sandbox-signature", told, sizeof told, &ignored);
	json_decref(headers);
	return has == 1 && strlen(told) == sizeof told - 1 &&
	       CRYPTO_memcmp(told, expected, sizeof told - 1) == 0;
}

static void
read_message(const struct gateway_request *r, struct gateway_answer *a)
{
	struct err ignored;
	json_t *body;
	char at[40];
	bool is_message = false;
	if (json_read((const char *)r->body, r->body_length, &body, &ignored) == 0) {
		is_message =
		    json_get_text(body, "event", a->event, sizeof a->event, &ignored) == 1 &&
		    json_get_text(body, "key", a->payment, sizeof a->payment, &ignored) == 1 &&
		    json_get_text(body, "at", at, sizeof at, &ignored) == 1 &&
		    instant_parse(at, &a->at, &ignored) == 0;
		json_decref(body);
	}
	if (is_message)
		say(a, GATEWAY_APPROVED, "", "");
	else
		say(a, GATEWAY_UNKNOWN, "bad_body",
		    "authentic, but it does not say what it is about");
}

void
sandbox_webhook_judge(const struct gateway_request *r, struct gateway_answer *a)
{
	char secret[SECRET_MAX];
	size_t length;
	if (!find_secret(r, secret, &length))
		say(a, GATEWAY_UNKNOWN, "credentials",
		    "the credentials file is missing, empty or readable by others");
	else if (!is_signed(r, secret, length))
		say(a, GATEWAY_DECLINED, "signature", "not signed by the platform");
	else
		read_message(r, a);
	OPENSSL_cleanse(secret, sizeof secret);
}
