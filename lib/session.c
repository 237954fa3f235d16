#define _DEFAULT_SOURCE /* explicit_bzero */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "secret.h"
#include "session.h"
#include "setting.h"

static const char sql_begin[] =
    "INSERT INTO session (customer, hash, is_limited, created_at, seen_at)"
    " VALUES (:customer, :hash, :is_limited, :now, :now)";
static const char sql_find[] = "SELECT id, customer, is_limited, created_at, seen_at FROM session"
			       " WHERE hash = :hash AND ended_at IS NULL";
static const char sql_touch[] =
    "UPDATE session SET seen_at = :now WHERE id = :id AND seen_at < :now AND ended_at IS NULL";
static const char sql_end[] =
    "UPDATE session SET ended_at = :now WHERE id = :id AND ended_at IS NULL";
static const char sql_end_all[] =
    "UPDATE session SET ended_at = :now WHERE customer = :customer AND ended_at IS NULL";

int
session_secret(char secret[SESSION_SECRET_SIZE], char hash[65], struct err *e)
{
	if (secret_random(secret, e) != 0 || secret_random(secret + SECRET_HEX_SIZE - 1, e) != 0)
		return -1;
	return digest_hex(secret, SESSION_SECRET_SIZE - 1, hash, e);
}

int
session_begin(
    struct office *office, int64_t customer, const char *hash, bool is_limited, struct err *e)
{
	if (db_run(office->db, sql_begin,
		BINDS(BIND_INT(":customer", customer), BIND_TEXT(":hash", hash),
		    BIND_INT(":is_limited", is_limited), BIND_INT(":now", office->now)),
		NULL, e) != 0)
		return -1;
	return office_log_customer(
	    office, customer, is_limited ? "logged in, to change the password" : "logged in", e);
}

/* A session seen after now was last used with another clock: it is taken for one in use. */
static int
is_alive(struct office *office, const struct session *s, struct err *e)
{
	int64_t idle, life;

	if (setting_int(office->db, "session.idle", &idle, e) != 0 ||
	    setting_int(office->db, "session.life", &life, e) != 0)
		return -1;
	return office->now < s->seen_at + idle && office->now < s->created_at + life;
}

int
session_find(struct office *office, const char *secret, struct session *s, struct err *e)
{
	char hash[DIGEST_HEX_SIZE];
	struct query q;
	int row;

	if (digest_hex(secret, strlen(secret), hash, e) != 0 ||
	    db_query(office->db, sql_find, BINDS(BIND_TEXT(":hash", hash)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1)
		*s = (struct session){ query_int(&q, 0), query_int(&q, 1), query_int(&q, 2) != 0,
			query_int(&q, 3), query_int(&q, 4) };
	query_end(&q);
	return row == 1 ? is_alive(office, s, e) : row;
}

struct touch {
	int64_t id, now;
};

static int
touch(struct db *db, void *context, struct err *e)
{
	const struct touch *t = context;

	return db_run(
	    db, sql_touch, BINDS(BIND_INT(":id", t->id), BIND_INT(":now", t->now)), NULL, e);
}

int
session_touch(struct db *db, const struct session *s, int64_t now, struct err *e)
{
	struct touch t = { s->id, now };
	enum db_outcome outcome;

	return db_write(db, touch, &t, true, &outcome, e);
}

int
session_end(struct office *office, const struct session *s, struct err *e)
{
	if (db_run(office->db, sql_end,
		BINDS(BIND_INT(":now", office->now), BIND_INT(":id", s->id)), NULL, e) != 0)
		return -1;
	return office_log_customer(office, s->customer, "logged out", e);
}

int
session_end_all(struct office *office, int64_t customer, struct err *e)
{
	char summary[60];
	int64_t ended;

	if (db_run(office->db, sql_end_all,
		BINDS(BIND_INT(":now", office->now), BIND_INT(":customer", customer)), &ended,
		e) != 0)
		return -1;
	if (ended == 0)
		return 0;
	snprintf(summary, sizeof summary, "logged out everywhere (%" PRId64 ")", ended);
	return office_log_customer(office, customer, summary, e);
}
