#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "qr.h"
#include "setting.h"

static const char sql_insert[] =
    "INSERT INTO qr (reference, status, account, invoice, amount_minor, currency, memo, use,"
    " expires_on, payload, created_at) VALUES (:reference, 'active', :account, :invoice, :amount,"
    " :currency, :memo, :use, :expires_on, :payload, :created_at) RETURNING id";
#define COLUMNS                                                                                    \
	"SELECT q.id, q.reference, q.status, q.account, q.invoice, q.amount_minor, q.currency,"    \
	" q.memo, q.use, q.expires_on, q.payload, q.created_at, a.customer"                        \
	" FROM qr q JOIN account a ON a.id = q.account"
static const char sql_show[] = COLUMNS " WHERE q.id = :id";
static const char sql_list[] = COLUMNS " ORDER BY q.id";
static const char sql_list_account[] = COLUMNS " WHERE q.account = :account"
					       " AND (:customer = 0 OR a.customer = :customer)"
					       " ORDER BY q.id";
static const char sql_list_customer[] =
    COLUMNS " WHERE a.customer = :customer AND a.kind = 'deposit' ORDER BY q.id";
static const char sql_by_reference[] = "SELECT id FROM qr WHERE reference = :reference";
static const char sql_end[] = "UPDATE qr SET status = :to WHERE id = :id AND status = 'active'"
			      " AND (:to = 'cancelled' OR use = 'once') RETURNING id";
static const char sql_hold[] = "INSERT INTO qr_hold (payment, qr) VALUES (:payment, :qr)";
static const char sql_release[] = "DELETE FROM qr_hold WHERE payment = :payment";
static const char sql_holder[] = "SELECT payment FROM qr_hold WHERE qr = :qr";

static const char *const statuses[] = { "active", "used", "expired", "cancelled" };

const char *
qr_status_name(enum qr_status status)
{
	return statuses[status];
}

bool
qr_is_legal_move(const char *from, const char *to)
{
	if (from[0] == '\0')
		return strcmp(to, "active") == 0;
	return strcmp(from, "active") == 0 &&
	       (strcmp(to, "used") == 0 || strcmp(to, "cancelled") == 0);
}

static int
note(struct office *office, const struct qr *qr, const char *summary, struct err *e)
{
	const struct office_note note = { .type = REF_QR,
		.id = qr->id,
		.customer = qr->customer,
		.reference = qr->reference,
		.summary = summary };

	return office_log(office, &note, e);
}

int
qr_insert(struct office *office, struct qr *qr, struct err *e)
{
	char summary[200], amount[MONEY_TEXT_SIZE] = "any amount", account[REF_SIZE];

	qr->created_at = office->now;
	if (db_int(office->db, sql_insert,
		BINDS(BIND_TEXT(":reference", qr->reference), BIND_INT(":account", qr->account),
		    BIND_INT_OR_NULL(":invoice", qr->invoice),
		    BIND_INT_OR_NULL(":amount", qr->amount.minor),
		    BIND_TEXT(":currency", qr->amount.currency),
		    BIND_TEXT_OR_NULL(":memo", qr->memo),
		    BIND_TEXT(":use", qr->is_once ? "once" : "many"),
		    BIND_TEXT_OR_NULL(":expires_on", qr->expires_on),
		    BIND_TEXT(":payload", qr->payload), BIND_INT(":created_at", office->now)),
		&qr->id, e) < 0)
		return -1;
	if (qr->amount.minor != 0)
		money_format(&qr->amount, amount);
	snprintf(summary, sizeof summary, "> active: %s %s to %s, %s", amount, qr->amount.currency,
	    ref_format(REF_ACCOUNT, qr->account, account), qr->is_once ? "once" : "many");
	return note(office, qr, summary, e);
}

