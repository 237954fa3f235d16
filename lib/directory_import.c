#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "directory.h"
#include "directory_import.h"
#include "guide.h"
#include "i18n.h"
#include "rule.h"
#include "setting.h"

enum {
	TYPE,
	V,
	ID,
	CODE, /* of a biller, to TERMINAL */
	NAME,
	SERVICE,
	AGREEMENT,
	TAX_ID,
	CURRENCY,
	TIMEZONE,
	CITY,
	MCC,
	NUMBER_PATTERN,
	UNIQUE_CODE,
	TERMINAL,
	BILLER,
	KEY, /* of a rule, to MEANING */
	VALUE,
	VERSION,
	EFFECTIVE_ON,
	MEANING,
	KIND, /* of a guide entry, to REMOVE */
	INVOICE_KIND,
	TITLE,
	TEXT,
	PAYS,
	URL,
	CHAT,
	PHONE,
	EMAIL,
	ADDRESS,
	HOURS,
	LANGUAGE,
	PLACE,
	REMOVE,
	COLUMN_COUNT,
};

const struct import_column directory_columns[] = { { "type", IMPORT_TEXT, true },
	{ "v", IMPORT_TEXT, false }, { "id", IMPORT_TEXT, false }, { "code", IMPORT_TEXT, false },
	{ "name", IMPORT_TEXT, false }, { "service", IMPORT_TEXT, false },
	{ "agreement", IMPORT_TEXT, false }, { "tax_id", IMPORT_TEXT, false },
	{ "currency", IMPORT_TEXT, false }, { "timezone", IMPORT_TEXT, false },
	{ "city", IMPORT_TEXT, false }, { "mcc", IMPORT_TEXT, false },
	{ "number_pattern", IMPORT_TEXT, false }, { "unique_code", IMPORT_TEXT, false },
	{ "terminal", IMPORT_TEXT, false }, { "biller", IMPORT_TEXT, false },
	{ "key", IMPORT_TEXT, false }, { "value", IMPORT_TEXT, false },
	{ "version", IMPORT_TEXT, false }, { "effective_on", IMPORT_TEXT, false },
	{ "meaning", IMPORT_TEXT, false }, { "kind", IMPORT_TEXT, false },
	{ "invoice_kind", IMPORT_TEXT, false }, { "title", IMPORT_TEXT, false },
	{ "text", IMPORT_TEXT, false }, { "pays", IMPORT_TEXT, false },
	{ "url", IMPORT_TEXT, false }, { "chat", IMPORT_TEXT, false },
	{ "phone", IMPORT_TEXT, false }, { "email", IMPORT_TEXT, false },
	{ "address", IMPORT_TEXT, false }, { "hours", IMPORT_TEXT, false },
	{ "language", IMPORT_TEXT, false }, { "place", IMPORT_TEXT, false },
	{ "remove", IMPORT_TEXT, false }, { 0 } };

struct running {
	struct office *office;
	struct import_job *job;
	const struct import_row *row;
	enum import_outcome outcome; /* of the row */
};

/* Only what belongs to the row's type, and what it needs. */
static int
check_columns(const struct running *r, int from, int to, struct err *e)
{
	for (int i = CODE; i < COLUMN_COUNT; i++) {
		bool is_its = (i >= from && i <= to) || (i == BILLER && from != CODE);

		if (r->row->values[i] == NULL || is_its)
			continue;
		err_set(e, ERR_USAGE, _("%s has no %s"), r->row->values[TYPE],
		    directory_columns[i].name);
		return import_refuse(r->job->im, r->row, i, e);
	}
	return 0;
}

static int
require(const struct running *r, int column, struct err *e)
{
	if (r->row->values[column] != NULL)
		return 0;
	err_set(e, ERR_USAGE, _("%s is missing"), directory_columns[column].name);
	return import_refuse(r->job->im, r->row, -1, e);
}

static int
refuse(const struct running *r, struct err *e)
{
	return e->code == ERR_USAGE || e->code == ERR_NOT_FOUND || e->code == ERR_CONFLICT
		   ? import_refuse(r->job->im, r->row, -1, e)
		   : -1;
}

