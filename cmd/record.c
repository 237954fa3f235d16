#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "date.h"
#include "record.h"

/* A field is not set while nested is being written: that would land in its middle. */
static void
end_nested(struct record *r)
{
	if (r->nested < 0)
		return;
	assert(r->writer.depth == 0);
	text_add_char(&r->bytes, '\0');
	r->nested = -1;
}

void
record_open(struct record *r, const char *type)
{
	memset(r, 0, sizeof(*r));
	r->type = record_type_find(type);
	assert(r->type);
	r->nested = -1;
	text_open(&r->bytes);
}

void
record_close(struct record *r)
{
	text_close(&r->bytes);
}

void
record_clear(struct record *r)
{
	r->id[0] = r->currency[0] = '\0';
	r->is_apart = false;
	r->nested = -1;
	text_clear(&r->bytes);
	memset(r->at, 0, sizeof(r->at));
	memset(r->number, 0, sizeof(r->number));
}

static int
find(const struct record *r, const char *field, enum field_kind kind)
{
	int i = record_field(r->type, field);

	assert(i >= 0 && i != RECORD_ID);
	assert(r->type->fields[i].kind == kind);
	(void)kind;
	return i;
}

static void
set(struct record *r, int i, const char *value, int64_t number)
{
	end_nested(r);
	r->at[i] = 0;
	r->number[i] = number;
	if (!value || !*value)
		return;
	r->at[i] = r->bytes.length + 1;
	text_add_bytes(&r->bytes, value, strlen(value) + 1);
}

void
record_id_text(struct record *r, const char *id)
{
	snprintf(r->id, sizeof(r->id), "%s", id ? id : "");
}

void
record_id(struct record *r, enum ref_type type, int64_t id)
{
	char text[REF_SIZE];

	record_id_text(r, ref_format(type, id, text));
}

void
record_text(struct record *r, const char *field, const char *value)
{
	int i = record_field(r->type, field);

	assert(i >= 0 && i != RECORD_ID);
	assert(r->type->fields[i].kind == FIELD_TEXT || r->type->fields[i].kind == FIELD_REF);
	set(r, i, value, 0);
	if (value && strcmp(field, "currency") == 0)
		snprintf(r->currency, sizeof(r->currency), "%.3s", value);
}

void
record_ref(struct record *r, const char *field, enum ref_type type, int64_t id)
{
	char text[REF_SIZE];

	set(r, find(r, field, FIELD_REF), ref_format(type, id, text), id);
}

void
record_money(struct record *r, const char *field, const struct money *value)
{
	int i = find(r, field, FIELD_MONEY);
	char text[MONEY_TEXT_SIZE];

	assert(r->currency[0] == '\0' || strcmp(r->currency, value->currency) == 0);
	money_format(value, text);
	set(r, i, text, value->minor);
	if (r->currency[0] == '\0' && record_field(r->type, "currency") >= 0)
		record_text(r, "currency", value->currency);
}

void
record_money_or_null(struct record *r, const char *field, const struct money *value)
{
	if (value->minor != 0)
		record_money(r, field, value);
	else
		set(r, find(r, field, FIELD_MONEY), NULL, 0);
}

/* Billionths, so that decimals sort as numbers. */
static int64_t
decimal_number(const char *text)
{
	int64_t number = 0;
	bool is_negative = *text == '-';
	int decimals = -1;

	for (text += is_negative; *text && number < INT64_MAX / 100; text++) {
		if (*text == '.' && decimals < 0)
			decimals = 0;
		else if (*text < '0' || *text > '9' || decimals >= 9)
			break;
		else {
			number = number * 10 + (*text - '0');
			decimals += decimals >= 0;
		}
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < 9; decimals++)
		number = number > INT64_MAX / 10 ? INT64_MAX : number * 10;
	return is_negative ? -number : number;
}

void
record_decimal(struct record *r, const char *field, const char *value)
{
	set(r, find(r, field, FIELD_DECIMAL), value, value ? decimal_number(value) : 0);
}

void
record_rate(struct record *r, const char *field, const struct rate *value)
{
	char text[RATE_TEXT_SIZE];

	rate_format(value, text);
	record_decimal(r, field, text);
}

void
record_date(struct record *r, const char *field, const char *on)
{
	set(r, find(r, field, FIELD_DATE), on, 0);
}

void
record_instant(struct record *r, const char *field, int64_t at)
{
	char text[INSTANT_SIZE] = "";

	if (at != 0)
		instant_format(at, text);
	set(r, find(r, field, FIELD_INSTANT), text, at);
}

void
record_bool(struct record *r, const char *field, bool value)
{
	set(r, find(r, field, FIELD_BOOL), value ? "yes" : "no", value);
}

void
record_int(struct record *r, const char *field, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, value);
	set(r, find(r, field, FIELD_INT), text, value);
}

struct json_writer *
record_nested(struct record *r, const char *field)
{
	int i = find(r, field, FIELD_NESTED);

	end_nested(r);
	r->at[i] = r->bytes.length + 1;
	r->nested = i;
	json_writer_open(&r->writer, &r->bytes);
	return &r->writer;
}

void
json_write_money(struct json_writer *w, const char *key, const struct money *value)
{
	char text[MONEY_TEXT_SIZE];

	if (value)
		money_format(value, text);
	json_write_text(w, key, value ? text : NULL);
}

const char *
record_value(const struct record *r, int index)
{
	if (index == RECORD_ID)
		return r->id[0] ? r->id : NULL;
	return r->at[index] ? r->bytes.data + r->at[index] - 1 : NULL;
}

static int64_t
last_digits(const char *text)
{
	const char *dash = text ? strrchr(text, '-') : NULL;

	return dash ? strtoll(dash + 1, NULL, 10) : 0;
}

int64_t
record_number(const struct record *r, int index)
{
	if (index == RECORD_ID || r->type->fields[index].kind == FIELD_REF)
		return last_digits(record_value(r, index));
	return r->number[index];
}
