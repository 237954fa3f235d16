#ifndef PP_DB_PRIVATE_H
#define PP_DB_PRIVATE_H
/*
 * db_private - what the files of module db share; nobody else includes it.  Layer 1.
 */
#include <sqlite3.h>
#include "db.h"

enum { DB_CACHE_SLOTS = 128, DB_WAIT_MS = 5000, DB_MEMOS = 24 };

struct db_cached {
	const char *sql; /* a static string: its address is the key */
	sqlite3_stmt *statement;
	bool is_busy;
};

struct db_memo {
	char key[64];
	char value[128];
	bool is_absent;
};

struct db {
	sqlite3 *handle;
	enum db_mode mode;
	int wait_ms;
	int64_t wait_until_ms; /* the busy handler's limit, on the monotonic clock */
	unsigned jitter;       /* state of the busy handler's generator */
	bool is_in_write;
	const char *last_table; /* the update hook's: SQLite's own name of the last table seen */
	int last_number;
	bool has_lost_touch; /* no memory to note a touched row */
	size_t touched_count;
	size_t touched_size;
	struct db_row *touched;
	struct db_cached cache[DB_CACHE_SLOTS];
	size_t memo_count;
	struct db_memo memos[DB_MEMOS];
	char path[DB_PATH_SIZE];
};

/* Fills *e from SQLite's result code; no SQL and no engine's name in the message.  Returns -1. */
int db_error(const struct db *db, int result, struct err *e);
/* Runs several statements of our own without parameters. */
int db_script(struct db *db, const char *sql, struct err *e);
/* Opens db->path on a zeroed struct db and sets the connection up. */
int db_connect(struct db *db, bool is_new, struct err *e);
void db_disconnect(struct db *db);
int db_header(struct db *db, int *application, int *version, struct err *e);
/* A write transaction that changes nothing but the first page. */
const char *db_fence_script(void);
/* Runs migrations from + 1 to db_version(), each in a transaction of its own. */
int db_migrate(struct db *db, int from, struct err *e);

#endif