static int
take_biller(const struct running *r, struct biller *b, struct err *e)
{
	const struct import_field fields[] = {
		{ CODE, b->code, sizeof b->code },
		{ NAME, b->name, sizeof b->name },
		{ SERVICE, b->service, sizeof b->service },
		{ AGREEMENT, b->agreement, sizeof b->agreement },
		{ TAX_ID, b->tax_id, sizeof b->tax_id },
		{ CURRENCY, b->currency, sizeof b->currency },
		{ TIMEZONE, b->timezone, sizeof b->timezone },
		{ CITY, b->city, sizeof b->city },
		{ MCC, b->mcc, sizeof b->mcc },
		{ NUMBER_PATTERN, b->number_pattern, sizeof b->number_pattern },
		{ UNIQUE_CODE, b->unique_code, sizeof b->unique_code },
		{ TERMINAL, b->terminal, sizeof b->terminal },
	};

	return import_take(r->job->im, r->row, fields, sizeof fields / sizeof fields[0], e);
}

/* 1 and the biller of that code as it is, 0 and the office's defaults, -1. */
static int
find_biller(struct office *office, const char *code, struct biller *b, struct err *e)
{
	struct err why;
	struct ref ref;

	memset(b, 0, sizeof *b);
	if (ref_parse(code, &ref) == 1)
		return err_set(e, ERR_USAGE, _("a biller's code cannot look like a reference"));
	if (biller_find(office->db, code, &b->id, &why) == 0)
		return biller_show(office->db, b->id, b, e) == 0 ? 1 : -1;
	if (why.code != ERR_NOT_FOUND) {
		*e = why;
		return -1;
	}
	if (setting_text(office->db, "office.currency", b->currency, sizeof b->currency, e) != 0 ||
	    setting_text(office->db, "office.timezone", b->timezone, sizeof b->timezone, e) != 0)
		return -1;
	return 0;
}

static int
put_biller(struct running *r, struct err *e)
{
	struct biller b;
	int known, changed;

	if (check_columns(r, CODE, TERMINAL, e) != 0 || require(r, CODE, e) != 0)
		return -1;
	known = find_biller(r->office, r->row->values[CODE], &b, e);
	if (known < 0)
		return refuse(r, e);
	changed = take_biller(r, &b, e);
	if (changed < 0)
		return -1;
	r->outcome = changed == 1 ? IMPORT_CHANGED : IMPORT_SAME;
	if (known == 0) {
		r->outcome = IMPORT_ADDED;
		return biller_add(r->office, &b, e) != 0 ? refuse(r, e) : 0;
	}
	if (changed == 1 && directory_edit(r->office, &b, e) != 0)
		return refuse(r, e);
	return 0;
}

/* The biller that a rule or guide entry is of: by its code. */
static int
name_biller(const struct running *r, struct biller *b, struct err *e)
{
	int64_t id;

	if (biller_find(r->office->db, r->row->values[BILLER], &id, e) != 0 ||
	    biller_show(r->office->db, id, b, e) != 0)
		return refuse(r, e);
	return 0;
}

static int
keep_value(const struct rule_value *value, void *context, struct err *e)
{
	(void)e;
	*(struct rule_value *)context = *value;
	return 0;
}

static int
put_rule(struct running *r, struct err *e)
{
	struct rule_value value = { .version = 0 }, now = { .version = 0 };
	const struct import_field fields[] = {
		{ KEY, value.key, sizeof value.key },
		{ VALUE, value.value, sizeof value.value },
	};
	char today[DATE_SIZE];
	struct biller b;
	int64_t rule;

	if (check_columns(r, KEY, MEANING, e) != 0 || require(r, BILLER, e) != 0 ||
	    require(r, KEY, e) != 0 || require(r, VALUE, e) != 0 ||
	    import_take(r->job->im, r->row, fields, 2, e) < 0 || name_biller(r, &b, e) != 0)
		return -1;
	if (biller_today(r->office, &b, today, e) != 0 ||
	    rule_in_force(r->office->db, b.id, today, &rule, e) != 0)
		return -1;
	if (rule_each(r->office->db, rule, value.key, keep_value, &now, e) != 0)
		return refuse(r, e);
	r->outcome = strcmp(now.value, value.value) == 0 ? IMPORT_SAME : IMPORT_CHANGED;
	if (r->outcome == IMPORT_CHANGED &&
	    rule_set(r->office, b.id, b.currency, today, &value, e) != 0)
		return refuse(r, e);
	return 0;
}

