#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "invoice_import.h"

enum { RELIEVE_ROWS = 2048 };

struct running {
	struct invoice_import *job;
	struct invoice_row row;
	bool is_new; /* the row's invoice was not there */
};

static int
take_row(struct running *r, struct err *e)
{
	struct invoice_row *row = &r->row;

	if (invoice_row_take(row, e) != 0)
		return -1;
	if (invoice_insert(
		row->office, &row->invoice, row->lines, row->line_count, &r->is_new, e) == 0)
		return 0;
	return import_refuse(row->im, &row->row, -1, e);
}

static int
take_row_alone(struct db *db, void *context, struct err *e)
{
	(void)db;
	return take_row(context, e);
}

static int
add_total(struct invoice_import *job, const struct money *amount, struct err *e)
{
	struct invoice_total *t = job->totals;

	while (t < job->totals + job->total_count && strcmp(t->currency, amount->currency) != 0)
		t++;
	if (t == job->totals + INVOICE_CURRENCIES_MAX)
		return err_set(e, ERR_USAGE, _("more than %d currencies"), INVOICE_CURRENCIES_MAX);
	if (t == job->totals + job->total_count) {
		*t = (struct invoice_total){ .count = 0 };
		memcpy(t->currency, amount->currency, sizeof t->currency);
		job->total_count++;
	}
	t->count++;
	if (__builtin_add_overflow(t->amount_minor, amount->minor, &t->amount_minor))
		return err_set(e, ERR_USAGE, _("the total is too large"));
	return 0;
}

/* Whether a failure is the row's own fault. */
static bool
is_mild(const struct err *e)
{
	return e->code == ERR_USAGE || e->code == ERR_NOT_FOUND || e->code == ERR_CONFLICT;
}

static int
count_row(struct running *r, struct err *e)
{
	struct invoice_import *job = r->job;

	job->added += r->is_new;
	job->same += !r->is_new;
	job->accounts_added += r->row.is_new_account;
	return add_total(job, &r->row.invoice.amount, e);
}

/* A row that got (1) or could not be read (-1). */
static int
run_row(struct running *r, int got, struct err *e)
{
	struct invoice_import *job = r->job;
	struct err failure = { .code = ERR_FAILED };

	if (!job->is_partial)
		return got == 1 && take_row(r, e) == 0 ? count_row(r, e) : -1;
	if (got < 0)
		failure = *e;
	else if (db_savepoint(r->row.office->db, take_row_alone, r, &failure) == 0)
		return count_row(r, e);
	if (!is_mild(&failure) || (got < 0 && !import_goes_on(r->row.im))) {
		*e = failure;
		return -1;
	}
	job->failed++;
	job->row_failed(&failure, job->context);
	return 0;
}

static int
log_import(struct running *r, struct err *e)
{
	const struct invoice_import *job = r->job;
	struct office_note note = { .type = job->biller != 0 ? REF_BILLER : REF_NONE,
		.id = job->biller };
	char summary[400];
	size_t length;

	if (job->added == 0 && job->accounts_added == 0)
		return 0;
	length = (size_t)snprintf(summary, sizeof summary,
	    "%" PRId64 " new, %" PRId64 " same, %" PRId64 " failed", job->added, job->same,
	    job->failed);
	for (size_t i = 0; i < job->total_count && length < sizeof summary - 60; i++) {
		struct money total = money_of(job->totals[i].amount_minor, job->totals[i].currency);
		char text[MONEY_TEXT_SIZE];

		money_format(&total, text);
		length += (size_t)snprintf(
		    summary + length, sizeof summary - length, ", %s %s", total.currency, text);
	}
	note.summary = summary;
	if (office_log(r->row.office, &note, e) != 0)
		return -1;
	r->row.office->request_ref[0] = '\0'; /* it made many things: a repeat has none to show */
	return 0;
}

static int
run(struct office *office, void *context, struct err *e)
{
	struct running *r = context;
	int got;

	for (int64_t rows = 1; (got = import_next(r->row.im, &r->row.row, e)) != 0; rows++) {
		if (run_row(r, got, e) != 0)
			return -1;
		if (rows % RELIEVE_ROWS != 0)
			continue;
		if (office_relieve(office, e) != 0)
			return -1;
		r->job->row_done(rows, r->job->context);
	}
	return log_import(r, e);
}

int
invoice_import(struct office *office, struct import *im, struct invoice_import *job, struct err *e)
{
	struct running *r = calloc(1, sizeof *r);
	int result;

	if (r == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	r->job = job;
	r->row.office = office;
	r->row.im = im;
	r->row.only_biller = job->biller;
	r->row.is_adding_accounts = job->is_adding_accounts;
	result = office_write(office, run, r, e);
	free(r);
	return result;
}
