#ifndef PP_DATE_H
#define PP_DATE_H
/*
 * date - civil dates "YYYY-MM-DD" and instants in UTC seconds.  Layer 0, pure.
 *
 * Proleptic Gregorian calendar, years 1900 to 9999.  Instants as RFC 3339 "2026-01-31T12:00:00Z".
 */
#include <stdbool.h>
#include <stdint.h>
#include "err.h"

enum { DATE_SIZE = 11, INSTANT_SIZE = 21 };

/* Whether text is a date that exists, exactly YYYY-MM-DD. */
bool date_is_valid(const char *text);
/* ERR_USAGE naming the text unless date_is_valid. */
int date_check(const char *text, struct err *e);

/* Days since 1970-01-01; asserts a valid date. */
int32_t date_to_days(const char *on);
/* Here and in what follows a date before 1900 is 1900-01-01, one after 9999 is 9999-12-31. */
void date_from_days(int32_t days, char on[DATE_SIZE]);

/* A date in its parts, of any year; and its days since 1970-01-01. */
struct civil {
	int year, month, day;
};
int32_t civil_to_days(const struct civil *c);
void civil_from_days(int32_t days, struct civil *c);

/* on + days, on may equal the result's storage. */
void date_add_days(const char *on, int32_t days, char result[DATE_SIZE]);
/*
 * The n-th month after first, anchored on first's day: 31 January, 28 February, 31 March.
 * n may be negative.
 */
void date_add_months(const char *first, int n, char result[DATE_SIZE]);
/* How many of first, first + 1 month, ... (anchored) are <= on. */
int64_t date_months_reached(const char *first, const char *on);

/*
 * Reads a date by a pattern of YYYY, MM, DD (as many digits), M, D (one or two) and literal marks
 * ("DD/MM/YYYY", "YYYYMMDD"; imports only).  ERR_USAGE if it does not fit or does not exist.
 */
int date_parse_pattern(const char *text, const char *pattern, char on[DATE_SIZE], struct err *e);

/*
 * RFC 3339 with an offset or Z; the fraction of the second is ignored, a leap second is the one
 * after it.  ERR_USAGE otherwise, or outside the calendar.  (The three are in date_instant.c.)
 */
int instant_parse(const char *text, int64_t *at, struct err *e);
void instant_format(int64_t at, char text[INSTANT_SIZE]);
/* The civil date in UTC. */
void instant_date(int64_t at, char on[DATE_SIZE]);

#endif
