#define _DEFAULT_SOURCE /* explicit_bzero */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "crypto.h"
#include "customer.h"
#include "i18n.h"
#include "key.h"
#include "setting.h"
#include "token_private.h"
#include "utf8.h"
#include "vault.h"

static const char sql_show[] =
    "SELECT id, period, last_step, tried, locked_until, enrolled_at, revoked_at FROM token"
    " WHERE customer = :customer ORDER BY revoked_at IS NULL DESC, id DESC LIMIT 1";
static const char sql_is_live[] =
    "SELECT 1 FROM token WHERE customer = :customer AND revoked_at IS NULL";
static const char sql_enrol[] =
    "INSERT INTO token (customer, secret, period, last_step, tried, enrolled_at)"
    " VALUES (:customer, :secret, :period, -1, 0, :now) RETURNING id";
static const char sql_unlock[] = "UPDATE token SET tried = 0, locked_until = NULL"
				 " WHERE customer = :customer AND revoked_at IS NULL AND tried > 0";
static const char sql_revoke[] = "UPDATE token SET secret = NULL, revoked_at = :now"
				 " WHERE customer = :customer AND revoked_at IS NULL RETURNING id";

int
token_show(struct db *db, int64_t customer, struct token *t, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_show, BINDS(BIND_INT(":customer", customer)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		t->id = query_int(&q, 0);
		t->period = (int)query_int(&q, 1);
		t->last_step = query_int(&q, 2);
		t->tried = (int)query_int(&q, 3);
		t->locked_until = query_int(&q, 4);
		t->enrolled_at = query_int(&q, 5);
		t->revoked_at = query_int(&q, 6);
	}
	query_end(&q);
	return row;
}

int
token_is_live(struct db *db, int64_t customer, struct err *e)
{
	int64_t one;

	return db_int(db, sql_is_live, BINDS(BIND_INT(":customer", customer)), &one, e);
}

const char *
token_status(const struct token *t, int64_t now)
{
	if (t->revoked_at != 0)
		return "revoked";
	return t->locked_until > now ? "locked" : "active";
}

void
token_binding(int64_t customer, char binding[TOKEN_BINDING_SIZE])
{
	snprintf(binding, TOKEN_BINDING_SIZE, "token cus-%" PRId64, customer);
}

/* ---- enrolling */

struct enrolment {
	const struct secret_key *key;
	int64_t customer;
	struct otpauth otpauth;
	char *uri; /* OTPAUTH_URI_SIZE */
};

int
token_check_customer(const struct customer *c, struct err *e)
{
	const char *status = c->status;
	char ref[REF_SIZE];

	if (strcmp(status, "active") == 0)
		return 0;
	ref_format(REF_CUSTOMER, c->id, ref);
	err_set(e, ERR_CONFLICT, _("%s is not active"), ref);
	return err_reason(e, status, ref);
}

/* 1 and its id, 0 without one, -1. */
static int
end_live(struct office *office, int64_t customer, int64_t *id, struct err *e)
{
	return db_int(office->db, sql_revoke,
	    BINDS(BIND_INT(":customer", customer), BIND_INT(":now", office->now)), id, e);
}

/* An operator revokes the old one first, knowingly; the owner has just shown it. */
static int
replace(struct office *office, int64_t customer, struct err *e)
{
	int live = token_is_live(office->db, customer, e);
	char ref[REF_SIZE];
	int64_t old;

	if (live <= 0)
		return live;
	if (office->actor.kind == ACTOR_CUSTOMER)
		return end_live(office, customer, &old, e) < 0 ? -1 : 0;
	ref_format(REF_CUSTOMER, customer, ref);
	err_set(e, ERR_CONFLICT, _("%s has a token already"), ref);
	err_hint(e, _("if it is lost: pp-token revoke %s"), ref);
	return err_reason(e, "enrolled", ref);
}

/* What the device shows beside the code: at most 64 bytes, no colon, no control. */
static void
put_issuer(const char *name, char issuer[OTPAUTH_ISSUER_SIZE])
{
	const char *end = name + utf8_fit_bytes(name, 64);

	while (name < end) {
		const char *from = name;
		unsigned c = utf8_next(&name);

		if (c == ':' || utf8_is_control(c))
			*issuer++ = ' ';
		else
			while (from < name)
				*issuer++ = *from++;
	}
	*issuer = '\0';
}

