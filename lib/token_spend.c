#define _DEFAULT_SOURCE /* explicit_bzero */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "crypto.h"
#include "customer.h"
#include "i18n.h"
#include "key.h"
#include "readiness.h"
#include "token_private.h"
#include "utf8.h"
#include "vault.h"

/* A lock that is over begins a new row of tries. */
static const char sql_try[] =
    "UPDATE token SET tried = CASE WHEN locked_until IS NULL THEN tried + 1 ELSE 1 END,"
    " locked_until = NULL WHERE customer = :customer AND revoked_at IS NULL"
    " AND (locked_until IS NULL OR locked_until <= :now)"
    " RETURNING id, period, last_step, tried, secret";
static const char sql_lock[] = "UPDATE token SET locked_until = :until WHERE id = :id";
static const char sql_accept[] =
    "UPDATE token SET last_step = :step, tried = 0 WHERE id = :id AND last_step < :step";

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

static int
locked(int64_t customer, int64_t until, struct err *e)
{
	char at[INSTANT_SIZE];

	instant_format(until, at);
	err_set(e, ERR_DENIED, _("the token is locked until %s"), at);
	err_reason(e, "locked", "");
	return token_about(e, customer, until);
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
		return token_absent(ERR_DENIED, customer, e);
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
	char binding[TOKEN_BINDING_SIZE], code[TOTP_CODE_SIZE];
	size_t length;
	int result = 0;

	token_binding(s->customer, binding);
	if (vault_open(s->key, binding, &s->box, secret, &length, e) != 0)
		return -1;
	s->step = -1;
	for (int64_t step = totp_oldest_step(now, s->token.period); result == 0 && step <= now;
	     step++) {
		result = hotp_code(secret, length, (uint64_t)step, code, e);
		if (result == 0 && crypto_equal(code, s->code, sizeof code))
			s->step = step;
	}
	explicit_bzero(secret, sizeof secret);
	explicit_bzero(code, sizeof code);
	return result;
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
		/* That of the step after; the device may show it already. */
		next = (s->token.last_step + 1) * s->token.period;
		next = next < office->now ? office->now : next;
		err_set(e, ERR_DENIED, _("that token was already used, wait %d seconds"),
		    (int)(next - office->now));
		err_reason(e, "token_used", "");
		return token_about(e, s->customer, next); /* and the try is taken back */
	}
	s->is_accepted = true;
	snprintf(summary, sizeof summary, "token %" PRId64 " step %" PRId64 ": %.*s", s->token.id,
	    s->step, (int)utf8_fit_bytes(s->what, 300), s->what);
	return office_log_customer(office, s->customer, summary, e);
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
	return office_log_customer(office, s->customer, summary, e);
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
		token_check_customer(&c, e);
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
	return token_about(e, s->customer, 0);
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
	char code[TOTP_CODE_SIZE];
	struct secret_key key;
	struct spending s = { .key = &key, .customer = customer, .code = code, .what = what };
	int result = -1;

	if (!read_code(typed, code)) {
		err_set(e, ERR_DENIED, _("a token is six digits"));
		err_reason(e, "token_wrong", "");
		return token_about(e, customer, 0);
	}
	if (key_load(office, &key, e) == 0)
		result = office_write_apart(office, spend, &s, e);
	secret_forget(&key);
	explicit_bzero(code, sizeof code);
	if (result != 0)
		return -1;
	return s.is_accepted ? 0 : is_wrong(&s, e);
}
