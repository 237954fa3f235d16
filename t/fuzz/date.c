/* fuzz: a date or an instant that is read is written as the same; a pattern makes only dates. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
try_date(const char *text)
{
	char on[DATE_SIZE];
	struct err e;

	assert((date_check(text, &e) == 0) == date_is_valid(text));
	if (!date_is_valid(text))
		return;
	date_from_days(date_to_days(text), on);
	assert(strcmp(on, text) == 0);
	date_add_months(text, 1, on);
	assert(date_is_valid(on));
	assert(date_months_reached(text, on) == (strcmp(text, on) < 0 ? 2 : 1) ||
	       strcmp(on, "9999-12-31") == 0);
}

static void
try_instant(const char *text)
{
	char written[INSTANT_SIZE];
	int64_t at, back;
	struct err e;

	if (instant_parse(text, &at, &e))
		return;
	instant_format(at, written);
	assert(instant_parse(written, &back, &e) == 0 && back == at);
}

/* The input is a pattern, a line end and a text. */
static void
try_pattern(char *text)
{
	char *end = strchr(text, '\n');
	char on[DATE_SIZE];
	struct err e;

	if (!end)
		return;
	*end = '\0';
	if (date_parse_pattern(end + 1, text, on, &e) == 0)
		assert(date_is_valid(on));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	try_date(text);
	try_instant(text);
	try_pattern(text);
	free(text);
	return 0;
}
