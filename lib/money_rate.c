#include "money.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "i18n.h"

enum { RATE_DIGITS_MAX = 9 };

/* Up to nine digits after those of *units; how many, -1 if there are more. */
static int
read_digits(const char **text, int64_t *units)
{
	int count;

	for (count = 0; **text >= '0' && **text <= '9'; ++*text) {
		if (++count > RATE_DIGITS_MAX)
			return -1;
		*units = *units * 10 + (**text - '0');
	}
	return count;
}

int
rate_parse(const char *text, struct rate *out, struct err *e)
{
	struct rate read = { 0, 0 };
	const char *p = text;
	int whole = read_digits(&p, &read.units);

	if (whole > 0 && *p == '.') {
		p++;
		read.scale = read_digits(&p, &read.units);
		if (read.scale == 0)
			whole = 0;
	}
	if (whole <= 0 || read.scale < 0 || *p != '\0')
		return err_set(
		    e, ERR_USAGE, _("not a rate (digits, at most 9 decimals): %.32s"), text);
	for (; read.scale > 0 && read.units % 10 == 0; read.scale--)
		read.units /= 10;
	*out = read;
	return 0;
}

static int64_t
power_of_ten(int exponent)
{
	int64_t power = 1;

	for (; exponent > 0; exponent--)
		power *= 10;
	return power;
}

void
rate_format(const struct rate *r, char *text)
{
	int64_t one = power_of_ten(r->scale);
	char *end;

	if (r->scale == 0) {
		(void)snprintf(text, RATE_TEXT_SIZE, "%lld", (long long)r->units);
		return;
	}
	(void)snprintf(text, RATE_TEXT_SIZE, "%lld.%0*lld", (long long)(r->units / one), r->scale,
	    (long long)(r->units % one));
	for (end = text + strlen(text); end[-1] == '0'; end--)
		end[-1] = '\0';
	if (end[-1] == '.')
		end[-1] = '\0';
}

int
money_percent(money_wide base, const struct rate *r, int64_t *minor, struct err *e)
{
	money_wide divisor = (money_wide)power_of_ten(r->scale) * 100;
	money_wide product, whole;

	assert(base >= 0 && r->units >= 0);
	if (__builtin_mul_overflow(base, (money_wide)r->units, &product))
		return err_set(e, ERR_FAILED, _("percentage too large"));
	whole = product / divisor + (product % divisor >= divisor / 2);
	if (whole > INT64_MAX)
		return err_set(e, ERR_FAILED, _("percentage too large"));
	*minor = (int64_t)whole;
	return 0;
}
