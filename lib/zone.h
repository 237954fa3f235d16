#ifndef PP_ZONE_H
#define PP_ZONE_H
/*
 * zone - IANA time zones: which civil date is it there?  Layer 0.
 *
 * Reads the compiled zone (RFC 8536, TZif version 2 or later with its footer rule) from the
 * system's zoneinfo folder; no process-wide state, no TZ variable.
 */
#include <stdint.h>
#include "date.h"
#include "err.h"

enum { ZONE_NAME_SIZE = 40, ZONE_LOCAL_SIZE = 20 };

struct zone; /* a loaded zone */

/* ERR_SETUP when there is no such zone ("America/La_Paz"; no "..", no leading '/') or it is
 * damaged.  zone_close(NULL) is allowed. */
int zone_open(struct zone **zone, const char *name, struct err *e);
void zone_close(struct zone *zone);

/* Seconds to add to UTC at that instant. */
int32_t zone_offset(const struct zone *zone, int64_t at);
/* The civil date there at that instant. */
void zone_date(const struct zone *zone, int64_t at, char on[DATE_SIZE]);
/* "YYYY-MM-DD HH:MM:SS" there at that instant. */
void zone_local(const struct zone *zone, int64_t at, char text[ZONE_LOCAL_SIZE]);
/* The first instant of the civil date there, also where midnight is skipped or repeated. */
int64_t zone_day_start(const struct zone *zone, const char *on);

#endif
