/* fuzz: whatever follows a PNG's signature is decoded and searched, or refused, and all freed; as it
 * is, and with its chunks' checksums mended, so that more than their check is reached. */
#include <zlib.h>

#include "decoding.h"

enum { SIGNATURE = 8, HEAD = 8, SUM = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
get_32(const uint8_t *at)
{
	return (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
}

static void
mend(uint8_t *bytes, size_t length)
{
	size_t at = SIGNATURE;

	while (at + HEAD + SUM <= length && get_32(bytes + at) <= length - at - HEAD - SUM) {
		size_t size = get_32(bytes + at);
		uint8_t *end = bytes + at + HEAD + size;
		uLong sum = crc32(crc32(0, NULL, 0), bytes + at + 4, (uInt)(size + 4));

		for (int i = 0; i < SUM; i++)
			end[i] = (uint8_t)(sum >> (24 - 8 * i));
		at += HEAD + size + SUM;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *mended;

	if (size < SIGNATURE || data[0] != 0x89)
		return 0;
	take_apart(data, size);
	decode(data, size);
	mended = malloc(size);
	assert(mended != NULL);
	memcpy(mended, data, size);
	mend(mended, size);
	if (memcmp(mended, data, size) != 0)
		decode(mended, size);
	free(mended);
	return 0;
}
