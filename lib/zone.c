#include "zone.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "i18n.h"
#include "zone_rule.h"

/* The largest zone of the database has 4 KiB. */
enum { FILE_MAX = 1 << 18, HEADER_SIZE = 44, TYPES_MAX = 256, DAY_SECONDS = 86400 };
enum { OFFSET_MIN = -25 * 3600, OFFSET_MAX = 26 * 3600 };

static const char zone_folder[] = "/usr/share/zoneinfo/";

struct zone {
	size_t count;
	int64_t *at;	      /* of the transitions, ascending */
	int32_t *offsets;     /* from each transition on */
	int32_t first_offset; /* before them */
	bool has_rule;
	struct zone_rule rule; /* after the last */
};

/* The counts of a header, in its order. */
struct header {
	uint32_t is_ut, is_standard, leap, transitions, types, name_bytes;
};

struct reader {
	const unsigned char *bytes;
	size_t length;
};

static uint64_t
read_big_endian(const unsigned char *bytes, size_t count)
{
	uint64_t value = 0;

	while (count-- > 0)
		value = value << 8 | *bytes++;
	return value;
}

/* The next count bytes, or NULL. */
static const unsigned char *
take(struct reader *r, size_t count)
{
	const unsigned char *taken = r->bytes;

	if (count > r->length)
		return NULL;
	r->bytes += count;
	r->length -= count;
	return taken;
}

static bool
read_header(struct reader *r, struct header *h)
{
	const unsigned char *p = take(r, HEADER_SIZE);
	uint32_t *counts[] = { &h->is_ut, &h->is_standard, &h->leap, &h->transitions, &h->types,
		&h->name_bytes };
	size_t i;

	if (!p || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return false;
	for (i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		*counts[i] = (uint32_t)read_big_endian(p + 20 + 4 * i, 4);
		if (*counts[i] > FILE_MAX)
			return false;
	}
	return h->types > 0 && h->types <= TYPES_MAX;
}

static size_t
body_size(const struct header *h, size_t time_size)
{
	return h->transitions * (time_size + 1) + h->types * (size_t)6 + h->name_bytes +
	       h->leap * (time_size + 4) + h->is_standard + h->is_ut;
}

static bool
read_offset(const unsigned char *types, size_t i, int32_t *offset)
{
	*offset = (int32_t)(uint32_t)read_big_endian(types + 6 * i, 4);
	return *offset >= OFFSET_MIN && *offset <= OFFSET_MAX;
}

static bool
read_transitions(struct zone *z, const unsigned char *body, const struct header *h)
{
	const unsigned char *indices = body + 8 * (size_t)h->transitions;
	const unsigned char *types = indices + h->transitions;
	size_t i;

	if (!read_offset(types, 0, &z->first_offset))
		return false;
	for (i = 0; i < h->transitions; i++) {
		z->at[i] = (int64_t)read_big_endian(body + 8 * i, 8);
		if (i > 0 && z->at[i] <= z->at[i - 1])
			return false;
		if (indices[i] >= h->types || !read_offset(types, indices[i], &z->offsets[i]))
			return false;
	}
	z->count = h->transitions;
	return true;
}

/* "\nRULE\n" behind the second block; an empty rule is none. */
static bool
read_footer(struct zone *z, struct reader *r)
{
	const unsigned char *first = take(r, 1);
	const unsigned char *last = first ? memchr(r->bytes, '\n', r->length) : NULL;
	char rule[ZONE_RULE_SIZE];
	size_t length;

	if (!first || *first != '\n' || !last)
		return false;
	length = (size_t)(last - r->bytes);
	if (length >= sizeof(rule))
		return false;
	memcpy(rule, r->bytes, length);
	rule[length] = '\0';
	z->has_rule = length > 0;
	return length == 0 || zone_rule_parse(rule, &z->rule);
}

/* 1, 0 for damage, -1 without memory. */
static int
read_zone(struct zone *z, struct reader *r)
{
	struct header h;
	const unsigned char *body;

	if (!read_header(r, &h) || !take(r, body_size(&h, 4)))
		return 0;
	if (!read_header(r, &h))
		return 0;
	body = take(r, body_size(&h, 8));
	/* Zones that count leap seconds ("right/...") are not what instants here are counted in. */
	if (!body || h.leap > 0)
		return 0;
	z->at = calloc(h.transitions + (size_t)1, sizeof(*z->at));
	z->offsets = calloc(h.transitions + (size_t)1, sizeof(*z->offsets));
	if (!z->at || !z->offsets)
		return -1;
	return read_transitions(z, body, &h) && read_footer(z, r);
}

static bool
is_name(const char *name)
{
	static const char good[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";
	size_t length = strnlen(name, ZONE_NAME_SIZE);

	return length > 0 && length < ZONE_NAME_SIZE && strspn(name, good) == length &&
	       name[0] != '/' && name[length - 1] != '/' && !strstr(name, "//");
}

/* As many bytes as there are, at most size; -1. */
static int64_t
read_all(int file, unsigned char *bytes, size_t size)
{
	size_t length = 0;
	ssize_t got = 1;

	while (got > 0 && length < size) {
		got = read(file, bytes + length, size - length);
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got > 0)
			length += (size_t)got;
	}
	return got < 0 ? -1 : (int64_t)length;
}

/* The bytes of the zone's file, to be freed; NULL with *e. */
static unsigned char *
load(const char *name, size_t *length, struct err *e)
{
	char path[sizeof(zone_folder) + ZONE_NAME_SIZE];
	unsigned char *bytes = NULL;
	struct stat st;
	int64_t got = -1;
	int file;

	memcpy(path, zone_folder, sizeof(zone_folder) - 1);
	memcpy(path + sizeof(zone_folder) - 1, name, strlen(name) + 1);
	file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file >= 0 && fstat(file, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= FILE_MAX) {
		bytes = malloc(FILE_MAX);
		if (bytes)
			got = read_all(file, bytes, FILE_MAX);
		else
			err_set(e, ERR_FAILED, _("out of memory"));
	} else {
		err_set(e, ERR_SETUP, _("no such time zone: %s"), name);
	}
	if (file >= 0)
		(void)close(file);
	if (bytes && got < 0) {
		err_set(e, ERR_SETUP, _("cannot read time zone %s"), name);
		free(bytes);
		bytes = NULL;
	}
	*length = (size_t)got;
	return bytes;
}

int
zone_open(struct zone **zone, const char *name, struct err *e)
{
	struct reader r = { NULL, 0 };
	unsigned char *bytes;
	struct zone *z;
	int verdict = -1;

	if (!is_name(name))
		return err_set(e, ERR_SETUP, _("no such time zone: %.40s"), name);
	bytes = load(name, &r.length, e);
	if (!bytes)
		return -1;
	z = calloc(1, sizeof(*z));
	r.bytes = bytes;
	if (z)
		verdict = read_zone(z, &r);
	free(bytes);
	if (verdict == 1) {
		*zone = z;
		return 0;
	}
	zone_close(z);
	if (verdict == 0)
		return err_set(e, ERR_SETUP, _("time zone %s is damaged"), name);
	return err_set(e, ERR_FAILED, _("out of memory"));
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
	int64_t at = midnight - OFFSET_MAX - 1;

	for (;;) {
		int64_t start = midnight - zone_offset(zone, at);
		int64_t next = next_transition(zone, at);

		if (start < next)
			return start > at ? start : at;
		at = next;
	}
}
