#include "zone.h"

#include <stdlib.h>

#include "tap.h"

#include "zone_file.h"

static struct zone *
open_zone(const char *name)
{
	struct zone *z = NULL;
	struct err e = { .message = "" };

	if (zone_open(&z, name, &e))
		ok(false, "%s opens: %s", name, e.message);
	return z;
}

static void
is_local(const char *name, const char *instant, const char *wanted)
{
	struct zone *z = open_zone(name);
	char text[ZONE_LOCAL_SIZE] = "", on[DATE_SIZE] = "";
	struct err e;
	int64_t at = 0;

	if (z && instant_parse(instant, &at, &e) == 0) {
		zone_local(z, at, text);
		zone_date(z, at, on);
	}
	is_text(text, wanted, "%s at %s", name, instant);
	ok(strncmp(on, wanted, 10) == 0, "and its date");
	zone_close(z);
}

static void
is_start(const char *name, const char *on, const char *wanted)
{
	struct zone *z = open_zone(name);
	char text[INSTANT_SIZE] = "";

	if (z)
		instant_format(zone_day_start(z, on), text);
	is_text(text, wanted, "%s: %s begins", name, on);
	zone_close(z);
}

static void
test_expected(void)
{
	is_local("America/La_Paz", "2026-01-01T03:59:59Z", "2025-12-31 23:59:59");
	is_local("America/La_Paz", "2026-01-01T04:00:00Z", "2026-01-01 00:00:00");
	is_local("America/Argentina/Buenos_Aires", "2026-07-01T02:59:59Z", "2026-06-30 23:59:59");
	is_local("America/Argentina/Buenos_Aires", "2008-01-15T12:00:00Z", "2008-01-15 10:00:00");
	is_local("America/Bogota", "2026-03-01T04:59:59Z", "2026-02-28 23:59:59");
	is_local("America/Bogota", "1992-12-01T05:00:00Z", "1992-12-01 01:00:00");
	is_local("America/Santiago", "2026-09-06T03:59:59Z", "2026-09-05 23:59:59");
	is_local("America/Santiago", "2026-09-06T04:00:00Z", "2026-09-06 01:00:00");
	is_local("America/Santiago", "2026-04-05T02:59:59Z", "2026-04-04 23:59:59");
	is_local("America/Santiago", "2026-04-05T03:00:00Z", "2026-04-04 23:00:00");
	is_local("America/Santiago", "2050-01-01T03:00:00Z", "2050-01-01 00:00:00");
	is_local("America/Santiago", "2050-07-01T03:00:00Z", "2050-06-30 23:00:00");
	is_local("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04 01:00:00");
	is_local("America/Sao_Paulo", "2026-11-04T03:00:00Z", "2026-11-04 00:00:00");
	is_local("Europe/Madrid", "2026-03-29T00:59:59Z", "2026-03-29 01:59:59");
	is_local("Europe/Madrid", "2026-03-29T01:00:00Z", "2026-03-29 03:00:00");
	is_local("Europe/Madrid", "2050-07-01T00:00:00Z", "2050-07-01 02:00:00");
	is_local("Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01 05:45:00");
	is_local("UTC", "2026-01-01T00:00:00Z", "2026-01-01 00:00:00");
}

static void
test_day_start(void)
{
	is_start("America/La_Paz", "2026-01-01", "2026-01-01T04:00:00Z");
	is_start("America/Argentina/Buenos_Aires", "2007-12-30", "2007-12-30T03:00:00Z");
	is_start("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z");
	is_start("America/Santiago", "2026-09-07", "2026-09-07T03:00:00Z");
	is_start("America/Santiago", "2026-04-04", "2026-04-04T03:00:00Z");
	is_start("America/Santiago", "2026-04-05", "2026-04-05T04:00:00Z");
	is_start("America/Santiago", "2050-09-04", "2050-09-04T04:00:00Z");
	is_start("America/Bogota", "1992-12-01", "1992-12-01T04:00:00Z");
	is_start("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z");
	is_start("America/Sao_Paulo", "2019-02-17", "2019-02-17T03:00:00Z");
	is_start("Europe/Madrid", "2026-03-29", "2026-03-28T23:00:00Z");
	is_start("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z");
	is_start("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z");
	is_start("UTC", "1970-01-01", "1970-01-01T00:00:00Z");
}

static void
test_refused(void)
{
	static const char *const names[] = { "", "/usr/share/zoneinfo/UTC", "../zoneinfo/UTC",
		"America/../UTC", ".", "..", "America", "America/", "America//La_Paz", "/",
		"No/Where", "zone.tab", "tzdata.zi", "leapseconds", "America/La_Paz ",
		"America/La Paz", "America/La_Paz\t", "America/La_Paz;id", "Am\xc3\xa9rica/La_Paz",
		"america/la_paz", "zone1970",
		"America/Argentina/Buenos_Aires_and_much_more_of_it" };
	struct zone *z = NULL;
	struct err e;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ok(zone_open(&z, names[i], &e) == -1 && e.code == ERR_SETUP && !z,
		    "no zone: \"%s\"", names[i]);
	zone_close(NULL);
	ok(true, "closing none is allowed");
}

