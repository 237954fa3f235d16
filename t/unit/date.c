#include "date.h"

#include "tap.h"

static const char *const bad_dates[] = { "", "2026-02-29", "1900-02-29", "2100-02-29", "2026-13-01",
	"2026-00-10", "2026-01-00", "2026-01-32", "2026-04-31", "2026/01/31", "2026-1-31",
	"2026-01-1", "0000-01-01", "1899-12-31", "10000-01-01", "20260131", "2026-01-31 ",
	" 2026-01-31", "2026-01-3x", "-026-01-31", "+026-01-31", "2026-01-310", "tomorrow",
	"\xd9\xa2\xd9\xa0-01-01", "2026-01-3\t" };

static void
test_valid(void)
{
	struct err e;
	size_t i;

	ok(date_is_valid("2024-02-29"), "a leap day is a date");
	ok(date_is_valid("2000-02-29"), "one of a century that 400 divides too");
	ok(date_is_valid("1900-01-01") && date_is_valid("9999-12-31"),
	    "the calendar's ends are dates");
	for (i = 0; i < sizeof(bad_dates) / sizeof(bad_dates[0]); i++)
		ok(!date_is_valid(bad_dates[i]) && date_check(bad_dates[i], &e) == -1 &&
			e.code == ERR_USAGE,
		    "refused: \"%s\"", bad_dates[i]);
	is_int(date_check("2026-01-31", &e), 0, "a good date passes");
	date_check("31/01/2026", &e);
	is_text(e.message, "not a date (YYYY-MM-DD): 31/01/2026", "the message names the text");
}

/* Every day from 1900 to 2200, counted by hand. */
static void
test_days(void)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int32_t days = -25567;
	bool is_right = true;
	int year, month, day;

	for (year = 1900; year <= 2200; year++)
		for (month = 1; month <= 12; month++) {
			bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
			int length = lengths[month - 1] + (month == 2 && is_leap);

			for (day = 1; day <= length; day++, days++) {
				char wanted[32], got[DATE_SIZE];

				(void)snprintf(
				    wanted, sizeof(wanted), "%04d-%02d-%02d", year, month, day);
				date_from_days(days, got);
				is_right =
				    note_unless(strcmp(got, wanted) == 0 && date_is_valid(got) &&
						    date_to_days(wanted) == days,
					"%s", wanted) &&
				    is_right;
			}
		}
	ok(is_right, "every day from 1900 to 2200 has its number and comes back");
	is_int(date_to_days("1970-01-01"), 0, "1970-01-01 is day 0");
	is_int(date_to_days("2000-03-01"), 11017, "2000-03-01 is day 11017");
	is_int(date_to_days("9999-12-31"), 2932896, "9999-12-31 is day 2932896");
}

static void
is_added(const char *on, int32_t days, const char *wanted)
{
	char got[DATE_SIZE];

	date_add_days(on, days, got);
	is_text(got, wanted, "%s and %d days", on, days);
}

static void
is_months(const char *first, int n, const char *wanted)
{
	char got[DATE_SIZE];

	date_add_months(first, n, got);
	is_text(got, wanted, "%s and %d months", first, n);
}

static void
test_add(void)
{
	char on[DATE_SIZE] = "2026-12-31";

	is_added("2026-12-31", 1, "2027-01-01");
	is_added("2024-02-28", 1, "2024-02-29");
	is_added("2024-03-01", -1, "2024-02-29");
	is_added("9999-12-31", 1, "9999-12-31");
	is_added("9999-12-31", INT32_MAX, "9999-12-31");
	is_added("1900-01-01", INT32_MIN, "1900-01-01");
	date_add_days(on, 1, on);
	is_text(on, "2027-01-01", "the result may be where the date was");
	is_months("2026-01-31", 1, "2026-02-28");
	is_months("2026-01-31", 2, "2026-03-31");
	is_months("2024-01-31", 1, "2024-02-29");
	is_months("2024-02-29", 12, "2025-02-28");
	is_months("2024-02-29", 48, "2028-02-29");
	is_months("2026-03-31", -1, "2026-02-28");
	is_months("2026-01-15", -13, "2024-12-15");
	is_months("2026-12-01", 1, "2027-01-01");
	is_months("2026-01-31", 0, "2026-01-31");
	is_months("2026-01-31", 1000000000, "9999-12-31");
	is_months("2026-01-31", INT32_MIN, "1900-01-01");
}

