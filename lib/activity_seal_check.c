#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "activity_private.h"
#include "i18n.h"

static const char sql_seals[] = "SELECT entries FROM seal ORDER BY id";

/*
 * The rows of the file are compared in windows: the last digests of as many rows as fit are
 * collected by one pass over the seals, then those rows are read.  Memory stays bounded, and a
 * pass over the seals costs little beside reading rows.
 */
enum { WINDOW_ROWS = 1500000, TABLES_MAX = 64, NUMBERS_MAX = 256 };

struct part { /* the rows of one table that are in the window */
	const struct db_table *table;
	int64_t from, to;
	size_t offset; /* of the digest of row "from" */
};

struct window {
	struct db *db;
	struct digest *digest;
	size_t rows;
	size_t part_count;
	struct part parts[TABLES_MAX];
	const struct part *of_number[NUMBERS_MAX];
	unsigned char (*digests)[SEAL_DIGEST];
	activity_found *found;
	void *context;
};

static const unsigned char gone[SEAL_DIGEST];

static int
report(const struct window *w, const struct db_table *table, int64_t id, const char *what,
    struct err *e)
{
	char text[160];

	snprintf(text, sizeof text, "%s: %s %lld", what, table->name, (long long)id);
	return w->found("seal", text, "", w->context, e);
}

static int64_t
entry_id(const unsigned char *entry)
{
	int64_t id = 0;

	for (int i = 1; i <= 7; i++)
		id = id << 8 | entry[i];
	return id;
}

static void
take_entry(struct window *w, const unsigned char *entry)
{
	const struct part *part = w->of_number[entry[0]];
	int64_t id;

	if (part == NULL)
		return;
	id = entry_id(entry);
	if (id >= part->from && id <= part->to)
		memcpy(
		    w->digests[part->offset + (size_t)(id - part->from)], entry + 8, SEAL_DIGEST);
}