/* A zone's file cut anywhere, or with one byte changed, is refused or read: nothing else. */
static void
test_damage(void)
{
	unsigned char bytes[8192], changed[8192];
	FILE *file = fopen("/usr/share/zoneinfo/America/Santiago", "rb");
	size_t length = file ? fread(bytes, 1, sizeof(bytes), file) : 0;
	bool is_right = length > 44;
	size_t i;

	for (i = 0; i < length; i++) {
		struct zone z = { 0 };

		is_right = is_right && zone_file_parse(bytes, i, &z) == 0;
		free(z.at);
		free(z.offsets);
	}
	ok(is_right, "a cut file is damaged wherever it was cut");
	for (i = 0; i < 2 * length; i++) {
		struct zone z = { 0 };
		int verdict;

		memcpy(changed, bytes, length);
		changed[i / 2] = (unsigned char)(changed[i / 2] ^ (i % 2 ? 0xff : 0x01));
		verdict = zone_file_parse(changed, length, &z);
		is_right = is_right && (verdict == 0 || verdict == 1);
		if (verdict == 1)
			(void)zone_rule_offset(&z.rule, 4102444800);
		free(z.at);
		free(z.offsets);
	}
	ok(is_right, "a changed byte does no harm");
	if (file)
		(void)fclose(file);
}

static void
test_rules(void)
{
	static const char *const good[] = { "UTC0", "<-03>3", "<+0545>-5:45",
		"CET-1CEST,M3.5.0,M10.5.0/3", "<-04>4<-03>,M9.1.6/24,M4.1.6/24",
		"IST-1GMT0,M10.5.0,M3.5.0/1", "AAA3BBB,J60/0,J300/0", "AAA3BBB,59,300",
		"AAA3BBB2:30:15,0/0,J365/25", "AAA3BBB,M3.1.0/-167,M11.1.0/167" };
	static const char *const bad[] = { "", "UTC", "AB3", "<AB>3", "<-03", "<-03>", "AAA25",
		"AAA3:60", "AAA3BBB", "AAA3BBB,M3.1.0", "AAA3BBB,M13.1.0,M3.1.0",
		"AAA3BBB,M0.1.0,M3.1.0", "AAA3BBB,M3.0.0,M4.1.0", "AAA3BBB,M3.6.0,M4.1.0",
		"AAA3BBB,M3.1.7,M4.1.0", "AAA3BBB,J0,J300", "AAA3BBB,J366,J300", "AAA3BBB,366,1",
		"AAA3BBB,J60/168,J300", "AAA3BBB,J60,J300,", "AAA3BBB,J60,J300x", "AAA3 ",
		"AAA3BBB,M3.1,M4.1.0", "AAA99999999999999999999" };
	struct zone_rule rule;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ok(zone_rule_parse(good[i], &rule), "a rule: %s", good[i]);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(!zone_rule_parse(bad[i], &rule), "no rule: \"%s\"", bad[i]);
}

/* ---- against date(1) */

enum { TRIES = 40 };

static char instants_path[] = "/tmp/pp-zone-XXXXXX";

/* Forks date for all instants at once; how many answers it gave. */
static size_t
ask_date(const char *tz, const int64_t *at, char answers[TRIES][ZONE_LOCAL_SIZE])
{
	FILE *file = fopen(instants_path, "w");
	char command[256], line[64];
	size_t count = 0;
	FILE *date;
	size_t i;

	if (!file)
		return 0;
	for (i = 0; i < TRIES; i++)
		(void)fprintf(file, "@%lld\n", (long long)at[i]);
	(void)fclose(file);
	(void)snprintf(command, sizeof(command), "LC_ALL=C TZ='%s' date -f %s '+%%Y-%%m-%%d %%T'",
	    tz, instants_path);
	date = popen(command, "r");
	if (!date)
		return 0;
	while (count < TRIES && fgets(line, sizeof(line), date)) {
		memcpy(answers[count], line, ZONE_LOCAL_SIZE - 1);
		answers[count++][ZONE_LOCAL_SIZE - 1] = '\0';
	}
	(void)pclose(date);
	return count;
}

/* From that instant to 2199; every fourth near 2050. */
static void
draw_instants(uint64_t *seed, int64_t first, int64_t *at)
{
	size_t i;

	for (i = 0; i < TRIES; i++) {
		at[i] = first + (int64_t)(tap_random(seed) % (uint64_t)(7260000000 - first));
		if (i % 4 == 0)
			at[i] = 2524608000 + (int64_t)(tap_random(seed) % 31536000);
	}
}

