#define _XOPEN_SOURCE 700 /* realpath */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif
#include "db_private.h"
#include "i18n.h"

enum { SAVEPOINT_BYTES = 1 << 20 };

static int64_t
monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* SQLite's own back-off is unfair to late comers: with eight writers some wait seconds. */
static int
wait_for_lock(void *context, int tries)
{
	struct db *db = context;
	struct timespec pause = { 0, 0 };
	int64_t now = monotonic_ms();

	if (tries == 0)
		db->wait_until_ms = now + db->wait_ms;
	else if (now >= db->wait_until_ms)
		return 0;
	db->jitter = db->jitter * 1103515245u + 12345u;
	pause.tv_nsec = 100000 + (long)((db->jitter >> 8) % 1000000);
	nanosleep(&pause, NULL);
	return 1;
}

int
db_error(const struct db *db, int result, struct err *e)
{
	switch (result & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return err_set(e, ERR_BUSY, _("the database is in use by another program"));
	case SQLITE_FULL:
		return err_set(e, ERR_FAILED, _("the disk is full"));
	case SQLITE_NOMEM:
		return err_set(e, ERR_FAILED, _("out of memory"));
	case SQLITE_IOERR:
		return err_set(e, ERR_FAILED, _("the database could not be read or written"));
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
	case SQLITE_AUTH:
		return err_set(
		    e, ERR_SETUP, _("the database cannot be opened for writing: %s"), db->path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_SCHEMA:
		return err_set(e, ERR_SETUP, _("the database is damaged: %s"), db->path);
	case SQLITE_CONSTRAINT:
		if (result == SQLITE_CONSTRAINT_UNIQUE || result == SQLITE_CONSTRAINT_PRIMARYKEY) {
			err_set(e, ERR_CONFLICT, _("it exists already"));
			return err_reason(e, "exists", "");
		}
		err_set(e, ERR_FAILED, _("the database refused a value (a fault of the program)"));
		return err_reason(e, "constraint", "");
	default:
		return err_set(e, ERR_FAILED, _("internal fault of the database (%d)"), result);
	}
}

/* Locks and shared memory do not work across machines, and say so by losing money. */
static int
check_filesystem(const char *path, struct err *e)
{
#ifdef __linux__
	static const unsigned long remote[] = { 0x6969, 0xff534d42, 0xfe534d42, 0x517b, 0x01021997,
		0x5346414f, 0x00c36400 };
	struct statfs fs;

	if (statfs(path, &fs) != 0)
		return 0;
	for (size_t i = 0; i < sizeof remote / sizeof *remote; i++)
		if (((unsigned long)fs.f_type & 0xffffffff) == remote[i])
			return err_set(
			    e, ERR_SETUP, _("the database is on a network filesystem: %s"), path);
#else
	(void)path;
	(void)e;
#endif
	return 0;
}

/* lstat only: opening and closing the file by hand would drop SQLite's locks. */
static int
check_file(const char *path, struct err *e)
{
	struct stat st;

	if (lstat(path, &st) != 0) {
		if (errno == ENOENT || errno == ENOTDIR) {
			err_set(e, ERR_SETUP, _("there is no database at %s"), path);
			return err_hint(e, _("pp-db init makes one"));
		}
		return err_set(
		    e, ERR_SETUP, _("the database %s cannot be opened: %s"), path, strerror(errno));
	}
	if (S_ISLNK(st.st_mode))
		return err_set(e, ERR_SETUP, _("the database %s is a symbolic link"), path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_SETUP, _("the database %s is no regular file"), path);
	if (st.st_nlink != 1)
		return err_set(
		    e, ERR_SETUP, _("the database %s has more than one name (hard link)"), path);
	if (st.st_uid != geteuid())
		return err_set(e, ERR_SETUP, _("the database %s belongs to another user"), path);
	if ((st.st_mode & 077) != 0)
		return err_set(
		    e, ERR_SETUP, _("the database %s is open to other users (chmod 600)"), path);
	if (st.st_size == 0)
		return err_set(e, ERR_SETUP, _("%s is not a database of pp"), path);
	return check_filesystem(path, e);
}

/* The folder resolved, the name as given: so that only the last part may not be a link. */
static int
resolve_path(const char *path, char out[DB_PATH_SIZE], struct err *e)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	char folder[PATH_MAX], real[PATH_MAX];
	size_t length = slash != NULL ? (size_t)(slash - path) + 1 : 0;

	if (strncmp(path, "file:", 5) == 0)
		return err_set(e, ERR_SETUP, _("the database is named by a path, not by a URI"));
	if (*name == '\0' || length >= sizeof folder)
		return err_set(e, ERR_SETUP, _("the path of the database is empty or too long"));
	memcpy(folder, path, length);
	memcpy(folder + length, length == 0 ? "." : "", length == 0 ? 2 : 1);
	if (realpath(folder, real) == NULL)
		return err_set(
		    e, ERR_SETUP, _("there is no database at %s: %s"), path, strerror(errno));
	if (snprintf(out, DB_PATH_SIZE, "%s/%s", real[1] == '\0' ? "" : real, name) >=
	    DB_PATH_SIZE - 16)
		return err_set(e, ERR_SETUP, _("the path of the database is empty or too long"));
	return 0;
}

