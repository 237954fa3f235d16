#include <string.h>
#include <time.h>
#include "db_private.h"

/* The journal mode that the file has after it was asked for another. */
static int
set_journal(struct db *db, const char *sql, char mode[16], struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql, NULL, &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1)
		query_text(&q, 0, mode, 16);
	query_end(&q);
	return row == 1 ? 0 : -1;
}

/*
 * Leaving WAL needs the file for oneself, so that succeeding proves it; and what is left is one
 * file.  SQLite does not wait for that by itself.
 */
static int
leave_wal(struct db *db, struct err *e)
{
	static const char sql_delete[] = "PRAGMA journal_mode=DELETE";
	static const struct timespec pause = { 0, 20000000 };
	char mode[16] = "";

	for (int waited_ms = 0;; waited_ms += 20) {
		if (set_journal(db, sql_delete, mode, e) == 0 && strcmp(mode, "delete") == 0)
			return 0;
		if (mode[0] == '\0' && e->code != ERR_BUSY)
			return -1;
		if (waited_ms >= db->wait_ms)
			return db_error(db, SQLITE_BUSY, e);
		nanosleep(&pause, NULL);
	}
}

int
db_seize(struct db *db, struct err *e)
{
	if (leave_wal(db, e) != 0)
		return -1;
	return db_script(db, "BEGIN EXCLUSIVE", e);
}

int
db_yield(struct db *db, struct err *e)
{
	static const char sql_wal[] = "PRAGMA journal_mode=WAL";
	char mode[16];

	if (db_script(db, "ROLLBACK", e) != 0)
		return -1;
	return set_journal(db, sql_wal, mode, e);
}