static bool
agrees_with_date(const char *name, uint64_t *seed)
{
	char answers[TRIES][ZONE_LOCAL_SIZE];
	int64_t at[TRIES];
	struct zone *z = open_zone(name);
	bool is_right = z != NULL;
	size_t i;

	draw_instants(seed, -2140000000, at);
	if (!z || ask_date(name, at, answers) != TRIES) {
		zone_close(z);
		return false;
	}
	for (i = 0; i < TRIES; i++) {
		char text[ZONE_LOCAL_SIZE];

		zone_local(z, at[i], text);
		is_right = note_unless(strcmp(text, answers[i]) == 0, "%s @%lld: %s, date: %s",
			       name, (long long)at[i], text, answers[i]) &&
			   is_right;
	}
	zone_close(z);
	return is_right;
}

static void
test_zones_against_date(void)
{
	static const char *const names[] = { "America/La_Paz", "America/Argentina/Buenos_Aires",
		"America/Santiago", "America/Punta_Arenas", "America/Bogota", "America/Sao_Paulo",
		"America/Asuncion", "America/Montevideo", "America/Lima", "America/Guayaquil",
		"America/Caracas", "America/Panama", "America/Costa_Rica", "America/Tegucigalpa",
		"America/Guatemala", "America/Mexico_City", "America/Tijuana", "America/Havana",
		"America/Santo_Domingo", "America/New_York", "America/St_Johns", "America/Nuuk",
		"Europe/Madrid", "Atlantic/Canary", "Europe/London", "Europe/Dublin",
		"Africa/Casablanca", "Africa/Cairo", "Asia/Kathmandu", "Asia/Tehran", "Asia/Kuwait",
		"Asia/Gaza", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham",
		"Pacific/Apia", "Pacific/Kiritimati", "Pacific/Easter", "Antarctica/Troll", "UTC" };
	uint64_t seed = 8536;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ok(agrees_with_date(names[i], &seed), "%s: as date says, %d random instants",
		    names[i], TRIES);
}

static void
test_rules_against_date(void)
{
	static const char *const rules[] = { "<-04>4<-03>,M9.1.6/24,M4.1.6/24",
		"AAA3BBB,J60/0,J300/0", "AAA3BBB,59,300", "AAA3BBB,J59/1:30,J301/2:15:30",
		"CET-1CEST,M3.5.0,M10.5.0/3", "AAA-13BBB,M10.1.0,M3.1.0",
		"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "AAA5BBB4,M2.5.3,M12.4.6" };
	uint64_t seed = 1;
	size_t i, j;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		char answers[TRIES][ZONE_LOCAL_SIZE];
		int64_t at[TRIES];
		struct zone_rule rule;
		bool is_right = zone_rule_parse(rules[i], &rule);

		/* The C library knows no rule before 1971. */
		draw_instants(&seed, 31536000, at);
		is_right = is_right && ask_date(rules[i], at, answers) == TRIES;
		for (j = 0; is_right && j < TRIES; j++) {
			char text[INSTANT_SIZE];

			instant_format(at[j] + zone_rule_offset(&rule, at[j]), text);
			is_right = note_unless(strncmp(text, answers[j], 10) == 0 &&
						   strncmp(text + 11, answers[j] + 11, 8) == 0,
			    "%s @%lld: %s, date: %s", rules[i], (long long)at[j], text, answers[j]);
		}
		ok(is_right, "rule %s: as date says", rules[i]);
	}
}

/* The first instant of a date is one, and the instant before belongs to an earlier date. */
static void
test_day_start_property(void)
{
	static const char *const names[] = { "America/Santiago", "America/Sao_Paulo",
		"America/Havana", "America/St_Johns", "Europe/Madrid", "Asia/Tehran",
		"Africa/Casablanca", "Pacific/Chatham" };
	uint64_t seed = 3;
	size_t i, j;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct zone *z = open_zone(names[i]);
		bool is_right = z != NULL;

		for (j = 0; z && j < 20000; j++) {
			char on[DATE_SIZE], first[DATE_SIZE], before[DATE_SIZE];
			int64_t at;

			date_from_days((int32_t)(tap_random(&seed) % 80000) - 20000, on);
			at = zone_day_start(z, on);
			zone_date(z, at, first);
			zone_date(z, at - 1, before);
			is_right = note_unless(strcmp(first, on) == 0 && strcmp(before, on) < 0,
				       "%s %s", names[i], on) &&
				   is_right;
		}
		ok(is_right, "%s: a date begins where the one before ends, 20000 times", names[i]);
		zone_close(z);
	}
}

int
main(void)
{
	int file = mkstemp(instants_path);

	test_expected();
	test_day_start();
	test_refused();
	test_damage();
	test_rules();
	test_day_start_property();
	if (file >= 0) {
		test_zones_against_date();
		test_rules_against_date();
		(void)remove(instants_path);
	}
	return done();
}