static void
touch(void *context, int operation, const char *database, const char *table, sqlite3_int64 id)
{
	struct db *db = context;
	const struct db_table *t = db_tables();

	(void)operation;
	(void)database;
	if (table != db->last_table) {
		while (t->name != NULL && strcmp(t->name, table) != 0)
			t++;
		db->last_table = table;
		db->last_number = t->number;
	}
	if (db->last_number == 0)
		return;
	if (db->touched_count == db->touched_size) {
		size_t size = db->touched_size ? 2 * db->touched_size : 64;
		struct db_row *rows = realloc(db->touched, size * sizeof *rows);

		if (rows == NULL) {
			db->has_lost_touch = true;
			return;
		}
		db->touched = rows;
		db->touched_size = size;
	}
	db->touched[db->touched_count].table = db->last_number;
	db->touched[db->touched_count++].id = id;
}

/*
 * Before the first connection; later ones change nothing.  No thread shares anything.  What a
 * savepoint keeps of pages stays in memory: a debit's is just above the 64 KiB from which SQLite
 * would write each page to a file in /var/tmp.
 */
static void
configure(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, SAVEPOINT_BYTES);
}

int
db_connect(struct db *db, bool is_new, struct err *e)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX |
		    (is_new ? SQLITE_OPEN_CREATE : 0);
	int result;

	configure();
	result = sqlite3_open_v2(db->path, &db->handle, flags, NULL);
	if (result != SQLITE_OK) {
		db_error(db, result, e);
		db_disconnect(db);
		return -1;
	}
	db->jitter = (unsigned)getpid() * 2654435761u + 1;
	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_handler(db->handle, wait_for_lock, db);
	sqlite3_update_hook(db->handle, touch, db);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	return 0;
}

void
db_disconnect(struct db *db)
{
	for (int i = 0; i < DB_CACHE_SLOTS; i++) {
		sqlite3_finalize(db->cache[i].statement);
		memset(&db->cache[i], 0, sizeof db->cache[i]);
	}
	sqlite3_close(db->handle);
	db->handle = NULL;
	db->last_table = NULL;
	db_forget_touched(db);
}

int
db_header(struct db *db, int *application, int *version, struct err *e)
{
	int64_t a, v;

	if (db_int(db, "PRAGMA application_id", NULL, &a, e) < 0)
		return -1;
	if (db_int(db, "PRAGMA user_version", NULL, &v, e) < 0)
		return -1;
	*application = (int)a;
	*version = (int)v;
	return 0;
}

