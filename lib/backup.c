#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "backup.h"
#include "backup_private.h"
#include "check.h"
#include "i18n.h"
#include "key.h"
#include "place.h"
#include "readiness.h"

int
backup_refuse(const char *id, const char *what, const char *ref, void *context, struct err *e)
{
	(void)context;
	err_set(e, ERR_DIFFERS, _("the books are not right: %s: %s"), id, what);
	err_reason(e, "", ref);
	return err_hint(e, _("pp-db check names all that is wrong"));
}

struct mark {
	int64_t since; /* the instant that the books are of */
	const char *summary;
};

static int
write_mark(struct office *office, void *context, struct err *e)
{
	const struct mark *mark = context;
	const struct office_note note = { .summary = mark->summary };

	if (readiness_mark_restored(office, mark->since, e) != 0)
		return -1;
	return office_log(office, &note, e);
}

/* In a file that is restored already the older instant counts: platforms are asked from there. */
static int
mark_copy(struct office *copy, struct mark *mark, struct err *e)
{
	int64_t since;
	int row = readiness_is_restored(copy->db, &since, e);

	if (row == 1 && since < mark->since)
		mark->since = since;
	return row < 0 ? -1 : office_write(copy, write_mark, mark, e);
}

int
backup_describe(struct db *db, struct backup *out, struct err *e)
{
	struct activity_row row;
	struct chain *chain;

	if (chain_open(&chain, db, e) != 0)
		return -1;
	out->log = chain_id(chain) - 1;
	chain_close(chain);
	if (activity_show(db, out->log, &row, e) != 0)
		return -1;
	memcpy(out->hash, row.hash, sizeof out->hash);
	return 0;
}

static int
finish(struct office *copy, const char *summary, struct backup *out, struct err *e)
{
	struct mark mark = { out->at, summary };

	if (check_run(copy->db, false, backup_refuse, NULL, e) != 0)
		return -1;
	if (mark_copy(copy, &mark, e) != 0)
		return -1;
	out->at = mark.since;
	return backup_describe(copy->db, out, e);
}

int
backup_copy(
    struct office *office, const char *work, const char *summary, struct backup *out, struct err *e)
{
	struct office copy = *office;
	int result = -1;

	copy.db = NULL;
	copy.is_dry_run = false; /* the copy is removed at the end of one */
	copy.request[0] = '\0';
	if (db_copy(office->db, work, e) == 0 && db_open(&copy.db, work, DB_WRITE, e) == 0)
		result = finish(&copy, summary, out, e);
	db_close(copy.db);
	return result == 0 ? place_check_closed(work, e) : -1;
}

/* The key first, so that a backup is never without the key it was asked for. */
static int
put(struct office *office, const char *work, const struct backup *out, struct err *e)
{
	bool has_key = out->key[0] != '\0';

	if (has_key && secret_copy(office->key_path, out->key, e) != 0)
		return -1;
	if (place_put(work, out->path, e) == 0)
		return 0;
	if (has_key)
		unlink(out->key);
	return -1;
}

int
backup_check_key(struct office *office, struct err *e)
{
	struct secret_key key;

	if (key_load(office, &key, e) != 0)
		return -1;
	secret_forget(&key);
	return 0;
}

int
backup_make(
    struct office *office, const char *file, bool has_key, struct backup *out, struct err *e)
{
	char work[PLACE_PATH_SIZE];
	int result = -1, is_rehearsal = readiness_is_rehearsal(office->db, e);

	if (is_rehearsal < 0)
		return -1;
	memset(out, 0, sizeof *out);
	out->at = office->now;
	snprintf(out->path, sizeof out->path, "%s", file);
	if (is_rehearsal)
		return backup_describe(office->db, out, e); /* leaves nothing anywhere */
	if (place_check_free_all(file, e) != 0 || place_work_name(file, work, e) != 0)
		return -1;
	if (has_key && place_check_free(file, ".key", e) != 0)
		return -1;
	if (has_key && snprintf(out->key, sizeof out->key, "%s.key", file) >= (int)sizeof out->key)
		return err_set(e, ERR_USAGE, _("the path is too long"));
	if (has_key && backup_check_key(office, e) != 0)
		return -1;
	if (backup_copy(office, work, "backup made", out, e) == 0)
		result = office->is_dry_run ? 0 : put(office, work, out, e);
	place_remove(work);
	return result;
}
