#ifndef PP_RULE_KEY_H
#define PP_RULE_KEY_H
/*
 * rule_key - the keys of a biller's rules as data: defaults, values they take, meanings.
 * Pure.  Layer 5.
 */
#include "rule.h"

enum rule_kind {
	RULE_LATE_FEE, /* none | flat:AMOUNT | once:PERCENT | daily:PERCENT */
	RULE_LATE_TO,  /* biller | office */
	RULE_YES_NO,
	RULE_COUNT,   /* a whole number from least to most */
	RULE_PERCENT, /* an exact decimal, or "none" where that is the default */
	RULE_AMOUNT,  /* in the biller's currency, or "none" likewise */
	RULE_DAYS,    /* "3,5,7": days, each from 1 to 365, at most 10 of them */
};

struct rule_key {
	const char *key;
	enum rule_kind kind;
	const char *standard; /* default */
	int least, most;      /* of RULE_COUNT */
	const char *meaning;
};

extern const struct rule_key rule_keys[]; /* in order of key; ends with a NULL key */

const struct rule_key *rule_key_find(const char *key); /* NULL where there is none */
/* ERR_USAGE unless the key takes the value. */
int rule_key_check(
    const struct rule_key *key, const char *value, const char *currency, struct err *e);
void rule_defaults(struct rules *rules, const char *currency);
/* Puts a stored value into rules.  ERR_SETUP where the file holds what the key cannot take. */
int rule_apply(
    struct rules *rules, const char *key, const char *value, const char *currency, struct err *e);

#endif
