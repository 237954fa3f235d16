#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "backup_private.h"
#include "i18n.h"
#include "key.h"
#include "place.h"
#include "readiness.h"
#include "setting.h"

static bool
is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static int
check_other(const char *path, const char *backup, struct err *e)
{
	struct stat one, other;

	if (stat(path, &one) != 0 || stat(backup, &other) != 0)
		return 0;
	if (one.st_dev != other.st_dev || one.st_ino != other.st_ino)
		return 0;
	return err_set(e, ERR_USAGE, _("%s is the database itself"), path);
}

/* Whether the key file at path is that of the backup: 0, or -1. */
static int
check_key(struct office *office, const char *path, struct err *e)
{
	struct office with = *office;
	struct secret_key key;

	if (snprintf(with.key_path, sizeof with.key_path, "%s", path) >= (int)sizeof with.key_path)
		return err_set(e, ERR_USAGE, _("the path is too long"));
	if (key_load(&with, &key, e) != 0)
		return -1;
	secret_forget(&key);
	return 0;
}

/* The key file in place must fit; where there is none, the backup's own is taken. */
static int
find_key(struct office *office, char source[DB_PATH_SIZE], struct err *e)
{
	source[0] = '\0';
	if (is_there(office->key_path))
		return check_key(office, office->key_path, e);
	if (snprintf(source, DB_PATH_SIZE, "%s.key", db_path(office->db)) >= DB_PATH_SIZE)
		return err_set(e, ERR_USAGE, _("the path is too long"));
	return check_key(office, source, e);
}

/* Books are of the instant of their mark, or of their newest activity. */
static int
find_instant(struct office *office, int64_t *at, struct err *e)
{
	int row = readiness_is_restored(office->db, at, e);

	if (row != 0)
		return row < 0 ? -1 : 0;
	*at = office->now;
	return activity_newest(office->db, at, e) < 0 ? -1 : 0;
}

/* Whether only what is in the file can be the reason that it was not opened. */
static bool
is_ours(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1 &&
	       st.st_uid == geteuid() && (st.st_mode & 077) == 0;
}

/* Whether it begins as our databases do: SQLite would take a journal beside anything else for
 * stale, and remove it. */
static bool
is_office(const char *path)
{
	static const char magic[16] = "SQLite format 3";
	unsigned char head[72];
	FILE *file = fopen(path, "rb");
	size_t length = file != NULL ? fread(head, 1, sizeof head, file) : 0;

	if (file != NULL)
		fclose(file);
	if (length < sizeof head || memcmp(head, magic, sizeof magic) != 0)
		return false;
	return ((uint32_t)head[68] << 24 | (uint32_t)head[69] << 16 | (uint32_t)head[70] << 8 |
		   head[71]) == (uint32_t)DB_APPLICATION_ID;
}

/* As long as the former office said that others are to be waited for. */
static int
take(struct db *former, struct err *e)
{
	int64_t wait_ms;

	if (setting_int(former, "db.wait", &wait_ms, e) != 0)
		return -1;
	db_set_wait(former, (int)wait_ms);
	return db_seize(former, e);
}

/* Takes the former database for itself; *former is NULL where it is missing or damaged. */
static int
seize(const char *path, struct db **former, struct err *e)
{
	struct err why;

	*former = NULL;
	if (!is_there(path) || (is_ours(path) && !is_office(path)))
		return 0;
	if (db_open(former, path, DB_UPGRADE, &why) == 0 && take(*former, &why) == 0)
		return 0;
	db_close(*former);
	*former = NULL;
	if (why.code == ERR_SETUP && is_ours(path))
		return 0;
	*e = why;
	return -1;
}

/* The first free "PATH.20261121T220000Z", with a number after it if need be. */
static int
name_aside(const char *path, int64_t now, char aside[DB_PATH_SIZE], struct err *e)
{
	char instant[INSTANT_SIZE], stamp[INSTANT_SIZE];
	size_t length = 0;

	instant_format(now, instant);
	for (const char *c = instant; *c != '\0'; c++)
		if (*c != '-' && *c != ':')
			stamp[length++] = *c;
	stamp[length] = '\0';
	for (int i = 1; i < 1000; i++) {
		int size = snprintf(aside, DB_PATH_SIZE, "%s.%s", path, stamp);

		if (i > 1)
			size = snprintf(aside, DB_PATH_SIZE, "%s.%s-%d", path, stamp, i);
		if (size >= DB_PATH_SIZE - 16)
			return err_set(e, ERR_USAGE, _("the path is too long"));
		if (!is_there(aside))
			return 0;
	}
	return err_set(e, ERR_FAILED, _("%s exists already"), aside);
}

static int
swap(const char *work, const char *path, const struct backup *out, struct err *e)
{
	struct err ignored;

	if (out->aside[0] == '\0')
		return place_put(work, path, e);
	if (place_move_all(path, out->aside, e) == 0 && place_put(work, path, e) == 0)
		return 0;
	place_move_all(out->aside, path, &ignored);
	return -1;
}

/* Holds the former database while it is renamed, so that nobody writes into it meanwhile. */
static int
replace(
    struct office *office, const char *work, const char *path, struct backup *out, struct err *e)
{
	struct db *former;
	struct err ignored;
	int result = -1;

	if (seize(path, &former, e) != 0)
		return -1;
	if (place_check_free_all(path, &ignored) == 0 ||
	    name_aside(path, office->now, out->aside, e) == 0)
		result = swap(work, path, out, e);
	if (result != 0 && former != NULL)
		db_yield(former, &ignored);
	db_close(former);
	return result;
}

static int
install(
    struct office *office, const char *source, const char *work, struct backup *out, struct err *e)
{
	if (source[0] != '\0' && secret_copy(source, office->key_path, e) != 0)
		return -1;
	if (replace(office, work, out->path, out, e) == 0)
		return 0;
	if (source[0] != '\0')
		unlink(office->key_path);
	return -1;
}

static int
check_real(struct db *db, struct err *e)
{
	int is_rehearsal = readiness_is_rehearsal(db, e);

	if (is_rehearsal <= 0)
		return is_rehearsal;
	return err_set(e, ERR_SETUP, _("%s is a rehearsal's copy, no backup"), db_path(db));
}

int
backup_restore(struct office *office, const char *path, struct backup *out, struct err *e)
{
	char work[PLACE_PATH_SIZE], source[DB_PATH_SIZE];
	int result = -1;

	memset(out, 0, sizeof *out);
	snprintf(out->path, sizeof out->path, "%s", path);
	snprintf(out->key, sizeof out->key, "%s", office->key_path);
	if (check_real(office->db, e) != 0 || check_other(path, db_path(office->db), e) != 0)
		return -1;
	if (find_key(office, source, e) != 0 || find_instant(office, &out->at, e) != 0 ||
	    place_work_name(path, work, e) != 0)
		return -1;
	if (backup_copy(office, work, "backup restored", out, e) == 0)
		result = office->is_dry_run ? 0 : install(office, source, work, out, e);
	else if (e->code == ERR_DIFFERS)
		e->code = ERR_SETUP;
	place_remove(work);
	return result;
}
