#include "payment_payee.h"

static const char sql_refunded_payee[] =
    "SELECT COALESCE(SUM(payee_minor), 0) FROM payment WHERE refund_of = :payment AND id <> :but"
    " AND status NOT IN ('declined', 'cancelled', 'expired')";
static const char sql_payee_set[] =
    "UPDATE payment SET payee = :payee, payee_minor = :minor WHERE id = :refund";
static const char sql_of_qr[] = "SELECT id FROM payment WHERE qr = :qr AND kind = 'payment'"
				" AND settled_at IS NOT NULL ORDER BY settled_at DESC, id DESC";

int
payment_refunded_payee(struct db *db, int64_t payment, int64_t but, int64_t *minor, struct err *e)
{
	*minor = 0;
	return db_int(db, sql_refunded_payee,
		   BINDS(BIND_INT(":payment", payment), BIND_INT(":but", but)), minor, e) < 0
		   ? -1
		   : 0;
}

int
payment_payee_set(
    struct office *office, int64_t refund, int64_t payee, int64_t minor, struct err *e)
{
	return db_run(office->db, sql_payee_set,
	    BINDS(
		BIND_INT(":payee", payee), BIND_INT(":minor", minor), BIND_INT(":refund", refund)),
	    NULL, e);
}

int
payment_of_qr(struct db *db, int64_t qr, int64_t *payment, struct err *e)
{
	return db_int(db, sql_of_qr, BINDS(BIND_INT(":qr", qr)), payment, e);
}
