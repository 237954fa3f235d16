/* totp, otpauth and what they stand on: published vectors, properties, URIs that are refused. */
#include <stdlib.h>
#include "base32.h"
#include "crypto.h"
#include "otpauth.h"
#include "tap.h"
#include "totp.h"

static struct err e;

static const char *
hex(const unsigned char *bytes, size_t length)
{
	static char text[257];

	text[0] = '\0';
	for (size_t i = 0; i < length; i++)
		(void)snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	return text;
}

/* RFC 2202 section 3 */
static void
test_hmac(void)
{
	static const struct {
		const char *key;
		size_t key_length;
		const char *text;
		const char *mac;
	} cases[] = {
		{ "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
		  "\x0b",
		    20, "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00" },
		{ "Jefe", 4, "what do ya want for nothing?",
		    "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" },
		{ "\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c"
		  "\x0c",
		    20, "Test With Truncation", "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04" },
	};
	unsigned char mac[CRYPTO_SHA1_SIZE];

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		memset(mac, 0, sizeof(mac));
		(void)crypto_hmac_sha1(cases[i].key, cases[i].key_length, cases[i].text,
		    strlen(cases[i].text), mac, &e);
		is_text(hex(mac, sizeof(mac)), cases[i].mac, "HMAC-SHA1 of \"%s\"", cases[i].text);
	}
}

static const char rfc_secret[] = "12345678901234567890";

/* RFC 4226 appendix D */
static void
test_hotp(void)
{
	static const char *const codes[] = { "755224", "287082", "359152", "969429", "338314",
		"254676", "287922", "162583", "399871", "520489" };
	char code[TOTP_CODE_SIZE] = "";

	for (uint64_t i = 0; i < 10; i++) {
		(void)hotp_code(rfc_secret, 20, i, code, &e);
		is_text(code, codes[i], "S0-14 RFC 4226: the code of counter %d", (int)i);
	}
}

