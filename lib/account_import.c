#include <stdio.h>
#include <string.h>
#include "account_import.h"
#include "i18n.h"

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
	struct import_job *job;
	int64_t only_biller;  /* of all rows; 0: each row names its own */
	char biller_name[65]; /* as the row taken last called it */
	struct biller biller; /* its biller */
};

static int
find_biller(struct running *r, const struct import_row *row, struct err *e)
{
	const char *name = row->values[BILLER];
	struct db *db = r->office->db;
	int64_t id = r->only_biller;

	if (name == NULL && id == 0) {
		err_set(e, ERR_USAGE, _("no biller is named"));
		return import_refuse(r->job->im, row, BILLER, e);
	}
	if (r->biller.id != 0 && strcmp(name != NULL ? name : "", r->biller_name) == 0)
		return 0;
	if (name != NULL && biller_find(db, name, &id, e) != 0)
		return import_refuse(r->job->im, row, BILLER, e);
	if (r->only_biller != 0 && id != r->only_biller) {
		err_set(e, ERR_USAGE, _("the row is of another biller: %.40s"), name);
		return import_refuse(r->job->im, row, BILLER, e);
	}
	snprintf(r->biller_name, sizeof r->biller_name, "%s", name != NULL ? name : "");
	return biller_show(db, id, &r->biller, e);
}

static int
take_values(const struct running *r, const struct import_row *row, struct account *a, struct err *e)
{
	const struct import_field fields[] = {
		{ NUMBER, a->number, sizeof a->number },
		{ HOLDER, a->holder, sizeof a->holder },
		{ ADDRESS, a->address, sizeof a->address },
		{ LAT, a->lat, sizeof a->lat },
		{ LON, a->lon, sizeof a->lon },
	};

	return import_take(r->job->im, row, fields, sizeof fields / sizeof fields[0], e);
}

static int
store(const struct running *r, struct account *a, enum import_outcome outcome, struct err *e)
{
	if (outcome == IMPORT_ADDED)
		return account_insert(r->office, &r->biller, a, e);
	return outcome == IMPORT_CHANGED ? account_edit(r->office, &r->biller, a, e) : 0;
}

static int
put(const struct import_row *row, enum import_outcome *outcome, void *context, struct err *e)
{
	struct running *r = context;
	struct db *db = r->office->db;
	struct account a = { .id = 0 };
	int known, changed;

	if (find_biller(r, row, e) != 0)
		return -1;
	known = account_at(db, r->biller.id, row->values[NUMBER], &a.id, e);
	if (known < 0 || (known == 1 && account_show(db, a.id, &a, e) != 0))
		return -1;
	changed = take_values(r, row, &a, e);
	if (changed < 0)
		return -1;
	*outcome = changed == 1 ? IMPORT_CHANGED : IMPORT_SAME;
	if (known == 0)
		*outcome = IMPORT_ADDED;
	return store(r, &a, *outcome, e) == 0 ? 0 : import_refuse(r->job->im, row, -1, e);
}

static int
run(struct office *office, void *context, struct err *e)
{
	struct running *r = context;

	if (import_write_rows(office, r->job, put, r, e) != 0)
		return -1;
	return import_write_log_job(office, r->only_biller, r->job, e);
}

int
account_import(struct office *office, int64_t biller, struct import_job *job, struct err *e)
{
	struct running r = { .office = office, .job = job, .only_biller = biller };

	return office_write(office, run, &r, e);
}
