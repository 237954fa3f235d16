#include "money.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "utf8.h"

static const struct currency currencies[] = {
#include "currencies.inc"
};

enum { CURRENCY_COUNT = sizeof(currencies) / sizeof(currencies[0]) };
_Static_assert((int)CURRENCY_COUNT <= (int)CURRENCIES_MAX, "totals have room for all currencies");
enum { RATE_DIGITS_MAX = 9, AMOUNT_DIGITS_MAX = 19 };

const struct currency *
currency_find(const char *code)
{
	size_t low = 0;
	size_t high = CURRENCY_COUNT;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(code, currencies[middle].code);

		if (order == 0)
			return &currencies[middle];
		if (order > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct currency *
currency_at(size_t i)
{
	return i < CURRENCY_COUNT ? &currencies[i] : NULL;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Appends digits to *value until another byte; how many there were, -1 past MONEY_MAX. */
static int
read_digits(const char **text, int64_t *value)
{
	const char *p = *text;
	int count;

	while (is_digit(*p)) {
		*value = *value * 10 + (*p++ - '0');
		if (*value > MONEY_MAX)
			return -1;
	}
	count = p - *text > AMOUNT_DIGITS_MAX ? AMOUNT_DIGITS_MAX : (int)(p - *text);
	*text = p;
	return count;
}

/* What follows the first group: ".234.567".  A first group "0" or "01" would be no group. */
static int
read_groups(const char **text, const char *first, int first_count, int64_t *value)
{
	if (**text == '.' && (first_count > 3 || *first == '0'))
		return -1;
	while (**text == '.') {
		++*text;
		if (read_digits(text, value) != 3)
			return -1;
	}
	return 0;
}

enum verdict { GOOD, NO_AMOUNT, TOO_LARGE, NOT_GROUPED, NO_DECIMALS, TOO_MANY_DECIMALS };

static enum verdict
read_whole(const char **text, enum money_mark mark, int64_t *value)
{
	const char *first = *text;
	int count = read_digits(text, value);

	if (count == 0)
		return NO_AMOUNT;
	if (count > 0 && mark == MONEY_COMMA && read_groups(text, first, count, value))
		return *value > MONEY_MAX ? TOO_LARGE : NOT_GROUPED;
	return count < 0 ? TOO_LARGE : GOOD;
}

static enum verdict
read_amount(const char *text, int decimals, enum money_mark mark, int64_t *minor)
{
	enum verdict verdict = read_whole(&text, mark, minor);
	int written = 0;

	if (verdict != GOOD)
		return verdict;
	if (*text == (mark == MONEY_COMMA ? ',' : '.')) {
		text++;
		written = read_digits(&text, minor);
		if (written < 0)
			return TOO_LARGE;
		if (written == 0)
			return NO_AMOUNT;
	}
	if (*text != '\0')
		return NO_AMOUNT;
	if (written > decimals)
		return decimals == 0 ? NO_DECIMALS : TOO_MANY_DECIMALS;
	for (; written < decimals; written++) {
		*minor *= 10;
		if (*minor > MONEY_MAX)
			return TOO_LARGE;
	}
	return GOOD;
}

static int
refuse(enum verdict verdict, const char *text, const struct currency *c, struct err *e)
{
	switch (verdict) {
	case TOO_LARGE:
		return err_set(e, ERR_USAGE, _("amount too large: %.32s"), text);
	case NOT_GROUPED:
		return err_set(e, ERR_USAGE, _("digits not grouped by three: %.32s"), text);
	case NO_DECIMALS:
		return err_set(e, ERR_USAGE, _("%s has no decimals: %.32s"), c->code, text);
	case TOO_MANY_DECIMALS:
		return err_set(
		    e, ERR_USAGE, _("%s has %d decimals: %.32s"), c->code, c->decimals, text);
	case GOOD:
	case NO_AMOUNT:
		break;
	}
	return err_set(e, ERR_USAGE, _("not an amount: %.32s"), text);
}

int
money_parse(
    const char *text, const char *currency, enum money_mark mark, struct money *out, struct err *e)
{
	const struct currency *found = currency_find(currency);
	enum verdict verdict;
	int64_t minor = 0;

	if (!found)
		return err_set(e, ERR_USAGE, _("unknown currency: %.16s"), currency);
	verdict = read_amount(text, found->decimals, mark, &minor);
	if (verdict != GOOD)
		return refuse(verdict, text, found, e);
	*out = money_of(minor, found->code);
	return 0;
}

/*
 * Writes from the end of a buffer, since digits come out last first.  group: a ',' between every
 * three digits before the mark.
 */
static char *
write_backwards(char *end, uint64_t value, int decimals, bool group)
{
	int written = 0;

	*--end = '\0';
	while (value > 0 || written <= decimals) {
		int whole = written - decimals;

		if (whole == 0 && decimals > 0)
			*--end = '.';
		if (group && whole > 0 && whole % 3 == 0)
			*--end = ',';
		*--end = (char)('0' + value % 10);
		value /= 10;
		written++;
	}
	return end;
}

static uint64_t
magnitude(int64_t minor)
{
	return minor < 0 ? -(uint64_t)minor : (uint64_t)minor;
}

void
money_format(const struct money *m, char *text)
{
	const struct currency *c = currency_find(m->currency);
	char buffer[MONEY_TEXT_SIZE];
	char *end = buffer + sizeof(buffer);
	char *start = write_backwards(end, magnitude(m->minor), c ? c->decimals : 0, false);

	if (m->minor < 0)
		*--start = '-';
	memcpy(text, start, (size_t)(end - start));
}

/* "$" and signs of their own stand at the digits, words and letters apart. */
static bool
is_sign(const char *symbol)
{
	size_t length = strlen(symbol);

	if (length > 0 && symbol[length - 1] == '$')
		return true;
	return symbol[0] < 0 && utf8_count(symbol) == 1;
}

void
money_format_people(const struct money *m, char *text)
{
	const struct currency *c = currency_find(m->currency);
	const char *symbol = c ? c->symbol : m->currency;
	char buffer[MONEY_TEXT_SIZE];
	char *end = buffer + sizeof(buffer);
	char *start = write_backwards(end, magnitude(m->minor), c ? c->decimals : 0, true);

	(void)snprintf(text, MONEY_TEXT_SIZE, "%s%s%s%s", m->minor < 0 ? "-" : "", symbol,
	    is_sign(symbol) ? "" : " ", start);
}

struct money
money_of(int64_t minor, const char *currency)
{
	struct money m = { .minor = minor };

	memcpy(m.currency, currency, strnlen(currency, sizeof(m.currency) - 1));
	return m;
}

static int
check_same(const struct money *a, const struct money *b, struct err *e)
{
	if (strcmp(a->currency, b->currency) != 0)
		return err_set(
		    e, ERR_USAGE, _("two currencies: %.3s and %.3s"), a->currency, b->currency);
	return 0;
}

int
money_add(const struct money *a, const struct money *b, struct money *sum, struct err *e)
{
	int64_t minor;

	if (check_same(a, b, e))
		return -1;
	if (__builtin_add_overflow(a->minor, b->minor, &minor))
		return err_set(e, ERR_FAILED, _("sum too large"));
	*sum = money_of(minor, a->currency);
	return 0;
}

int
money_sub(const struct money *a, const struct money *b, struct money *out, struct err *e)
{
	int64_t minor;

	if (check_same(a, b, e))
		return -1;
	if (__builtin_sub_overflow(a->minor, b->minor, &minor))
		return err_set(e, ERR_FAILED, _("difference too large"));
	*out = money_of(minor, a->currency);
	return 0;
}

int
money_compare(const struct money *a, const struct money *b)
{
	assert(strcmp(a->currency, b->currency) == 0);
	return (a->minor > b->minor) - (a->minor < b->minor);
}
