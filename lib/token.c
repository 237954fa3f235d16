#define _DEFAULT_SOURCE /* explicit_bzero */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "crypto.h"
#include "customer.h"
#include "i18n.h"
#include "key.h"
#include "readiness.h"
#include "setting.h"
#include "token.h"
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
static const char sql_revoke[] = "UPDATE token SET secret = NULL, revoked_at = :now"
				 " WHERE customer = :customer AND revoked_at IS NULL RETURNING id";
/* A lock that is over begins a new row of tries. */
static const char sql_unlock[] = "UPDATE token SET tried = 0, locked_until = NULL"
				 " WHERE customer = :customer AND revoked_at IS NULL AND tried > 0";
static const char sql_try[] =
    "UPDATE token SET tried = CASE WHEN locked_until IS NULL THEN tried + 1 ELSE 1 END,"
    " locked_until = NULL WHERE customer = :customer AND revoked_at IS NULL"
    " AND (locked_until IS NULL OR locked_until <= :now)"
    " RETURNING id, period, last_step, tried, secret";
static const char sql_lock[] = "UPDATE token SET locked_until = :until WHERE id = :id";
static const char sql_accept[] =
    "UPDATE token SET last_step = :step, tried = 0 WHERE id = :id AND last_step < :step";

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

static void
bind_to(int64_t customer, char binding[48])
{
	snprintf(binding, 48, "token cus-%" PRId64, customer);
}

static int
note(struct office *office, int64_t customer, const char *summary, struct err *e)
{
	return office_log(office,
	    &(struct office_note){
		.type = REF_CUSTOMER, .id = customer, .customer = customer, .summary = summary },
	    e);
}

/* ---- enrolling */

struct enrolment {
	const struct secret_key *key;
	int64_t customer;
	struct otpauth otpauth;
	char *uri; /* OTPAUTH_URI_SIZE */
};

static int
check_customer(const struct customer *c, struct err *e)
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

	if (customer_show(office->db, n->customer, &c, e) != 0 || check_customer(&c, e) != 0 ||
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
	char binding[48], summary[80];
	struct vault_box box;
	int64_t id;

	bind_to(n->customer, binding);
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
	return note(office, n->customer, summary, e);
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

static int
absent(enum err_code code, int64_t customer, struct err *e)
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
		return absent(ERR_CONFLICT, *customer, e);
	snprintf(summary, sizeof summary, "token %" PRId64 " revoked", id);
	return note(office, *customer, summary, e);
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
	return note(office, customer, summary, e);
}

int
token_unlock(struct office *office, int64_t customer, struct err *e)
{
	int64_t changed;

	if (db_run(office->db, sql_unlock, BINDS(BIND_INT(":customer", customer)), &changed, e) !=
	    0)
		return -1;
	return changed == 0 ? 0 : note(office, customer, "token unlocked", e);
}

/* ---- spending */

struct spending {
	const struct secret_key *key;
	int64_t customer;
	const char *code; /* six digits */
	const char *what;
	struct token token; /* as the try left it */
	struct vault_box box;
	int64_t step; /* whose code it is, or -1 */
	bool is_accepted;
};

/* *e is of the customer's token, and tells when it may be tried again (0: whenever). */
static int
about(struct err *e, int64_t customer, int64_t until)
{
	ref_format(REF_CUSTOMER, customer, e->ref);
	if (until != 0)
		instant_format(until, e->until);
	return -1;
}

static int
locked(int64_t customer, int64_t until, struct err *e)
{
	char at[INSTANT_SIZE];

	instant_format(until, at);
	err_set(e, ERR_DENIED, _("the token is locked until %s"), at);
	err_reason(e, "locked", "");
	return about(e, customer, until);
}

/* No try was to be had: why. */
static int
refuse_try(struct office *office, int64_t customer, struct err *e)
{
	struct token t;
	int row = token_show(office->db, customer, &t, e);

	if (row < 0)
		return -1;
	if (row != 1 || t.revoked_at != 0)
		return absent(ERR_DENIED, customer, e);
	return locked(customer, t.locked_until, e);
}

