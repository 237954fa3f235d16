/*
 * crc - the checksum of a payload on standard input, for tests that make payloads by hand.
 */
#include <stdio.h>
#include "emv.h"

int
main(void)
{
	char payload[4096];
	size_t length = fread(payload, 1, sizeof(payload), stdin);

	return printf("%04X\n", emv_crc(payload, length)) < 0;
}
