#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "payment.h"

static const char sql_add[] =
    "INSERT INTO payment (key, reference, kind, status, method, amount_minor, credit_minor,"
    " currency, customer, operator, source, card, card_token, gateway, gateway_ref, captured_minor,"
    " authorization, refund_of, reason, memo, client_address, flag, business_on, not_after,"
    " created_at, settled_at, ended_at, debit_invoice, debit_due_on, debit_try, qr, payee, "
    "payee_minor) VALUES (:key, "
    ":reference, :kind, :status, :method, :amount,"
    " :credit, :currency, :customer, :operator, :source, :card, :card_token, :gateway,"
    " :gateway_ref, :captured, :authorization, :refund_of, :reason, :memo, :client, :flag,"
    " :business_on, :not_after, :created_at, :settled_at, :ended_at, :debit_invoice,"
    " :debit_due_on, :debit_try, :qr, :payee, :payee_minor)";
static const char sql_move[] =
    "UPDATE payment SET status = :to, captured_minor = :captured, credit_minor = :credit, "
    "gateway_ref = :gateway_ref,"
    " authorization = :authorization, settled_at = :settled_at, ended_at = :ended_at,"
    " redirect_url = :redirect_url, gateway_token = :gateway_token, reason = :reason"
    " WHERE id = :id AND status = :from";
static const char sql_give_back[] =
    "UPDATE payment SET debit_try = (SELECT CASE WHEN MIN(o.debit_try) < 0 THEN MIN(o.debit_try)"
    " ELSE 0 END - 1 FROM payment o WHERE o.debit_invoice = :invoice AND o.debit_due_on = :due_on)"
    " WHERE id = :id RETURNING debit_try";
static const char sql_flag[] = "UPDATE payment SET flag = :flag WHERE id = :id";

static const struct {
	enum payment_status from, to;
} moves[] = {
	{ PAYMENT_SENDING, PAYMENT_APPROVED },
	{ PAYMENT_SENDING, PAYMENT_DECLINED },
	{ PAYMENT_SENDING, PAYMENT_REDIRECTED },
	{ PAYMENT_SENDING, PAYMENT_UNKNOWN },
	{ PAYMENT_SENDING, PAYMENT_CANCELLED },
	{ PAYMENT_REDIRECTED, PAYMENT_APPROVED },
	{ PAYMENT_REDIRECTED, PAYMENT_DECLINED },
	{ PAYMENT_REDIRECTED, PAYMENT_EXPIRED },
	{ PAYMENT_REDIRECTED, PAYMENT_CANCELLED },
	{ PAYMENT_UNKNOWN, PAYMENT_APPROVED },
	{ PAYMENT_UNKNOWN, PAYMENT_DECLINED },
	{ PAYMENT_UNKNOWN, PAYMENT_CANCELLED },
	{ PAYMENT_APPROVED, PAYMENT_REFUNDED },
	{ PAYMENT_CANCELLED, PAYMENT_APPROVED }, /* late, here and below */
	{ PAYMENT_EXPIRED, PAYMENT_APPROVED },
	{ PAYMENT_DECLINED, PAYMENT_APPROVED },
};

static bool
has_money(enum payment_status status)
{
	return status == PAYMENT_APPROVED || status == PAYMENT_REFUNDED;
}

static int
note(struct office *office, const struct payment *p, const char *summary, struct err *e)
{
	const struct office_note note = { .type = REF_PAYMENT,
		.id = p->id,
		.customer = p->customer,
		.reference = p->reference,
		.summary = summary };

	return office_log(office, &note, e);
}

static int
insert_row(struct office *office, struct payment *p, struct err *e)
{
	struct bind captured = BIND_INT(":captured", p->captured_minor);
	struct bind debit_try = BIND_INT(":debit_try", p->debit_try);

	if (!has_money(p->status))
		captured.kind = BIND_KIND_NULL;
	if (p->debit_invoice == 0)
		debit_try.kind = BIND_KIND_NULL;
	return db_insert(office->db, sql_add,
	    BINDS(BIND_TEXT(":key", p->key), BIND_TEXT(":reference", p->reference),
		BIND_TEXT(":kind", p->is_refund ? "refund" : "payment"),
		BIND_TEXT(":status", payment_status_name(p->status)),
		BIND_TEXT(":method", payment_method_name(p->method)),
		BIND_INT(":amount", p->amount.minor), BIND_INT(":credit", p->credit_minor),
		BIND_TEXT(":currency", p->amount.currency),
		BIND_INT_OR_NULL(":customer", p->customer),
		BIND_TEXT_OR_NULL(":operator", p->operator_name),
		BIND_INT_OR_NULL(":source", p->source), BIND_INT_OR_NULL(":card", p->card),
		BIND_TEXT_OR_NULL(":card_token", p->card_token),
		BIND_TEXT_OR_NULL(":gateway", p->gateway),
		BIND_TEXT_OR_NULL(":gateway_ref", p->gateway_ref), captured,
		BIND_TEXT_OR_NULL(":authorization", p->authorization),
		BIND_INT_OR_NULL(":refund_of", p->refund_of),
		BIND_TEXT_OR_NULL(":reason", p->reason), BIND_TEXT_OR_NULL(":memo", p->memo),
		BIND_TEXT_OR_NULL(":client", p->client_address),
		BIND_TEXT_OR_NULL(":flag", p->flag), BIND_TEXT(":business_on", p->business_on),
		BIND_INT_OR_NULL(":not_after", p->not_after),
		BIND_INT(":created_at", p->created_at),
		BIND_INT_OR_NULL(":settled_at", p->settled_at),
		BIND_INT_OR_NULL(":ended_at", p->ended_at),
		BIND_INT_OR_NULL(":debit_invoice", p->debit_invoice),
		BIND_TEXT_OR_NULL(":debit_due_on", p->debit_due_on), debit_try,
		BIND_INT_OR_NULL(":qr", p->qr), BIND_INT_OR_NULL(":payee", p->payee),
		BIND_INT_OR_NULL(":payee_minor", p->payee_minor)),
	    &p->id, e);
}

