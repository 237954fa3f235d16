/*
 * login_own - registering, one's own password, one's own addresses; and what operators do to them.
 */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "login.h"
#include "password.h"
#include "token.h"

struct setting_password {
	struct customer *customer;
	const struct password_hash *hash; /* NULL: none */
};

static int
add(struct office *office, void *context, struct err *e)
{
	const struct setting_password *s = context;

	if (customer_add(office, s->customer, e) != 0)
		return -1;
	return s->hash == NULL ? 0 : password_set(office, s->customer->id, s->hash, false, e);
}

int
login_register(struct office *office, struct customer *c, const char *password, struct err *e)
{
	struct password_hash hash;
	struct setting_password s = { c, password != NULL ? &hash : NULL };
	int result;

	if (customer_tidy(c, e) != 0)
		return -1;
	if (password != NULL && password_hash(password, &hash, e) != 0)
		return -1;
	snprintf(c->status, sizeof c->status, "%s", password != NULL ? "active" : "invited");
	result = office_write(office, add, &s, e);
	explicit_bzero(&hash, sizeof hash);
	return result;
}

static int
change(struct office *office, void *context, struct err *e)
{
	const struct password_hash *hash = context;
	int64_t id = office->actor.customer;

	if (password_set(office, id, hash, false, e) != 0)
		return -1;
	return session_end_all(office, id, e);
}

static int
refuse_old(const struct password_tried *tried, struct err *e)
{
	if (tried->until == 0) {
		err_set(e, ERR_DENIED, _("the password is wrong"));
		return err_reason(e, "password_wrong", "");
	}
	err_set(e, ERR_DENIED, _("the password is locked after three wrong ones"));
	instant_format(tried->until, e->until);
	err_reason(e, "locked", "");
	return err_hint(e, _("pp-customer recover EMAIL sets a new one"));
}

int
login_change(struct office *office, const char *password, const char *fresh, struct err *e)
{
	struct password_tried tried;
	struct password_hash hash;
	int result;

	if (password_check(fresh, e) != 0)
		return -1;
	if (strcmp(password, fresh) == 0)
		return err_set(e, ERR_USAGE, _("the new password is the old one"));
	if (password_try(office, office->actor.customer, password, &tried, e) != 0)
		return -1;
	if (tried.answer != PASSWORD_RIGHT)
		return refuse_old(&tried, e);
	if (password_hash(fresh, &hash, e) != 0)
		return -1;
	result = office_write(office, change, &hash, e);
	explicit_bzero(&hash, sizeof hash);
	return result;
}

struct confirming {
	enum code_purpose purpose;
	const struct customer *customer;
	const struct code_tried *tried;
};

static int
check_address(enum code_purpose purpose, const struct customer *c, struct err *e)
{
	char ref[REF_SIZE];

	if (strcmp(c->status, "closed") == 0)
		return customer_refuse_state(c, e);
	if (purpose != CODE_PHONE || c->phone[0] != '\0')
		return 0;
	ref_format(REF_CUSTOMER, c->id, ref);
	err_set(e, ERR_CONFLICT, _("%s has no phone"), ref);
	err_reason(e, "no_phone", ref);
	return err_hint(e, "pp-customer edit --phone=");
}

static int
ask(struct office *office, void *context, struct err *e)
{
	const struct confirming *c = context;

	return code_send(office, c->customer, c->purpose, e);
}

int
login_confirm_ask(struct office *office, enum code_purpose purpose, const struct customer *c,
    struct code_sent *sent, struct err *e)
{
	struct confirming confirming = { purpose, c, NULL };

	if (check_address(purpose, c, e) != 0 ||
	    code_seconds(office->db, purpose, &sent->seconds, e) != 0)
		return -1;
	sent->channel = code_channel(purpose);
	if (sent->channel == OUTBOX_SMS)
		customer_mask_phone(c->phone, sent->to);
	else
		customer_mask_email(c->email, sent->to);
	return office_write(office, ask, &confirming, e);
}

static int
confirm(struct office *office, void *context, struct err *e)
{
	const struct confirming *c = context;
	struct customer now;

	if (customer_show(office->db, c->customer->id, &now, e) != 0 ||
	    code_use(office, c->tried, &now, e) != 0)
		return -1;
	return c->purpose == CODE_PHONE ? customer_confirm_phone(office, now.id, e)
					: customer_confirm_email(office, now.id, e);
}

int
login_confirm(struct office *office, enum code_purpose purpose, const struct customer *c,
    const char *digits, struct err *e)
{
	struct code_tried tried;
	struct confirming confirming = { purpose, c, &tried };

	if (check_address(purpose, c, e) != 0 ||
	    code_try(office, c->id, purpose, digits, &tried, e) != 0)
		return -1;
	return office_write(office, confirm, &confirming, e);
}

struct temporary {
	int64_t customer;
	const struct password_hash *hash;
};

/* A repeat has nothing to show: the password is read out once. */
static int
set_temporary(struct office *office, void *context, struct err *e)
{
	const struct temporary *t = context;
	struct customer c;

	if (customer_show(office->db, t->customer, &c, e) != 0)
		return -1;
	if (strcmp(c.status, "suspended") != 0 && strcmp(c.status, "active") != 0 &&
	    customer_move(office, c.id, "active", e) != 0)
		return -1;
	if (password_set(office, c.id, t->hash, true, e) != 0 ||
	    session_end_all(office, c.id, e) != 0)
		return -1;
	office->request_ref[0] = '\0';
	return 0;
}

int
login_temporary(struct office *office, int64_t customer, const char *password, struct err *e)
{
	struct password_hash hash;
	struct temporary t = { customer, &hash };
	int result;

	if (password_hash(password, &hash, e) != 0)
		return -1;
	result = office_write(office, set_temporary, &t, e);
	explicit_bzero(&hash, sizeof hash);
	return result;
}

static int
unlock(struct office *office, void *context, struct err *e)
{
	const int64_t *id = context;

	if (password_unlock(office, *id, e) != 0 || code_unlock(office, *id, e) != 0)
		return -1;
	return token_unlock(office, *id, e);
}

int
login_unlock(struct office *office, int64_t customer, struct err *e)
{
	return office_write(office, unlock, &customer, e);
}

static int
suspend(struct office *office, void *context, struct err *e)
{
	const int64_t *id = context;

	if (customer_move(office, *id, "suspended", e) != 0 || session_end_all(office, *id, e) != 0)
		return -1;
	return code_end_all(office, *id, e);
}

int
login_suspend(struct office *office, int64_t customer, struct err *e)
{
	return office_write(office, suspend, &customer, e);
}

static int
resume(struct office *office, void *context, struct err *e)
{
	const int64_t *id = context;
	struct customer c;

	if (customer_show(office->db, *id, &c, e) != 0)
		return -1;
	if (strcmp(c.status, "suspended") != 0)
		return customer_refuse_state(&c, e);
	return customer_move(office, *id, "active", e);
}

int
login_resume(struct office *office, int64_t customer, struct err *e)
{
	return office_write(office, resume, &customer, e);
}