static int
prepare(struct office *office, struct enrolment *n, struct err *e)
{
	struct otpauth *o = &n->otpauth;
	char name[SETTING_SIZE];
	struct customer c;
	int64_t period;

	if (customer_show(office->db, n->customer, &c, e) != 0 ||
	    token_check_customer(&c, e) != 0 ||
	    setting_text(office->db, "office.name", name, sizeof name, e) != 0 ||
	    setting_int(office->db, "token.period", &period, e) != 0)
		return -1;
	put_issuer(name, o->issuer);
	snprintf(o->account, sizeof o->account, "%s", c.email);
	o->period = (int)period;
	o->secret_length = TOTP_SECRET_SIZE;
	return crypto_random(o->secret, o->secret_length, e);
}

static int
enrol(struct office *office, void *context, struct err *e)
{
	struct enrolment *n = context;
	struct otpauth *o = &n->otpauth;
	char binding[TOKEN_BINDING_SIZE], summary[80];
	struct vault_box box;
	int64_t id;

	token_binding(n->customer, binding);
	if (prepare(office, n, e) != 0 || replace(office, n->customer, e) != 0 ||
	    vault_seal(n->key, binding, o->secret, o->secret_length, &box, e) != 0 ||
	    otpauth_write(o, n->uri, e) != 0)
		return -1;
	if (db_int(office->db, sql_enrol,
		BINDS(BIND_INT(":customer", n->customer),
		    BIND_BLOB(":secret", box.bytes, box.length), BIND_INT(":period", o->period),
		    BIND_INT(":now", office->now)),
		&id, e) < 0)
		return -1;
	snprintf(summary, sizeof summary, "token %" PRId64 " enrolled", id);
	return office_log_customer(office, n->customer, summary, e);
}

int
token_enrol(struct office *office, int64_t customer, char uri[OTPAUTH_URI_SIZE], struct err *e)
{
	struct secret_key key;
	struct enrolment n = { .key = &key, .customer = customer, .uri = uri };
	int result;

	if (key_load(office, &key, e) != 0)
		return -1;
	result = office_write(office, enrol, &n, e);
	explicit_bzero(&n, sizeof n);
	secret_forget(&key);
	return result;
}

/* ---- revoking */

int
token_absent(enum err_code code, int64_t customer, struct err *e)
{
	char ref[REF_SIZE];

	err_set(e, code, _("%s has no token"), ref_format(REF_CUSTOMER, customer, ref));
	return err_reason(e, "token_absent", ref);
}

static int
revoke(struct office *office, void *context, struct err *e)
{
	const int64_t *customer = context;
	char summary[80];
	int64_t id;
	int row = end_live(office, *customer, &id, e);

	if (row < 0)
		return -1;
	if (row == 0)
		return token_absent(ERR_CONFLICT, *customer, e);
	snprintf(summary, sizeof summary, "token %" PRId64 " revoked", id);
	return office_log_customer(office, *customer, summary, e);
}

int
token_revoke(struct office *office, int64_t customer, struct err *e)
{
	return office_write(office, revoke, &customer, e);
}

int
token_end(struct office *office, int64_t customer, struct err *e)
{
	char summary[80];
	int64_t id;
	int row = end_live(office, customer, &id, e);

	if (row <= 0)
		return row;
	snprintf(summary, sizeof summary, "token %" PRId64 " revoked", id);
	return office_log_customer(office, customer, summary, e);
}

int
token_unlock(struct office *office, int64_t customer, struct err *e)
{
	int64_t changed;

	if (db_run(office->db, sql_unlock, BINDS(BIND_INT(":customer", customer)), &changed, e) !=
	    0)
		return -1;
	return changed == 0 ? 0 : office_log_customer(office, customer, "token unlocked", e);
}

/* ---- the gate */

int
token_about(struct err *e, int64_t customer, int64_t until)
{
	ref_format(REF_CUSTOMER, customer, e->ref);
	if (until != 0)
		instant_format(until, e->until);
	return -1;
}

int
token_gate(struct office *office, struct err *e)
{
	int live;

	if (office->actor.kind != ACTOR_CUSTOMER || office->is_authorised)
		return 0;
	live = token_is_live(office->db, office->actor.customer, e);
	if (live <= 0)
		return live;
	err_set(e, ERR_DENIED, _("this needs your token"));
	err_reason(e, "token_required", "");
	return token_about(e, office->actor.customer, 0);
}
