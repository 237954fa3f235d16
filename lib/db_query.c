#include <assert.h>
#include <string.h>
#include "db_private.h"
#include "i18n.h"
#include "utf8.h"

int
db_script(struct db *db, const char *sql, struct err *e)
{
	int result = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return result == SQLITE_OK ? 0 : db_error(db, result, e);
}

/* The slot of that statement: prepared before, or the first free one; NULL when all are taken. */
static struct db_cached *
cached(struct db *db, const char *sql)
{
	size_t start = ((uintptr_t)sql >> 3) % DB_CACHE_SLOTS;

	for (size_t i = 0; i < DB_CACHE_SLOTS; i++) {
		struct db_cached *c = &db->cache[(start + i) % DB_CACHE_SLOTS];

		if (c->sql == sql || c->sql == NULL)
			return c;
	}
	return NULL;
}

/* Most lists are in the order of the statement: then no name is searched for. */
static int
place_of(sqlite3_stmt *statement, const char *name, int guess)
{
	const char *guessed;

	if (name == NULL)
		return guess;
	guessed = sqlite3_bind_parameter_name(statement, guess);
	if (guessed != NULL && strcmp(guessed, name) == 0)
		return guess;
	return sqlite3_bind_parameter_index(statement, name);
}

static int
bind_all(sqlite3_stmt *statement, const struct bind *b)
{
	int result = SQLITE_OK, place = 0;

	for (; b != NULL && b->kind != BIND_KIND_END && result == SQLITE_OK; b++) {
		place = place_of(statement, b->name, place + 1);
		assert(place > 0);
		if (b->kind == BIND_KIND_INT)
			result = sqlite3_bind_int64(statement, place, b->integer);
		else if (b->kind == BIND_KIND_TEXT && b->bytes != NULL)
			result = sqlite3_bind_text(statement, place, b->bytes, -1, SQLITE_STATIC);
		else if (b->kind == BIND_KIND_BLOB)
			result = sqlite3_bind_blob(
			    statement, place, b->bytes, (int)b->length, SQLITE_STATIC);
		else
			result = sqlite3_bind_null(statement, place);
	}
	return result;
}

int
db_query(struct db *db, const char *sql, const struct bind *binds, struct query *q, struct err *e)
{
	struct db_cached *c = cached(db, sql);
	struct query made = { db, NULL, -1 };
	int result = SQLITE_OK;

	if (c != NULL && !c->is_busy && c->statement != NULL) {
		made.statement = c->statement;
	} else {
		result = sqlite3_prepare_v3(
		    db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &made.statement, NULL);
		/* Our statements fit our schema: one that does not has met another. */
		if (result == SQLITE_ERROR)
			result = SQLITE_CORRUPT;
		if (result != SQLITE_OK)
			return db_error(db, result, e);
	}
	if (c != NULL && !c->is_busy) {
		c->sql = sql;
		c->statement = made.statement;
		c->is_busy = true;
		made.slot = (int)(c - db->cache);
	}
	result = bind_all(made.statement, binds);
	if (result != SQLITE_OK) {
		query_end(&made);
		return db_error(db, result, e);
	}
	*q = made;
	return 0;
}

int
query_next(struct query *q, struct err *e)
{
	int result = sqlite3_step(q->statement);

	if (result == SQLITE_ROW)
		return 1;
	return result == SQLITE_DONE ? 0 : db_error(q->db, result, e);
}

void
query_end(struct query *q)
{
	if (q->statement == NULL)
		return;
	if (q->slot < 0) {
		sqlite3_finalize(q->statement);
	} else {
		sqlite3_reset(q->statement);
		sqlite3_clear_bindings(q->statement);
		q->db->cache[q->slot].is_busy = false;
	}
	q->statement = NULL;
}

int64_t
query_int(const struct query *q, int column)
{
	return sqlite3_column_int64(q->statement, column);
}

bool
query_is_null(const struct query *q, int column)
{
	return sqlite3_column_type(q->statement, column) == SQLITE_NULL;
}

const char *
query_peek(const struct query *q, int column)
{
	return (const char *)sqlite3_column_text(q->statement, column);
}

void
query_text(const struct query *q, int column, char *text, size_t size)
{
	const char *value = query_peek(q, column);
	size_t length;

	if (value == NULL)
		value = "";
	length = utf8_fit_bytes(value, size - 1);
	memcpy(text, value, length);
	text[length] = '\0';
}

const void *
query_blob(const struct query *q, int column, size_t *length)
{
	const void *bytes = sqlite3_column_blob(q->statement, column);

	*length = (size_t)sqlite3_column_bytes(q->statement, column);
	return bytes;
}

int
query_columns(const struct query *q)
{
	return sqlite3_column_count(q->statement);
}

char
query_kind(const struct query *q, int column)
{
	switch (sqlite3_column_type(q->statement, column)) {
	case SQLITE_INTEGER:
		return 'i';
	case SQLITE_TEXT:
		return 't';
	case SQLITE_NULL:
		return 'n';
	default:
		return 'b';
	}
}

int
db_run(struct db *db, const char *sql, const struct bind *binds, int64_t *changed, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql, binds, &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	assert(row <= 0);
	if (row == 0 && changed != NULL)
		*changed = sqlite3_changes(db->handle);
	query_end(&q);
	return row;
}

int
db_insert(struct db *db, const char *sql, const struct bind *binds, int64_t *id, struct err *e)
{
	if (db_run(db, sql, binds, NULL, e) != 0)
		return -1;
	*id = sqlite3_last_insert_rowid(db->handle);
	return 0;
}

int
db_int(struct db *db, const char *sql, const struct bind *binds, int64_t *value, struct err *e)
{
	struct query q;
	int64_t found = 0;
	int row, rest = 0;

	if (db_query(db, sql, binds, &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		found = query_int(&q, 0);
		rest = query_next(&q, e); /* a RETURNING is finished only by its last step */
	}
	query_end(&q);
	if (row < 0 || rest < 0)
		return -1;
	if (row == 1)
		*value = found;
	return row;
}
