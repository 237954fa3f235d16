#include <assert.h>
#include "db_private.h"
#include "i18n.h"

static void
roll_back(struct db *db)
{
	/* Some errors have rolled back already; nothing can be done about a failure. */
	if (sqlite3_get_autocommit(db->handle) == 0)
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

static int
commit(struct db *db, enum db_outcome *outcome, struct err *e)
{
	int result = sqlite3_exec(db->handle, "COMMIT", NULL, NULL, NULL);

	if (result == SQLITE_OK) {
		*outcome = DB_COMMITTED;
		return 0;
	}
	db_error(db, result, e);
	/* Refused by a constraint: nothing was written.  All else, BUSY included, tells nothing. */
	*outcome = (result & 0xff) == SQLITE_CONSTRAINT ? DB_ROLLED_BACK : DB_COMMIT_UNKNOWN;
	roll_back(db);
	return -1;
}

int
db_write(
    struct db *db, db_work *work, void *context, bool keep, enum db_outcome *outcome, struct err *e)
{
	int result;

	assert(!db->is_in_write && db->mode != DB_READ);
	*outcome = DB_ROLLED_BACK;
	db_forget_touched(db);
	if (db_script(db, "BEGIN IMMEDIATE", e) != 0)
		return -1;
	db->is_in_write = true;
	db_memo_forget(db);
	result = work(db, context, e);
	if (result == 0 && db->has_lost_touch)
		result = err_set(e, ERR_FAILED, _("out of memory"));
	if (result == 0 && keep)
		result = commit(db, outcome, e);
	else
		roll_back(db);
	db->is_in_write = false;
	db_memo_forget(db);
	db->has_lost_touch = false;
	db_forget_touched(db);
	return result;
}

int
db_read(struct db *db, db_work *work, void *context, struct err *e)
{
	int result;

	if (db_script(db, "BEGIN", e) != 0)
		return -1;
	result = work(db, context, e);
	roll_back(db);
	return result;
}

int
db_fence(struct db *db, struct err *e)
{
	if (db_reopen(db, e) != 0)
		return -1;
	if (db_script(db, db_fence_script(), e) == 0)
		return 0;
	roll_back(db);
	return -1;
}

/* Parsed once: a group has thousands of parts. */
static const char sql_part[] = "SAVEPOINT part";
static const char sql_keep[] = "RELEASE part";

int
db_savepoint(struct db *db, db_work *work, void *context, struct err *e)
{
	size_t touched = db->touched_count;
	struct err ignored;
	int result;

	assert(db->is_in_write);
	if (db_run(db, sql_part, NULL, NULL, e) != 0)
		return -1;
	result = work(db, context, e);
	if (result == 0)
		return db_run(db, sql_keep, NULL, NULL, e);
	if (sqlite3_get_autocommit(db->handle) == 0) {
		db_script(db, "ROLLBACK TO part; RELEASE part", &ignored);
		db->touched_count = touched;
		db_memo_forget(db);
	}
	return -1;
}