static int
take_place(const struct running *r, struct guide *g, struct err *e)
{
	const char *place = r->row->values[PLACE];

	if (place == NULL)
		return 0;
	g->place = strspn(place, "0123456789") == strlen(place) && strlen(place) < 10
		       ? strtoll(place, NULL, 10)
		       : 0;
	if (g->place > 0)
		return 0;
	err_set(e, ERR_USAGE, _("takes a whole number from 1"));
	return import_refuse(r->job->im, r->row, PLACE, e);
}

static int
take_guide(const struct running *r, struct guide *g, struct err *e)
{
	const struct import_field fields[] = {
		{ KIND, g->kind, sizeof g->kind },
		{ INVOICE_KIND, g->invoice_kind, sizeof g->invoice_kind },
		{ TITLE, g->title, sizeof g->title },
		{ TEXT, g->text, sizeof g->text },
		{ PAYS, g->pays, sizeof g->pays },
		{ URL, g->url, sizeof g->url },
		{ CHAT, g->chat, sizeof g->chat },
		{ PHONE, g->phone, sizeof g->phone },
		{ EMAIL, g->email, sizeof g->email },
		{ ADDRESS, g->address, sizeof g->address },
		{ HOURS, g->hours, sizeof g->hours },
		{ LANGUAGE, g->language, sizeof g->language },
	};

	if (import_take(r->job->im, r->row, fields, sizeof fields / sizeof fields[0], e) < 0)
		return -1;
	return take_place(r, g, e);
}

static const enum import_outcome outcomes[] = {
	[GUIDE_SAME] = IMPORT_SAME,
	[GUIDE_NEW] = IMPORT_ADDED,
	[GUIDE_CHANGED] = IMPORT_CHANGED,
};

static int
put_guide(struct running *r, struct err *e)
{
	const char *remove = r->row->values[REMOVE];
	struct guide g = { .id = 0 };
	enum guide_change change = GUIDE_SAME;
	struct biller b = { .id = 0 };
	int result;

	if (check_columns(r, KIND, REMOVE, e) != 0 || require(r, KIND, e) != 0 ||
	    require(r, TITLE, e) != 0 || take_guide(r, &g, e) != 0)
		return -1;
	if (r->row->values[BILLER] != NULL) {
		if (name_biller(r, &b, e) != 0)
			return -1;
		g.biller = b.id;
	}
	if (remove != NULL && strcmp(remove, "yes") != 0) {
		err_set(e, ERR_USAGE, _("takes yes, or is left out"));
		return import_refuse(r->job->im, r->row, REMOVE, e);
	}
	result = remove != NULL ? guide_remove(r->office, &g, &change, e)
				: guide_put(r->office, &g, &change, e);
	r->outcome = outcomes[change];
	return result != 0 ? refuse(r, e) : 0;
}

static int
put(const struct import_row *row, enum import_outcome *outcome, void *context, struct err *e)
{
	const char *type = row->values[TYPE];
	struct running *r = context;
	int result;

	r->row = row;
	if (strcmp(type, "biller") == 0) {
		result = put_biller(r, e);
	} else if (strcmp(type, "rule") == 0) {
		result = put_rule(r, e);
	} else if (strcmp(type, "guide") == 0) {
		result = put_guide(r, e);
	} else {
		err_set(e, ERR_USAGE, _("%.40s is none of biller, rule, guide"), type);
		return import_refuse(r->job->im, row, TYPE, e);
	}
	*outcome = r->outcome;
	return result;
}

static int
run(struct office *office, void *context, struct err *e)
{
	struct running *r = context;

	if (import_write_rows(office, r->job, put, r, e) != 0)
		return -1;
	office->request_ref[0] = '\0'; /* it made many things: a repeat has none to show */
	return 0;
}

int
directory_import(struct office *office, struct import_job *job, struct err *e)
{
	struct running r = { .office = office, .job = job };

	return office_write(office, run, &r, e);
}
