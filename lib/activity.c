#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include "activity_private.h"
#include "i18n.h"

static const char sql_last[] = "SELECT id, hash FROM activity ORDER BY id DESC LIMIT 1";
static const char sql_add[] =
    "INSERT INTO activity (id, at, actor, verb, ref, customer, reference, summary, hash)"
    " VALUES (:id, :at, :actor, :verb, :ref, :customer, :reference, :summary, :hash)";
static const char sql_seal[] = "INSERT INTO seal (log, entries) VALUES (:log, :entries)";
static const char sql_seals_of[] = "SELECT entries FROM seal WHERE log = :log ORDER BY id";
static const char sql_has[] = "SELECT 1 FROM activity WHERE id = :id AND hash = :hash";
static const char sql_newest[] = "SELECT at FROM activity ORDER BY id DESC LIMIT 1";
#define COLUMNS "SELECT id, at, actor, verb, ref, customer, reference, summary, hash FROM activity"
static const char sql_show[] = COLUMNS " WHERE id = :id";
#define LATER                                                                                      \
	"id > :after AND (:since = 0 OR at >= :since) AND (:until = 0 OR at < :until) ORDER BY id"
static const char sql_list[] = COLUMNS " WHERE " LATER;
static const char sql_list_ref[] =
    COLUMNS " WHERE ref = :ref AND (:customer = 0 OR customer = :customer) AND " LATER;
static const char sql_list_customer[] = COLUMNS " WHERE customer = :customer AND " LATER;

struct chain {
	struct db *db;
	struct digest *digest; /* of one row or one hash at a time */
	struct digest *seals;  /* running over the entries of the pending row */
	bool has_seals;
	bool has_pending;
	bool is_empty;
	int64_t id;		    /* of the pending row, else of the next */
	char hash[DIGEST_HEX_SIZE]; /* of the last finished row */
	struct activity_row pending;
	size_t entry_bytes;
	unsigned char entries[SEAL_CHUNK * SEAL_ENTRY];
};

