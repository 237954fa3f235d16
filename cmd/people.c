/*
 * people - values as a person reads them: only in tables, never for programs.
 */
#include <langinfo.h>
#include <string.h>
#include "csv.h"
#include "i18n.h"
#include "render_private.h"

static const char *
month_name(const char *month)
{
	static const char *const names[] = { N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"),
		N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec") };
	int number = (month[0] - '0') * 10 + (month[1] - '0');

	return number >= 1 && number <= 12 ? _(names[number - 1]) : "?";
}

/* "2026-01-31" as "31 Jan 2026". */
static void
write_date(const char *on, struct text *out)
{
	if (!date_is_valid(on)) {
		tsv_write(out, on);
		return;
	}
	text_add_format(out, "%.2s %s %.4s", on + 8, month_name(on + 5), on);
}

static void
write_instant(int64_t at, const struct zone *zone, struct text *out)
{
	char local[INSTANT_SIZE]; /* zone_local needs one less */
	char on[DATE_SIZE] = "";

	if (zone)
		zone_local(zone, at, local);
	else
		instant_format(at, local);
	memcpy(on, local, DATE_SIZE - 1);
	write_date(on, out);
	text_add_format(out, " %.5s%s", local + 11, zone ? "" : " UTC");
}

static void
write_money(const struct record *r, int index, struct text *out)
{
	struct money value = money_of(record_number(r, index), r->currency);
	char people[MONEY_TEXT_SIZE];

	if (!currency_find(r->currency)) {
		tsv_write(out, record_value(r, index));
		return;
	}
	money_format_people(&value, people);
	text_add(out, people);
}

/* The last byte of "key":null, where the key begins there; else NULL. */
static const char *
null_after(const char *key)
{
	for (key++; *key && *key != '"'; key++)
		if (*key == '\\' && key[1])
			key++;
	return strncmp(key, "\":null", 6) == 0 ? key + 5 : NULL;
}

void
people_nested(const char *json, const char *parting, struct text *out)
{
	const char *before = "", *null;
	bool is_quoted = false, is_first = true; /* of its object's */

	for (; *json; json++) {
		if (*json == '"' && !is_quoted && (null = null_after(json)) != NULL) {
			json = null;
		} else if (*json == '"') {
			is_quoted = !is_quoted;
		} else if (*json == '{' && !is_quoted) {
			is_first = true;
		} else if (*json == ',' && !is_quoted) {
			if (json[-1] == '}' || json[-1] == ']')
				before = parting;
			else if (!is_first)
				before = ", ";
		} else if (is_quoted || !strchr("[]}:", *json)) {
			if (is_quoted && *json == '\\' && (json[1] == '"' || json[1] == '\\'))
				json++;
			text_add(out, before);
			text_add_char(out, *json);
			before = "";
			is_first = false;
		} else if (*json == ':') {
			text_add_char(out, ' ');
		}
	}
}

/* A mark where the terminal has it. */
static const char *
bool_mark(bool value)
{
	if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		return value ? "\xe2\x9c\x94" : "\xe2\x9c\x98"; /* U+2714, U+2718 */
	return value ? _("yes") : _("no");
}

void
people_write(const struct render *render, const struct record *r, int index, struct text *out)
{
	const char *value = record_value(r, index);
	enum field_kind kind = index == RECORD_ID ? FIELD_REF : r->type->fields[index].kind;

	if (!value)
		return;
	switch (kind) {
	case FIELD_MONEY:
		write_money(r, index, out);
		break;
	case FIELD_DATE:
		write_date(value, out);
		break;
	case FIELD_INSTANT:
		write_instant(record_number(r, index), render->options.zone, out);
		break;
	case FIELD_BOOL:
		text_add(out, bool_mark(record_number(r, index) != 0));
		break;
	case FIELD_NESTED:
		people_nested(value, "; ", out);
		break;
	default:
		tsv_write(out, value);
	}
}
