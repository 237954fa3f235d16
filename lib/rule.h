#ifndef PP_RULE_H
#define PP_RULE_H
/*
 * rule - a biller's rules: late fees, partial payments, retries, plans; in versions.
 * Owns tables rule, rule_value.  Layer 5.  Source: domain.md sections 4, 7 and 8.
 *
 * A version holds all keys that differ from their defaults and counts from its date.  An invoice
 * keeps for life the version in force when it was issued.
 */
#include <stdbool.h>
#include "money.h"
#include "office.h"
#include "plan_offer.h"

enum late_kind { LATE_NONE, LATE_FLAT, LATE_ONCE, LATE_DAILY };
enum { RULE_VALUE_SIZE = 81, RULE_KEY_SIZE = 41, RULE_KINDS = 6 };

/* The rules of one version, ready to compute with. */
struct rules {
	int64_t id;	 /* of the version; 0: all defaults */
	int64_t version; /* 0: all defaults */
	int64_t log;	 /* activity that made it */
	enum late_kind late;
	struct money late_flat; /* LATE_FLAT, in the biller's currency */
	struct rate late_rate;	/* LATE_ONCE, LATE_DAILY: percent */
	int late_grace;		/* days after the last due date without any fee */
	bool has_late_cap;
	struct rate late_cap;	     /* percent of the principal */
	bool is_late_fee_office;     /* the fee is the office's income, not the biller's */
	bool is_partial[RULE_KINDS]; /* by enum invoice_kind */
	struct plan_policy plan;
};

/* One key of a version, for people. */
struct rule_value {
	char key[RULE_KEY_SIZE];
	char value[RULE_VALUE_SIZE];
	const char *meaning;	      /* to be translated when shown */
	int64_t version;	      /* in force; 0: never set */
	char effective_on[DATE_SIZE]; /* "" with version 0 */
};

/*
 * Appends a version with that key changed, in force from on (a date in the biller's zone).
 * ERR_NOT_FOUND for no such key; ERR_USAGE for a bad value (amounts in currency); ERR_CONFLICT
 * where a version counts from a later date.  Also inside a write that is under way.
 */
int rule_set(struct office *office, int64_t biller, const char *currency, const char *on,
    struct rule_value *value, struct err *e);
/* The version in force on that date: its id, or 0. */
int rule_in_force(struct db *db, int64_t biller, const char *on, int64_t *id, struct err *e);
/* ERR_NOT_FOUND; id 0 gives the defaults.  currency: the biller's, of flat fees. */
int rule_load(struct db *db, int64_t id, const char *currency, struct rules *rules, struct err *e);
/* Calls each for every key, or for the one named, as version id has it. */
typedef int rule_found(const struct rule_value *value, void *context, struct err *e);
int rule_each(
    struct db *db, int64_t id, const char *key, rule_found *each, void *context, struct err *e);

#endif
