#include <stdio.h>
#include <string.h>
#include "payment.h"

static const char sql_item_add[] =
    "INSERT INTO payment_item (payment, invoice, amount_minor, late_fee_minor, on_date, "
    "is_settling, plan_fee_minor, plan_interest_minor)"
    " VALUES (:payment, :invoice, :amount, :late_fee, :on, :is_settling, :plan_fee,"
    " :plan_interest)";
static const char sql_items[] =
    "SELECT invoice, amount_minor, late_fee_minor, on_date, is_settling, plan_fee_minor,"
    " plan_interest_minor FROM payment_item"
    " WHERE payment = :payment ORDER BY id";
static const char sql_credit_add[] = "INSERT INTO payment_credit (payment, account, amount_minor)"
				     " VALUES (:payment, :account, :amount)";
static const char sql_credits[] =
    "SELECT account, amount_minor FROM payment_credit WHERE payment = :payment ORDER BY id";
static const char sql_excess_add[] =
    "INSERT INTO payment_excess (payment, account, amount_minor, made_by)"
    " VALUES (:payment, :account, :amount, :made_by)";
static const char sql_excesses[] =
    "SELECT account, SUM(amount_minor) FROM payment_excess WHERE payment = :payment"
    " GROUP BY account HAVING SUM(amount_minor) > 0 ORDER BY MIN(id)";
static const char sql_voucher_add[] =
    "INSERT INTO voucher (payment, \"transaction\", tax, tax_refund_base, instalments,"
    " response_code, result, response_text, user_address, processor) VALUES (:payment,"
    " :transaction, :tax, :base, :instalments, :code, :result, :text, :address, :processor)"
    " ON CONFLICT (payment) DO NOTHING";
static const char sql_voucher[] =
    "SELECT \"transaction\", tax, tax_refund_base, instalments, response_code, result,"
    " response_text, user_address, processor FROM voucher WHERE payment = :payment";

static const char sql_refunded_of[] =
    "SELECT COALESCE(SUM(i.amount_minor), 0), COALESCE(SUM(i.late_fee_minor), 0),"
    " COALESCE(SUM(i.plan_fee_minor), 0), COALESCE(SUM(i.plan_interest_minor), 0)"
    " FROM payment r JOIN payment_item i ON i.payment = r.id AND i.invoice = :invoice"
    " WHERE r.refund_of = :payment AND r.id <> :but"
    " AND r.status NOT IN ('declined', 'cancelled', 'expired')";
