#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "customer_import.h"
#include "i18n.h"

enum { RELIEVE_ROWS = 2048 };
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
	struct import *im;
	struct customer_import *job;
	struct import_row row;
};

/* Takes over a value that is given. */
static int
take(struct running *r, int column, char *field, size_t size, struct err *e)
{
	const char *value = r->row.values[column];

	if (value == NULL || snprintf(field, size, "%s", value) < (int)size)
		return 0;
	err_set(e, ERR_USAGE, _("more than %zu bytes"), size - 1);
	return import_refuse(r->im, &r->row, column, e);
}

static int
take_values(struct running *r, struct customer *c, struct err *e)
{
	if (take(r, EMAIL, c->email, sizeof c->email, e) != 0 ||
	    take(r, NAME, c->name, sizeof c->name, e) != 0)
		return -1;
	if (take(r, KIND, c->kind, sizeof c->kind, e) != 0 ||
	    take(r, DOCUMENT, c->document, sizeof c->document, e) != 0)
		return -1;
	if (take(r, PHONE, c->phone, sizeof c->phone, e) != 0 ||
	    take(r, ADDRESS, c->address, sizeof c->address, e) != 0)
		return -1;
	if (take(r, LANGUAGE, c->language, sizeof c->language, e) != 0)
		return -1;
	return take(r, ADVISER, c->adviser, sizeof c->adviser, e);
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
store(struct running *r, struct customer *c, const struct customer *before, struct err *e)
{
	struct customer_import *job = r->job;

	if (c->id == 0) {
		snprintf(c->status, sizeof c->status, "invited");
		job->added++;
		return customer_add(r->office, c, e);
	}
	if (customer_tidy(c, e) != 0)
		return -1;
	if (is_same(c, before)) {
		job->same++;
		return 0;
	}
	job->changed++;
	return customer_edit(r->office, c, e);
}

static int
take_row(struct running *r, struct err *e)
{
	struct customer c = { .id = 0 }, before;
	struct db *db = r->office->db;
	int known = customer_at(db, r->row.values[EMAIL], &c.id, e);

	if (known < 0 || (known == 1 && customer_show(db, c.id, &c, e) != 0))
		return -1;
	before = c;
	if (take_values(r, &c, e) != 0)
		return -1;
	return store(r, &c, &before, e) == 0 ? 0 : import_refuse(r->im, &r->row, -1, e);
}

static int
log_import(struct running *r, struct err *e)
{
	const struct customer_import *job = r->job;
	char summary[120];
	const struct office_note note = { .type = REF_NONE, .summary = summary };

	if (job->added == 0 && job->changed == 0)
		return 0;
	snprintf(summary, sizeof summary, "%" PRId64 " new, %" PRId64 " changed, %" PRId64 " same",
	    job->added, job->changed, job->same);
	if (office_log(r->office, &note, e) != 0)
		return -1;
	r->office->request_ref[0] = '\0'; /* it made many things: a repeat has none to show */
	return 0;
}

static int
run(struct office *office, void *context, struct err *e)
{
	struct running *r = context;
	int got;

	for (int64_t rows = 1; (got = import_next(r->im, &r->row, e)) == 1; rows++) {
		if (take_row(r, e) != 0)
			return -1;
		if (rows % RELIEVE_ROWS != 0)
			continue;
		if (office_relieve(office, e) != 0)
			return -1;
		r->job->row_done(rows, r->job->context);
	}
	return got == 0 ? log_import(r, e) : -1;
}

int
customer_import(
    struct office *office, struct import *im, struct customer_import *job, struct err *e)
{
	struct running r = { .office = office, .im = im, .job = job };

	return office_write(office, run, &r, e);
}
