/*
 * emv_judge - what the rules of EMVCo say of an object, and of the whole.
 */
#include <stdio.h>
#include <string.h>
#include "emv_private.h"
#include "i18n.h"
#include "money.h"
#include "utf8.h"

static void
judge_characters(struct emv *emv, const struct emv_object *o, const struct emv_row *row)
{
	bool is_foreign = false, is_digits = true, is_control = false;

	for (size_t i = 0; i < o->length; i++) {
		unsigned char c = (unsigned char)o->value[i];

		is_foreign = is_foreign || c > 0x7e;
		is_control = is_control || c < 0x20 || c == 0x7f;
		is_digits = is_digits && c >= '0' && c <= '9';
	}
	if (is_control)
		emv_breach(emv, "control", N_("a value has control characters"), false, o->path,
		    o->offset);
	else if (row->format == EMV_NUMERIC && !is_digits)
		emv_breach(
		    emv, "digits", N_("a value is not of digits alone"), false, o->path, o->offset);
	else if (row->format == EMV_ANS && is_foreign)
		emv_breach(
		    emv, "ascii", N_("a value has letters beyond ASCII"), true, o->path, o->offset);
}

static bool
is_listed(const struct emv_object *o, const char *values)
{
	for (; *values != '\0'; values += strcspn(values, "|") + (strchr(values, '|') != NULL))
		if (strcspn(values, "|") == o->length && memcmp(values, o->value, o->length) == 0)
			return true;
	return false;
}

void
emv_judge_object(struct emv *emv, const struct emv_object *o, const struct emv_row *row)
{
	size_t before = emv->breach_count;

	if ((int)o->chars < row->least || (int)o->chars > row->most)
		emv_breach(emv, "size", N_("a value is shorter or longer than it may be"), false,
		    o->path, o->offset);
	judge_characters(emv, o, row);
	if (row->is_reserved)
		emv_breach(emv, "reserved", N_("an object is reserved for future use"), true,
		    o->path, o->offset);
	if (emv->breach_count > before)
		return;
	if (row->values != NULL && !is_listed(o, row->values))
		emv_breach(emv, "value", N_("a value is none of those that it may be"), false,
		    o->path, o->offset);
	if (row->is_good != NULL && !row->is_good(o))
		emv_breach(emv, row->rule, row->meaning, row->is_mild, o->path, o->offset);
}

static void
judge_order(struct emv *emv, size_t chars)
{
	const struct emv_object *first = emv_find(emv, "00"), *last = emv_find(emv, "63");

	if (first != NULL && first->offset != 0)
		emv_breach(emv, "first", N_("the payload format is not the first object"), false,
		    "00", first->offset);
	if (last != NULL && last->offset + 4 + last->chars != chars)
		emv_breach(emv, "last", N_("the checksum is not the last object"), false, "63",
		    last->offset);
}

static void
judge_crc(struct emv *emv, const char *text)
{
	const struct emv_object *o = emv_find(emv, "63");
	char right[5], lower[5];

	if (o == NULL || o->length != 4)
		return;
	snprintf(right, sizeof right, "%04X", emv_crc(text, (size_t)(o->value - text)));
	snprintf(lower, sizeof lower, "%04x", emv_crc(text, (size_t)(o->value - text)));
	if (memcmp(o->value, right, 4) == 0)
		return;
	if (memcmp(o->value, lower, 4) == 0)
		emv_breach(
		    emv, "crc-case", N_("the checksum is in small letters"), true, "63", o->offset);
	else
		emv_breach(emv, "crc", N_("the checksum is not that of the payload"), false, "63",
		    o->offset);
}

/* Objects 56 and 57 are there exactly where 55 says so. */
static void
judge_fee(struct emv *emv, const char *path, const char *choice, const char *rule)
{
	const struct emv_object *tip = emv_find(emv, "55"), *fee = emv_find(emv, path);
	bool is_chosen = tip != NULL && tip->length == 2 && memcmp(tip->value, choice, 2) == 0;

	if (is_chosen && fee == NULL)
		emv_breach(emv, rule, N_("the fee that is announced is missing"), false, path,
		    tip->offset);
	if (!is_chosen && fee != NULL)
		emv_breach(
		    emv, rule, N_("a fee stands that is not announced"), false, path, fee->offset);
}

static void
judge_accounts(struct emv *emv, size_t chars)
{
	for (size_t i = 0; i < emv->count; i++)
		if (emv->objects[i].path[2] == '\0' && strcmp(emv->objects[i].path, "02") >= 0 &&
		    strcmp(emv->objects[i].path, "51") <= 0)
			return;
	emv_breach(
	    emv, "account", N_("no merchant account stands in 02 to 51"), false, "02", chars);
}

/* An amount should have no more decimals than its currency. */
static void
judge_decimals(struct emv *emv)
{
	const struct emv_object *amount = emv_find(emv, "54");
	const struct currency *currency;
	char number[4];
	const char *point = amount != NULL ? memchr(amount->value, '.', amount->length) : NULL;

	if (point == NULL ||
	    memchr(point + 1, '.', amount->length - (size_t)(point + 1 - amount->value)) ||
	    !emv_value(emv, "53", number, sizeof number))
		return;
	for (size_t i = 0; (currency = currency_at(i)) != NULL; i++) {
		char own[4];

		snprintf(own, sizeof own, "%03u", (unsigned)currency->number % 1000);
		if (strcmp(own, number) == 0 &&
		    amount->value + amount->length - point - 1 > currency->decimals) {
			emv_breach(emv, "decimals",
			    N_("an amount has more decimals than its currency"), true, "54",
			    amount->offset);
			return;
		}
	}
}

/* The rows of an interrupted payload are not held against it: the break is. */
static bool
is_interrupted(const struct emv *emv)
{
	for (size_t i = 0; i < emv->breach_count; i++)
		if (emv->breaches[i].path[0] == '\0')
			return true;
	return false;
}

void
emv_judge(struct emv *emv, const char *text, size_t chars)
{
	bool is_cut_short = is_interrupted(emv);

	if (chars > EMV_PAYLOAD_MAX)
		emv_breach(emv, "payload-size", N_("a payload should have at most 512 characters"),
		    true, "", EMV_PAYLOAD_MAX);
	if (is_cut_short)
		return;
	judge_order(emv, chars);
	judge_accounts(emv, chars);
	judge_fee(emv, "56", "02", "fixed-fee");
	judge_fee(emv, "57", "03", "percentage-fee");
	judge_decimals(emv);
	judge_crc(emv, text);
}
