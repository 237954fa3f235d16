#ifndef PP_ZONE_FILE_H
#define PP_ZONE_FILE_H
/*
 * zone_file - reading a compiled zone into memory, for zone.c.  Layer 0.
 *
 * Source: RFC 8536 section 3: two headers with their blocks, of which the second counts in 64
 * bits, and a footer.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "err.h"
#include "zone_rule.h"

enum { ZONE_OFFSET_MIN = -25 * 3600, ZONE_OFFSET_MAX = 26 * 3600 };

struct zone {
	size_t count;
	int64_t *at;	      /* of the transitions, ascending */
	int32_t *offsets;     /* from each transition on */
	int32_t first_offset; /* before them */
	bool has_rule;
	struct zone_rule rule; /* after the last */
};

/*
 * Fills a zeroed zone from a file's bytes: 1, 0 when they are damaged, -1 without memory.  In any
 * case at and offsets are the caller's to free.
 */
int zone_file_parse(const unsigned char *bytes, size_t length, struct zone *zone);
/*
 * The same for a name under the zoneinfo folder.  ERR_SETUP when there is no such file or it is
 * damaged, ERR_FAILED without memory.
 */
int zone_file_read(const char *name, struct zone *zone, struct err *e);

#endif