static void
test_months_reached(void)
{
	uint64_t seed = 20260131;
	bool is_right = true;
	int i;

	is_int(date_months_reached("2026-01-31", "2026-01-30"), 0, "none before the first");
	is_int(date_months_reached("2026-01-31", "2026-01-31"), 1, "one on the first");
	is_int(date_months_reached("2026-01-31", "2026-02-27"), 1, "one until 27 February");
	is_int(date_months_reached("2026-01-31", "2026-02-28"), 2, "two on 28 February");
	is_int(date_months_reached("2026-01-31", "2026-03-30"), 2, "two until 30 March");
	is_int(date_months_reached("2026-01-31", "2026-03-31"), 3, "three on 31 March");
	is_int(date_months_reached("2026-01-31", "2025-12-31"), 0, "none a month before");
	for (i = 0; i < 100000; i++) {
		char first[DATE_SIZE], on[DATE_SIZE], last[DATE_SIZE], next[DATE_SIZE];
		int64_t count;

		date_from_days((int32_t)(tap_random(&seed) % 50000) - 10000, first);
		date_add_days(first, (int32_t)(tap_random(&seed) % 20000), on);
		count = date_months_reached(first, on);
		date_add_months(first, (int)count - 1, last);
		date_add_months(first, (int)count, next);
		is_right = note_unless(count > 0 && strcmp(last, on) <= 0 && strcmp(next, on) > 0,
			       "%s to %s", first, on) &&
			   is_right;
	}
	ok(is_right, "a date lies between the last month reached and the next, 10^5 times");
}

/* The anchor's day, or the month's last where that is shorter; never the month after. */
static void
test_anchor(void)
{
	char first[DATE_SIZE], on[DATE_SIZE], next[DATE_SIZE];
	bool is_right = true;
	int day, n;

	for (day = 0; day < 31; day++)
		for (n = 0; n < 1200; n++) {
			bool is_last, is_anchored;

			date_add_days("2024-01-01", day, first);
			date_add_months(first, n, on);
			date_add_days(on, 1, next);
			is_last = strncmp(on, next, 7) != 0;
			is_anchored = strcmp(on + 8, first + 8) == 0;
			is_right = is_right && date_is_valid(on) &&
				   (on[0] - '0') * 12000 + (on[1] - '0') * 1200 +
					   (on[2] - '0') * 120 + (on[3] - '0') * 12 +
					   (on[5] - '0') * 10 + on[6] - '0' ==
				       2024 * 12 + 1 + n &&
				   (is_anchored || (is_last && strcmp(on + 8, first + 8) < 0));
		}
	ok(is_right, "a hundred years of months keep the anchor's day or take the month's last");
}

static void
is_pattern(const char *text, const char *pattern, const char *wanted)
{
	char on[DATE_SIZE] = "";
	struct err e = { .code = ERR_FAILED };
	int result = date_parse_pattern(text, pattern, on, &e);

	is_text(result ? "" : on, wanted, "\"%s\" by %s", text, pattern);
	if (result)
		is_int(e.code, ERR_USAGE, "is a usage error");
}

