#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <errno.h>
#include <sys/stat.h>
#include "db_private.h"
#include "i18n.h"

#include "schema.inc"

const struct db_table *
db_tables(void)
{
	return tables;
}

int
db_version(void)
{
	return (int)(sizeof migrations / sizeof *migrations);
}

static int
take_step(struct db *db, void *context, struct err *e)
{
	return db_script(db, context, e);
}

int
db_migrate(struct db *db, int from, struct err *e)
{
	enum db_outcome outcome;

	for (int i = from; i < db_version(); i++)
		if (db_write(db, take_step, (void *)(uintptr_t)migrations[i], true, &outcome, e) !=
		    0)
			return -1;
	return 0;
}

const char *
db_fence_script(void)
{
	return sql_fence;
}

int
db_upgrade(struct db *db, int *count, struct err *e)
{
	int application, version;

	if (db_header(db, &application, &version, e) != 0)
		return -1;
	*count = db_version() - version;
	return db_migrate(db, version, e);
}

static int
sync_path(const char *path, struct err *e)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	int result = 0;

	if (file < 0 || fsync(file) != 0)
		result = err_set(e, ERR_FAILED, _("%s could not be made safe on disk: %s"), path,
		    strerror(errno));
	if (file >= 0)
		close(file);
	return result;
}

static int
sync_folder(const char *path, struct err *e)
{
	char folder[DB_PATH_SIZE];
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return sync_path(".", e);
	snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
	return sync_path(folder, e);
}

/* VACUUM INTO neither keeps the journal mode nor syncs what it wrote. */
static int
finish_copy(const char *path, struct err *e)
{
	struct db copy = { .mode = DB_UPGRADE, .wait_ms = DB_WAIT_MS };
	int result = -1;

	snprintf(copy.path, sizeof copy.path, "%s", path);
	if (chmod(path, 0600) != 0)
		return err_set(e, ERR_FAILED, _("%s cannot be made: %s"), path, strerror(errno));
	if (db_connect(&copy, false, e) == 0)
		result = db_script(&copy, "PRAGMA journal_mode=WAL", e);
	db_disconnect(&copy);
	free(copy.touched);
	if (result != 0 || sync_path(path, e) != 0)
		return -1;
	return sync_folder(path, e);
}

/* A connection that may not write may not VACUUM INTO another file either, unless it is let. */
static int
vacuum_into(struct db *db, const char *path, struct err *e)
{
	static const char sql_copy[] = "VACUUM INTO :path";
	struct err ignored;
	int result;

	if (db->mode == DB_READ && db_script(db, "PRAGMA query_only=0", e) != 0)
		return -1;
	result = db_run(db, sql_copy, BINDS(BIND_TEXT(":path", path)), NULL, e);
	if (db->mode == DB_READ && db_script(db, "PRAGMA query_only=1", &ignored) != 0)
		return result == 0 ? err_set(e, ignored.code, "%s", ignored.message) : -1;
	return result;
}

int
db_copy(struct db *db, const char *path, struct err *e)
{
	char target[DB_PATH_SIZE];
	struct stat st;
	mode_t mask;
	int result;

	if (snprintf(target, sizeof target, "%s%s", strchr(path, '/') ? "" : "./", path) >=
	    (int)sizeof target)
		return err_set(e, ERR_USAGE, _("the path is too long"));
	if (lstat(target, &st) == 0) {
		err_set(e, ERR_CONFLICT, _("%s exists already"), path);
		return err_reason(e, "exists", "");
	}
	mask = umask(077);
	result = vacuum_into(db, target, e);
	umask(mask);
	if (result == 0)
		result = finish_copy(target, e);
	if (result != 0)
		unlink(target);
	return result;
}
