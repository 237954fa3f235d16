#include <stdio.h>
#include <string.h>
#include "customer_import.h"
#include "i18n.h"

enum { EMAIL, NAME, KIND, DOCUMENT, PHONE, ADDRESS, LANGUAGE, ADVISER };

const struct import_column customer_columns[] = {
	[EMAIL] = { "email", IMPORT_TEXT, true },
	[NAME] = { "name", IMPORT_TEXT, true },
	[KIND] = { "kind", IMPORT_TEXT, false },
	[DOCUMENT] = { "document", IMPORT_TEXT, false },
	[PHONE] = { "phone", IMPORT_TEXT, false },
	[ADDRESS] = { "address", IMPORT_TEXT, false },
	[LANGUAGE] = { "language", IMPORT_TEXT, false },
	[ADVISER] = { "adviser", IMPORT_TEXT, false },
	[ADVISER + 1] = { NULL, IMPORT_TEXT, false },
};

struct running {
	struct office *office;
	struct import_job *job;
};

static int
take_values(
    const struct running *r, const struct import_row *row, struct customer *c, struct err *e)
{
	const struct import_field fields[] = {
		{ EMAIL, c->email, sizeof c->email },
		{ NAME, c->name, sizeof c->name },
		{ KIND, c->kind, sizeof c->kind },
		{ DOCUMENT, c->document, sizeof c->document },
		{ PHONE, c->phone, sizeof c->phone },
		{ ADDRESS, c->address, sizeof c->address },
		{ LANGUAGE, c->language, sizeof c->language },
		{ ADVISER, c->adviser, sizeof c->adviser },
	};

	return import_take(r->job->im, row, fields, sizeof fields / sizeof fields[0], e);
}

static bool
is_same(const struct customer *a, const struct customer *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->kind, b->kind) == 0 &&
	       strcmp(a->document, b->document) == 0 && strcmp(a->phone, b->phone) == 0 &&
	       strcmp(a->address, b->address) == 0 && strcmp(a->language, b->language) == 0 &&
	       strcmp(a->adviser, b->adviser) == 0;
}

static int
store(struct office *office, struct customer *c, const struct customer *before,
    enum import_outcome *outcome, struct err *e)
{
	*outcome = IMPORT_ADDED;
	if (c->id == 0) {
		snprintf(c->status, sizeof c->status, "invited");
		return customer_add(office, c, e);
	}
	if (customer_tidy(c, e) != 0)
		return -1;
	*outcome = is_same(c, before) ? IMPORT_SAME : IMPORT_CHANGED;
	return *outcome == IMPORT_SAME ? 0 : customer_edit(office, c, e);
}

static int
put(const struct import_row *row, enum import_outcome *outcome, void *context, struct err *e)
{
	const struct running *r = context;
	struct db *db = r->office->db;
	struct customer c = { .id = 0 }, before;
	int known = customer_at(db, row->values[EMAIL], &c.id, e);

	if (known < 0 || (known == 1 && customer_show(db, c.id, &c, e) != 0))
		return -1;
	before = c;
	if (take_values(r, row, &c, e) < 0)
		return -1;
	if (store(r->office, &c, &before, outcome, e) != 0)
		return import_refuse(r->job->im, row, -1, e);
	return 0;
}

static int
run(struct office *office, void *context, struct err *e)
{
	struct running *r = context;

	if (import_write_rows(office, r->job, put, r, e) != 0)
		return -1;
	return import_write_log_job(office, 0, r->job, e);
}

int
customer_import(struct office *office, struct import_job *job, struct err *e)
{
	struct running r = { .office = office, .job = job };

	return office_write(office, run, &r, e);
}