static void
test_pattern(void)
{
	is_pattern("31/01/2026", "DD/MM/YYYY", "2026-01-31");
	is_pattern("20260131", "YYYYMMDD", "2026-01-31");
	is_pattern("1/2/2026", "D/M/YYYY", "2026-02-01");
	is_pattern("31.12.2026", "D.M.YYYY", "2026-12-31");
	is_pattern("2026-01-31", "YYYY-MM-DD", "2026-01-31");
	is_pattern("1/02/2026", "DD/MM/YYYY", "");
	is_pattern("31/02/2026", "DD/MM/YYYY", "");
	is_pattern("01/31/2026", "DD/MM/YYYY", "");
	is_pattern("31-01-2026", "DD/MM/YYYY", "");
	is_pattern("31/01/26", "DD/MM/YYYY", "");
	is_pattern("31/01/26", "DD/MM/YY", "");
	is_pattern("31/01/2026x", "DD/MM/YYYY", "");
	is_pattern("31/01/20260", "DD/MM/YYYY", "");
	is_pattern("31/01", "DD/MM", "");
	is_pattern("31/01/2026/31", "DD/MM/YYYY/DD", "");
	is_pattern("", "DD/MM/YYYY", "");
	is_pattern("31/01/2026", "", "");
}

static void
is_instant(const char *text, int64_t wanted)
{
	struct err e;
	int64_t at = -1;

	ok(instant_parse(text, &at, &e) == 0 && at == wanted, "instant %s", text);
}

static void
test_instant(void)
{
	static const char *const bad[] = { "", "2026-01-31", "2026-01-31T12:00:00",
		"2026-01-31 12:00:00Z", "2026-01-31T12:00Z", "2026-01-31T24:00:00Z",
		"2026-01-31T12:60:00Z", "2026-01-31T12:00:61Z", "2026-01-31T12:00:00.Z",
		"2026-01-31T12:00:00Zx", "2026-01-31T12:00:00+0400", "2026-01-31T12:00:00+24:00",
		"2026-01-31T12:00:00+04:60", "2026-01-31T12:00:00+04:00x", "2026-02-29T12:00:00Z",
		"1900-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "now", "1769860800" };
	char text[INSTANT_SIZE];
	struct err e;
	int64_t at = 7;
	size_t i;

	is_instant("1970-01-01T00:00:00Z", 0);
	is_instant("2026-01-31T12:00:00Z", 1769860800);
	is_instant("2026-01-31t12:00:00z", 1769860800);
	is_instant("2026-01-31T12:00:00.999999999Z", 1769860800);
	is_instant("2026-01-31T08:00:00-04:00", 1769860800);
	is_instant("2026-01-31T17:30:00.5+05:30", 1769860800);
	is_instant("2016-12-31T23:59:60Z", 1483228800);
	is_instant("1969-12-31T23:59:59Z", -1);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(instant_parse(bad[i], &at, &e) == -1 && e.code == ERR_USAGE && at == 7,
		    "no instant: \"%s\"", bad[i]);
	instant_format(-1, text);
	is_text(text, "1969-12-31T23:59:59Z", "the second before 1970 is written");
	instant_format(INT64_MAX, text);
	is_text(text + 10, "T15:30:07Z", "the last of 64 bits does no harm");
	instant_format(INT64_MIN, text);
	is_text(text + 10, "T08:29:52Z", "nor the first");
}

static void
test_instant_round_trip(void)
{
	uint64_t seed = 42;
	bool is_right = true;
	int i;

	for (i = 0; i < 100000; i++) {
		int64_t at = (int64_t)(tap_random(&seed) % 255611289600) - 2208988800;
		char text[INSTANT_SIZE], on[DATE_SIZE];
		int64_t back = 0;
		struct err e;

		instant_format(at, text);
		instant_date(at, on);
		is_right = note_unless(instant_parse(text, &back, &e) == 0 && back == at &&
					   strncmp(text, on, 10) == 0,
			       "%s", text) &&
			   is_right;
	}
	ok(is_right, "what is written is read as the same instant, 10^5 times");
}

int
main(void)
{
	test_valid();
	test_days();
	test_add();
	test_months_reached();
	test_anchor();
	test_pattern();
	test_instant();
	test_instant_round_trip();
	return done();
}
