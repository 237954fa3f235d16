#include <assert.h>
#include <stdint.h>
#include <string.h>
#include "base32.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void
base32_write(const void *bytes, size_t length, char *text, size_t size)
{
	const unsigned char *from = bytes;
	uint32_t bits = 0; /* the last count of them wait */
	int count = 0;

	assert(size > (8 * length + 4) / 5);
	for (size_t i = 0; i < length; i++) {
		bits = bits << 8 | from[i];
		for (count += 8; count >= 5; count -= 5)
			*text++ = alphabet[bits >> (count - 5) & 31];
	}
	if (count > 0)
		*text++ = alphabet[bits << (5 - count) & 31];
	*text = '\0';
}

/* Without the padding; length itself where that is wrong, so that a "=" is met later. */
static size_t
without_padding(const char *text, size_t length)
{
	size_t kept = length;

	while (kept > 0 && text[kept - 1] == '=')
		kept--;
	return length % 8 == 0 && length - kept < 8 ? kept : length;
}

bool
base32_read(const char *text, size_t length, unsigned char *bytes, size_t size, size_t *count)
{
	size_t kept = without_padding(text, length), made = 0;
	uint32_t bits = 0;
	int waiting = 0;

	for (size_t i = 0; i < kept; i++) {
		const char *at = text[i] != '\0' ? strchr(alphabet, text[i]) : NULL;

		if (at == NULL)
			return false;
		bits = (bits << 5 | (uint32_t)(at - alphabet)) & 0xfff;
		waiting += 5;
		if (waiting < 8)
			continue;
		if (made == size)
			return false;
		waiting -= 8;
		bytes[made++] = (unsigned char)(bits >> waiting & 0xff);
	}
	*count = made;
	/* 5 waiting bits are a character too many. */
	return waiting < 5 && (bits & ((1U << waiting) - 1)) == 0;
}
