#ifndef PP_ZONE_RULE_H
#define PP_ZONE_RULE_H
/*
 * zone_rule - the rule by which a zone's offset changes every year.  Layer 0, pure.
 *
 * Source: POSIX TZ ("<-04>4<-03>,M9.1.6/24,M4.1.6/24") as RFC 8536 section 3.3.1 extends it: times
 * of -167 to 167 hours.
 */
#include <stdbool.h>
#include <stdint.h>

enum { ZONE_RULE_SIZE = 128 };

/* A day of every year: Mm.w.d, Jn (29 February not counted) or n (counted). */
enum zone_day_kind { ZONE_DAY_WEEKDAY, ZONE_DAY_JULIAN, ZONE_DAY_COUNTED };

struct zone_day {
	enum zone_day_kind kind;
	int month, week, weekday; /* of ZONE_DAY_WEEKDAY: 1-12, 1-5 (5 is the last), 0 Sunday */
	int day;		  /* of the others: 1-365, 0-365 */
	int32_t seconds;	  /* of the time on the wall, from the day's midnight */
};

struct zone_rule {
	int32_t standard; /* seconds to add to UTC */
	bool has_summer;
	int32_t summer;
	struct zone_day summer_from, summer_until;
};

/* Whether text is a rule; then *rule is it. */
bool zone_rule_parse(const char *text, struct zone_rule *rule);
/* Seconds to add to UTC at that instant. */
int32_t zone_rule_offset(const struct zone_rule *rule, int64_t at);
/* The first change after the instant; INT64_MAX without summer time. */
int64_t zone_rule_next(const struct zone_rule *rule, int64_t at);

#endif
