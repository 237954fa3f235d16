#ifndef PP_IMPORT_WRITE_H
#define PP_IMPORT_WRITE_H
/*
 * import_write - inside a write: the rows of a file one by one, and their entry in the activity
 * log.  Owns no table.  Layer 4.
 */
#include "import.h"
#include "office.h"

struct import_job {
	struct import *im;
	void (*row_done)(int64_t rows, void *context); /* now and then: so many are written */
	void *context;
	int64_t added, changed, same; /* what came of the rows */
};

enum import_outcome { IMPORT_ADDED, IMPORT_CHANGED, IMPORT_SAME };
/* Writes one row.  -1 with a message that import_refuse has put its place before. */
typedef int import_put(
    const struct import_row *row, enum import_outcome *outcome, void *context, struct err *e);

/* Puts all rows and counts them; the first that is refused ends it. */
int import_write_rows(
    struct office *office, struct import_job *job, import_put *put, void *context, struct err *e);
/* After each row: every so many, office_relieve and 1; else 0; -1. */
int import_write_pace(struct office *office, int64_t rows, struct err *e);
/* One entry for all, of the biller's (0: nobody's).  It made many things, so that a repeat of the
 * request has none to show. */
int import_write_log(struct office *office, int64_t biller, const char *summary, struct err *e);
/* The same with the counts of the job; none when nothing was new or changed. */
int import_write_log_job(
    struct office *office, int64_t biller, const struct import_job *job, struct err *e);

#endif