int
chain_open(struct chain **out, struct db *db, struct err *e)
{
	struct chain *c = calloc(1, sizeof *c);
	struct query q;
	int row;

	if (c == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	c->db = db;
	c->is_empty = true;
	c->id = 1;
	memset(c->hash, '0', sizeof c->hash - 1);
	if (digest_open(&c->digest, e) != 0 || digest_open(&c->seals, e) != 0 ||
	    db_query(db, sql_last, NULL, &q, e) != 0)
		goto out;
	row = query_next(&q, e);
	if (row == 1) {
		c->id = query_int(&q, 0) + 1;
		query_text(&q, 1, c->hash, sizeof c->hash);
	}
	query_end(&q);
	if (row < 0)
		goto out;
	*out = c;
	return 0;
out:
	chain_close(c);
	return -1;
}

void
chain_close(struct chain *c)
{
	if (c == NULL)
		return;
	digest_close(c->digest);
	digest_close(c->seals);
	free(c);
}

static int
write_entries(struct chain *c, struct err *e)
{
	if (c->entry_bytes == 0)
		return 0;
	if (db_run(c->db, sql_seal,
		BINDS(BIND_INT(":log", c->id), BIND_BLOB(":entries", c->entries, c->entry_bytes)),
		NULL, e) != 0)
		return -1;
	digest_add(c->seals, c->entries, c->entry_bytes);
	c->has_seals = true;
	c->entry_bytes = 0;
	return 0;
}

static const struct db_table *
table_of(int number)
{
	const struct db_table *t = db_tables();

	while (t->number != number)
		t++;
	return t;
}

/* The row that q stands on, or (q NULL) one that was deleted. */
static int
add_entry(struct chain *c, const struct db_row *row, const struct query *q, struct err *e)
{
	unsigned char *entry = c->entries + c->entry_bytes;

	entry[0] = (unsigned char)row->table;
	for (int i = 1; i <= 7; i++)
		entry[i] = (unsigned char)((uint64_t)row->id >> (8 * (7 - i)));
	memset(entry + 8, 0, SEAL_DIGEST);
	if (q != NULL && seal_row(c->digest, row, q, entry + 8, e) != 0)
		return -1;
	c->entry_bytes += SEAL_ENTRY;
	return c->entry_bytes == sizeof c->entries ? write_entries(c, e) : 0;
}

/* Rows of one table whose ids follow each other: one statement reads them all. */
static int
add_run(struct chain *c, const struct db_row *rows, size_t count, struct err *e)
{
	struct query q;
	int found, result = 0;

	if (db_query(c->db, table_of(rows->table)->sql_rows,
		BINDS(BIND_INT(":from", rows[0].id), BIND_INT(":to", rows[count - 1].id)), &q,
		e) != 0)
		return -1;
	found = query_next(&q, e);
	for (size_t i = 0; i < count && result == 0 && found >= 0; i++) {
		bool is_there = found == 1 && query_int(&q, 0) == rows[i].id;

		result = add_entry(c, &rows[i], is_there ? &q : NULL, e);
		if (is_there)
			found = query_next(&q, e);
	}
	query_end(&q);
	return found < 0 ? -1 : result;
}

static size_t
run_length(const struct db_row *rows, size_t count)
{
	size_t length = 1;

	while (length < count && rows[length].table == rows[0].table &&
	       rows[length].id == rows[0].id + (int64_t)length)
		length++;
	return length;
}

static int
compare_rows(const void *one, const void *other)
{
	const struct db_row *a = one, *b = other;

	if (a->table != b->table)
		return a->table < b->table ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

int
chain_relieve(struct chain *c, struct err *e)
{
	size_t count, kept = 0;
	const struct db_row *touched = db_touched(c->db, &count);
	struct db_row *rows;
	int result = 0;

	if (count == 0)
		return 0;
	rows = malloc(count * sizeof *rows);
	if (rows == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	memcpy(rows, touched, count * sizeof *rows);
	qsort(rows, count, sizeof *rows, compare_rows);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || compare_rows(&rows[kept - 1], &rows[i]) != 0)
			rows[kept++] = rows[i];
	db_forget_touched(c->db);
	for (size_t i = 0, length; i < kept && result == 0; i += length) {
		length = run_length(rows + i, kept - i);
		result = add_run(c, rows + i, length, e);
	}
	free(rows);
	return result == 0 ? write_entries(c, e) : -1;
}

int
activity_hash(struct digest *d, const char *before, const struct activity_row *row,
    const char *seals, char hash[DIGEST_HEX_SIZE], struct err *e)
{
	unsigned char bytes[DIGEST_SIZE];
	char numbers[80];

	snprintf(numbers, sizeof numbers, "%" PRId64 " %" PRId64 " %" PRId64, row->id, row->at,
	    row->customer);
	digest_add_text(d, before);
	digest_add_text(d, numbers);
	digest_add_text(d, row->actor);
	digest_add_text(d, row->verb);
	digest_add_text(d, row->ref);
	digest_add_text(d, row->reference);
	digest_add_text(d, row->summary);
	digest_add_text(d, seals);
	if (digest_take(d, bytes, e) != 0)
		return -1;
	digest_to_hex(bytes, hash);
	return 0;
}

static int
finish_pending(struct chain *c, struct err *e)
{
	struct activity_row *row = &c->pending;
	unsigned char bytes[DIGEST_SIZE];
	char seals[DIGEST_HEX_SIZE] = "";

	if (c->has_seals) {
		if (digest_take(c->seals, bytes, e) != 0)
			return -1;
		digest_to_hex(bytes, seals);
	}
	row->id = c->id;
	if (activity_hash(c->digest, c->hash, row, seals, row->hash, e) != 0)
		return -1;
	if (db_run(c->db, sql_add,
		BINDS(BIND_INT(":id", row->id), BIND_INT(":at", row->at),
		    BIND_TEXT(":actor", row->actor), BIND_TEXT(":verb", row->verb),
		    BIND_TEXT_OR_NULL(":ref", row->ref),
		    BIND_INT_OR_NULL(":customer", row->customer),
		    BIND_TEXT_OR_NULL(":reference", row->reference),
		    BIND_TEXT(":summary", row->summary), BIND_TEXT(":hash", row->hash)),
		NULL, e) != 0)
		return -1;
	snprintf(c->hash, sizeof c->hash, "%s", row->hash);
	c->has_seals = false;
	c->has_pending = false;
	c->id++;
	return 0;
}

int
chain_append(struct chain *c, const struct activity_row *row, struct err *e)
{
	if (c->has_pending && finish_pending(c, e) != 0)
		return -1;
	c->pending = *row;
	c->has_pending = true;
	c->is_empty = false;
	return 0;
}

int
chain_finish(struct chain *c, struct err *e)
{
	if (chain_relieve(c, e) != 0)
		return -1;
	if (c->has_pending)
		return finish_pending(c, e);
	if (c->has_seals)
		return err_set(e, ERR_FAILED, _("a write without an entry in the activity log"));
	return 0;
}

void
chain_set_mark(const struct chain *c, struct chain_mark *mark)
{
	mark->id = c->id;
	memcpy(mark->hash, c->hash, sizeof mark->hash);
	mark->is_empty = c->is_empty;
	mark->has_pending = c->has_pending;
	mark->pending = c->pending;
}

/* The running digest cannot be turned back: it is made anew of the seals that are left. */
static int
restart_seals(struct chain *c, struct err *e)
{
	unsigned char scrap[DIGEST_SIZE];
	struct query q;
	int row;

	c->has_seals = false;
	if (digest_take(c->seals, scrap, e) != 0 ||
	    db_query(c->db, sql_seals_of, BINDS(BIND_INT(":log", c->id)), &q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1) {
		size_t length;
		const void *entries = query_blob(&q, 0, &length);

		digest_add(c->seals, entries, length);
		c->has_seals = true;
	}
	query_end(&q);
	return row;
}

int
chain_go_back(struct chain *c, const struct chain_mark *mark, struct err *e)
{
	c->id = mark->id;
	memcpy(c->hash, mark->hash, sizeof c->hash);
	c->is_empty = mark->is_empty;
	c->has_pending = mark->has_pending;
	c->pending = mark->pending;
	return restart_seals(c, e);
}

int64_t
chain_id(const struct chain *c)
{
	return c->id;
}

const char *
chain_hash(const struct chain *c)
{
	return c->hash;
}

bool
chain_is_empty(const struct chain *c)
{
	return c->is_empty;
}

int
activity_has(struct db *db, int64_t id, const char *hash, struct err *e)
{
	int64_t one;

	return db_int(db, sql_has, BINDS(BIND_INT(":id", id), BIND_TEXT(":hash", hash)), &one, e);
}

int
activity_newest(struct db *db, int64_t *at, struct err *e)
{
	return db_int(db, sql_newest, NULL, at, e);
}

void
activity_head_path(const struct db *db, char path[DB_PATH_SIZE])
{
	snprintf(path, DB_PATH_SIZE, "%.*s.head", DB_PATH_SIZE - 6, db_path(db));
}

/* Whether the last line was cut by a crash, or a full disk: it must not swallow the next. */
static bool
is_cut(int file)
{
	off_t size = lseek(file, 0, SEEK_END);
	char last = '\n';

	return size > 0 && pread(file, &last, 1, size - 1) == 1 && last != '\n';
}

void
activity_head_append(const struct db *db, int64_t id, const char *hash)
{
	char path[DB_PATH_SIZE], line[96];
	int file, length;

	activity_head_path(db, path);
	file = open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file < 0)
		return;
	length =
	    snprintf(line, sizeof line, "%s%" PRId64 " %s\n", is_cut(file) ? "\n" : "", id, hash);
	if (write(file, line, (size_t)length) != length) {
		close(file); /* a shorter head file proves less and accuses nobody */
		return;
	}
	close(file);
}

int
activity_list(struct db *db, const struct activity_filter *f, struct query *q, struct err *e)
{
	if (f->ref[0] != '\0')
		return db_query(db, sql_list_ref,
		    BINDS(BIND_TEXT(":ref", f->ref), BIND_INT(":customer", f->customer),
			BIND_INT(":after", f->after), BIND_INT(":since", f->since),
			BIND_INT(":until", f->until)),
		    q, e);
	if (f->customer != 0)
		return db_query(db, sql_list_customer,
		    BINDS(BIND_INT(":customer", f->customer), BIND_INT(":after", f->after),
			BIND_INT(":since", f->since), BIND_INT(":until", f->until)),
		    q, e);
	return db_query(db, sql_list,
	    BINDS(BIND_INT(":after", f->after), BIND_INT(":since", f->since),
		BIND_INT(":until", f->until)),
	    q, e);
}

int
activity_next(struct query *q, struct activity_row *row, struct err *e)
{
	int found = query_next(q, e);

	if (found != 1)
		return found;
	memset(row, 0, sizeof *row);
	row->id = query_int(q, 0);
	row->at = query_int(q, 1);
	query_text(q, 2, row->actor, sizeof row->actor);
	query_text(q, 3, row->verb, sizeof row->verb);
	query_text(q, 4, row->ref, sizeof row->ref);
	row->customer = query_int(q, 5);
	query_text(q, 6, row->reference, sizeof row->reference);
	query_text(q, 7, row->summary, sizeof row->summary);
	query_text(q, 8, row->hash, sizeof row->hash);
	return 1;
}

int
activity_show(struct db *db, int64_t id, struct activity_row *row, struct err *e)
{
	struct query q;
	int found;

	if (db_query(db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	found = activity_next(&q, row, e);
	query_end(&q);
	if (found == 0)
		return ref_absent_id(REF_LOG, id, e);
	return found < 0 ? -1 : 0;
}
