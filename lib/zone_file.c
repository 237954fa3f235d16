#include "zone_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "i18n.h"
#include "zone.h"

/* The largest zone of the database has 4 KiB. */
enum { FILE_MAX = 1 << 18, HEADER_SIZE = 44, TYPES_MAX = 256 };

static const char zone_folder[] = "/usr/share/zoneinfo/";

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

	memset(h, 0, sizeof(*h));
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
	return *offset >= ZONE_OFFSET_MIN && *offset <= ZONE_OFFSET_MAX;
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

int
zone_file_parse(const unsigned char *bytes, size_t length, struct zone *zone)
{
	struct reader r = { bytes, length };
	struct header h;
	const unsigned char *body;

	if (!read_header(&r, &h) || !take(&r, body_size(&h, 4)))
		return 0;
	if (!read_header(&r, &h))
		return 0;
	body = take(&r, body_size(&h, 8));
	/* Zones that count leap seconds ("right/...") are not what instants here are counted in. */
	if (!body || h.leap > 0)
		return 0;
	zone->at = calloc(h.transitions + (size_t)1, sizeof(*zone->at));
	zone->offsets = calloc(h.transitions + (size_t)1, sizeof(*zone->offsets));
	if (!zone->at || !zone->offsets)
		return -1;
	return read_transitions(zone, body, &h) && read_footer(zone, &r);
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
zone_file_read(const char *name, struct zone *zone, struct err *e)
{
	size_t length;
	unsigned char *bytes = load(name, &length, e);
	int verdict;

	if (!bytes)
		return -1;
	verdict = zone_file_parse(bytes, length, zone);
	free(bytes);
	if (verdict < 0)
		return err_set(e, ERR_FAILED, _("out of memory"));
	if (verdict == 0)
		return err_set(e, ERR_SETUP, _("time zone %s is damaged"), name);
	return 0;
}
