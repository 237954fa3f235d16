/* fuzz: a zone file that is taken answers for every instant and day; a rule that is read, too. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "zone.h"
#include "zone_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const days[] = { "1900-01-01", "1969-12-31", "1972-02-29", "2000-03-26",
	"2026-03-15", "2037-12-31", "2050-09-04", "9999-12-31" };

static void
try_instant(const struct zone *zone, int64_t at)
{
	char on[DATE_SIZE], local[ZONE_LOCAL_SIZE];
	int32_t offset = zone_offset(zone, at);

	assert(offset >= ZONE_OFFSET_MIN && offset <= ZONE_OFFSET_MAX);
	zone_date(zone, at, on);
	zone_local(zone, at, local);
	assert(date_is_valid(on) && strncmp(on, local, DATE_SIZE - 1) == 0);
}

static void
try_zone(const struct zone *zone)
{
	static const int64_t limits[] = { INT64_MIN, INT64_MIN + 90000, -1, 0, INT64_MAX - 90000,
		INT64_MAX };
	size_t i;

	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		try_instant(zone, limits[i]);
	for (i = 0; i < zone->count; i++) {
		try_instant(zone, zone->at[i]);
		if (zone->at[i] > INT64_MIN)
			try_instant(zone, zone->at[i] - 1);
	}
	for (i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		try_instant(zone, zone_day_start(zone, days[i]));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zone zone = { 0 };
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	if (zone_file_parse(data, size, &zone) == 1)
		try_zone(&zone);
	free(zone.at);
	free(zone.offsets);
	zone = (struct zone){ .has_rule = true };
	if (zone_rule_parse(text, &zone.rule))
		try_zone(&zone);
	free(text);
	return 0;
}
