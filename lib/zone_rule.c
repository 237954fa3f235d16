#include "zone_rule.h"

#include <stddef.h>
#include <string.h>

#include "date.h"

enum { DAY_SECONDS = 86400, HOUR_SECONDS = 3600, NAME_LENGTH_MIN = 3 };
enum { OFFSET_HOURS_MAX = 24, TIME_HOURS_MAX = 167 };
enum { YEAR_MIN = -9999, YEAR_MAX = 99999 };

/* All of these move *p past what they read and answer whether it was there. */

static bool
take(const char **p, char c)
{
	if (**p != c)
		return false;
	++*p;
	return true;
}

static bool
read_number(const char **p, int min, int max, int *value)
{
	const char *start = *p;

	*value = 0;
	while (**p >= '0' && **p <= '9' && *value <= max)
		*value = *value * 10 + (*(*p)++ - '0');
	return *p > start && *value >= min && *value <= max;
}

static bool
read_name(const char **p)
{
	bool is_quoted = take(p, '<');
	size_t letters = strspn(
	    *p, is_quoted ? "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-"
			  : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

	*p += letters;
	return letters >= NAME_LENGTH_MIN && (!is_quoted || take(p, '>'));
}

/* "[+-]HH[:MM[:SS]]" */
static bool
read_time(const char **p, int hours_max, int32_t *seconds)
{
	int sign = take(p, '-') ? -1 : 1;
	int hours;
	int minutes = 0;
	int rest = 0;

	if (sign > 0)
		(void)take(p, '+');
	if (!read_number(p, 0, hours_max, &hours))
		return false;
	if (take(p, ':')) {
		if (!read_number(p, 0, 59, &minutes))
			return false;
		if (take(p, ':') && !read_number(p, 0, 59, &rest))
			return false;
	}
	*seconds = sign * (hours * HOUR_SECONDS + minutes * 60 + rest);
	return true;
}

/* POSIX counts hours west of Greenwich; everything here counts seconds east of it. */
static bool
read_offset(const char **p, int32_t *offset)
{
	if (!read_time(p, OFFSET_HOURS_MAX, offset))
		return false;
	*offset = -*offset;
	return true;
}

static bool
read_day(const char **p, struct zone_day *day)
{
	if (take(p, 'M')) {
		day->kind = ZONE_DAY_WEEKDAY;
		return read_number(p, 1, 12, &day->month) && take(p, '.') &&
		       read_number(p, 1, 5, &day->week) && take(p, '.') &&
		       read_number(p, 0, 6, &day->weekday);
	}
	day->kind = take(p, 'J') ? ZONE_DAY_JULIAN : ZONE_DAY_COUNTED;
	return read_number(p, day->kind == ZONE_DAY_JULIAN, 365, &day->day);
}

static bool
read_change(const char **p, struct zone_day *day)
{
	day->seconds = 2 * HOUR_SECONDS;
	if (!take(p, ',') || !read_day(p, day))
		return false;
	return !take(p, '/') || read_time(p, TIME_HOURS_MAX, &day->seconds);
}

bool
zone_rule_parse(const char *text, struct zone_rule *rule)
{
	const char *p = text;

	*rule = (struct zone_rule){ 0 };
	if (!read_name(&p) || !read_offset(&p, &rule->standard))
		return false;
	if (*p == '\0')
		return true;
	rule->has_summer = true;
	rule->summer = rule->standard + HOUR_SECONDS;
	if (!read_name(&p) || (*p != ',' && !read_offset(&p, &rule->summer)))
		return false;
	return read_change(&p, &rule->summer_from) && read_change(&p, &rule->summer_until) &&
	       *p == '\0';
}

/* Days since 1970-01-01 of the day in that year. */
static int32_t
day_of_year(const struct zone_day *day, int year)
{
	struct civil first = { year, 1, 1 };
	int32_t days, after, weekday;

	if (day->kind == ZONE_DAY_COUNTED)
		return civil_to_days(&first) + day->day;
	if (day->kind == ZONE_DAY_JULIAN) {
		/* From 1 March on the count goes on as if February had 28 days. */
		struct civil march = { year, 3, 1 };

		return day->day < 60 ? civil_to_days(&first) + day->day - 1
				     : civil_to_days(&march) + day->day - 60;
	}
	first.month = day->month;
	days = civil_to_days(&first);
	first.month = day->month % 12 + 1;
	first.year += day->month == 12;
	after = civil_to_days(&first);
	weekday = ((days + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
	days += (day->weekday - weekday + 7) % 7 + 7 * (day->week - 1);
	return days < after ? days : days - 7;
}

static int64_t
change_at(const struct zone_day *day, int year, int32_t offset_before)
{
	return (int64_t)day_of_year(day, year) * DAY_SECONDS + day->seconds - offset_before;
}

static int
year_of(int64_t at)
{
	const struct civil first = { YEAR_MIN, 1, 1 };
	const struct civil last = { YEAR_MAX, 1, 1 };
	struct civil c;
	int64_t days = at / DAY_SECONDS;

	if (days < civil_to_days(&first))
		return YEAR_MIN;
	if (days > civil_to_days(&last))
		return YEAR_MAX;
	civil_from_days((int32_t)days, &c);
	return c.year;
}

/*
 * The years beside the instant's own count too: a change may be days away from its date, and in
 * the south summer goes over the year's end.
 */
int32_t
zone_rule_offset(const struct zone_rule *rule, int64_t at)
{
	int year = year_of(at);
	int64_t latest = INT64_MIN;
	int32_t offset = rule->standard;
	int y;

	if (!rule->has_summer)
		return offset;
	for (y = year - 1; y <= year + 1; y++) {
		int64_t from = change_at(&rule->summer_from, y, rule->standard);
		int64_t until = change_at(&rule->summer_until, y, rule->summer);

		if (until <= at && until > latest) {
			latest = until;
			offset = rule->standard;
		}
		/* At the very instant where one summer ends and the next begins, it goes on. */
		if (from <= at && from >= latest) {
			latest = from;
			offset = rule->summer;
		}
	}
	return offset;
}

int64_t
zone_rule_next(const struct zone_rule *rule, int64_t at)
{
	int year = year_of(at);
	int64_t next = INT64_MAX;
	int y;

	if (!rule->has_summer)
		return next;
	for (y = year - 1; y <= year + 2; y++) {
		int64_t from = change_at(&rule->summer_from, y, rule->standard);
		int64_t until = change_at(&rule->summer_until, y, rule->summer);

		if (from > at && from < next)
			next = from;
		if (until > at && until < next)
			next = until;
	}
	return next;
}