static int
take_try(struct office *office, struct spending *s, struct err *e)
{
	const void *secret;
	struct query q;
	int row;

	if (db_query(office->db, sql_try,
		BINDS(BIND_INT(":customer", s->customer), BIND_INT(":now", office->now)), &q,
		e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		s->token.id = query_int(&q, 0);
		s->token.period = (int)query_int(&q, 1);
		s->token.last_step = query_int(&q, 2);
		s->token.tried = (int)query_int(&q, 3);
		secret = query_blob(&q, 4, &s->box.length);
		if (s->box.length > sizeof s->box.bytes)
			s->box.length = 0; /* the vault refuses it */
		memcpy(s->box.bytes, secret, s->box.length);
	}
	query_end(&q);
	return row == 0 ? refuse_try(office, s->customer, e) : row == 1 ? 0 : -1;
}

/* Every code that could be meant is computed, whichever it is. */
static int
find_step(const struct office *office, struct spending *s, struct err *e)
{
	unsigned char secret[VAULT_PLAIN_MAX];
	int64_t now = totp_step(office->now, s->token.period);
	char binding[48], code[TOTP_CODE_SIZE];
	size_t length;

	bind_to(s->customer, binding);
	if (vault_open(s->key, binding, &s->box, secret, &length, e) != 0)
		return -1;
	s->step = -1;
	for (int64_t step = totp_oldest_step(now, s->token.period); step <= now; step++) {
		hotp_code(secret, length, (uint64_t)step, code);
		if (crypto_equal(code, s->code, sizeof code))
			s->step = step;
	}
	explicit_bzero(secret, sizeof secret);
	explicit_bzero(code, sizeof code);
	return 0;
}

static int
accept(struct office *office, struct spending *s, struct err *e)
{
	char summary[ACTIVITY_TEXT_SIZE];
	int64_t changed, next;

	if (db_run(office->db, sql_accept,
		BINDS(BIND_INT(":id", s->token.id), BIND_INT(":step", s->step)), &changed, e) != 0)
		return -1;
	if (changed == 0) {
		next = (totp_step(office->now, s->token.period) + 1) * s->token.period;
		err_set(e, ERR_DENIED, _("that token was already used, wait %d seconds"),
		    (int)(next - office->now));
		err_reason(e, "token_used", "");
		return about(e, s->customer, next); /* and the try is taken back */
	}
	s->is_accepted = true;
	snprintf(summary, sizeof summary, "token %" PRId64 " step %" PRId64 ": %.*s", s->token.id,
	    s->step, (int)utf8_fit_bytes(s->what, 300), s->what);
	return note(office, s->customer, summary, e);
}

static int
reject(struct office *office, struct spending *s, struct err *e)
{
	char summary[80];

	s->token.locked_until = 0;
	if (s->token.tried >= TOKEN_TRIES) {
		s->token.locked_until = office->now + TOKEN_LOCK_SECONDS;
		if (db_run(office->db, sql_lock,
			BINDS(BIND_INT(":id", s->token.id),
			    BIND_INT(":until", s->token.locked_until)),
			NULL, e) != 0)
			return -1;
	}
	snprintf(summary, sizeof summary, "token %" PRId64 " wrong, %d of %d", s->token.id,
	    s->token.tried, TOKEN_TRIES);
	return note(office, s->customer, summary, e);
}

/* 0 also for a wrong code: what it changed is to stay. */
static int
spend(struct office *office, void *context, struct err *e)
{
	struct spending *s = context;
	struct customer c;

	s->is_accepted = false;
	if (readiness_check(office, e) != 0 || customer_show(office->db, s->customer, &c, e) != 0)
		return -1;
	if (strcmp(c.status, "active") != 0) {
		check_customer(&c, e);
		e->code = ERR_DENIED;
		return -1;
	}
	if (take_try(office, s, e) != 0 || find_step(office, s, e) != 0)
		return -1;
	return s->step >= 0 ? accept(office, s, e) : reject(office, s, e);
}

static int
is_wrong(const struct spending *s, struct err *e)
{
	int left = TOKEN_TRIES - s->token.tried;

	if (s->token.locked_until != 0)
		return locked(s->customer, s->token.locked_until, e);
	err_set(
	    e, ERR_DENIED, _("that token is wrong; wrong ones left before it is locked: %d"), left);
	err_reason(e, "token_wrong", "");
	return about(e, s->customer, 0);
}

/* Six digits, between which devices show a blank. */
static bool
read_code(const char *typed, char code[TOTP_CODE_SIZE])
{
	size_t count = 0;

	for (; *typed != '\0'; typed++) {
		if (*typed == ' ')
			continue;
		if (*typed < '0' || *typed > '9' || count + 1 == TOTP_CODE_SIZE)
			return false;
		code[count++] = *typed;
	}
	code[count] = '\0';
	return count + 1 == TOTP_CODE_SIZE;
}

int
token_spend(
    struct office *office, int64_t customer, const char *typed, const char *what, struct err *e)
{
	struct office own = *office; /* neither its dry run nor its request are the try's */
	char code[TOTP_CODE_SIZE];
	struct secret_key key;
	struct spending s = { .key = &key, .customer = customer, .code = code, .what = what };
	int result = -1;

	if (!read_code(typed, code)) {
		err_set(e, ERR_DENIED, _("a token is six digits"));
		err_reason(e, "token_wrong", "");
		return about(e, customer, 0);
	}
	own.is_dry_run = false;
	own.request[0] = '\0';
	own.gate = NULL;
	if (key_load(office, &key, e) == 0)
		result = office_write(&own, spend, &s, e);
	secret_forget(&key);
	explicit_bzero(code, sizeof code);
	if (result != 0)
		return -1;
	return s.is_accepted ? 0 : is_wrong(&s, e);
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
	return about(e, office->actor.customer, 0);
}
