#include "collection.h"

static const char sql_add[] = "INSERT INTO collection (payment, account, amount_minor)"
			      " VALUES (:payment, :account, :amount)";
static const char sql_of[] = "SELECT amount_minor FROM collection WHERE payment = :payment";

int
collection_add(
    struct office *office, int64_t payment, int64_t account, int64_t amount_minor, struct err *e)
{
	return db_run(office->db, sql_add,
	    BINDS(BIND_INT(":payment", payment), BIND_INT(":account", account),
		BIND_INT(":amount", amount_minor)),
	    NULL, e);
}

int
collection_of(struct db *db, int64_t payment, int64_t *amount_minor, struct err *e)
{
	*amount_minor = 0;
	return db_int(db, sql_of, BINDS(BIND_INT(":payment", payment)), amount_minor, e) < 0 ? -1
											     : 0;
}
