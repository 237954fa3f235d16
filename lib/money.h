#ifndef PP_MONEY_H
#define PP_MONEY_H
/*
 * money - an integer of minor units and its currency; exact rates.  Layer 0.
 *
 * Source: ISO 4217 (share/currencies: every code that has a minor unit).  No floating point.
 * Currencies never mix: every operation on two amounts refuses two currencies (ERR_USAGE).
 */
#include <stddef.h>
#include <stdint.h>
#include "err.h"

#define MONEY_MAX INT64_C(1000000000000000) /* 10^15 minor units: the most one amount may be */
enum { MONEY_TEXT_SIZE = 40, RATE_TEXT_SIZE = 24 };
enum { CURRENCIES_MAX = 192 }; /* no fewer than the table has */

__extension__ typedef __int128 money_wide; /* for exact sums of amount x days */

struct currency {
	char code[4];	/* "BOB" */
	int number;	/* 68 */
	int decimals;	/* 0 to 4 */
	char symbol[8]; /* "Bs" */
};

struct money {
	int64_t minor;
	char currency[4];
};

/* An exact decimal, value = units / 10^scale, 0 <= scale <= 9: "2.5" is { 25, 1 }. */
struct rate {
	int64_t units;
	int scale;
};

enum money_mark { MONEY_POINT, MONEY_COMMA }; /* 1234.50, or 1.234,50 (imports only) */

/* NULL where the code is no ISO 4217 code with a minor unit (XAU, XXX) or not upper case. */
const struct currency *currency_find(const char *code);
/* The i-th of the table, ordered by code; NULL past the end. */
const struct currency *currency_at(size_t i);

/*
 * Reads an amount > 0 or = 0: digits, optionally the mark and 1 to the currency's decimals.
 * MONEY_POINT: no sign, grouping, exponent, blank.  MONEY_COMMA: the mark is ',' and '.' may
 * group digits by exactly three.  ERR_USAGE otherwise, above MONEY_MAX, or for an unknown
 * currency.
 */
int money_parse(
    const char *text, const char *currency, enum money_mark mark, struct money *out, struct err *e);

/* "175277.00": the currency's decimals (an unknown one: none), '.' as mark, '-' if negative.  Size
 * MONEY_TEXT_SIZE. */
void money_format(const struct money *m, char *text);
/* "$175,277.00" or "Bs 1,200.50": symbol (with a blank unless it is or ends in a currency sign),
 * ',' groups, '.' mark.  For people only.  Size MONEY_TEXT_SIZE. */
void money_format_people(const struct money *m, char *text);

struct money money_of(int64_t minor, const char *currency);

/* *sum = a + b, *out = a - b.  ERR_USAGE for two currencies, ERR_FAILED past 64 bits. */
int money_add(const struct money *a, const struct money *b, struct money *sum, struct err *e);
int money_sub(const struct money *a, const struct money *b, struct money *out, struct err *e);
/* -1, 0 or 1; asserts one currency. */
int money_compare(const struct money *a, const struct money *b);

/* "2.5", 1 to 9 digits before the mark and at most 9 decimals, >= 0; zeros at the end are dropped.
 * ERR_USAGE otherwise. */
int rate_parse(const char *text, struct rate *out, struct err *e);
void rate_format(const struct rate *r, char *text); /* "2.5", no trailing zeros, RATE_TEXT_SIZE */

/*
 * The one place that rounds: percent r of base, half up, to a whole minor unit.  base is in
 * minor units, or minor units x days for a daily rate; base >= 0.  ERR_FAILED past 64 bits.
 */
int money_percent(money_wide base, const struct rate *r, int64_t *minor, struct err *e);

#endif
