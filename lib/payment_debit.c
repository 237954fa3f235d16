#include <string.h>
#include "payment_debit.h"

static const char sql_tries[] =
    "SELECT p.status, p.debit_try, p.ended_at, EXISTS (SELECT 1 FROM payment r"
    " WHERE r.refund_of = p.id AND r.status = 'approved') FROM payment p"
    " WHERE p.debit_invoice = :invoice AND p.debit_due_on = :due_on ORDER BY p.id";

static void
count_try(struct query *q, int64_t from, int64_t after, struct payment_tries *tries)
{
	const char *status = query_peek(q, 0);
	int64_t ended_at = query_int(q, 2);

	if (query_int(q, 1) < 0) {
		tries->cancelled++;
	} else if (strcmp(status, "declined") == 0) {
		tries->number++;
		tries->is_kept = false;
		if (ended_at < from || (after != 0 && ended_at < after))
			return;
		tries->declined_since++;
		tries->declined_at = ended_at;
	} else if (strcmp(status, "approved") == 0 || strcmp(status, "refunded") == 0) {
		tries->number++;
		tries->is_kept = query_int(q, 3) == 0;
		tries->declined_since = 0;
	} else {
		tries->is_live = true;
	}
}

int
payment_tries_show(struct db *db, const struct payment *debit, int64_t from, int64_t after,
    struct payment_tries *tries, struct err *e)
{
	struct query q;
	int row;

	memset(tries, 0, sizeof *tries);
	if (db_query(db, sql_tries,
		BINDS(BIND_INT(":invoice", debit->debit_invoice),
		    BIND_TEXT(":due_on", debit->debit_due_on)),
		&q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1)
		count_try(&q, from, after, tries);
	query_end(&q);
	return row;
}
