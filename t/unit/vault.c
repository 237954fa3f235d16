/* vault, and scrypt below it: published vectors, and what must not open. */
#include <stdlib.h>
#include "crypto.h"
#include "tap.h"
#include "vault.h"

static struct err e;

static const char *
hex(const unsigned char *bytes, size_t length)
{
	static char text[257];

	for (size_t i = 0; i < length; i++)
		(void)snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	return text;
}

/* RFC 4231 section 4.3 */
static void
test_hmac(void)
{
	static const char text[] = "what do ya want for nothing?";
	unsigned char mac[CRYPTO_SHA256_SIZE];

	is_int(crypto_hmac_sha256("Jefe", 4, text, sizeof(text) - 1, mac, &e), 0, "a keyed digest");
	is_text(hex(mac, sizeof(mac)),
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
	    "HMAC-SHA256 gives RFC 4231's");
}

/*
 * RFC 7914 section 12 has salts of other lengths: what libcrypto makes of them is asked directly,
 * what we make of 16 bytes is compared with Python's hashlib.scrypt.
 */
static void
test_scrypt_vectors(void)
{
	struct crypto c;
	unsigned char out[64];

	if (!is_int(crypto_load(&c, &e), 0, "libcrypto is there"))
		return;
	c.scrypt("password", 8, (const unsigned char *)"NaCl", 4, 1024, 8, 16, CRYPTO_SCRYPT_MEMORY,
	    out, sizeof(out));
	is_text(hex(out, sizeof(out)),
	    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
	    "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
	    "scrypt N=1024 r=8 p=16 gives RFC 7914's");
	c.scrypt("pleaseletmein", 13, (const unsigned char *)"SodiumChloride", 14, 16384, 8, 1,
	    CRYPTO_SCRYPT_MEMORY, out, sizeof(out));
	is_text(hex(out, sizeof(out)),
	    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
	    "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
	    "scrypt N=16384 r=8 p=1 gives RFC 7914's");
}

static void
test_scrypt_cost(void)
{
	static const struct crypto_scrypt_cost bad[] = {
		{ 0, 8, 1 },
		{ 31, 8, 1 },
		{ 15, 0, 1 },
		{ 15, 8, 0 },
		{ 15, 65, 1 },
		{ 16, 8, 1 }, /* 64 MiB and a little */
		{ 16, 1, 1 },
	};
	unsigned char salt[CRYPTO_SALT_SIZE], out[CRYPTO_SCRYPT_SIZE];

	memset(salt, 's', sizeof(salt));
	is_int(crypto_scrypt(
		   "correct horse", 13, salt, &(struct crypto_scrypt_cost){ 15, 8, 3 }, out, &e),
	    0, "scrypt with the cost of a password fits its memory");
	is_text(hex(out, sizeof(out)),
	    "d2a7bd5315db35b2d97ece3acfc41518c943a867417a6e6d5025a292f5a83600",
	    "and gives what Python's hashlib.scrypt gives");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		is_int(crypto_scrypt("x", 1, salt, &bad[i], out, &e), -1,
		    "scrypt refuses N=2^%d r=%d p=%d", bad[i].n_log2, bad[i].r, bad[i].p);
		is_int(e.code, ERR_FAILED, "as a fault");
	}
}

static void
test_equal(void)
{
	ok(crypto_equal("abc", "abc", 3) && crypto_equal("", "", 0), "the same bytes are equal");
	ok(!crypto_equal("abc", "abd", 3) && !crypto_equal("xbc", "abc", 3), "others are not");
}

static bool
is_open(const struct secret_key *key, const char *binding, const struct vault_box *box,
    const char *plain, size_t length)
{
	char out[VAULT_PLAIN_MAX] = "";
	size_t got = 0;

	return vault_open(key, binding, box, out, &got, &e) == 0 && got == length &&
	       memcmp(out, plain, length) == 0;
}

static void
test_round_trip(void)
{
	struct secret_key key = { { 1, 2, 3 } };
	struct vault_box box, second;
	char plain[VAULT_PLAIN_MAX];
	bool is_good = true;

	for (size_t i = 0; i < sizeof(plain); i++)
		plain[i] = (char)(i * 7);
	for (size_t length = 1; length <= sizeof(plain); length++)
		is_good &=
		    note_unless(vault_seal(&key, "token cus-5", plain, length, &box, &e) == 0 &&
				    box.length == length + VAULT_NONCE_SIZE + VAULT_TAG_SIZE &&
				    is_open(&key, "token cus-5", &box, plain, length),
			"length %zu", length);
	ok(is_good, "what is sealed opens again, at every length");
	(void)vault_seal(&key, "token cus-5", plain, 20, &box, &e);
	(void)vault_seal(&key, "token cus-5", plain, 20, &second, &e);
	ok(memcmp(box.bytes, second.bytes, box.length) != 0, "no two boxes are alike");
}

static void
test_refusals(void)
{
	static const char plain[] = "12345678901234567890";
	struct secret_key key = { { 1, 2, 3 } }, other = { { 1, 2, 4 } };
	char out[VAULT_PLAIN_MAX];
	struct vault_box box;
	bool is_good = true;
	size_t length;

	(void)vault_seal(&key, "token cus-5", plain, 20, &box, &e);
	ok(is_open(&key, "token cus-5", &box, plain, 20), "a box opens with its key and binding");
	ok(!is_open(&key, "token cus-6", &box, plain, 20), "not with another customer's");
	ok(!is_open(&key, "message cus-5", &box, plain, 20), "nor as another field");
	is_int(e.code, ERR_SETUP, "which is 9");
	ok(!is_open(&other, "token cus-5", &box, plain, 20), "nor with another key");
	for (size_t bit = 0; bit < 8 * box.length; bit++) {
		box.bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
		is_good &=
		    note_unless(!is_open(&key, "token cus-5", &box, plain, 20), "bit %zu", bit);
		box.bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
	}
	ok(is_good, "nor with any bit of it flipped");
	box.bytes[0] ^= 1;
	memset(out, 'x', sizeof(out));
	(void)vault_open(&key, "token cus-5", &box, out, &length, &e);
	for (size_t i = 0; i < 20; i++)
		is_good &= out[i] == '\0';
	ok(is_good, "and what did not open leaves nothing");
	for (box.length = 0; box.length <= VAULT_NONCE_SIZE + VAULT_TAG_SIZE; box.length++)
		is_good &= !is_open(&key, "token cus-5", &box, "", 0);
	box.length = VAULT_BOX_MAX + 1;
	ok(is_good && !is_open(&key, "token cus-5", &box, "", 0), "a box of no such size is none");
}

int
main(void)
{
	test_hmac();
	test_scrypt_vectors();
	test_scrypt_cost();
	test_equal();
	test_round_trip();
	test_refusals();
	return done();
}
