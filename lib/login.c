#define _DEFAULT_SOURCE /* explicit_bzero */
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "login.h"
#include "password.h"
#include "utf8.h"

/* Whoever says nothing yet is nobody in particular, also in the log. */
static void
act_as_guest(struct office *office)
{
	if (office->actor.kind == ACTOR_CUSTOMER)
		office->actor = (struct actor){ .kind = ACTOR_GUEST };
}

/* The customer with that e-mail address or document: id 0 for none, or for one that is closed. */
static int
find(struct db *db, const char *text, struct customer *c, struct err *e)
{
	int64_t id;
	int row = customer_at(db, text, &id, e);

	*c = (struct customer){ .id = 0 };
	if (row < 0 || (row == 1 && customer_show(db, id, c, e) != 0))
		return -1;
	if (strcmp(c->status, "closed") == 0)
		c->id = 0;
	return 0;
}

static int
find_email(struct db *db, const char *email, struct customer *c, struct err *e)
{
	return email_check(email, e) != 0 ? -1 : find(db, email, c, e);
}

static int
refuse_password(struct err *e)
{
	err_set(e, ERR_DENIED, _("e-mail address or password is wrong, or locked for a day"));
	err_reason(e, "password_wrong", "");
	return err_hint(e, _("three wrong ones lock; pp-customer recover EMAIL sets a new one"));
}

static int
refuse_suspended(const struct customer *c, struct err *e)
{
	err_set(e, ERR_DENIED, _("the service is suspended"));
	err_reason(e, "suspended", "");
	return customer_hint_ask(c, e);
}

struct beginning {
	struct login *login;
	const struct code_tried *code; /* NULL: by password */
};

static int
begin(struct office *office, void *context, struct err *e)
{
	const struct beginning *b = context;
	struct login *login = b->login;
	struct customer *c = &login->customer;

	if (customer_show(office->db, c->id, c, e) != 0)
		return -1;
	if (b->code != NULL && code_use(office, b->code, c, e) != 0)
		return -1;
	if (b->code != NULL && strcmp(c->status, "invited") == 0 &&
	    (customer_move(office, c->id, "active", e) != 0 ||
		customer_show(office->db, c->id, c, e) != 0))
		return -1;
	if (strcmp(c->status, "active") != 0)
		return refuse_suspended(c, e);
	if (login->before != NULL && session_end(office, login->before, e) != 0)
		return -1;
	return session_begin(office, c->id, login->hash, login->is_limited, e);
}

/* What proves who it is cannot be remembered: a repeated login proves it again. */
static int
run_begin(struct office *office, struct beginning *b, struct err *e)
{
	office->request[0] = '\0';
	office->actor = (struct actor){ .kind = ACTOR_CUSTOMER, .customer = b->login->customer.id };
	return office_write(office, begin, b, e);
}

int
login_password(struct office *office, const char *email, const char *password, struct login *login,
    struct err *e)
{
	struct beginning b = { login, NULL };
	struct password_tried tried;

	act_as_guest(office);
	if (find_email(office->db, email, &login->customer, e) != 0 ||
	    password_try(office, login->customer.id, password, &tried, e) != 0)
		return -1;
	if (tried.answer != PASSWORD_RIGHT)
		return refuse_password(e);
	if (strcmp(login->customer.status, "active") != 0)
		return refuse_suspended(&login->customer, e);
	login->is_limited = tried.is_temporary;
	return run_begin(office, &b, e);
}

/* Whether a login code goes to the customer. */
static bool
has_phone(const struct customer *c)
{
	bool is_live = strcmp(c->status, "active") == 0 || strcmp(c->status, "invited") == 0;

	return c->id != 0 && is_live && c->phone_confirmed_at != 0;
}

struct asking {
	const struct customer *customer;
	enum code_purpose purpose;
	bool is_sending;
};

/* To who asks it is all the same whether a code was sent, or too many were. */
static int
ask(struct office *office, void *context, struct err *e)
{
	const struct asking *a = context;
	struct err why;

	if (!a->is_sending)
		return code_pretend(office, a->purpose, e);
	if (code_send(office, a->customer, a->purpose, &why) == 0)
		return 0;
	if (strcmp(why.reason, "code_limit") == 0)
		return code_pretend(office, a->purpose, e);
	*e = why;
	return -1;
}