static int
take_seals(struct window *w, struct err *e)
{
	struct query q;
	int row;

	memset(w->digests, 0, w->rows * SEAL_DIGEST);
	if (db_query(w->db, sql_seals, NULL, &q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1) {
		size_t length;
		const unsigned char *entries = query_blob(&q, 0, &length);

		for (size_t at = 0; at + SEAL_ENTRY <= length; at += SEAL_ENTRY)
			take_entry(w, entries + at);
	}
	query_end(&q);
	return row;
}

static int
compare_row(struct window *w, const struct part *part, const struct query *q, struct err *e)
{
	const struct db_row row = { part->table->number, query_int(q, 0) };
	unsigned char *kept = w->digests[part->offset + (size_t)(row.id - part->from)];
	unsigned char now[SEAL_DIGEST];
	bool was_sealed = memcmp(kept, gone, SEAL_DIGEST) != 0;
	bool is_same;

	if (seal_row(w->digest, &row, q, now, e) != 0)
		return -1;
	is_same = memcmp(kept, now, SEAL_DIGEST) == 0;
	memcpy(kept, gone, SEAL_DIGEST); /* seen */
	if (is_same)
		return 0;
	return report(w, part->table, row.id,
	    was_sealed ? N_("the row is not as it was written")
		       : N_("the row was never written by us"),
	    e);
}

static int
compare_part(struct window *w, const struct part *part, struct err *e)
{
	struct query q;
	int row;

	if (db_query(w->db, part->table->sql_rows,
		BINDS(BIND_INT(":from", part->from), BIND_INT(":to", part->to)), &q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1)
		if (compare_row(w, part, &q, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	for (int64_t id = part->from; row == 0 && id <= part->to; id++)
		if (memcmp(w->digests[part->offset + (size_t)(id - part->from)], gone,
			SEAL_DIGEST) != 0)
			row = report(w, part->table, id, N_("the row is gone"), e);
	return row;
}

static int
compare_window(struct window *w, struct err *e)
{
	if (w->part_count == 0)
		return 0;
	memset(w->of_number, 0, sizeof w->of_number);
	for (size_t i = 0; i < w->part_count; i++)
		w->of_number[w->parts[i].table->number] = &w->parts[i];
	if (take_seals(w, e) != 0)
		return -1;
	for (size_t i = 0; i < w->part_count; i++)
		if (compare_part(w, &w->parts[i], e) != 0)
			return -1;
	w->part_count = 0;
	w->rows = 0;
	return 0;
}

/*
 * What the seals name of a table.  Ids are given in turn and every row is sealed when it is
 * written, so an honest id is never higher than the number of its table's entries: what lies
 * beyond is damage, and nothing to make room for.
 */
struct extent {
	int64_t entries;
	int64_t highest;
};

static int
find_extents(struct window *w, struct extent extents[NUMBERS_MAX], struct err *e)
{
	struct query q;
	int row;

	if (db_query(w->db, sql_seals, NULL, &q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1) {
		size_t length;
		const unsigned char *entry = query_blob(&q, 0, &length);

		for (; length >= SEAL_ENTRY; length -= SEAL_ENTRY, entry += SEAL_ENTRY) {
			struct extent *extent = &extents[entry[0]];
			int64_t id = entry_id(entry);

			extent->entries++;
			if (id > extent->highest)
				extent->highest = id;
		}
	}
	query_end(&q);
	return row;
}

/* Rows that no window reaches. */
static int
report_foreign(
    struct window *w, const struct db_table *table, int64_t from, int64_t to, struct err *e)
{
	struct query q;
	int row;

	if (db_query(w->db, table->sql_rows, BINDS(BIND_INT(":from", from), BIND_INT(":to", to)),
		&q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1)
		if (report(w, table, query_int(&q, 0), N_("the row was never written by us"), e) !=
		    0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row;
}

static int
walk_windows(struct window *w, const struct db_table *table, int64_t to, struct err *e)
{
	for (int64_t from = 1; from <= to;) {
		struct part *part = &w->parts[w->part_count++];
		int64_t room = (int64_t)(WINDOW_ROWS - w->rows);

		part->table = table;
		part->from = from;
		part->to = to - from < room ? to : from + room - 1;
		part->offset = w->rows;
		w->rows += (size_t)(part->to - from + 1);
		from = part->to + 1;
		if (w->rows == WINDOW_ROWS && compare_window(w, e) != 0)
			return -1;
	}
	return 0;
}

static int
walk_table(
    struct window *w, const struct db_table *table, const struct extent *extent, struct err *e)
{
	int64_t to = 0;

	if (extent->highest > extent->entries &&
	    report(w, table, extent->highest, N_("a seal names a row that never was"), e) != 0)
		return -1;
	if (db_int(w->db, table->sql_last, NULL, &to, e) < 0)
		return -1;
	if (to < extent->highest)
		to = extent->highest;
	if (to > extent->entries)
		to = extent->entries;
	if (report_foreign(w, table, INT64_MIN, 0, e) != 0 ||
	    report_foreign(w, table, extent->entries + 1, INT64_MAX, e) != 0)
		return -1;
	return walk_windows(w, table, to, e);
}

static int
walk_tables(struct window *w, struct err *e)
{
	struct extent extents[NUMBERS_MAX] = { 0 };

	if (find_extents(w, extents, e) != 0)
		return -1;
	for (const struct db_table *t = db_tables(); t->name != NULL; t++)
		if (walk_table(w, t, &extents[t->number], e) != 0)
			return -1;
	return compare_window(w, e);
}

int
seal_check(struct db *db, activity_found *found, void *context, struct err *e)
{
	struct window *w = calloc(1, sizeof *w);
	int result = -1;

	if (w == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	w->db = db;
	w->found = found;
	w->context = context;
	w->digests = malloc(WINDOW_ROWS * sizeof *w->digests);
	if (w->digests == NULL)
		err_set(e, ERR_FAILED, _("out of memory"));
	else if (digest_open(&w->digest, e) == 0)
		result = walk_tables(w, e);
	digest_close(w->digest);
	free(w->digests);
	free(w);
	return result;
}
