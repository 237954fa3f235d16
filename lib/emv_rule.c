#include <stdio.h>
#include <string.h>
#include "emv_private.h"
#include "i18n.h"
#include "money.h"

static bool
is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* Digits with at most one point, not first, and not zero (4.7.5.1 and the like). */
static bool
is_amount(const struct emv_object *o)
{
	bool is_zero = true;
	int points = 0;

	for (size_t i = 0; i < o->length; i++) {
		if (o->value[i] == '.' && i > 0 && points++ == 0)
			continue;
		if (!is_one_of(o->value[i], "0123456789"))
			return false;
		is_zero = is_zero && o->value[i] == '0';
	}
	return !is_zero;
}

/* 00.01 to 99.99. */
static bool
is_percentage(const struct emv_object *o)
{
	const char *point = memchr(o->value, '.', o->length);
	size_t whole = point != NULL ? (size_t)(point - o->value) : o->length;

	return is_amount(o) && whole <= 2 && o->length - whole <= 3;
}

static bool
is_currency(const struct emv_object *o)
{
	const struct currency *currency;
	char number[4];

	for (size_t i = 0; (currency = currency_at(i)) != NULL; i++) {
		snprintf(number, sizeof number, "%03u", (unsigned)currency->number % 1000);
		if (o->length == 3 && memcmp(number, o->value, 3) == 0)
			return true;
	}
	return false;
}

static bool
is_within(const struct emv_object *o, char from, char to)
{
	for (size_t i = 0; i < o->length; i++)
		if (o->value[i] < from || o->value[i] > to)
			return false;
	return true;
}

static bool
is_country(const struct emv_object *o)
{
	return is_within(o, 'A', 'Z');
}

static bool
is_language(const struct emv_object *o)
{
	return is_within(o, 'A', 'Z') || is_within(o, 'a', 'z');
}

static bool
is_hex(const struct emv_object *o)
{
	for (size_t i = 0; i < o->length; i++)
		if (!is_one_of(o->value[i], "0123456789ABCDEFabcdef"))
			return false;
	return true;
}

/* An application identifier, a UUID without hyphens, or a reverse domain. */
static bool
is_guid(const struct emv_object *o)
{
	bool has_dot = false;

	if (is_hex(o))
		return o->length >= 10 && o->length <= 32 && o->length % 2 == 0;
	for (size_t i = 0; i < o->length; i++) {
		char c = o->value[i];

		if (c == '.' && (i == 0 || i + 1 == o->length || o->value[i - 1] == '.'))
			return false;
		has_dot = has_dot || c == '.';
		if (c != '.' && c != '-' && c != '_' && !is_one_of(c, "0123456789") &&
		    !((c | 32) >= 'a' && (c | 32) <= 'z'))
			return false;
	}
	return has_dot;
}

/* Address, mobile number, e-mail address: each letter once. */
static bool
is_data_request(const struct emv_object *o)
{
	for (size_t i = 0; i < o->length; i++)
		if (!is_one_of(o->value[i], "AME") ||
		    memchr(o->value + i + 1, o->value[i], o->length - i - 1) != NULL)
			return false;
	return true;
}

/* Medium, place and presence of the merchant. */
static bool
is_channel(const struct emv_object *o)
{
	return o->length == 3 && is_one_of(o->value[0], "01234567") &&
	       is_one_of(o->value[1], "0123") && is_one_of(o->value[2], "0123");
}

#define PLAIN(...)  __VA_ARGS__, false, NULL, NULL, NULL, NULL, false
#define ONE_OF(set) false, set, NULL, NULL, NULL, false
#define RESERVED    true, NULL, NULL, NULL, NULL, false
#define AMOUNT                                                                                     \
	false, NULL, is_amount, "amount",                                                          \
	    N_("an amount is digits, one point at most, and more than zero"), false
#define GUID                                                                                       \
	EMV_ANS, 1, 32, true, false, NULL, is_guid, "guid-form",                                   \
	    N_("an identifier is neither a reverse domain nor hex digits"), true

