#include <inttypes.h>
#include <stdio.h>
#include "import_write.h"

enum { RELIEVE_ROWS = 2048 };

int
import_write_pace(struct office *office, int64_t rows, struct err *e)
{
	if (rows % RELIEVE_ROWS != 0)
		return 0;
	return office_relieve(office, e) == 0 ? 1 : -1;
}

static void
count(struct import_job *job, enum import_outcome outcome)
{
	job->added += outcome == IMPORT_ADDED;
	job->changed += outcome == IMPORT_CHANGED;
	job->same += outcome == IMPORT_SAME;
}

int
import_write_rows(
    struct office *office, struct import_job *job, import_put *put, void *context, struct err *e)
{
	struct import_row row;
	int got, paused;

	for (int64_t rows = 1; (got = import_next(job->im, &row, e)) == 1; rows++) {
		enum import_outcome outcome;

		if (put(&row, &outcome, context, e) != 0)
			return -1;
		count(job, outcome);
		paused = import_write_pace(office, rows, e);
		if (paused < 0)
			return -1;
		if (paused == 1)
			job->row_done(rows, job->context);
	}
	return got;
}

int
import_write_log(struct office *office, int64_t biller, const char *summary, struct err *e)
{
	const struct office_note note = {
		.type = biller != 0 ? REF_BILLER : REF_NONE, .id = biller, .summary = summary
	};

	if (office_log(office, &note, e) != 0)
		return -1;
	office->request_ref[0] = '\0';
	return 0;
}

int
import_write_log_job(
    struct office *office, int64_t biller, const struct import_job *job, struct err *e)
{
	char summary[120];

	if (job->added == 0 && job->changed == 0)
		return 0;
	snprintf(summary, sizeof summary, "%" PRId64 " new, %" PRId64 " changed, %" PRId64 " same",
	    job->added, job->changed, job->same);
	return import_write_log(office, biller, summary, e);
}