int
qr_find(struct db *db, const char *text, int64_t *id, struct err *e)
{
	struct query q;
	struct ref ref;
	int row;

	if (ref_parse(text, &ref) != 1)
		return ref_absent(REF_QR, text, e);
	if (ref.type != REF_QR)
		return err_set(e, ERR_USAGE, _("%.40s is no %s-N"), text, ref_prefix(REF_QR));
	if (db_query(db, sql_show, BINDS(BIND_INT(":id", ref.id)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	query_end(&q);
	*id = ref.id;
	return row == 0 ? ref_absent(REF_QR, text, e) : row < 0 ? -1 : 0;
}

int
qr_by_reference(struct db *db, const char *reference, int64_t *id, struct err *e)
{
	return db_int(db, sql_by_reference, BINDS(BIND_TEXT(":reference", reference)), id, e);
}

static enum qr_status
status_on(const struct qr *qr, const char *stored, const char *today)
{
	if (strcmp(stored, "active") != 0)
		return strcmp(stored, "used") == 0 ? QR_USED : QR_CANCELLED;
	return qr->expires_on[0] != '\0' && today[0] != '\0' && strcmp(today, qr->expires_on) > 0
		   ? QR_EXPIRED
		   : QR_ACTIVE;
}

int
qr_next(struct query *q, const char *today, struct qr *qr, struct err *e)
{
	char stored[16] = "";
	const char *use;
	int row = query_next(q, e);

	if (row != 1)
		return row;
	memset(qr, 0, sizeof *qr);
	qr->id = query_int(q, 0);
	query_text(q, 1, qr->reference, sizeof qr->reference);
	query_text(q, 2, stored, sizeof stored);
	qr->account = query_int(q, 3);
	qr->invoice = query_int(q, 4);
	qr->amount.minor = query_int(q, 5);
	query_text(q, 6, qr->amount.currency, sizeof qr->amount.currency);
	query_text(q, 7, qr->memo, sizeof qr->memo);
	use = query_peek(q, 8);
	qr->is_once = use != NULL && strcmp(use, "once") == 0;
	query_text(q, 9, qr->expires_on, sizeof qr->expires_on);
	query_text(q, 10, qr->payload, sizeof qr->payload);
	qr->created_at = query_int(q, 11);
	qr->customer = query_int(q, 12);
	qr->status = status_on(qr, stored, today);
	return 1;
}

int
qr_show(struct office *office, int64_t id, struct qr *qr, struct err *e)
{
	char today[DATE_SIZE];
	struct query q;
	int row;

	if (setting_today(office, today, e) != 0 ||
	    db_query(office->db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = qr_next(&q, today, qr, e);
	query_end(&q);
	if (row == 0)
		return ref_absent_id(REF_QR, id, e);
	return row < 0 ? -1 : 0;
}

int
qr_list(struct db *db, const struct qr_filter *f, struct query *q, struct err *e)
{
	if (f->account != 0)
		return db_query(db, sql_list_account,
		    BINDS(BIND_INT(":account", f->account), BIND_INT(":customer", f->customer)), q,
		    e);
	if (f->customer != 0)
		return db_query(
		    db, sql_list_customer, BINDS(BIND_INT(":customer", f->customer)), q, e);
	return db_query(db, sql_list, NULL, q, e);
}

int
qr_check_active(const struct qr *qr, struct err *e)
{
	char name[REF_SIZE];

	ref_format(REF_QR, qr->id, name);
	if (qr->status == QR_ACTIVE)
		return 0;
	if (qr->status == QR_EXPIRED) {
		err_set(e, ERR_CONFLICT, _("%s expired on %s"), name, qr->expires_on);
		return err_reason(e, "expired", name);
	}
	if (qr->status == QR_USED) {
		err_set(
		    e, ERR_CONFLICT, _("%s was paid already: it is good for one payment"), name);
		return err_reason(e, "used", name);
	}
	err_set(e, ERR_CONFLICT, _("%s was cancelled"), name);
	return err_reason(e, "cancelled", name);
}

static int
check_free(struct office *office, int64_t qr, struct err *e)
{
	int64_t held_by;

	if (qr_hold_of(office->db, qr, &held_by, e) != 0)
		return -1;
	return held_by == 0 ? 0 : ref_refuse_held(REF_QR, qr, held_by, e);
}

int
qr_check_payable(struct office *office, const struct qr *qr, struct err *e)
{
	return qr_check_active(qr, e) != 0 ? -1 : check_free(office, qr->id, e);
}

/* 1: it went there; 0: it was not active; -1. */
static int
end(struct office *office, const struct qr *qr, enum qr_status to, const char *why, struct err *e)
{
	char summary[80];
	int64_t id;
	int row = db_int(office->db, sql_end,
	    BINDS(BIND_INT(":id", qr->id), BIND_TEXT(":to", statuses[to])), &id, e);

	if (row <= 0)
		return row;
	snprintf(summary, sizeof summary, "active > %s%s%s", statuses[to], why[0] ? ": " : "", why);
	return note(office, qr, summary, e) != 0 ? -1 : 1;
}

int
qr_cancel(struct office *office, int64_t id, struct err *e)
{
	struct qr qr = { .id = id };

	if (qr_show(office, id, &qr, e) != 0 || qr_check_payable(office, &qr, e) != 0)
		return -1;
	return end(office, &qr, QR_CANCELLED, "", e) < 0 ? -1 : 0;
}

int
qr_use(struct office *office, int64_t id, int64_t payment, struct err *e)
{
	char why[REF_SIZE];
	struct qr qr;

	if (qr_show(office, id, &qr, e) != 0)
		return -1;
	ref_format(REF_PAYMENT, payment, why);
	return end(office, &qr, QR_USED, why, e) < 0 ? -1 : 0;
}

int
qr_hold_add(struct office *office, int64_t payment, int64_t qr, struct err *e)
{
	if (check_free(office, qr, e) != 0)
		return -1;
	return db_run(office->db, sql_hold,
	    BINDS(BIND_INT(":payment", payment), BIND_INT(":qr", qr)), NULL, e);
}

int
qr_hold_release(struct office *office, int64_t payment, struct err *e)
{
	return db_run(office->db, sql_release, BINDS(BIND_INT(":payment", payment)), NULL, e);
}

int
qr_hold_of(struct db *db, int64_t qr, int64_t *payment, struct err *e)
{
	*payment = 0;
	return db_int(db, sql_holder, BINDS(BIND_INT(":qr", qr)), payment, e) < 0 ? -1 : 0;
}
