#include <stdio.h>
#include <string.h>
#include "allocation.h"
#include "i18n.h"

static const char sql_add[] =
    "INSERT INTO allocation (payment, invoice, kind, amount_minor, late_fee_minor, on_date,"
    " is_settling, plan_fee_minor, plan_interest_minor, instalment) VALUES (:payment, :invoice, "
    ":kind, :amount,"
    " :late_fee, :on, :is_settling, :plan_fee, :plan_interest, :instalment)";
static const char sql_count[] = "SELECT COUNT(*) FROM allocation WHERE invoice = :invoice";
static const char sql_paid[] =
    "SELECT COALESCE(SUM(amount_minor), 0) FROM allocation WHERE invoice = :invoice";
static const char sql_principal[] = "SELECT COALESCE(SUM(amount_minor - late_fee_minor), 0)"
				    " FROM allocation WHERE invoice = :invoice";
#define COLUMNS                                                                                    \
	"SELECT id, payment, invoice, kind, amount_minor, late_fee_minor, on_date, is_settling,"   \
	" plan_fee_minor, plan_interest_minor, instalment FROM allocation"
static const char sql_of_invoice[] = COLUMNS " WHERE invoice = :id ORDER BY id";
static const char sql_of_payment[] =
    COLUMNS " WHERE payment = :id AND instalment IS NULL ORDER BY id";
static const char sql_hold[] = "INSERT INTO hold (payment, invoice) VALUES (:payment, :invoice)";
static const char sql_release[] = "DELETE FROM hold WHERE payment = :payment";
static const char sql_holder[] = "SELECT payment FROM hold WHERE invoice = :invoice";

static const char *const kinds[] = { "payment", "refund", "plan" };

int
allocation_count(struct db *db, int64_t invoice, int64_t *count, struct err *e)
{
	*count = 0;
	return db_int(db, sql_count, BINDS(BIND_INT(":invoice", invoice)), count, e) < 0 ? -1 : 0;
}

int
allocation_paid(struct db *db, int64_t invoice, int64_t *minor, struct err *e)
{
	*minor = 0;
	return db_int(db, sql_paid, BINDS(BIND_INT(":invoice", invoice)), minor, e) < 0 ? -1 : 0;
}

int
allocation_principal(struct db *db, int64_t invoice, int64_t *minor, struct err *e)
{
	*minor = 0;
	return db_int(db, sql_principal, BINDS(BIND_INT(":invoice", invoice)), minor, e) < 0 ? -1
											     : 0;
}

int
allocation_add(struct office *office, struct allocation *a, struct err *e)
{
	int64_t count;

	if (allocation_count(office->db, a->invoice, &count, e) != 0)
		return -1;
	if (count >= ALLOCATIONS_MAX) {
		err_set(e, ERR_CONFLICT, _("the invoice was paid in too many parts"));
		return err_reason(e, "partial", "");
	}
	return db_insert(office->db, sql_add,
	    BINDS(BIND_INT(":payment", a->payment), BIND_INT(":invoice", a->invoice),
		BIND_TEXT(":kind", kinds[a->kind]), BIND_INT(":amount", a->amount_minor),
		BIND_INT(":late_fee", a->late_fee_minor), BIND_TEXT(":on", a->on),
		BIND_INT(":is_settling", a->is_settling),
		BIND_INT_OR_NULL(":plan_fee", a->plan_fee_minor),
		BIND_INT_OR_NULL(":plan_interest", a->plan_interest_minor),
		BIND_INT_OR_NULL(":instalment", a->instalment)),
	    &a->id, e);
}

int
allocation_next(struct query *q, struct allocation *a, struct err *e)
{
	const char *kind;
	int row = query_next(q, e);

	if (row != 1)
		return row;
	a->id = query_int(q, 0);
	a->payment = query_int(q, 1);
	a->invoice = query_int(q, 2);
	kind = query_peek(q, 3);
	a->kind = ALLOCATION_PAYMENT;
	for (int i = 0; kind != NULL && i < 3; i++)
		if (strcmp(kind, kinds[i]) == 0)
			a->kind = (enum allocation_kind)i;
	a->amount_minor = query_int(q, 4);
	a->late_fee_minor = query_int(q, 5);
	query_text(q, 6, a->on, sizeof a->on);
	a->is_settling = query_int(q, 7) != 0;
	a->plan_fee_minor = query_int(q, 8);
	a->plan_interest_minor = query_int(q, 9);
	a->instalment = query_int(q, 10);
	return 1;
}

int
allocation_of_invoice(struct db *db, int64_t invoice, struct allocation_list *list, struct err *e)
{
	struct query q;
	int row = 1;

	list->count = 0;
	if (db_query(db, sql_of_invoice, BINDS(BIND_INT(":id", invoice)), &q, e) != 0)
		return -1;
	while (list->count < ALLOCATIONS_MAX) {
		row = allocation_next(&q, &list->items[list->count], e);
		if (row != 1)
			break;
		list->count++;
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

int
allocation_of_payment(struct db *db, int64_t payment, struct query *q, struct err *e)
{
	return db_query(db, sql_of_payment, BINDS(BIND_INT(":id", payment)), q, e);
}

int
hold_add(struct office *office, int64_t payment, int64_t invoice, struct err *e)
{
	int64_t other = 0;

	if (hold_of(office->db, invoice, &other, e) != 0)
		return -1;
	if (other == 0)
		return db_run(office->db, sql_hold,
		    BINDS(BIND_INT(":payment", payment), BIND_INT(":invoice", invoice)), NULL, e);
	return ref_refuse_held(REF_INVOICE, invoice, other, e);
}

int
hold_release(struct office *office, int64_t payment, struct err *e)
{
	return db_run(office->db, sql_release, BINDS(BIND_INT(":payment", payment)), NULL, e);
}

int
hold_of(struct db *db, int64_t invoice, int64_t *payment, struct err *e)
{
	*payment = 0;
	return db_int(db, sql_holder, BINDS(BIND_INT(":invoice", invoice)), payment, e) < 0 ? -1
											    : 0;
}
