#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "subscription.h"

#define COLUMNS                                                                                    \
	"SELECT id, customer, biller, account, status, amount_minor, currency, every, concept,"    \
	" started_on, issued, next_on, created_at, cancelled_at FROM subscription"
static const char sql_show[] = COLUMNS " WHERE id = :id";
static const char sql_list[] = COLUMNS " WHERE (:biller = 0 OR biller = :biller) ORDER BY id";
static const char sql_list_customer[] =
    COLUMNS " WHERE customer = :customer AND (:biller = 0 OR biller = :biller) ORDER BY id";
static const char sql_due[] = "SELECT id FROM subscription WHERE status = 'active'"
			      " AND next_on <= :latest AND id > :after ORDER BY id LIMIT 1";

/* The longest day on earth is 14 hours ahead of UTC. */
enum { AHEAD_S = 14 * 3600, DIGITS_MAX = 4 };

/* "30d": 30; else 0. */
static int
days_of(const char *every)
{
	size_t digits = strspn(every, "0123456789");
	long days;

	if (digits == 0 || digits > DIGITS_MAX || strcmp(every + digits, "d") != 0 ||
	    every[0] == '0')
		return 0;
	days = strtol(every, NULL, 10);
	return days <= SUBSCRIPTION_DAYS_MAX ? (int)days : 0;
}

int
subscription_period(
    const char *first, const char *every, int64_t n, char on[DATE_SIZE], struct err *e)
{
	int days = days_of(every);
	/* Further than the calendar goes is its end. */
	int count = n > 120000 ? 120000 : (int)n;

	if (strcmp(every, "month") == 0)
		date_add_months(first, count, on);
	else if (strcmp(every, "year") == 0)
		date_add_months(first, 12 * (count > 10000 ? 10000 : count), on);
	else if (days > 0)
		date_add_days(first, (int32_t)(n * days > 3000000 ? 3000000 : n * days), on);
	else
		return err_set(e, ERR_USAGE,
		    _("the period is month, year or Nd (1d to %dd), not %.20s"),
		    SUBSCRIPTION_DAYS_MAX, every);
	return 0;
}

bool
subscription_is_legal_move(const char *from, const char *to)
{
	return (from[0] == '\0' && strcmp(to, "active") == 0) ||
	       (strcmp(from, "active") == 0 && strcmp(to, "cancelled") == 0);
}

int
subscription_next(struct query *q, struct subscription *s, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	memset(s, 0, sizeof *s);
	s->id = query_int(q, 0);
	s->customer = query_int(q, 1);
	s->biller = query_int(q, 2);
	s->account = query_int(q, 3);
	query_text(q, 4, s->status, sizeof s->status);
	s->amount.minor = query_int(q, 5);
	query_text(q, 6, s->amount.currency, sizeof s->amount.currency);
	query_text(q, 7, s->every, sizeof s->every);
	query_text(q, 8, s->concept, sizeof s->concept);
	query_text(q, 9, s->started_on, sizeof s->started_on);
	s->issued = query_int(q, 10);
	query_text(q, 11, s->next_on, sizeof s->next_on);
	s->created_at = query_int(q, 12);
	s->cancelled_at = query_int(q, 13);
	return 1;
}

int
subscription_show(struct db *db, int64_t id, struct subscription *s, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = subscription_next(&q, s, e);
	query_end(&q);
	if (row == 0)
		return ref_absent_id(REF_SUBSCRIPTION, id, e);
	return row < 0 ? -1 : 0;
}

int
subscription_list(
    struct db *db, const struct subscription_filter *f, struct query *q, struct err *e)
{
	if (f->customer == 0)
		return db_query(db, sql_list, BINDS(BIND_INT(":biller", f->biller)), q, e);
	return db_query(db, sql_list_customer,
	    BINDS(BIND_INT(":customer", f->customer), BIND_INT(":biller", f->biller)), q, e);
}

/* Its account's number is its ref. */
int
subscription_check_over(struct db *db, const struct account *a, int64_t customer, struct err *e)
{
	struct err why;
	struct subscription s = { .id = 0 };
	struct ref ref;

	if (ref_parse(a->number, &ref) != 1 || ref.type != REF_SUBSCRIPTION)
		return 0;
	if (subscription_show(db, ref.id, &s, &why) != 0) {
		if (why.code == ERR_NOT_FOUND)
			return 0;
		*e = why;
		return -1;
	}
	if (s.account != a->id || s.cancelled_at != 0 || (customer != 0 && customer != s.customer))
		return 0;
	ref_refuse(REF_SUBSCRIPTION, s.id, "active", e);
	return err_hint(e, _("cancel it first: pp-subscription cancel %s"), a->number);
}

int
subscription_due(struct office *office, int64_t *id, struct err *e)
{
	char latest[DATE_SIZE];

	if (office->as_of[0] != '\0')
		memcpy(latest, office->as_of, sizeof latest);
	else
		instant_date(office->now + AHEAD_S, latest);
	return db_int(office->db, sql_due,
	    BINDS(BIND_TEXT(":latest", latest), BIND_INT(":after", *id)), id, e);
}
