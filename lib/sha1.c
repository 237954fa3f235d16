#define _DEFAULT_SOURCE /* explicit_bzero */
#include <assert.h>
#include <string.h>
#include "sha1.h"

enum { LENGTH_SIZE = 8 };

struct running {
	uint32_t state[5];
	unsigned char block[SHA1_BLOCK_SIZE];
	size_t used; /* of block */
	uint64_t length;
};

static uint32_t
rotate(uint32_t word, int bits)
{
	return word << bits | word >> (32 - bits);
}

/* f and K of the t-th round. */
static uint32_t
mix(int t, uint32_t b, uint32_t c, uint32_t d)
{
	if (t < 20)
		return ((b & c) | (~b & d)) + 0x5a827999;
	if (t < 40)
		return (b ^ c ^ d) + 0x6ed9eba1;
	if (t < 60)
		return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
	return (b ^ c ^ d) + 0xca62c1d6;
}

static void
compress(struct running *r)
{
	const unsigned char *at = r->block;
	uint32_t w[80], v[5], next;

	for (int t = 0; t < 16; t++, at += 4)
		w[t] = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
	for (int t = 16; t < 80; t++)
		w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
	memcpy(v, r->state, sizeof v);
	for (int t = 0; t < 80; t++) {
		next = rotate(v[0], 5) + mix(t, v[1], v[2], v[3]) + v[4] + w[t];
		v[4] = v[3];
		v[3] = v[2];
		v[2] = rotate(v[1], 30);
		v[1] = v[0];
		v[0] = next;
	}
	for (int i = 0; i < 5; i++)
		r->state[i] += v[i];
	r->used = 0;
	explicit_bzero(w, sizeof w);
}

static void
add(struct running *r, const unsigned char *bytes, size_t length)
{
	r->length += length;
	for (size_t i = 0; i < length; i++) {
		r->block[r->used++] = bytes[i];
		if (r->used == SHA1_BLOCK_SIZE)
			compress(r);
	}
}

static void
finish(struct running *r, unsigned char digest[SHA1_SIZE])
{
	static const unsigned char mark = 0x80, zero = 0;
	uint64_t bits = 8 * r->length;
	unsigned char length[LENGTH_SIZE];

	for (int i = 0; i < LENGTH_SIZE; i++)
		length[i] = (unsigned char)(bits >> (56 - 8 * i));
	add(r, &mark, 1);
	while (r->used != SHA1_BLOCK_SIZE - LENGTH_SIZE)
		add(r, &zero, 1);
	add(r, length, sizeof length);
	for (int i = 0; i < SHA1_SIZE; i++)
		digest[i] = (unsigned char)(r->state[i / 4] >> (24 - 8 * (i % 4)));
}

void
sha1(const void *first, size_t first_length, const void *second, size_t second_length,
    unsigned char digest[SHA1_SIZE])
{
	struct running r = { .state = {
				 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 } };

	add(&r, first, first_length);
	add(&r, second, second_length);
	finish(&r, digest);
	explicit_bzero(&r, sizeof r);
}

void
sha1_hmac(const void *key, size_t key_length, const void *bytes, size_t length,
    unsigned char mac[SHA1_SIZE])
{
	unsigned char pad[SHA1_BLOCK_SIZE] = { 0 }, inner[SHA1_SIZE];

	assert(key_length <= SHA1_BLOCK_SIZE);
	memcpy(pad, key, key_length);
	for (int i = 0; i < SHA1_BLOCK_SIZE; i++)
		pad[i] ^= 0x36;
	sha1(pad, sizeof pad, bytes, length, inner);
	for (int i = 0; i < SHA1_BLOCK_SIZE; i++)
		pad[i] ^= 0x36 ^ 0x5c;
	sha1(pad, sizeof pad, inner, sizeof inner, mac);
	explicit_bzero(pad, sizeof pad);
	explicit_bzero(inner, sizeof inner);
}
