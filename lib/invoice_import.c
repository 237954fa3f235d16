#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "announce.h"
#include "i18n.h"
#include "invoice_batch.h"
#include "invoice_import.h"
#include "import_write.h"

struct running {
	struct invoice_import *job;
	struct invoice_row row;
	struct invoice_batch batch; /* rows that wait to be issued together; not if is_partial */
	bool has_readers;	    /* somebody gets bills by e-mail */
};

/* Whether a failure is the row's own fault. */
static bool
is_mild(const struct err *e)
{
	return e->code == ERR_USAGE || e->code == ERR_NOT_FOUND || e->code == ERR_CONFLICT;
}

static int
count(struct running *r, const struct invoice *inv, bool is_new, struct err *e)
{
	r->job->added += is_new;
	r->job->same += !is_new;
	if (is_new && r->has_readers && announce_bill(r->row.office, inv, e) != 0)
		return -1;
	if (totals_add(&r->job->totals, &inv->amount, e) != 0)
		return err_set(e, ERR_USAGE, _("the total is too large"));
	return 0;
}

/* Issues what waits. */
static int
flush(struct running *r, struct err *e)
{
	struct import_row at;
	size_t failed;

	if (invoice_batch_issue(r->row.office, &r->batch, &failed, e) != 0) {
		at.line = r->batch.items[failed].tag;
		return import_refuse(r->row.im, &at, -1, e);
	}
	for (size_t i = 0; i < r->batch.count; i++)
		if (count(r, &r->batch.items[i].invoice, r->batch.items[i].is_new, e) != 0)
			return -1;
	invoice_batch_clear(&r->batch);
	return 0;
}

/* The row that was taken, at once. */
static int
issue(struct running *r, struct err *e)
{
	struct invoice_row *row = &r->row;
	bool is_new;

	if (invoice_insert(row->office, &row->invoice, row->lines, row->line_count, &is_new, e) !=
	    0)
		return import_refuse(row->im, &row->row, -1, e);
	r->job->accounts_added += row->is_new_account;
	return count(r, &row->invoice, is_new, e);
}

static int
issue_later(struct running *r, struct err *e)
{
	struct invoice_row *row = &r->row;

	if (invoice_batch_add(row->office, &r->batch, &row->invoice, row->row.line, e) != 0)
		return import_refuse(row->im, &row->row, -1, e);
	r->job->accounts_added += row->is_new_account;
	return r->batch.count == INVOICE_BATCH_MAX ? flush(r, e) : 0;
}

/* Of several bad rows the first is named: what waits comes before the one that failed. */
static int
run_row(struct running *r, int got, struct err *e)
{
	struct err failure;
	int result = got == 1 ? invoice_row_take(&r->row, e) : -1;

	if (result == 0 && r->row.line_count == 0)
		result = issue_later(r, e);
	else if (result == 0)
		result = flush(r, e) == 0 ? issue(r, e) : -1;
	if (result != 0 && is_mild(e) && r->batch.count < INVOICE_BATCH_MAX &&
	    flush(r, &failure) != 0)
		*e = failure;
	return result;
}

static int
take_alone(struct db *db, void *context, struct err *e)
{
	struct running *r = context;

	(void)db;
	return invoice_row_take(&r->row, e) == 0 ? issue(r, e) : -1;
}

/* A row that got (1) or could not be read (-1), and may be left out. */
static int
run_partial(struct running *r, int got, struct err *e)
{
	struct err failure = { .code = ERR_FAILED };

	if (got < 0)
		failure = *e;
	else if (db_savepoint(r->row.office->db, take_alone, r, &failure) == 0)
		return 0;
	if (!is_mild(&failure) || (got < 0 && !import_goes_on(r->row.im))) {
		*e = failure;
		return -1;
	}
	r->job->failed++;
	r->job->row_failed(&failure, r->job->context);
	return 0;
}

static int
log_import(struct running *r, struct err *e)
{
	const struct invoice_import *job = r->job;
	char summary[400];
	size_t length;

	if (job->added == 0 && job->accounts_added == 0)
		return 0;
	length = (size_t)snprintf(summary, sizeof summary,
	    "%" PRId64 " new, %" PRId64 " same, %" PRId64 " failed", job->added, job->same,
	    job->failed);
	for (size_t i = 0; i < job->totals.count && length < sizeof summary - 60; i++) {
		const struct money *total = &job->totals.of[i].amount;
		char text[MONEY_TEXT_SIZE];

		money_format(total, text);
		length += (size_t)snprintf(
		    summary + length, sizeof summary - length, ", %s %s", total->currency, text);
	}
	return import_write_log(r->row.office, job->biller, summary, e);
}

static int
run(struct office *office, void *context, struct err *e)
{
	struct running *r = context;
	int got = announce_has_readers(office->db, e), paused;

	if (got < 0)
		return -1;
	r->has_readers = got == 1;
	for (int64_t rows = 1; (got = import_next(r->row.im, &r->row.row, e)) != 0; rows++) {
		if ((r->job->is_partial ? run_partial : run_row)(r, got, e) != 0)
			return -1;
		paused = import_write_pace(office, rows, e);
		if (paused < 0)
			return -1;
		if (paused == 1)
			r->job->row_done(rows, r->job->context);
	}
	return flush(r, e) == 0 ? log_import(r, e) : -1;
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
