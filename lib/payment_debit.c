#include <string.h>
#include "payment_debit.h"

static const char sql_tries[] =
    "SELECT status, debit_try, ended_at FROM payment WHERE debit_invoice = :invoice"
    " AND debit_due_on = :due_on ORDER BY id";

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
	while ((row = query_next(&q, e)) == 1) {
		bool is_declined = strcmp(query_peek(&q, 0), "declined") == 0;
		int64_t ended_at = query_int(&q, 2);

		if (query_int(&q, 1) < 0) {
			tries->cancelled++;
		} else if (!is_declined) {
			tries->is_other = true;
		} else {
			tries->declined++;
			if (ended_at < from || (after != 0 && ended_at < after))
				continue;
			tries->declined_since++;
			tries->declined_at = ended_at;
		}
	}
	query_end(&q);
	return row;
}
