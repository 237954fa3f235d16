#ifndef PP_DB_H
#define PP_DB_H
/*
 * db - the only door to SQLite: opening safely, statements, the one transaction runner.  Layer 1.
 *
 * Opening refuses (ERR_SETUP) a symlink, a hard link, a file that others may read or write, a file
 * of another owner, one without our application_id, one of an older or newer schema, and one that
 * is no database.  Connections: WAL, synchronous=FULL, foreign keys, defensive, no trusted schema;
 * waiting for a lock is jittered and ends after wait_ms with ERR_BUSY.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "bind.h"
#include "err.h"

enum { DB_PATH_SIZE = 1024, DB_APPLICATION_ID = 0x70706f66 /* "ppof" */ };

struct db; /* an open database */

enum db_mode {
	DB_READ, /* nothing can be written */
	DB_WRITE,
	DB_UPGRADE, /* like DB_WRITE, an older schema is let in */
};

struct db_row {	   /* a row that the running transaction inserted, changed or deleted */
	int table; /* its number: "seal N" in the schema */
	int64_t id;
};

struct db_table { /* a sealed table of the schema; the list ends with a NULL name */
	int number;
	const char *name;
	const char *sql_last; /* its highest id, 0 for none */
	const char *sql_rows; /* its rows from :from to :to in order of id, every column */
};

/* Makes the file (0600, never replacing one), runs all migrations.  ERR_CONFLICT if it exists. */
int db_create(const char *path, struct err *e);
int db_open(struct db **db, const char *path, enum db_mode mode, struct err *e);
/* NULL is allowed. */
void db_close(struct db *db);
/* Closes and opens anew after a failed COMMIT. */
int db_reopen(struct db *db, struct err *e);
const char *db_path(const struct db *db);
void db_set_wait(struct db *db, int wait_ms);
/* Runs the migrations that are missing, each in its own transaction; *count tells how many. */
int db_upgrade(struct db *db, int *count, struct err *e);
/* The newest schema version: how many migrations there are. */
int db_version(void);
/* A consistent, synced copy made while others write; refuses to replace.  0600. */
int db_copy(struct db *db, const char *path, struct err *e);
/* Waits until no other program has the file open and keeps it so until db_close: its journals are
 * merged in and gone, and it can be renamed.  ERR_BUSY.  db_yield gives it back instead. */
int db_seize(struct db *db, struct err *e);
int db_yield(struct db *db, struct err *e);
/* The sealed tables of the schema. */
const struct db_table *db_tables(void);

struct query { /* a running statement; a plain value, ended by query_end */
	struct db *db;
	struct sqlite3_stmt *statement;
	int slot; /* in the cache of prepared statements, or -1 */
};

/*
 * Prepares (or takes from the cache: sql must be a static string) and binds; binds may be NULL.
 * ERR_BUSY, ERR_FAILED (full disk, i/o), ERR_SETUP (damaged), ERR_CONFLICT (a unique or other
 * constraint) here and below.  query_end is allowed, and needed, after success only; it is also
 * allowed on a query set to { 0 }.
 */
int db_query(
    struct db *db, const char *sql, const struct bind *binds, struct query *q, struct err *e);
/* 1: a row is there; 0: no more; -1. */
int query_next(struct query *q, struct err *e);
void query_end(struct query *q);

/* Columns of the present row, from 0. */
int64_t query_int(const struct query *q, int column); /* 0 for null */
bool query_is_null(const struct query *q, int column);
void query_text(const struct query *q, int column, char *text, size_t size); /* "" for null */
const char *query_peek(const struct query *q, int column); /* NULL for null; until query_next */
const void *query_blob(const struct query *q, int column, size_t *length);
int query_columns(const struct query *q);
/* Storage class: 'i' integer, 't' text, 'b' blob, 'n' null. */
char query_kind(const struct query *q, int column);

/*
 * Values that need not be looked up again while one write runs: nobody else can change them then.
 * Forgotten with its end, when a part of it is undone, and by db_memo_forget, which is for who
 * changes one.  find: 1 and the value, 0 (it was looked up: there is none), -1 (not remembered).
 * keep, with NULL for none, does nothing outside a write, and for what is too long or too many.
 */
int db_memo_find(const struct db *db, const char *key, char *value, size_t size);
void db_memo_keep(struct db *db, const char *key, const char *value);
void db_memo_forget(struct db *db);

/* A statement without rows.  *changed (may be NULL): how many rows it wrote. */
int db_run(
    struct db *db, const char *sql, const struct bind *binds, int64_t *changed, struct err *e);
/* An INSERT of one row; *id is the new row's.  A RETURNING would cost a table of its own. */
int db_insert(struct db *db, const char *sql, const struct bind *binds, int64_t *id, struct err *e);
/* The first column of the first row (also of INSERT ... RETURNING id): 1, 0 without a row, -1. */
int db_int(struct db *db, const char *sql, const struct bind *binds, int64_t *value, struct err *e);

/*
 * The transaction runner: BEGIN IMMEDIATE, work, COMMIT or (work failed, or keep is false)
 * ROLLBACK.  -1 with *outcome DB_ROLLED_BACK: nothing was written; DB_COMMIT_UNKNOWN: COMMIT
 * failed and nobody can tell yet (db_fence).
 */
enum db_outcome { DB_COMMITTED, DB_ROLLED_BACK, DB_COMMIT_UNKNOWN };
typedef int db_work(struct db *db, void *context, struct err *e);
int db_write(struct db *db, db_work *work, void *context, bool keep, enum db_outcome *outcome,
    struct err *e);
/* Runs reads that must see one state of the file. */
int db_read(struct db *db, db_work *work, void *context, struct err *e);
/* After DB_COMMIT_UNKNOWN: opens anew and commits another write, after which what is absent was
 * never recorded. */
int db_fence(struct db *db, struct err *e);
/* A part of the running transaction that can fail alone. */
int db_savepoint(struct db *db, db_work *work, void *context, struct err *e);

/* Rows written since the last db_forget_touched, in order, with repetitions. */
const struct db_row *db_touched(const struct db *db, size_t *count);
void db_forget_touched(struct db *db);

/* integrity_check (or quick_check), foreign_key_check and the schema compared with what the
 * migrations make; calls found for each fault. */
typedef int db_found(const char *what, void *context, struct err *e);
int db_check(struct db *db, bool is_quick, db_found *found, void *context, struct err *e);
/* Makes sure that bytes of disk are free beside the file.  ERR_FAILED. */
int db_room(struct db *db, int64_t bytes, struct err *e);

#endif
