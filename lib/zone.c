#include "zone.h"

#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "zone_file.h"

enum { DAY_SECONDS = 86400 };

static bool
is_name(const char *name)
{
	static const char good[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";
	size_t length = strnlen(name, ZONE_NAME_SIZE);

	return length > 0 && length < ZONE_NAME_SIZE && strspn(name, good) == length &&
	       name[0] != '/' && name[length - 1] != '/' && !strstr(name, "//");
}

int
zone_open(struct zone **zone, const char *name, struct err *e)
{
	struct zone *z;

	if (!is_name(name))
		return err_set(e, ERR_SETUP, _("no such time zone: %.40s"), name);
	z = calloc(1, sizeof(*z));
	if (!z)
		return err_set(e, ERR_FAILED, _("out of memory"));
	if (zone_file_read(name, z, e)) {
		zone_close(z);
		return -1;
	}
	*zone = z;
	return 0;
}

void
zone_close(struct zone *zone)
{
	if (!zone)
		return;
	free(zone->at);
	free(zone->offsets);
	free(zone);
}

/* How many transitions are at or before the instant. */
static size_t
transitions_until(const struct zone *zone, int64_t at)
{
	size_t low = 0;
	size_t high = zone->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->at[middle] <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int32_t
zone_offset(const struct zone *zone, int64_t at)
{
	size_t passed = transitions_until(zone, at);

	if (passed == zone->count && zone->has_rule)
		return zone_rule_offset(&zone->rule, at);
	return passed == 0 ? zone->first_offset : zone->offsets[passed - 1];
}

/* The first change of the offset after the instant; INT64_MAX if there is none. */
static int64_t
next_transition(const struct zone *zone, int64_t at)
{
	size_t passed = transitions_until(zone, at);

	if (passed < zone->count)
		return zone->at[passed];
	return zone->has_rule ? zone_rule_next(&zone->rule, at) : INT64_MAX;
}

static int64_t
local_seconds(const struct zone *zone, int64_t at)
{
	int64_t local;

	if (__builtin_add_overflow(at, zone_offset(zone, at), &local))
		return at;
	return local;
}

void
zone_date(const struct zone *zone, int64_t at, char on[DATE_SIZE])
{
	instant_date(local_seconds(zone, at), on);
}

void
zone_local(const struct zone *zone, int64_t at, char text[ZONE_LOCAL_SIZE])
{
	char instant[INSTANT_SIZE];

	instant_format(local_seconds(zone, at), instant);
	memcpy(text, instant, ZONE_LOCAL_SIZE - 1);
	text[DATE_SIZE - 1] = ' ';
	text[ZONE_LOCAL_SIZE - 1] = '\0';
}

/*
 * From an instant that is surely before, goes from one transition to the next until local time
 * reaches midnight, or has jumped over it.
 */
int64_t
zone_day_start(const struct zone *zone, const char *on)
{
	const int64_t midnight = (int64_t)date_to_days(on) * DAY_SECONDS;
	int64_t at = midnight - ZONE_OFFSET_MAX - 1;

	for (;;) {
		int64_t start = midnight - zone_offset(zone, at);
		int64_t next = next_transition(zone, at);

		if (start < next)
			return start > at ? start : at;
		at = next;
	}
}
