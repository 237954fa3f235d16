#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "db_private.h"
#include "i18n.h"

static int
check_pages(struct db *db, bool is_quick, db_found *found, void *context, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, is_quick ? "PRAGMA quick_check(20)" : "PRAGMA integrity_check(20)", NULL,
		&q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1) {
		const char *text = query_peek(&q, 0);

		if (text == NULL || strcmp(text, "ok") == 0)
			continue;
		if (found(text, context, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row;
}

static int
check_keys(struct db *db, db_found *found, void *context, struct err *e)
{
	char what[200];
	struct query q;
	int row;

	if (db_query(db, "PRAGMA foreign_key_check", NULL, &q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1) {
		snprintf(what, sizeof what, "%s: %s %lld > %s", N_("a row points at a missing row"),
		    query_peek(&q, 0), (long long)query_int(&q, 1), query_peek(&q, 2));
		if (found(what, context, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row;
}

static const char sql_schema[] = "SELECT type, name, COALESCE(sql, '') FROM sqlite_schema"
				 " WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name";

/* The next object of a schema in one line, or "" past the last. */
static int
next_object(struct query *q, char *line, size_t size, struct err *e)
{
	int row = query_next(q, e);

	line[0] = '\0';
	if (row == 1)
		snprintf(
		    line, size, "%s %s: %s", query_peek(q, 0), query_peek(q, 1), query_peek(q, 2));
	return row;
}

static int
compare(struct query *ours, struct query *made, db_found *found, void *context, struct err *e)
{
	enum { OBJECT_SIZE = 8192 };
	char *lines = malloc((size_t)2 * OBJECT_SIZE);
	char what[160];
	int a = 1, b = 1, result = 0;

	if (lines == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	while (result == 0 && (a == 1 || b == 1)) {
		a = next_object(ours, lines, OBJECT_SIZE, e);
		b = a < 0 ? -1 : next_object(made, lines + OBJECT_SIZE, OBJECT_SIZE, e);
		if (a < 0 || b < 0) {
			result = -1;
		} else if (strcmp(lines, lines + OBJECT_SIZE) != 0) {
			snprintf(what, sizeof what, "%s: %.60s", N_("the schema differs"),
			    a == 1 ? lines : lines + OBJECT_SIZE);
			result = found(what, context, e);
			break;
		}
	}
	free(lines);
	return result;
}

static int
check_schema(struct db *db, db_found *found, void *context, struct err *e)
{
	struct db made = { .mode = DB_UPGRADE, .wait_ms = DB_WAIT_MS, .path = ":memory:" };
	struct query ours = { 0 }, theirs = { 0 };
	int result = -1;

	if (sqlite3_open(":memory:", &made.handle) != SQLITE_OK) {
		err_set(e, ERR_FAILED, _("out of memory"));
		goto out;
	}
	if (db_migrate(&made, 0, e) != 0 || db_query(db, sql_schema, NULL, &ours, e) != 0 ||
	    db_query(&made, sql_schema, NULL, &theirs, e) != 0)
		goto out;
	result = compare(&ours, &theirs, found, context, e);
out:
	query_end(&ours);
	query_end(&theirs);
	db_disconnect(&made);
	free(made.touched);
	return result;
}

int
db_check(struct db *db, bool is_quick, db_found *found, void *context, struct err *e)
{
	if (check_pages(db, is_quick, found, context, e) < 0)
		return -1;
	if (check_keys(db, found, context, e) < 0)
		return -1;
	return check_schema(db, found, context, e);
}
