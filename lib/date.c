#include "date.h"

#include <assert.h>
#include <string.h>

#include "i18n.h"

enum { YEAR_MIN = 1900, YEAR_MAX = 9999, DAYS_MIN = -25567, DAYS_MAX = 2932896 };
enum { DAY_SECONDS = 86400 };

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
month_length(int year, int month)
{
	static const signed char lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

/* Exactly count digits; -1 if there are others. */
static int
read_digits(const char *text, int count)
{
	int value = 0;
	int i;

	for (i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

static void
write_digits(char *text, int count, int value)
{
	while (count > 0) {
		text[--count] = (char)('0' + value % 10);
		value /= 10;
	}
}

static bool
civil_exists(const struct civil *c)
{
	return c->year >= YEAR_MIN && c->year <= YEAR_MAX && c->month >= 1 && c->month <= 12 &&
	       c->day >= 1 && c->day <= month_length(c->year, c->month);
}

/* The first ten bytes of text. */
static bool
read_civil(const char *text, struct civil *c)
{
	if (strnlen(text, DATE_SIZE - 1) < DATE_SIZE - 1 || text[4] != '-' || text[7] != '-')
		return false;
	c->year = read_digits(text, 4);
	c->month = read_digits(text + 5, 2);
	c->day = read_digits(text + 8, 2);
	return civil_exists(c);
}

static void
write_civil(const struct civil *c, char on[DATE_SIZE])
{
	write_digits(on, 4, c->year);
	on[4] = '-';
	write_digits(on + 5, 2, c->month);
	on[7] = '-';
	write_digits(on + 8, 2, c->day);
	on[10] = '\0';
}

/*
 * Years are counted from March, so that the leap day is the last of its year and months have the
 * lengths of one formula: 153 days in five.
 */
int32_t
civil_to_days(const struct civil *c)
{
	int year = c->year - (c->month <= 2);
	int era = (year >= 0 ? year : year - 399) / 400;
	int year_of_era = year - era * 400;
	int month_from_march = c->month + (c->month > 2 ? -3 : 9);
	int day_of_year = (153 * month_from_march + 2) / 5 + c->day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

void
civil_from_days(int32_t days, struct civil *c)
{
	int shifted = days + 719468;
	int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int day_of_era = shifted - era * 146097;
	int year_of_era =
	    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int month_from_march = (5 * day_of_year + 2) / 153;

	c->day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
	c->month = month_from_march + (month_from_march < 10 ? 3 : -9);
	c->year = year_of_era + era * 400 + (c->month <= 2);
}

bool
date_is_valid(const char *text)
{
	struct civil c;

	return read_civil(text, &c) && text[DATE_SIZE - 1] == '\0';
}

int
date_check(const char *text, struct err *e)
{
	if (!date_is_valid(text))
		return err_set(e, ERR_USAGE, _("not a date (YYYY-MM-DD): %.40s"), text);
	return 0;
}

int32_t
date_to_days(const char *on)
{
	struct civil c;
	bool is_valid = read_civil(on, &c);

	assert(is_valid);
	return is_valid ? civil_to_days(&c) : 0;
}

void
date_from_days(int32_t days, char on[DATE_SIZE])
{
	struct civil c;

	if (days < DAYS_MIN)
		days = DAYS_MIN;
	if (days > DAYS_MAX)
		days = DAYS_MAX;
	civil_from_days(days, &c);
	write_civil(&c, on);
}

void
date_add_days(const char *on, int32_t days, char result[DATE_SIZE])
{
	int64_t sum = (int64_t)date_to_days(on) + days;

	if (sum < DAYS_MIN)
		sum = DAYS_MIN;
	if (sum > DAYS_MAX)
		sum = DAYS_MAX;
	date_from_days((int32_t)sum, result);
}

void
date_add_months(const char *first, int n, char result[DATE_SIZE])
{
	struct civil c = { YEAR_MIN, 1, 1 };
	bool is_valid = read_civil(first, &c);
	int64_t months;
	int length;

	assert(is_valid);
	(void)is_valid;
	months = (int64_t)c.year * 12 + c.month - 1 + n;
	if (months < (int64_t)YEAR_MIN * 12 || months >= (int64_t)(YEAR_MAX + 1) * 12) {
		date_from_days(n < 0 ? DAYS_MIN : DAYS_MAX, result);
		return;
	}
	c.year = (int)(months / 12);
	c.month = (int)(months % 12) + 1;
	length = month_length(c.year, c.month);
	if (c.day > length)
		c.day = length;
	write_civil(&c, result);
}

int64_t
date_months_reached(const char *first, const char *on)
{
	struct civil from = { YEAR_MIN, 1, 1 };
	struct civil to = { YEAR_MIN, 1, 1 };
	bool is_valid = read_civil(first, &from) && read_civil(on, &to);
	int months;
	int length;

	assert(is_valid);
	(void)is_valid;
	months = (to.year - from.year) * 12 + to.month - from.month;
	if (months < 0)
		return 0;
	length = month_length(to.year, to.month);
	return months + (to.day >= (from.day < length ? from.day : length));
}

static bool
is_field(char c)
{
	return c == 'Y' || c == 'M' || c == 'D';
}

/*
 * Reads one field: YYYY, MM, DD take as many digits as letters; M and D one or two.  Gives the
 * digits taken, 0 if they do not fit.
 */
static size_t
read_field(const char *text, char letter, size_t run, struct civil *c)
{
	int *member = letter == 'Y' ? &c->year : letter == 'M' ? &c->month : &c->day;
	size_t count = run;

	if (run != (letter == 'Y' ? 4U : 2U) && (run != 1 || letter == 'Y'))
		return 0;
	if (*member != 0)
		return 0;
	if (run == 1 && read_digits(text, 1) >= 0 && read_digits(text + 1, 1) >= 0)
		count = 2;
	*member = read_digits(text, (int)count);
	return *member < 0 ? 0 : count;
}

static bool
read_by_pattern(const char *text, const char *pattern, struct civil *c)
{
	while (*pattern) {
		size_t run = 1;
		size_t taken = 1;

		if (is_field(*pattern)) {
			while (pattern[run] == *pattern)
				run++;
			taken = read_field(text, *pattern, run, c);
			if (taken == 0)
				return false;
		} else if (*text != *pattern) {
			return false;
		}
		pattern += run;
		text += taken;
	}
	return *text == '\0' && civil_exists(c);
}

int
date_parse_pattern(const char *text, const char *pattern, char on[DATE_SIZE], struct err *e)
{
	struct civil c = { 0, 0, 0 };

	if (!read_by_pattern(text, pattern, &c))
		return err_set(e, ERR_USAGE, _("not a date (%.20s): %.40s"), pattern, text);
	write_civil(&c, on);
	return 0;
}
