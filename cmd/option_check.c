#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "date.h"
#include "options.h"
#include "ref.h"
#include "utf8.h"

bool
words_have(const char *words, const char *word, size_t length)
{
	while (words && *words) {
		size_t size = strcspn(words, "|");

		if (size == length && memcmp(words, word, length) == 0)
			return true;
		words += size;
		words += *words == '|';
	}
	return false;
}

static bool
is_digits(const char *text, size_t length)
{
	return length > 0 && strspn(text, "0123456789") >= length;
}

static int
check_int(const struct given *given, struct err *e)
{
	int64_t low = 0, high = 1000000000;
	int64_t value = -1;

	if (given->row->values &&
	    sscanf(given->row->values, "%" SCNd64 "..%" SCNd64, &low, &high) != 2)
		abort(); /* a row of our own tables is wrong */
	if (given->value[0] == '\0' && given->row->values && strchr(given->row->values, '|'))
		return 0; /* "1..28|": or nothing */
	if (is_digits(given->value, strlen(given->value)) && strlen(given->value) <= 10)
		value = strtoll(given->value, NULL, 10);
	if (value < low || value > high)
		return err_set(e, ERR_USAGE,
		    _("--%s takes a whole number from %" PRId64 " to %" PRId64), given->name, low,
		    high);
	return 0;
}

/* The shape only: how many decimals there may be depends on the currency. */
static int
check_money(const struct given *given, struct err *e)
{
	const char *value = given->value;
	const char *point = strchr(value, '.');
	size_t whole = point ? (size_t)(point - value) : strlen(value);

	if (words_have(given->row->values, value, strlen(value)))
		return 0;
	if (is_digits(value, whole) && (!point || is_digits(point + 1, strlen(point + 1))))
		return 0;
	if (given->row->values && given->row->values[0] != '|')
		return err_set(e, ERR_USAGE, _("--%s: %.40s is no amount, nor any of %s"),
		    given->name, value, given->row->values);
	return err_set(e, ERR_USAGE, _("--%s: %.40s is no amount"), given->name, value);
}

static int
check_choice(const struct given *given, struct err *e)
{
	if (words_have(given->row->values, given->value, strlen(given->value)))
		return 0;
	return err_set(e, ERR_USAGE, _("--%s takes one of %s"), given->name, given->row->values);
}

static int
check_ref(const struct given *given, struct err *e)
{
	const char *prefix;
	struct ref ref;

	if (given->value[0] == '\0')
		return err_set(e, ERR_USAGE, _("--%s is empty"), given->name);
	if (ref_parse(given->value, &ref) != 1)
		return 0;
	prefix = ref_prefix(ref.type);
	if (!given->row->values || words_have(given->row->values, prefix, strlen(prefix)))
		return 0;
	return err_set(e, ERR_USAGE, _("--%s: %s is none of %s"), given->name, given->value,
	    given->row->values);
}

static int
check_day(const struct given *given, struct err *e)
{
	int64_t at;
	int result = given->row->kind == OPTION_DATE ? date_check(given->value, e)
						     : instant_parse(given->value, &at, e);

	return result == 0 ? 0 : err_prefix(e, "--%s", given->name);
}

int
option_check(const struct given *given, struct err *e)
{
	if (given->value && !utf8_is_valid(given->value, strlen(given->value)))
		return err_set(e, ERR_USAGE, _("--%s is not valid UTF-8"), given->name);
	assert(given->value || given->row->kind == OPTION_FLAG);
	switch (given->row->kind) {
	case OPTION_FLAG:
	case OPTION_TEXT:
		return 0;
	case OPTION_INT:
		return check_int(given, e);
	case OPTION_DATE:
	case OPTION_INSTANT:
		return check_day(given, e);
	case OPTION_MONEY:
		return check_money(given, e);
	case OPTION_CHOICE:
		return check_choice(given, e);
	case OPTION_FILE:
	case OPTION_SECRET:
		if (given->value[0] == '\0')
			return err_set(e, ERR_USAGE, _("--%s is empty"), given->name);
		return 0;
	case OPTION_REF:
		return check_ref(given, e);
	}
	return 0;
}
