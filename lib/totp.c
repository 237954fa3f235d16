#include <stdio.h>
#include "crypto.h"
#include "totp.h"

enum { COUNTER_SIZE = 8, CODES = 1000000 };

int
hotp_code(
    const void *secret, size_t length, uint64_t counter, char code[TOTP_CODE_SIZE], struct err *e)
{
	unsigned char bytes[COUNTER_SIZE], mac[CRYPTO_SHA1_SIZE];
	const unsigned char *at;
	uint32_t number;

	for (int i = 0; i < COUNTER_SIZE; i++)
		bytes[i] = (unsigned char)(counter >> (56 - 8 * i));
	if (crypto_hmac_sha1(secret, length, bytes, sizeof bytes, mac, e) != 0)
		return -1;
	at = mac + (mac[CRYPTO_SHA1_SIZE - 1] & 15);
	number = (at[0] & 127U) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
	snprintf(code, TOTP_CODE_SIZE, "%06u", (unsigned)(number % CODES));
	return 0;
}

int64_t
totp_step(int64_t at, int period)
{
	return at / period;
}

int64_t
totp_oldest_step(int64_t step, int period)
{
	return 2 * period <= TOTP_AGE_MOST ? step - 1 : step;
}
