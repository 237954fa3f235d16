/* What a write need not look up twice is forgotten as soon as it could be wrong. */
#include <stdlib.h>
#include <unistd.h>
#include "db.h"

#include "tap.h"

static char value[8];

static bool
has(const struct db *db, const char *key, const char *wanted)
{
	return db_memo_find(db, key, value, sizeof value) == 1 && strcmp(value, wanted) == 0;
}

static int
keep_and_fail(struct db *db, void *context, struct err *e)
{
	(void)context;
	db_memo_keep(db, "inner", "b");
	ok(has(db, "inner", "b") && has(db, "outer", "a"), "a part remembers what was before it");
	return err_set(e, ERR_CONFLICT, "no");
}

static int
fail(struct db *db, void *context, struct err *e)
{
	(void)context;
	db_memo_keep(db, "inner", "b");
	return err_set(e, ERR_CONFLICT, "no");
}

static int
keep(struct db *db, void *context, struct err *e)
{
	(void)context;
	(void)e;
	db_memo_keep(db, "inner", "b");
	return 0;
}

static void
try_limits(struct db *db)
{
	char text[200], key[24];
	bool is_kept = true;

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	db_memo_forget(db);
	db_memo_keep(db, "long", text);
	db_memo_keep(db, text, "x");
	ok(db_memo_find(db, "long", text, sizeof text) == -1 &&
		db_memo_find(db, text, value, sizeof value) == -1,
	    "what is too long is looked up again");
	db_memo_keep(db, "eight", "12345678");
	ok(db_memo_find(db, "eight", value, sizeof value) == -1, "and what has no room");
	for (int i = 0; i < 100; i++) {
		snprintf(key, sizeof key, "key %d", i);
		db_memo_keep(db, key, key + 4);
		is_kept = is_kept && (db_memo_find(db, key, value, sizeof value) == -1 ||
					 strcmp(value, key + 4) == 0);
	}
	ok(is_kept && has(db, "key 0", "0"), "too many: none is another's");
}

static int
work(struct db *db, void *context, struct err *e)
{
	struct err ignored;

	(void)context;
	ok(db_memo_find(db, "outer", value, sizeof value) == -1, "a write begins with none");
	db_memo_keep(db, "outer", "a");
	db_memo_keep(db, "none", NULL);
	ok(has(db, "outer", "a"), "what was looked up is remembered");
	ok(db_memo_find(db, "none", value, sizeof value) == 0, "that there is none, too");
	ok(db_savepoint(db, keep_and_fail, NULL, &ignored) == -1 && !has(db, "inner", "b") &&
		!has(db, "outer", "a"),
	    "a part that is undone takes all with it");
	db_memo_keep(db, "outer", "a");
	ok(db_savepoint(db, keep, NULL, e) == 0 && has(db, "inner", "b") && has(db, "outer", "a"),
	    "a part that stays leaves all");
	db_memo_forget(db);
	ok(!has(db, "outer", "a"), "who changes one forgets them");
	try_limits(db);
	db_memo_keep(db, "outer", "a");
	return 0;
}

int
main(void)
{
	const char *parent = getenv("TMPDIR");
	char folder[1000], path[1024];
	enum db_outcome outcome;
	struct db *db;
	struct err e;

	snprintf(folder, sizeof folder, "%.900s/pp-memo.XXXXXX", parent != NULL ? parent : "/tmp");
	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(path, sizeof path, "%s/pp.db", folder);
	if (db_create(path, &e) != 0 || db_open(&db, path, DB_WRITE, &e) != 0) {
		(void)printf("Bail out! %s\n", e.message);
		return 1;
	}
	db_memo_keep(db, "outer", "a");
	ok(!has(db, "outer", "a"), "outside a write nothing is remembered");
	ok(db_write(db, work, NULL, true, &outcome, &e) == 0, "a write that is kept");
	ok(!has(db, "outer", "a"), "leaves nothing behind");
	ok(db_write(db, keep, NULL, false, &outcome, &e) == 0 && !has(db, "inner", "b"),
	    "nor does one that is not");
	ok(db_write(db, fail, NULL, true, &outcome, &e) == -1 && !has(db, "inner", "b"),
	    "nor one that fails");
	db_close(db);
	unlink(path);
	rmdir(folder);
	return done();
}
