/*
 * base64 - bytes as text and back.
 */
#include <string.h>
#include "base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_write(struct text *out, const void *bytes, size_t length)
{
	const unsigned char *p = bytes;
	for (size_t i = 0; i < length; i += 3) {
		size_t have = length - i < 3 ? length - i : 3;
		unsigned word = (unsigned)p[i] << 16;
		if (have > 1)
			word |= (unsigned)p[i + 1] << 8;
		if (have > 2)
			word |= p[i + 2];
		char quad[4] = { digits[word >> 18], digits[word >> 12 & 63],
			have > 1 ? digits[word >> 6 & 63] : '=',
			have > 2 ? digits[word & 63] : '=' };
		text_add_bytes(out, quad, sizeof quad);
	}
}

/* The value of one digit, or -1. */
static int
digit_value(char c)
{
	const char *at = c == '\0' ? NULL : strchr(digits, c);
	return at == NULL ? -1 : (int)(at - digits);
}

/* Reads one group of four; the number of bytes it stands for, or 0 if it is none. */
static size_t
read_quad(const char *quad, unsigned char bytes[3])
{
	size_t count = quad[3] != '=' ? 3 : quad[2] != '=' ? 2 : 1;
	unsigned word = 0;
	for (size_t i = 0; i < 4; i++) {
		int value = i <= count ? digit_value(quad[i]) : 0;
		if (value < 0)
			return 0;
		word = word << 6 | (unsigned)value;
	}
	bytes[0] = (unsigned char)(word >> 16);
	bytes[1] = (unsigned char)(word >> 8 & 255);
	bytes[2] = (unsigned char)(word & 255);
	unsigned unused = count == 3 ? 0 : count == 2 ? word & 255 : word & 65535;
	return unused == 0 ? count : 0;
}

bool
base64_read(struct text *out, const char *base64)
{
	size_t length = strlen(base64);
	if (length % 4 != 0)
		return false;
	for (size_t i = 0; i < length; i += 4) {
		unsigned char bytes[3];
		size_t count = read_quad(base64 + i, bytes);
		if (count == 0 || (count < 3 && i + 4 < length))
			return false;
		text_add_bytes(out, bytes, count);
	}
	return true;
}