/* clang-format off */
const struct emv_row emv_rows[] = {
	{ "", 0, 0, "payload format", EMV_NUMERIC, 2, 2, true, ONE_OF("01") },
	{ "", 1, 1, "point of initiation", EMV_NUMERIC, 2, 2, false, ONE_OF("11|12") },
	{ "", 2, 3, "Visa", PLAIN(EMV_ANS, 1, 99, false) },
	{ "", 4, 5, "Mastercard", PLAIN(EMV_ANS, 1, 99, false) },
	{ "", 6, 8, "EMVCo", PLAIN(EMV_ANS, 1, 99, false) },
	{ "", 9, 10, "Discover", PLAIN(EMV_ANS, 1, 99, false) },
	{ "", 11, 12, "American Express", PLAIN(EMV_ANS, 1, 99, false) },
	{ "", 13, 14, "JCB", PLAIN(EMV_ANS, 1, 99, false) },
	{ "", 15, 16, "UnionPay", PLAIN(EMV_ANS, 1, 99, false) },
	{ "", 17, 25, "EMVCo", PLAIN(EMV_ANS, 1, 99, false) },
	{ "", 26, 51, "merchant account", PLAIN(EMV_TEMPLATE, 1, 99, false) },
	{ "", 52, 52, "merchant category", PLAIN(EMV_NUMERIC, 4, 4, true) },
	{ "", 53, 53, "currency", EMV_NUMERIC, 3, 3, true, false, NULL, is_currency, "currency",
	    N_("a currency is not one of ISO 4217"), false },
	{ "", 54, 54, "amount", EMV_ANS, 1, 13, false, AMOUNT },
	{ "", 55, 55, "tip or fee", EMV_NUMERIC, 2, 2, false, ONE_OF("01|02|03") },
	{ "", 56, 56, "fixed fee", EMV_ANS, 1, 13, false, AMOUNT },
	{ "", 57, 57, "percentage fee", EMV_ANS, 1, 5, false, false, NULL, is_percentage,
	    "percentage", N_("a percentage is from 00.01 to 99.99"), false },
	{ "", 58, 58, "country", EMV_ANS, 2, 2, true, false, NULL, is_country, "country",
	    N_("a country is two capital letters of ISO 3166-1"), false },
	{ "", 59, 59, "merchant name", PLAIN(EMV_ANS, 1, 25, true) },
	{ "", 60, 60, "merchant city", PLAIN(EMV_ANS, 1, 15, true) },
	{ "", 61, 61, "postal code", PLAIN(EMV_ANS, 1, 10, false) },
	{ "", 62, 62, "additional data", PLAIN(EMV_TEMPLATE, 1, 99, false) },
	{ "", 63, 63, "CRC", PLAIN(EMV_ANS, 4, 4, true) },
	{ "", 64, 64, "other language", PLAIN(EMV_TEMPLATE, 1, 99, false) },
	{ "", 65, 79, "reserved", EMV_STRING, 1, 99, false, RESERVED },
	{ "", 80, 99, "template of its own", PLAIN(EMV_TEMPLATE, 1, 99, false) },

	{ "26", 0, 0, "identifier", GUID },
	{ "26", 1, 99, "network's own", PLAIN(EMV_STRING, 1, 99, false) },

	{ "62", 1, 1, "bill number", PLAIN(EMV_ANS, 1, 25, false) },
	{ "62", 2, 2, "mobile number", PLAIN(EMV_ANS, 1, 25, false) },
	{ "62", 3, 3, "store", PLAIN(EMV_ANS, 1, 25, false) },
	{ "62", 4, 4, "loyalty number", PLAIN(EMV_ANS, 1, 25, false) },
	{ "62", 5, 5, "reference", PLAIN(EMV_ANS, 1, 25, false) },
	{ "62", 6, 6, "customer", PLAIN(EMV_ANS, 1, 25, false) },
	{ "62", 7, 7, "terminal", PLAIN(EMV_ANS, 1, 25, false) },
	{ "62", 8, 8, "purpose", PLAIN(EMV_ANS, 1, 25, false) },
	{ "62", 9, 9, "data asked of the payer", EMV_ANS, 1, 3, false, false, NULL,
	    is_data_request, "data-request", N_("data are asked for by A, M and E"), false },
	{ "62", 10, 10, "merchant's tax number", PLAIN(EMV_ANS, 1, 20, false) },
	{ "62", 11, 11, "channel", EMV_ANS, 3, 3, false, false, NULL, is_channel, "channel",
	    N_("a channel is three digits: medium, place, presence"), false },
	{ "62", 12, 49, "reserved", EMV_STRING, 1, 99, false, RESERVED },
	{ "62", 50, 99, "template of its own", PLAIN(EMV_TEMPLATE, 1, 99, false) },

	{ "80", 0, 0, "identifier", GUID },
	{ "80", 1, 99, "its own", PLAIN(EMV_STRING, 1, 99, false) },

	{ "64", 0, 0, "language", EMV_ANS, 2, 2, true, false, NULL, is_language, "language",
	    N_("a language is two letters of ISO 639"), false },
	{ "64", 1, 1, "merchant name", PLAIN(EMV_STRING, 1, 25, true) },
	{ "64", 2, 2, "merchant city", PLAIN(EMV_STRING, 1, 15, false) },
	{ "64", 3, 99, "reserved", EMV_STRING, 1, 99, false, RESERVED },
	{ NULL, 0, 0, NULL, PLAIN(EMV_ANS, 0, 0, false) },
};
/* clang-format on */

const char *
emv_template_of(const char *path, char generic[9])
{
	bool is_below = strlen(path) > 2;

	/* The templates within 62 are like those of 80 to 99. */
	if (is_below || (path[0] >= '8' && path[0] <= '9'))
		return "80";
	if (path[0] != '\0' && path[0] <= '5')
		return "26";
	snprintf(generic, 9, "%s", path);
	return generic;
}

const struct emv_row *
emv_row_of(const char *template, int id)
{
	char generic[9];
	const char *in = emv_template_of(template, generic);

	for (const struct emv_row *row = emv_rows; row->in != NULL; row++)
		if (strcmp(row->in, in) == 0 && id >= row->first && id <= row->last)
			return row;
	return NULL;
}