int
payment_insert(struct office *office, struct payment *p, struct err *e)
{
	char summary[120], money[MONEY_TEXT_SIZE];

	p->created_at = office->now;
	if (!payment_is_live(p))
		p->ended_at = office->now;
	if (has_money(p->status))
		p->settled_at = office->now;
	if (insert_row(office, p, e) != 0)
		return -1;
	money_format(&p->amount, money);
	snprintf(summary, sizeof summary, "> %s: %s %s %s%s", payment_status_name(p->status), money,
	    p->amount.currency, payment_method_name(p->method), p->is_refund ? " refund" : "");
	return note(office, p, summary, e);
}

bool
payment_is_legal_move(const char *from, const char *to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (strcmp(payment_status_name(moves[i].from), from) == 0 &&
		    strcmp(payment_status_name(moves[i].to), to) == 0)
			return true;
	/* Where a payment begins. */
	return from[0] == '\0' && (strcmp(to, "sending") == 0 || strcmp(to, "approved") == 0 ||
				      strcmp(to, "declined") == 0 || strcmp(to, "unknown") == 0);
}

static bool
is_legal(enum payment_status from, enum payment_status to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (moves[i].from == from && moves[i].to == to)
			return true;
	return false;
}

static int
refuse(const struct payment *p, struct err *e)
{
	return ref_refuse(REF_PAYMENT, p->id, payment_status_name(p->status), e);
}

/* *changed: 0 where another program moved it meanwhile. */
static int
update_row(struct office *office, struct payment *p, enum payment_status to, int64_t *changed,
    struct err *e)
{
	struct bind captured = BIND_INT(":captured", p->captured_minor);

	if (!has_money(to))
		captured.kind = BIND_KIND_NULL;
	return db_run(office->db, sql_move,
	    BINDS(BIND_INT(":id", p->id), BIND_TEXT(":from", payment_status_name(p->status)),
		BIND_TEXT(":to", payment_status_name(to)), captured,
		BIND_INT(":credit", p->credit_minor),
		BIND_TEXT_OR_NULL(":gateway_ref", p->gateway_ref),
		BIND_TEXT_OR_NULL(":authorization", p->authorization),
		BIND_INT_OR_NULL(":settled_at", p->settled_at),
		BIND_INT_OR_NULL(":ended_at", p->ended_at),
		BIND_TEXT_OR_NULL(":redirect_url", p->redirect_url),
		BIND_TEXT_OR_NULL(":gateway_token", p->gateway_token),
		BIND_TEXT_OR_NULL(":reason", p->reason)),
	    changed, e);
}

/* A debit that came to nothing counts as no try: the next one has its number. */
static int
give_back_try(struct office *office, struct payment *p, struct err *e)
{
	int64_t number;

	if (p->debit_invoice == 0)
		return 0;
	if (db_int(office->db, sql_give_back,
		BINDS(BIND_INT(":invoice", p->debit_invoice), BIND_TEXT(":due_on", p->debit_due_on),
		    BIND_INT(":id", p->id)),
		&number, e) < 0)
		return -1;
	p->debit_try = (int)number;
	return 0;
}

int
payment_move(struct office *office, struct payment *p, enum payment_status to, const char *why,
    struct err *e)
{
	char summary[300];
	int64_t changed;

	if (!is_legal(p->status, to))
		return refuse(p, e);
	if (has_money(to) && p->settled_at == 0)
		p->settled_at = office->now;
	if (to != PAYMENT_REDIRECTED && to != PAYMENT_UNKNOWN)
		p->ended_at = office->now;
	if (update_row(office, p, to, &changed, e) != 0)
		return -1;
	if (changed == 0)
		return refuse(p, e);
	if (to == PAYMENT_CANCELLED && give_back_try(office, p, e) != 0)
		return -1;
	snprintf(summary, sizeof summary, "%s > %s%s%s", payment_status_name(p->status),
	    payment_status_name(to), why[0] ? ": " : "", why);
	p->status = to;
	return note(office, p, summary, e);
}

int
payment_alarm(
    struct office *office, struct payment *p, const char *flag, const char *why, struct err *e)
{
	char summary[300];

	snprintf(p->flag, sizeof p->flag, "%s", flag);
	if (db_run(office->db, sql_flag, BINDS(BIND_INT(":id", p->id), BIND_TEXT(":flag", p->flag)),
		NULL, e) != 0)
		return -1;
	snprintf(summary, sizeof summary, "alarm %s: %s", flag, why);
	return note(office, p, summary, e);
}
