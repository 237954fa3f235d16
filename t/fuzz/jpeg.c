/* fuzz: whatever follows a JPEG's first bytes is decoded and searched, or refused, and all freed. */
#include "decoding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 3 || data[0] != 0xff)
		return 0;
	take_apart(data, size);
	decode(data, size);
	return 0;
}
