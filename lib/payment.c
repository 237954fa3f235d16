#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "payment.h"

#define COLUMNS                                                                                    \
	"SELECT p.id, p.key, p.reference, p.kind, p.status, p.method, p.amount_minor, "            \
	"p.credit_minor,"                                                                          \
	" p.currency, p.customer, p.operator, p.source, p.card, p.card_token, p.gateway,"          \
	" p.gateway_ref, p.gateway_token, p.redirect_url, p.captured_minor, p.authorization,"      \
	" p.refund_of, p.reason, p.memo, p.client_address, p.flag, p.business_on, p.not_after,"    \
	" p.created_at, p.settled_at, p.ended_at,"                                                 \
	" p.debit_invoice, p.debit_due_on, p.debit_try, p.qr, p.payee, p.payee_minor FROM "        \
	"payment p"
static const char sql_show[] = COLUMNS " WHERE p.id = :id";
static const char sql_by_key[] = "SELECT id FROM payment WHERE key = :key";
static const char sql_by_reference[] = "SELECT id FROM payment WHERE reference = :reference";
static const char sql_by_gateway_ref[] =
    "SELECT id FROM payment WHERE gateway = :gateway AND gateway_ref = :reference";
#define FILTERS                                                                                    \
	" (:customer = 0 OR p.customer = :customer) AND (:method IS NULL OR p.method = :method)"   \
	" AND (:gateway IS NULL OR p.gateway = :gateway) AND (:flagged = 0 OR p.flag IS NOT NULL)" \
	" AND (:since = 0 OR p.created_at >= :since) AND (:until = 0 OR p.created_at < :until)"    \
	" AND (:source = 0 OR p.source = :source) AND (:card = 0 OR p.card = :card)"               \
	" AND (:paid_since = 0 OR p.settled_at >= :paid_since)"                                    \
	" AND (:paid_until = 0 OR p.settled_at < :paid_until)"
/* What of the filter has an index leads; a customer has few payments, a biller has many. */
#define OF_ACCOUNT                                                                                 \
	" (:account = 0 OR p.source = :account OR p.payee = :account OR EXISTS ("                  \
	" SELECT 1 FROM payment_item i JOIN invoice v ON v.id = i.invoice WHERE i.payment = p.id"  \
	" AND v.account = :account))"
#define OF_BILLER                                                                                  \
	" (:biller = 0 OR EXISTS (SELECT 1 FROM payment_item i JOIN invoice v"                     \
	" ON v.id = i.invoice WHERE i.payment = p.id AND v.biller = :biller))"
static const char sql_list[] = COLUMNS " WHERE" FILTERS " AND" OF_BILLER " ORDER BY p.id";
static const char sql_list_customer[] = COLUMNS " WHERE p.customer = :customer AND" FILTERS
						" AND" OF_BILLER " AND" OF_ACCOUNT " ORDER BY p.id";
static const char sql_list_account[] = COLUMNS
    " WHERE p.id IN (SELECT i.payment FROM payment_item i JOIN invoice v ON v.id = i.invoice"
    " WHERE v.account = :account UNION SELECT id FROM payment WHERE source = :account"
    " UNION SELECT id FROM payment WHERE payee = :account)"
    " AND" FILTERS " AND" OF_BILLER " ORDER BY p.id";
static const char sql_list_qr[] =
    COLUMNS " WHERE p.qr = :qr AND" FILTERS " AND" OF_BILLER " AND" OF_ACCOUNT " ORDER BY p.id";
static const char sql_refunded[] =
    "SELECT COALESCE(SUM(amount_minor), 0) FROM payment WHERE refund_of = :payment"
    " AND status NOT IN ('declined', 'cancelled', 'expired')";

static const char *const statuses[] = { "sending", "approved", "declined", "redirected", "unknown",
	"cancelled", "expired", "refunded" };
static const char *const methods[] = { "cash", "card", "deposit", "checkout", "credit" };

const char *
payment_status_name(enum payment_status status)
{
	return statuses[status];
}

const char *
payment_method_name(enum payment_method method)
{
	return methods[method];
}

bool
payment_is_live(const struct payment *p)
{
	return p->status == PAYMENT_SENDING || p->status == PAYMENT_REDIRECTED ||
	       p->status == PAYMENT_UNKNOWN;
}

void
payment_till(const struct payment *p, char account[121])
{
	if (p->gateway[0] != '\0')
		snprintf(account, 121, "clearing:%s", p->gateway);
	else if (p->source != 0)
		snprintf(account, 121, "deposit:acc-%" PRId64, p->source);
	else
		snprintf(account, 121, "cash:%s", p->operator_name);
}

static int
place_of(const char *word, const char *const *words, int count)
{
	for (int i = 0; word != NULL && i < count; i++)
		if (strcmp(word, words[i]) == 0)
			return i;
	return 0;
}

static void
read_platform(const struct query *q, struct payment *p)
{
	query_text(q, 13, p->card_token, sizeof p->card_token);
	query_text(q, 14, p->gateway, sizeof p->gateway);
	query_text(q, 15, p->gateway_ref, sizeof p->gateway_ref);
	query_text(q, 16, p->gateway_token, sizeof p->gateway_token);
	query_text(q, 17, p->redirect_url, sizeof p->redirect_url);
	p->captured_minor = query_int(q, 18);
	query_text(q, 19, p->authorization, sizeof p->authorization);
}

