#include "lease.h"

static const char sql_add[] = "INSERT INTO lease (payment, next_at, asked_at, asked)"
			      " VALUES (:payment, :next, 0, 0) ON CONFLICT (payment)"
			      " DO UPDATE SET next_at = excluded.next_at, asked = 0";
static const char sql_take_routine[] =
    "UPDATE lease SET asked_at = :now, next_at = :until, asked = asked + 1"
    " WHERE payment = :payment AND (next_at <= :now OR asked_at > :now + 300) RETURNING asked";
static const char sql_take[] =
    "UPDATE lease SET asked_at = :now, next_at = :until, asked = asked + 1"
    " WHERE payment = :payment AND (asked_at <= :now - 60 OR asked_at > :now) RETURNING asked";
static const char sql_asked[] = "SELECT asked FROM lease WHERE payment = :payment";
static const char sql_next[] = "UPDATE lease SET next_at = :next WHERE payment = :payment";
static const char sql_drop[] = "DELETE FROM lease WHERE payment = :payment";
static const char sql_due[] =
    "SELECT MIN(payment) FROM lease WHERE (next_at <= :now OR asked_at > :now + 300)"
    " AND payment > :after"
    " HAVING MIN(payment) IS NOT NULL";

static const int64_t backoff_s[] = { 60, 300, 3600, 86400 };
static const int64_t late_s[] = { 3600, 86400, 604800 };

int
lease_add(struct office *office, int64_t payment, int64_t next_at, struct err *e)
{
	return db_run(office->db, sql_add,
	    BINDS(BIND_INT(":payment", payment), BIND_INT(":next", next_at)), NULL, e);
}

int
lease_take(struct office *office, int64_t payment, bool is_routine, int64_t wait_s, struct err *e)
{
	int64_t asked;

	return db_int(office->db, is_routine ? sql_take_routine : sql_take,
	    BINDS(BIND_INT(":payment", payment), BIND_INT(":now", office->now),
		BIND_INT(":until", office->now + (wait_s < 60 ? 60 : wait_s))),
	    &asked, e);
}

static int
set_next(struct office *office, int64_t payment, int64_t next_at, struct err *e)
{
	return db_run(office->db, sql_next,
	    BINDS(BIND_INT(":payment", payment), BIND_INT(":next", next_at)), NULL, e);
}

int
lease_wait(struct office *office, int64_t payment, struct err *e)
{
	enum { STEPS = sizeof backoff_s / sizeof *backoff_s };
	int64_t asked = 0;

	if (db_int(office->db, sql_asked, BINDS(BIND_INT(":payment", payment)), &asked, e) < 0)
		return -1;
	asked = asked < 1 ? 0 : asked > STEPS ? STEPS - 1 : asked - 1;
	return set_next(office, payment, office->now + backoff_s[asked], e);
}

int
lease_end(struct office *office, int64_t payment, struct err *e)
{
	return lease_add(office, payment, office->now + late_s[0], e);
}

int
lease_asked_late(struct office *office, int64_t payment, int64_t ended_at, struct err *e)
{
	for (size_t i = 0; i < sizeof late_s / sizeof *late_s; i++)
		if (ended_at + late_s[i] > office->now)
			return set_next(office, payment, ended_at + late_s[i], e);
	return lease_drop(office, payment, e);
}

int
lease_drop(struct office *office, int64_t payment, struct err *e)
{
	return db_run(office->db, sql_drop, BINDS(BIND_INT(":payment", payment)), NULL, e);
}

int
lease_due(struct db *db, int64_t now, int64_t after, int64_t *payment, struct err *e)
{
	return db_int(
	    db, sql_due, BINDS(BIND_INT(":now", now), BIND_INT(":after", after)), payment, e);
}
