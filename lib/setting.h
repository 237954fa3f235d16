#ifndef PP_SETTING_H
#define PP_SETTING_H
/*
 * setting - business settings: typed, with defaults and a line of meaning.  Owns table setting.
 * Layer 4.
 */
#include <stdbool.h>
#include <stdint.h>
#include "office.h"
#include "zone.h"

enum { SETTING_SIZE = 1025, SETTING_KEY_SIZE = 81 };

struct setting {
	char key[SETTING_KEY_SIZE]; /* "clock.jump", "gateway.sandbox.timeout" */
	char value[SETTING_SIZE];   /* the set value, else the default */
	bool is_set;
	const char *meaning; /* one line, to be translated when shown */
};

/* The value or its default.  ERR_NOT_FOUND for a key that does not exist. */
int setting_text(struct db *db, const char *key, char *value, size_t size, struct err *e);
int setting_int(struct db *db, const char *key, int64_t *value, struct err *e);
int setting_bool(struct db *db, const char *key, bool *value, struct err *e);
/* A key of one gateway: "gateway.NAME.timeout". */
int setting_gateway_text(
    struct db *db, const char *gateway, const char *key, char *value, size_t size, struct err *e);
int setting_gateway_int(
    struct db *db, const char *gateway, const char *key, int64_t *value, struct err *e);

/* Calls each for every setting, in order of key: those with a meaning, then each gateway's. */
typedef int setting_found(const struct setting *setting, void *context, struct err *e);
int setting_each(struct db *db, setting_found *each, void *context, struct err *e);
int setting_show(struct db *db, const char *key, struct setting *out, struct err *e);

/* "" unsets it; a gateway with nothing set is none.  ERR_NOT_FOUND for no such key, ERR_USAGE for
 * a value of another type, ERR_CONFLICT for one that cannot change any more (office.sandbox,
 * office.currency once there is an account). */
int setting_set(struct office *office, const char *key, const char *value, struct err *e);

/* State of the program itself, not listed: "internal.key", "internal.restored".  0 when unset. */
int setting_internal(struct db *db, const char *key, char *value, size_t size, struct err *e);
int setting_set_internal(struct office *office, const char *key, const char *value, struct err *e);

/* Whether there is such a gateway: one of its settings is set. */
int setting_has_gateway(struct db *db, const char *gateway, struct err *e);
/* The gateways, in order of name: 1 and the i-th, 0 past the end, -1. */
int setting_gateway_at(struct db *db, int i, char name[33], struct err *e);

/* The office's zone and its civil date at office->now (as_of first, where given). */
int setting_zone(struct db *db, struct zone **zone, struct err *e);
int setting_today(struct office *office, char on[DATE_SIZE], struct err *e);
/* The civil date at office->now, whatever as_of is: when something is booked. */
int setting_civil_date(struct office *office, char on[DATE_SIZE], struct err *e);
/* The instants from the start of since to the end of until (exclusive), dates in the office's zone;
 * NULL and 0: open.  ERR_USAGE where since is after until. */
int setting_span(
    struct db *db, const char *since, const char *until, int64_t *from, int64_t *to, struct err *e);

#endif