int
login_ask(struct office *office, const char *document, struct code_sent *sent, struct err *e)
{
	struct customer c;
	char tidy[sizeof c.document];
	struct asking asking = { &c, CODE_LOGIN, false };

	act_as_guest(office);
	sent->channel = OUTBOX_SMS;
	if (customer_tidy_document(document, tidy, e) != 0 || find(office->db, tidy, &c, e) != 0 ||
	    code_seconds(office->db, CODE_LOGIN, &sent->seconds, e) != 0 ||
	    code_pretend_phone(office, tidy, sent->to, e) != 0)
		return -1;
	asking.is_sending = has_phone(&c);
	if (asking.is_sending)
		customer_mask_phone(c.phone, sent->to);
	return office_write(office, ask, &asking, e);
}

int
login_code(struct office *office, const char *document, const char *digits, struct login *login,
    struct err *e)
{
	struct code_tried tried;
	struct beginning b = { login, &tried };
	char tidy[sizeof login->customer.document];

	act_as_guest(office);
	if (customer_tidy_document(document, tidy, e) != 0 ||
	    find(office->db, tidy, &login->customer, e) != 0 ||
	    code_try(office, login->customer.id, CODE_LOGIN, digits, &tried, e) != 0)
		return -1;
	login->is_limited = false;
	return run_begin(office, &b, e);
}

int
login_reset_ask(struct office *office, enum code_purpose purpose, const char *email,
    struct code_sent *sent, struct err *e)
{
	const char *wanted = purpose == CODE_ACTIVATION ? "invited" : "active";
	struct customer c, typed = { .id = 0 };
	struct asking asking = { &c, purpose, false };

	act_as_guest(office);
	if (find_email(office->db, email, &c, e) != 0 ||
	    code_seconds(office->db, purpose, &sent->seconds, e) != 0)
		return -1;
	snprintf(typed.email, sizeof typed.email, "%s", email);
	sent->channel = OUTBOX_EMAIL;
	customer_mask_email(typed.email, sent->to);
	asking.is_sending = c.id != 0 && strcmp(c.status, wanted) == 0;
	return office_write(office, ask, &asking, e);
}

struct reset {
	const struct code_tried *code;
	const struct password_hash *hash;
	struct customer *customer;
	const char *status; /* that it must have */
};

static int
reset(struct office *office, void *context, struct err *e)
{
	const struct reset *r = context;
	struct customer *c = r->customer;

	if (customer_show(office->db, c->id, c, e) != 0 || code_use(office, r->code, c, e) != 0)
		return -1;
	if (strcmp(c->status, r->status) != 0)
		return code_refuse(e);
	if (strcmp(c->status, "invited") == 0 && customer_move(office, c->id, "active", e) != 0)
		return -1;
	/* The code reached the address that counts: a change that was not confirmed is none. */
	if ((c->former_email[0] != '\0' ? customer_restore_email(office, c->id, e)
					: customer_confirm_email(office, c->id, e)) != 0)
		return -1;
	if (password_set(office, c->id, r->hash, false, e) != 0 ||
	    session_end_all(office, c->id, e) != 0)
		return -1;
	return customer_show(office->db, c->id, c, e);
}

int
login_reset(
    struct office *office, const struct login_reset *given, struct customer *c, struct err *e)
{
	struct code_tried tried;
	struct password_hash hash;
	struct reset r = { &tried, &hash, c,
		given->purpose == CODE_ACTIVATION ? "invited" : "active" };
	int result;

	act_as_guest(office);
	if (password_check(given->password, e) != 0 ||
	    find_email(office->db, given->email, c, e) != 0 ||
	    code_try(office, c->id, given->purpose, given->digits, &tried, e) != 0 ||
	    password_hash(given->password, &hash, e) != 0)
		return -1;
	result = office_write(office, reset, &r, e);
	explicit_bzero(&hash, sizeof hash);
	return result;
}

int
login_is_same(struct office *office, const char *email, const char *password, struct customer *c,
    struct err *e)
{
	struct password_tried tried;

	act_as_guest(office);
	if (find_email(office->db, email, c, e) != 0 ||
	    password_try(office, c->id, password, &tried, e) != 0)
		return -1;
	return tried.answer == PASSWORD_RIGHT;
}