/* RFC 6238 appendix B: its eight digits, of which ours are the last six. */
static void
test_totp(void)
{
	static const struct {
		int64_t at;
		const char *code;
	} cases[] = { { 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" },
		{ 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" } };
	char code[TOTP_CODE_SIZE] = "";

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		(void)hotp_code(rfc_secret, 20, (uint64_t)totp_step(cases[i].at, 30), code, &e);
		is_text(code, cases[i].code, "S0-14 RFC 6238: the code at %lld",
		    (long long)cases[i].at);
	}
}

/* Whatever the period: a code that is accepted was first shown at most a minute ago. */
static void
test_age(void)
{
	bool is_good = true;

	for (int period = TOTP_PERIOD_LEAST; period <= 60; period++)
		for (int64_t at = 1000000; at < 1000000 + 3 * period; at++) {
			int64_t oldest = totp_oldest_step(totp_step(at, period), period);

			is_good &= note_unless(
			    at - oldest * period < TOTP_AGE_MOST && oldest <= totp_step(at, period),
			    "period %d at %lld", period, (long long)at);
		}
	ok(is_good, "S0-20 no code that is accepted is older than a minute");
	ok(totp_oldest_step(7, 30) == 6 && totp_oldest_step(7, 60) == 7,
	    "S0-20 of 30 seconds this step and the one before, of 60 this one");
}

static void
test_base32_vectors(void)
{
	static const char *const cases[][2] = { { "", "" }, { "f", "MY======" },
		{ "fo", "MZXQ====" }, { "foo", "MZXW6===" }, { "foob", "MZXW6YQ=" },
		{ "fooba", "MZXW6YTB" }, { "foobar", "MZXW6YTBOI======" } };
	char text[20];
	unsigned char bytes[10];
	size_t length;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *plain = cases[i][0], *written = cases[i][1];
		size_t bare = strcspn(written, "=");

		base32_write(plain, strlen(plain), text, sizeof(text));
		ok(strlen(text) == bare && memcmp(text, written, bare) == 0,
		    "RFC 4648: \"%s\" is written", plain);
		ok(base32_read(written, strlen(written), bytes, sizeof(bytes), &length) &&
			length == strlen(plain) && memcmp(bytes, plain, length) == 0,
		    "and read with padding");
		ok(base32_read(written, bare, bytes, sizeof(bytes), &length) &&
			length == strlen(plain) && memcmp(bytes, plain, length) == 0,
		    "and without");
	}
}

static void
test_base32_refusals(void)
{
	static const char *const bad[] = { "M", "MZX", "MZXW6Y", "my", "MZXW6YT1", "MZXW6YT8",
		"MZ XQ", "MZXQ=", "MZXQ===", "MZXQ=====", "MZ======XQ", "========", "MZ", "MZXR",
		"=MZXQ===", "MZXW6YTBMZXW6YTBMZXW6YTB" };
	unsigned char bytes[10];
	size_t length;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ok(!base32_read(bad[i], strlen(bad[i]), bytes, sizeof(bytes), &length),
		    "no base32: \"%s\"", bad[i]);
	ok(!base32_read("MZXQ\0AAA", 8, bytes, sizeof(bytes), &length), "nor with a NUL in it");
}

static void
test_base32_round_trip(void)
{
	uint64_t state = 32;
	unsigned char bytes[TOTP_SECRET_MOST], back[TOTP_SECRET_MOST];
	char text[110];
	bool is_good = true;
	size_t length;

	for (int i = 0; i < 10000; i++) {
		size_t count = tap_random(&state) % (sizeof(bytes) + 1);

		for (size_t k = 0; k < count; k++)
			bytes[k] = (unsigned char)tap_random(&state);
		base32_write(bytes, count, text, sizeof(text));
		is_good &=
		    note_unless(base32_read(text, strlen(text), back, sizeof(back), &length) &&
				    length == count && memcmp(bytes, back, count) == 0,
			"%s", text);
	}
	ok(is_good, "ten thousand byte strings come back from base32");
}

static void
test_write(void)
{
	struct otpauth o = { .issuer = "Agua & Luz",
		.account = "ana+x@example.com",
		.secret_length = 20,
		.period = 30 };
	char uri[OTPAUTH_URI_SIZE];

	memcpy(o.secret, rfc_secret, 20);
	is_int(otpauth_write(&o, uri, &e), 0, "a URI is made");
	is_text(uri,
	    "otpauth://totp/Agua%20%26%20Luz:ana%2Bx%40example.com"
	    "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Agua%20%26%20Luz"
	    "&algorithm=SHA1&digits=6&period=30",
	    "with every name encoded");
	memcpy(o.issuer, "A:B", 4);
	is_int(otpauth_write(&o, uri, &e), -1, "no colon in a name");
	is_int(e.code, ERR_USAGE, "is 2");
	o.issuer[0] = '\0';
	is_int(otpauth_write(&o, uri, &e), 0, "an issuer may be missing");
	o.account[0] = '\0';
	is_int(otpauth_write(&o, uri, &e), -1, "the account may not");
}

static bool
is_same(const struct otpauth *a, const struct otpauth *b)
{
	return strcmp(a->issuer, b->issuer) == 0 && strcmp(a->account, b->account) == 0 &&
	       a->period == b->period && a->secret_length == b->secret_length &&
	       memcmp(a->secret, b->secret, a->secret_length) == 0;
}

/* The largest names and secret fit the buffer, and come back. */
static void
test_uri_round_trip(void)
{
	uint64_t state = 7;
	struct otpauth o, back;
	char uri[OTPAUTH_URI_SIZE];
	bool is_good = true;

	for (int i = 0; i < 2000; i++) {
		size_t issuer = i == 0 ? 126 : tap_random(&state) % 127;
		size_t account = i == 0 ? 254 : 1 + tap_random(&state) % 254;

		memset(&o, 0, sizeof(o));
		for (size_t k = 0; k + 1 < issuer; k += 2)
			memcpy(o.issuer + k, "\xc3\xb1", 2);
		for (size_t k = 0; k < account; k++)
			o.account[k] = (char)(' ' + tap_random(&state) % 26);
		o.account[0] = 'a';
		o.secret_length = i == 0 ? 64 : 10 + tap_random(&state) % 55;
		for (size_t k = 0; k < o.secret_length; k++)
			o.secret[k] = (unsigned char)tap_random(&state);
		o.period = 15 + (int)(tap_random(&state) % 106);
		is_good &= note_unless(otpauth_write(&o, uri, &e) == 0 &&
					   otpauth_read(uri, &back, &e) == 0 && is_same(&o, &back),
		    "URI %d", i);
	}
	ok(is_good, "two thousand URIs come back as they were, the longest among them");
}

#define SECRET "secret=GEZDGNBVGY3TQOJQ"

static void
test_read(void)
{
	struct otpauth o;

	is_int(otpauth_read("otpauth://totp/Big%20Corp%3A%20ana?" SECRET
			    "&image=http%3A%2F%2Fx&period=60&issuer=Big%20Corp",
		   &o, &e),
	    0, "a URI of another maker, with a parameter of its own");
	is_text(o.issuer, "Big Corp", "its issuer");
	is_text(o.account, "ana", "its account without blanks");
	is_int(o.period, 60, "its period");
	is_int((int64_t)o.secret_length, 10, "its secret");
	is_int(otpauth_read("otpauth://totp/ana?" SECRET "&issuer=X", &o, &e), 0,
	    "the issuer in a parameter alone");
	is_text(o.issuer, "X", "is the issuer");
	is_int(o.period, 30, "without a period it is 30");
	is_int(otpauth_read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", &o, &e), 0, "a secret alone");
	ok(o.secret_length == 20 && memcmp(o.secret, rfc_secret, 20) == 0 && o.period == 30 &&
		!o.account[0],
	    "is a secret of 30 seconds without names");
}

static void
test_read_refusals(void)
{
	static const char *const bad[] = {
		"",
		"otpauth://",
		"otpauth://hotp/ana?" SECRET "&counter=1",
		"OTPAUTH://totp/ana?" SECRET,
		"otpauth://totp/?" SECRET,
		"otpauth://totp/ana",
		"otpauth://totp/ana?",
		"otpauth://totp/ana?issuer=X",
		"otpauth://totp/ana?secret=",
		"otpauth://totp/ana?secret=GEZDGNBV",
		"otpauth://totp/ana?secret=gezdgnbvgy3tqojq",
		"otpauth://totp/ana?" SECRET "&" SECRET,
		"otpauth://totp/ana?" SECRET "&period=30&period=30",
		"otpauth://totp/ana?" SECRET "&algorithm=SHA256",
		"otpauth://totp/ana?" SECRET "&algorithm=",
		"otpauth://totp/ana?" SECRET "&digits=8",
		"otpauth://totp/ana?" SECRET "&digits=06",
		"otpauth://totp/ana?" SECRET "&period=0",
		"otpauth://totp/ana?" SECRET "&period=030",
		"otpauth://totp/ana?" SECRET "&period=121",
		"otpauth://totp/ana?" SECRET "&period=-30",
		"otpauth://totp/ana?" SECRET "&period=30.0",
		"otpauth://totp/ana?" SECRET "&period=99999999999999999999",
		"otpauth://totp/ana?" SECRET "&issuer=A+B",
		"otpauth://totp/ana?" SECRET "&issuer=A%3AB",
		"otpauth://totp/A:ana?" SECRET "&issuer=B",
		"otpauth://totp/A:b:ana?" SECRET,
		"otpauth://totp/:ana?" SECRET,
		"otpauth://totp/A:?" SECRET,
		"otpauth://totp/a%zz?" SECRET,
		"otpauth://totp/a%2?" SECRET,
		"otpauth://totp/a%00?" SECRET,
		"otpauth://totp/a%0ab?" SECRET,
		"otpauth://totp/a%ff?" SECRET,
		"otpauth://totp/a b?" SECRET,
		"otpauth://totp/ana?" SECRET "&flag",
		"otpauth://totp/ana?&" SECRET,
		"otpauth://totp/ana?" SECRET "#x",
		"GEZD GNBV GY3T QOJQ",
		"JBSWY3DP",
	};
	struct otpauth o;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		is_int(otpauth_read(bad[i], &o, &e), -1, "refused: \"%s\"", bad[i]);
		ok(e.code == ERR_USAGE && strstr(e.message, "GEZD") == NULL, "as 2, without echo");
	}
}

int
main(void)
{
	test_hmac();
	test_hotp();
	test_totp();
	test_age();
	test_base32_vectors();
	test_base32_refusals();
	test_base32_round_trip();
	test_write();
	test_uri_round_trip();
	test_read();
	test_read_refusals();
	return done();
}
