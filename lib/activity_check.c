#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "activity_private.h"
#include "i18n.h"

static const char sql_rows[] = "SELECT id, at, actor, verb, ref, customer, reference, summary, hash"
			       " FROM activity ORDER BY id";
static const char sql_seals[] = "SELECT log, entries FROM seal ORDER BY log, id";

struct walk {
	struct db *db;
	struct digest *hashes;
	struct digest *seals;
	struct query rows;
	struct query entries; /* one cursor ahead: its row belongs to a log row not yet seen */
	int has_entry;
	char before[DIGEST_HEX_SIZE];
	int64_t last; /* id of the row before */
	activity_found *found;
	void *context;
};

static int
report(const struct walk *w, const char *id, const char *what, int64_t log, struct err *e)
{
	char ref[REF_SIZE];

	return w->found(id, what, ref_format(REF_LOG, log, ref), w->context, e);
}

/* The digest of the seals of one log row, as hex; "" without any. */
static int
take_seals(struct walk *w, int64_t log, char hex[DIGEST_HEX_SIZE], struct err *e)
{
	unsigned char bytes[DIGEST_SIZE];
	bool has_any = false;

	hex[0] = '\0';
	while (w->has_entry == 1 && query_int(&w->entries, 0) <= log) {
		size_t length;
		const void *blob = query_blob(&w->entries, 1, &length);

		if (query_int(&w->entries, 0) < log || length % SEAL_ENTRY != 0) {
			if (report(w, "seal", N_("a seal belongs to no activity"),
				query_int(&w->entries, 0), e) != 0)
				return -1;
		} else {
			digest_add(w->seals, blob, length);
			has_any = true;
		}
		w->has_entry = query_next(&w->entries, e);
	}
	if (w->has_entry < 0 || digest_take(w->seals, bytes, e) != 0)
		return -1;
	if (has_any)
		digest_to_hex(bytes, hex);
	return 0;
}

static int
walk_row(struct walk *w, const struct activity_row *row, struct err *e)
{
	char seals[DIGEST_HEX_SIZE], hash[DIGEST_HEX_SIZE];

	if (row->id != w->last + 1 &&
	    report(w, "chain", N_("entries are missing before this one"), row->id, e) != 0)
		return -1;
	if (take_seals(w, row->id, seals, e) != 0 ||
	    activity_hash(w->hashes, w->before, row, seals, hash, e) != 0)
		return -1;
	if (strcmp(hash, row->hash) != 0 &&
	    report(w, "chain", N_("the entry is not as it was written"), row->id, e) != 0)
		return -1;
	memcpy(w->before, row->hash, sizeof w->before);
	w->last = row->id;
	return 0;
}

static int
walk_chain(struct walk *w, struct err *e)
{
	struct activity_row row;
	char none[DIGEST_HEX_SIZE];
	int found;

	memset(w->before, '0', sizeof w->before - 1);
	w->before[sizeof w->before - 1] = '\0';
	w->has_entry = query_next(&w->entries, e);
	if (w->has_entry < 0)
		return -1;
	while ((found = activity_next(&w->rows, &row, e)) == 1)
		if (walk_row(w, &row, e) != 0)
			return -1;
	if (found < 0)
		return -1;
	/* What is left names rows that are gone. */
	return w->has_entry == 1 ? take_seals(w, INT64_MAX, none, e) : 0;
}

static int
check_chain(struct walk *w, struct err *e)
{
	int result = -1;

	if (db_query(w->db, sql_rows, NULL, &w->rows, e) != 0)
		return -1;
	if (db_query(w->db, sql_seals, NULL, &w->entries, e) == 0) {
		result = walk_chain(w, e);
		query_end(&w->entries);
	}
	query_end(&w->rows);
	return result;
}

/* What a crash left of a line: it proves nothing. */
static bool
is_cut(const char *line)
{
	size_t digits = strspn(line, "0123456789");
	size_t hash = line[digits] == ' ' ? strspn(line + digits + 1, "0123456789abcdef") : 0;

	if (line[digits] != ' ')
		return line[digits] == '\0';
	return hash < DIGEST_HEX_SIZE - 1 && line[digits + 1 + hash] == '\0';
}

static int
check_head_line(const struct walk *w, const char *line, struct err *e)
{
	char *end;
	int64_t id = strtoll(line, &end, 10);
	int known;

	if (is_cut(line))
		return 0;
	if (id < 1 || *end != ' ' || strlen(end + 1) != DIGEST_HEX_SIZE - 1)
		return report(w, "head", N_("the head file has a damaged line"), 0, e);
	known = activity_has(w->db, id, end + 1, e);
	if (known != 0)
		return known < 0 ? -1 : 0;
	return report(w, "head",
	    id > w->last ? N_("the head file knows an entry that is gone")
			 : N_("the head file knows another entry"),
	    id, e);
}

static int
check_head(const struct walk *w, struct err *e)
{
	char path[DB_PATH_SIZE], line[128];
	FILE *file;
	int result = 0;

	activity_head_path(w->db, path);
	file = fopen(path, "re");
	if (file == NULL)
		return 0;
	while (result == 0 && fgets(line, sizeof line, file) != NULL) {
		char *end = strchr(line, '\n');

		if (end == NULL && feof(file))
			break;
		if (end != NULL)
			*end = '\0';
		result = check_head_line(w, line, e);
	}
	fclose(file);
	return result;
}

int
activity_check(struct db *db, activity_found *found, void *context, struct err *e)
{
	struct walk w = { .db = db, .found = found, .context = context };
	int result = -1;

	if (digest_open(&w.hashes, e) == 0 && digest_open(&w.seals, e) == 0 &&
	    check_chain(&w, e) == 0 && check_head(&w, e) == 0)
		result = seal_check(db, found, context, e);
	digest_close(w.hashes);
	digest_close(w.seals);
	return result;
}