static int
check_version(struct db *db, struct err *e)
{
	int application, version;

	if (db_header(db, &application, &version, e) != 0)
		return -1;
	if (application != DB_APPLICATION_ID)
		return err_set(e, ERR_SETUP, _("%s is not a database of pp"), db->path);
	if (version > db_version())
		return err_set(
		    e, ERR_SETUP, _("the database %s is newer than this program"), db->path);
	if (version < db_version() && db->mode != DB_UPGRADE) {
		err_set(e, ERR_SETUP,
		    _("the database %s is of an older version: run pp-db upgrade"), db->path);
		return err_hint(e, _("pp-db upgrade brings it up to date"));
	}
	return 0;
}

static int
set_up(struct db *db, struct err *e)
{
	if (check_version(db, e) != 0)
		return -1;
	if (db_script(db, "PRAGMA synchronous=FULL", e) != 0)
		return -1;
	/* A long run writes the same pages again and again: they are merged in by 32 MiB. */
	return db->mode == DB_READ ? db_script(db, "PRAGMA query_only=1", e)
				   : db_script(db,
					 "PRAGMA cache_size=-24576;"
					 "PRAGMA wal_autocheckpoint=8192",
					 e);
}

int
db_open(struct db **out, const char *path, enum db_mode mode, struct err *e)
{
	struct db *db = calloc(1, sizeof *db);

	if (db == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	db->mode = mode;
	db->wait_ms = DB_WAIT_MS;
	if (resolve_path(path, db->path, e) != 0 || check_file(db->path, e) != 0 ||
	    db_connect(db, false, e) != 0)
		goto out;
	if (set_up(db, e) != 0)
		goto out;
	*out = db;
	return 0;
out:
	db_close(db);
	return -1;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_disconnect(db);
	free(db->touched);
	free(db);
}

int
db_reopen(struct db *db, struct err *e)
{
	db_disconnect(db);
	db->is_in_write = false;
	db_memo_forget(db);
	return db_connect(db, false, e) != 0 ? -1 : set_up(db, e);
}

const char *
db_path(const struct db *db)
{
	return db->path;
}

void
db_set_wait(struct db *db, int wait_ms)
{
	db->wait_ms = wait_ms;
}

static int
make_file(const char *path, struct err *e)
{
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (file < 0 && errno == EEXIST) {
		err_set(e, ERR_CONFLICT, _("%s exists already"), path);
		return err_reason(e, "exists", "");
	}
	if (file < 0)
		return err_set(e, ERR_FAILED, _("%s cannot be made: %s"), path, strerror(errno));
	if (fchmod(file, 0600) != 0 || close(file) != 0)
		return err_set(e, ERR_FAILED, _("%s cannot be made: %s"), path, strerror(errno));
	return 0;
}

int
db_create(const char *path, struct err *e)
{
	static const char sql_mode[] = "PRAGMA journal_mode=WAL";
	struct db db = { .mode = DB_UPGRADE, .wait_ms = DB_WAIT_MS };
	int result = -1;

	if (resolve_path(path, db.path, e) != 0 || make_file(db.path, e) != 0)
		return -1;
	if (check_filesystem(db.path, e) != 0 || db_connect(&db, true, e) != 0)
		goto out;
	if (db_script(&db, sql_mode, e) != 0 || db_script(&db, "PRAGMA synchronous=FULL", e) != 0)
		goto out;
	result = db_migrate(&db, 0, e);
out:
	db_disconnect(&db);
	free(db.touched);
	if (result != 0)
		unlink(db.path);
	return result;
}

const struct db_row *
db_touched(const struct db *db, size_t *count)
{
	*count = db->touched_count;
	return db->touched;
}

void
db_forget_touched(struct db *db)
{
	db->touched_count = 0;
}

int
db_room(struct db *db, int64_t bytes, struct err *e)
{
	struct statvfs fs;

	if (statvfs(db->path, &fs) != 0)
		return err_set(
		    e, ERR_FAILED, _("the disk cannot be examined: %s"), strerror(errno));
	if ((uint64_t)fs.f_bavail * fs.f_frsize < (uint64_t)bytes)
		return err_set(e, ERR_FAILED, _("the disk is full"));
	return 0;
}
