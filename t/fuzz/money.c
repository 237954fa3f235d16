/* fuzz: an amount that is read is written and read as the same, and lies within the bound. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
try_amount(const char *text, const char *currency, enum money_mark mark)
{
	struct money m, back;
	char written[MONEY_TEXT_SIZE];
	struct err e = { 0 };

	if (money_parse(text, currency, mark, &m, &e)) {
		assert(e.code == ERR_USAGE && e.message[0] != '\0');
		return;
	}
	assert(m.minor >= 0 && m.minor <= MONEY_MAX);
	money_format(&m, written);
	assert(money_parse(written, currency, MONEY_POINT, &back, &e) == 0);
	assert(money_compare(&m, &back) == 0);
	money_format_people(&m, written);
	assert(memchr(written, '\0', sizeof(written)));
}

static void
try_rate(const char *text)
{
	char written[RATE_TEXT_SIZE];
	struct rate r, back;
	int64_t minor;
	struct err e;

	if (rate_parse(text, &r, &e))
		return;
	rate_format(&r, written);
	assert(rate_parse(written, &back, &e) == 0);
	assert(r.units == back.units && r.scale == back.scale);
	if (money_percent(MONEY_MAX, &r, &minor, &e) == 0)
		assert(minor >= 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const currencies[] = { "CLP", "BOB", "KWD", "CLF" };
	char *text = malloc(size + 1);
	size_t i;

	if (!text)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	for (i = 0; i < sizeof(currencies) / sizeof(currencies[0]); i++) {
		try_amount(text, currencies[i], MONEY_POINT);
		try_amount(text, currencies[i], MONEY_COMMA);
	}
	try_rate(text);
	free(text);
	return 0;
}