int
payment_refunded_of(
    struct db *db, int64_t payment, int64_t but, struct payment_item *item, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_refunded_of,
		BINDS(BIND_INT(":invoice", item->invoice), BIND_INT(":payment", payment),
		    BIND_INT(":but", but)),
		&q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		item->amount_minor = query_int(&q, 0);
		item->late_fee_minor = query_int(&q, 1);
		item->plan_fee_minor = query_int(&q, 2);
		item->plan_interest_minor = query_int(&q, 3);
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

int
payment_item_add(
    struct office *office, int64_t payment, const struct payment_item *item, struct err *e)
{
	return db_run(office->db, sql_item_add,
	    BINDS(BIND_INT(":payment", payment), BIND_INT(":invoice", item->invoice),
		BIND_INT(":amount", item->amount_minor),
		BIND_INT(":late_fee", item->late_fee_minor), BIND_TEXT(":on", item->on),
		BIND_INT(":is_settling", item->is_settling),
		BIND_INT_OR_NULL(":plan_fee", item->plan_fee_minor),
		BIND_INT_OR_NULL(":plan_interest", item->plan_interest_minor)),
	    NULL, e);
}

int
payment_items(struct db *db, int64_t payment, struct query *q, struct err *e)
{
	return db_query(db, sql_items, BINDS(BIND_INT(":payment", payment)), q, e);
}

int
payment_item_next(struct query *q, struct payment_item *item, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	item->invoice = query_int(q, 0);
	item->amount_minor = query_int(q, 1);
	item->late_fee_minor = query_int(q, 2);
	query_text(q, 3, item->on, sizeof item->on);
	item->is_settling = query_int(q, 4) != 0;
	item->plan_fee_minor = query_int(q, 5);
	item->plan_interest_minor = query_int(q, 6);
	return 1;
}

int
payment_credit_add(
    struct office *office, int64_t payment, const struct payment_credit *credit, struct err *e)
{
	return db_run(office->db, sql_credit_add,
	    BINDS(BIND_INT(":payment", payment), BIND_INT_OR_NULL(":account", credit->account),
		BIND_INT(":amount", credit->amount_minor)),
	    NULL, e);
}

int
payment_credits(struct db *db, int64_t payment, struct query *q, struct err *e)
{
	return db_query(db, sql_credits, BINDS(BIND_INT(":payment", payment)), q, e);
}

int
payment_credit_next(struct query *q, struct payment_credit *credit, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	credit->account = query_int(q, 0);
	credit->amount_minor = query_int(q, 1);
	return 1;
}

int
payment_excess_add(struct office *office, int64_t payment, const struct payment_credit *excess,
    int64_t made_by, struct err *e)
{
	return db_run(office->db, sql_excess_add,
	    BINDS(BIND_INT(":payment", payment), BIND_INT_OR_NULL(":account", excess->account),
		BIND_INT(":amount", excess->amount_minor), BIND_INT(":made_by", made_by)),
	    NULL, e);
}

int
payment_excesses(struct db *db, int64_t payment, struct query *q, struct err *e)
{
	return db_query(db, sql_excesses, BINDS(BIND_INT(":payment", payment)), q, e);
}

static bool
is_voucher_empty(const struct gateway_voucher *v)
{
	return v->transaction[0] == '\0' && v->tax[0] == '\0' && v->response_code[0] == '\0' &&
	       v->result_text[0] == '\0' && v->response_text[0] == '\0' && v->processor[0] == '\0';
}

int
payment_voucher_set(
    struct office *office, int64_t payment, const struct gateway_voucher *v, struct err *e)
{
	struct bind instalments = BIND_INT(":instalments", v->instalments);

	if (is_voucher_empty(v))
		return 0;
	if (v->instalments < 0)
		instalments.kind = BIND_KIND_NULL;
	return db_run(office->db, sql_voucher_add,
	    BINDS(BIND_INT(":payment", payment), BIND_TEXT_OR_NULL(":transaction", v->transaction),
		BIND_TEXT_OR_NULL(":tax", v->tax), BIND_TEXT_OR_NULL(":base", v->tax_refund_base),
		instalments, BIND_TEXT_OR_NULL(":code", v->response_code),
		BIND_TEXT_OR_NULL(":result", v->result_text),
		BIND_TEXT_OR_NULL(":text", v->response_text),
		BIND_TEXT_OR_NULL(":address", v->user_address),
		BIND_TEXT_OR_NULL(":processor", v->processor)),
	    NULL, e);
}

int
payment_voucher(struct db *db, int64_t payment, struct gateway_voucher *v, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_voucher, BINDS(BIND_INT(":payment", payment)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		memset(v, 0, sizeof *v);
		query_text(&q, 0, v->transaction, sizeof v->transaction);
		query_text(&q, 1, v->tax, sizeof v->tax);
		query_text(&q, 2, v->tax_refund_base, sizeof v->tax_refund_base);
		v->instalments = query_is_null(&q, 3) ? -1 : (int)query_int(&q, 3);
		query_text(&q, 4, v->response_code, sizeof v->response_code);
		query_text(&q, 5, v->result_text, sizeof v->result_text);
		query_text(&q, 6, v->response_text, sizeof v->response_text);
		query_text(&q, 7, v->user_address, sizeof v->user_address);
		query_text(&q, 8, v->processor, sizeof v->processor);
	}
	query_end(&q);
	return row;
}
