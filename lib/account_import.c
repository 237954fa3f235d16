#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "account_import.h"
#include "i18n.h"

enum { RELIEVE_ROWS = 2048 };
enum { NUMBER, HOLDER, BILLER, ADDRESS, LAT, LON };

const struct import_column account_columns[] = {
	[NUMBER] = { "number", IMPORT_TEXT, true },
	[HOLDER] = { "holder", IMPORT_TEXT, true },
	[BILLER] = { "biller", IMPORT_TEXT, false },
	[ADDRESS] = { "address", IMPORT_TEXT, false },
	[LAT] = { "lat", IMPORT_TEXT, false },
	[LON] = { "lon", IMPORT_TEXT, false },
	[LON + 1] = { NULL, IMPORT_TEXT, false },
};

struct running {
	struct office *office;
	struct import *im;
	struct account_import *job;
	struct import_row row;
	char biller_name[65]; /* as the row taken last called it */
	struct biller biller; /* its biller */
};

static int
find_biller(struct running *r, struct err *e)
{
	const char *name = r->row.values[BILLER];
	struct db *db = r->office->db;
	int64_t id = r->job->biller;

	if (name == NULL && id == 0) {
		err_set(e, ERR_USAGE, _("no biller is named"));
		return import_refuse(r->im, &r->row, BILLER, e);
	}
	if (r->biller.id != 0 && strcmp(name != NULL ? name : "", r->biller_name) == 0)
		return 0;
	if (name != NULL && biller_find(db, name, &id, e) != 0)
		return import_refuse(r->im, &r->row, BILLER, e);
	if (r->job->biller != 0 && id != r->job->biller) {
		err_set(e, ERR_USAGE, _("the row is of another biller: %.40s"), name);
		return import_refuse(r->im, &r->row, BILLER, e);
	}
	snprintf(r->biller_name, sizeof r->biller_name, "%s", name != NULL ? name : "");
	return biller_show(db, id, &r->biller, e);
}

/* Takes over a value that is given; *is_changed tells that it differs. */
static int
take(struct running *r, int column, char *field, size_t size, bool *is_changed, struct err *e)
{
	const char *value = r->row.values[column];

	if (value == NULL || strcmp(value, field) == 0)
		return 0;
	*is_changed = true;
	if (snprintf(field, size, "%s", value) < (int)size)
		return 0;
	err_set(e, ERR_USAGE, _("more than %zu bytes"), size - 1);
	return import_refuse(r->im, &r->row, column, e);
}

static int
take_values(struct running *r, struct account *a, bool *is_changed, struct err *e)
{
	if (take(r, NUMBER, a->number, sizeof a->number, is_changed, e) != 0 ||
	    take(r, HOLDER, a->holder, sizeof a->holder, is_changed, e) != 0)
		return -1;
	if (take(r, ADDRESS, a->address, sizeof a->address, is_changed, e) != 0 ||
	    take(r, LAT, a->lat, sizeof a->lat, is_changed, e) != 0)
		return -1;
	return take(r, LON, a->lon, sizeof a->lon, is_changed, e);
}

static int
store(struct running *r, struct account *a, bool is_changed, struct err *e)
{
	int result = 0;

	if (a->id == 0)
		result = account_insert(r->office, &r->biller, a, e);
	else if (is_changed)
		result = account_edit(r->office, &r->biller, a, e);
	return result == 0 ? 0 : import_refuse(r->im, &r->row, -1, e);
}

static int
take_row(struct running *r, struct err *e)
{
	struct account_import *job = r->job;
	struct account a = { .id = 0 };
	bool is_changed = false, is_new;
	int known;

	if (find_biller(r, e) != 0)
		return -1;
	known = account_at(r->office->db, r->biller.id, r->row.values[NUMBER], &a.id, e);
	if (known < 0 || (known == 1 && account_show(r->office->db, a.id, &a, e) != 0))
		return -1;
	is_new = known == 0;
	if (take_values(r, &a, &is_changed, e) != 0 || store(r, &a, is_changed, e) != 0)
		return -1;
	job->added += is_new;
	job->changed += !is_new && is_changed;
	job->same += !is_new && !is_changed;
	return 0;
}

static int
log_import(struct running *r, struct err *e)
{
	const struct account_import *job = r->job;
	char summary[120];
	const struct office_note note = { .type = job->biller != 0 ? REF_BILLER : REF_NONE,
		.id = job->biller,
		.summary = summary };

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
account_import(struct office *office, struct import *im, struct account_import *job, struct err *e)
{
	struct running r = { .office = office, .im = im, .job = job };

	return office_write(office, run, &r, e);
}