int
payment_next(struct query *q, struct payment *p, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	memset(p, 0, sizeof *p);
	p->id = query_int(q, 0);
	query_text(q, 1, p->key, sizeof p->key);
	query_text(q, 2, p->reference, sizeof p->reference);
	p->status = (enum payment_status)place_of(query_peek(q, 4), statuses, 8);
	p->method = (enum payment_method)place_of(query_peek(q, 5), methods, 5);
	p->amount.minor = query_int(q, 6);
	p->credit_minor = query_int(q, 7);
	query_text(q, 8, p->amount.currency, sizeof p->amount.currency);
	p->customer = query_int(q, 9);
	query_text(q, 10, p->operator_name, sizeof p->operator_name);
	p->source = query_int(q, 11);
	p->card = query_int(q, 12);
	read_platform(q, p);
	p->refund_of = query_int(q, 20);
	p->is_refund = p->refund_of != 0;
	query_text(q, 21, p->reason, sizeof p->reason);
	query_text(q, 22, p->memo, sizeof p->memo);
	query_text(q, 23, p->client_address, sizeof p->client_address);
	query_text(q, 24, p->flag, sizeof p->flag);
	query_text(q, 25, p->business_on, sizeof p->business_on);
	p->not_after = query_int(q, 26);
	p->created_at = query_int(q, 27);
	p->settled_at = query_int(q, 28);
	p->ended_at = query_int(q, 29);
	p->debit_invoice = query_int(q, 30);
	query_text(q, 31, p->debit_due_on, sizeof p->debit_due_on);
	p->debit_try = (int)query_int(q, 32);
	p->qr = query_int(q, 33);
	p->payee = query_int(q, 34);
	p->payee_minor = query_int(q, 35);
	return 1;
}

int
payment_show(struct db *db, int64_t id, struct payment *p, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = payment_next(&q, p, e);
	query_end(&q);
	if (row == 0)
		return ref_absent_id(REF_PAYMENT, id, e);
	return row < 0 ? -1 : 0;
}

#define BIND_FILTERS(f)                                                                            \
	BIND_INT(":customer", (f)->customer), BIND_INT(":biller", (f)->biller),                    \
	    BIND_TEXT(":method", (f)->method), BIND_TEXT(":gateway", (f)->gateway),                \
	    BIND_INT(":flagged", (f)->is_flagged_only), BIND_INT(":since", (f)->since),            \
	    BIND_INT(":until", (f)->until), BIND_INT(":paid_since", (f)->paid_since),              \
	    BIND_INT(":paid_until", (f)->paid_until), BIND_INT(":source", (f)->source),            \
	    BIND_INT(":card", (f)->card)

int
payment_list(struct db *db, const struct payment_filter *f, struct query *q, struct err *e)
{
	if (f->qr != 0)
		return db_query(db, sql_list_qr,
		    BINDS(
			BIND_INT(":qr", f->qr), BIND_INT(":account", f->account), BIND_FILTERS(f)),
		    q, e);
	if (f->customer != 0)
		return db_query(db, sql_list_customer,
		    BINDS(BIND_INT(":account", f->account), BIND_FILTERS(f)), q, e);
	if (f->account != 0)
		return db_query(db, sql_list_account,
		    BINDS(BIND_INT(":account", f->account), BIND_FILTERS(f)), q, e);
	return db_query(db, sql_list, BINDS(BIND_FILTERS(f)), q, e);
}

int
payment_by_key(struct db *db, const char *key, int64_t *id, struct err *e)
{
	return db_int(db, sql_by_key, BINDS(BIND_TEXT(":key", key)), id, e);
}

int
payment_by_gateway_ref(
    struct db *db, const char *gateway, const char *reference, int64_t *id, struct err *e)
{
	return db_int(db, sql_by_gateway_ref,
	    BINDS(BIND_TEXT(":gateway", gateway), BIND_TEXT(":reference", reference)), id, e);
}

int
payment_find(struct db *db, const char *text, int64_t *id, struct err *e)
{
	char reference[SECRET_REFERENCE_SIZE];
	struct payment p;
	struct ref ref;
	int row;

	if (ref_parse(text, &ref)) {
		if (ref.type != REF_PAYMENT)
			return err_set(e, ERR_USAGE, _("%.40s is not a payment"), text);
		if (payment_show(db, ref.id, &p, e) != 0)
			return -1;
		*id = ref.id;
		return 0;
	}
	if (strlen(text) >= sizeof reference)
		return ref_absent(REF_PAYMENT, text, e);
	for (size_t i = 0; i < sizeof reference && (i == 0 || text[i - 1] != '\0'); i++)
		reference[i] =
		    (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 'a' + 'A' : text[i]);
	row = db_int(db, sql_by_reference, BINDS(BIND_TEXT(":reference", reference)), id, e);
	if (row == 0)
		return ref_absent(REF_PAYMENT, text, e);
	return row < 0 ? -1 : 0;
}

int
payment_refunded_sum(struct db *db, int64_t payment, int64_t *minor, struct err *e)
{
	*minor = 0;
	return db_int(db, sql_refunded, BINDS(BIND_INT(":payment", payment)), minor, e) < 0 ? -1
											    : 0;
}
