#include <stdio.h>
#include <string.h>
#include "biller.h"
#include "i18n.h"
#include "utf8.h"

static const char sql_add[] =
    "INSERT INTO terms (biller, purpose, version, text, hash, set_at)"
    " VALUES (:biller, :purpose, :version, :text, :hash, :set_at) RETURNING id";
#define COLUMNS "SELECT id, version, hash, set_at, text, biller, purpose FROM terms"
static const char sql_newest[] = COLUMNS " WHERE biller = :biller AND purpose = :purpose"
					 " ORDER BY version DESC LIMIT 1";
static const char sql_of_id[] = COLUMNS " WHERE id = :id";

/* The one row of the query, which ends here. */
static int
take(struct query *q, struct terms *terms, struct err *e)
{
	int row = query_next(q, e);

	if (row == 1) {
		terms->id = query_int(q, 0);
		terms->version = query_int(q, 1);
		query_text(q, 2, terms->hash, sizeof terms->hash);
		terms->set_at = query_int(q, 3);
		query_text(q, 4, terms->text, sizeof terms->text);
		terms->biller = query_int(q, 5);
		query_text(q, 6, terms->purpose, sizeof terms->purpose);
	}
	query_end(q);
	return row;
}

int
terms_newest(struct db *db, int64_t biller, const char *purpose, struct terms *terms, struct err *e)
{
	struct query q;

	if (db_query(db, sql_newest,
		BINDS(BIND_INT(":biller", biller), BIND_TEXT(":purpose", purpose)), &q, e) != 0)
		return -1;
	return take(&q, terms, e);
}

int
terms_of_id(struct db *db, int64_t id, struct terms *terms, struct err *e)
{
	struct query q;

	if (db_query(db, sql_of_id, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	return take(&q, terms, e);
}

int
terms_newest_id(struct db *db, int64_t biller, const char *purpose, int64_t *id, struct err *e)
{
	*id = 0;
	return db_int(db, sql_newest,
		   BINDS(BIND_INT(":biller", biller), BIND_TEXT(":purpose", purpose)), id, e) < 0
		   ? -1
		   : 0;
}

static int
append(struct office *office, struct terms *terms, struct err *e)
{
	terms->set_at = office->now;
	return db_int(office->db, sql_add,
	    BINDS(BIND_INT(":biller", terms->biller), BIND_TEXT(":purpose", terms->purpose),
		BIND_INT(":version", terms->version), BIND_TEXT(":text", terms->text),
		BIND_TEXT(":hash", terms->hash), BIND_INT(":set_at", terms->set_at)),
	    &terms->id, e);
}

static int
set(struct office *office, void *context, struct err *e)
{
	struct terms *terms = context;
	char hash[DIGEST_HEX_SIZE], summary[160];
	struct query q;
	int row;

	if (db_query(office->db, sql_newest,
		BINDS(BIND_INT(":biller", terms->biller), BIND_TEXT(":purpose", terms->purpose)),
		&q, e) != 0)
		return -1;
	row = query_next(&q, e);
	terms->version = row == 1 ? query_int(&q, 1) + 1 : 1;
	hash[0] = '\0';
	if (row == 1)
		query_text(&q, 2, hash, sizeof hash);
	query_end(&q);
	if (row < 0)
		return -1;
	if (row == 1 && strcmp(hash, terms->hash) == 0) {
		terms->version--;
		return 0;
	}
	if (append(office, terms, e) < 0)
		return -1;
	snprintf(summary, sizeof summary, "terms %s version %lld %s", terms->purpose,
	    (long long)terms->version, terms->hash);
	return office_log(office,
	    &(struct office_note){ .type = REF_BILLER, .id = terms->biller, .summary = summary },
	    e);
}

static int
check_purpose(const char *purpose, struct err *e)
{
	if (strcmp(purpose, "paperless") == 0 || strcmp(purpose, "autodebit") == 0 ||
	    strcmp(purpose, "plan") == 0)
		return 0;
	return err_set(e, ERR_USAGE, _("terms are for paperless, autodebit or plan"));
}

int
terms_set(struct office *office, struct terms *terms, struct err *e)
{
	if (check_purpose(terms->purpose, e) != 0)
		return -1;
	if (text_check(terms->text, sizeof terms->text - 1, N_("terms"), e) != 0)
		return -1;
	if (digest_hex(terms->text, strlen(terms->text), terms->hash, e) != 0)
		return -1;
	return office_write(office, set, terms, e);
}

int
terms_show(struct db *db, int64_t biller, const char *purpose, struct terms *terms, struct err *e)
{
	int row;

	if (check_purpose(purpose, e) != 0)
		return -1;
	row = terms_newest(db, biller, purpose, terms, e);
	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, _("there are no terms for %s"), purpose);
	return row < 0 ? -1 : 0;
}
