/*
 * customer_secret - activating, recovering, confirming, and changing passwords.
 */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <string.h>
#include "authorise.h"
#include "customers.h"
#include "i18n.h"
#include "reach.h"

int
customer_print_code(struct cli *cli, const struct code_sent *sent, struct err *e)
{
	struct record r;
	int result;

	record_open(&r, "code");
	record_text(&r, "channel", sent->channel == OUTBOX_SMS ? "sms" : "email");
	record_text(&r, "sent_to", sent->to);
	record_int(&r, "seconds", sent->seconds);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

/* A repeated request is answered alike, and nothing is sent. */
static int
ask_reset(struct cli *cli, enum code_purpose purpose, struct err *e)
{
	struct code_sent sent;

	if (login_reset_ask(&cli->office, purpose, cli->operands[0], &sent, e) != 0 &&
	    strcmp(e->reason, "repeated") != 0)
		return -1;
	return customer_print_code(cli, &sent, e);
}

/* With the code it is another request than without, though secrets are no parameters. */
static void
mark_request(struct office *office)
{
	size_t length = strlen(office->request);

	if (length > 0)
		snprintf(office->request + length, sizeof(office->request) - length, " +code");
}

/* The code is used up: whoever repeats the request must know the password that it set. */
static int
run_reset(struct cli *cli, const struct login_reset *given, struct err *e)
{
	struct office *office = &cli->office;
	struct customer c;
	int same = 0;

	mark_request(office);
	if (office_request_check(office, e) != 0) {
		if (strcmp(e->reason, "repeated") != 0)
			return -1;
		same = login_is_same(office, given->email, given->password, &c, e);
		if (same != 1)
			return same == 0 ? code_refuse(e) : -1;
	}
	if (same == 0 && login_reset(office, given, &c, e) != 0)
		return -1;
	return customer_print(cli, &c, e);
}

static int
reset(struct cli *cli, enum code_purpose purpose, struct err *e)
{
	char code[CODE_SIZE], password[PASSWORD_SIZE + 1];
	const struct login_reset given = { purpose, cli->operands[0], code, password };
	int result = -1;

	if (!cli_has_secret(cli, "code")) {
		if (!cli_has_secret(cli, "password"))
			return ask_reset(cli, purpose, e);
		return err_set(e, ERR_USAGE, _("a new password needs the code that was sent"));
	}
	if (cli_secret(cli, "code", _("Code"), code, sizeof(code), e) == 0 &&
	    customer_new_password(cli, "password", password, e) == 0)
		result = run_reset(cli, &given, e);
	explicit_bzero(code, sizeof(code));
	explicit_bzero(password, sizeof(password));
	return result;
}

int
customer_activate(struct cli *cli, struct err *e)
{
	return reset(cli, CODE_ACTIVATION, e);
}

int
customer_recover(struct cli *cli, struct err *e)
{
	return reset(cli, CODE_RECOVERY, e);
}

/* Who acts is known, so a repeat shows what is there without another code. */
static int
send_confirmation(
    struct cli *cli, enum code_purpose purpose, const struct customer *c, struct err *e)
{
	struct code_sent sent;

	if (login_confirm_ask(&cli->office, purpose, c, &sent, e) != 0 &&
	    strcmp(e->reason, "repeated") != 0)
		return -1;
	return customer_print_code(cli, &sent, e);
}

static int
take_confirmation(
    struct cli *cli, enum code_purpose purpose, const struct customer *c, struct err *e)
{
	struct office *office = &cli->office;
	char code[CODE_SIZE];
	int result;

	mark_request(office);
	if (office_request_check(office, e) != 0)
		return strcmp(e->reason, "repeated") == 0 ? 0 : -1;
	result = cli_secret(cli, "code", _("Code"), code, sizeof(code), e);
	if (result == 0)
		result = login_confirm(office, purpose, c, code, e);
	explicit_bzero(code, sizeof(code));
	return result;
}

int
customer_confirm(struct cli *cli, struct err *e)
{
	enum code_purpose purpose;
	struct customer c;

	if (strcmp(cli->operands[0], "phone") != 0 && strcmp(cli->operands[0], "email") != 0)
		return err_set(e, ERR_USAGE, _("confirm what: phone or email?"));
	purpose = cli->operands[0][0] == 'p' ? CODE_PHONE : CODE_EMAIL;
	if (customer_named(cli, cli_value(cli, "customer"), &c, e) != 0)
		return -1;
	if (!cli_has_secret(cli, "code"))
		return send_confirmation(cli, purpose, &c, e);
	if (take_confirmation(cli, purpose, &c, e) != 0 ||
	    customer_show(cli->office.db, c.id, &c, e) != 0)
		return -1;
	return customer_print(cli, &c, e);
}

/* Whoever repeats the request must know the password that it set. 1: it is one. */
static int
is_changed(struct cli *cli, const char *fresh, struct customer *c, struct err *e)
{
	struct err refusal;
	int same;

	if (office_request_check(&cli->office, &refusal) == 0)
		return 0;
	if (strcmp(refusal.reason, "repeated") != 0) {
		*e = refusal;
		return -1;
	}
	if (customer_named(cli, NULL, c, e) != 0)
		return -1;
	same = login_is_same(&cli->office, c->email, fresh, c, e);
	if (same != 0)
		return same;
	err_set(e, ERR_CONFLICT, _("that request id was used with other parameters"));
	return err_reason(e, "request_reused", refusal.ref);
}

static int
change(struct cli *cli, const char *password, const char *fresh, struct customer *c, struct err *e)
{
	int row = is_changed(cli, fresh, c, e);

	if (row != 0)
		return row == 1 ? 0 : -1;
	if (authorise(cli, e, N_("change the password")) != 0 ||
	    login_change(&cli->office, password, fresh, e) != 0)
		return -1;
	return customer_named(cli, NULL, c, e);
}

static int
change_own(struct cli *cli, struct err *e)
{
	char password[PASSWORD_SIZE + 1], fresh[PASSWORD_SIZE + 1];
	struct customer c;
	int64_t id;
	int result = -1;

	if (cli->operand_count > 0 &&
	    reach_find(&cli->office, REF_CUSTOMER, cli->operands[0], &id, e) != 0)
		return -1;
	if (cli_secret(cli, "password", _("Password"), password, sizeof(password), e) == 0 &&
	    customer_new_password(cli, "new-password", fresh, e) == 0)
		result = change(cli, password, fresh, &c, e);
	explicit_bzero(password, sizeof(password));
	explicit_bzero(fresh, sizeof(fresh));
	if (result != 0)
		return -1;
	cli_note(cli, 1, _("the password is changed: log in again"));
	return customer_print(cli, &c, e);
}

static int
print_password(struct cli *cli, const struct customer *c, const char *password, struct err *e)
{
	struct record r;
	int result;

	record_open(&r, "password");
	record_ref(&r, "customer", REF_CUSTOMER, c->id);
	record_text(&r, "email", c->email);
	record_text(&r, "password", password);
	result = cli_print(cli, &r, e);
	text_forget(&r.bytes);
	return result;
}

static int
set_temporary(struct cli *cli, struct err *e)
{
	char password[PASSWORD_MADE_SIZE];
	struct customer c;
	int result = -1;

	if (cli->operand_count == 0)
		return err_set(e, ERR_USAGE, _("which customer?"));
	if (cli_has_secret(cli, "password") || cli_has_secret(cli, "new-password"))
		return err_set(e, ERR_USAGE, _("a temporary password is made, not given"));
	if (customer_named(cli, cli->operands[0], &c, e) != 0)
		return -1;
	if (password_make(password, e) == 0 &&
	    login_temporary(&cli->office, c.id, password, e) == 0)
		result = print_password(cli, &c, password, e);
	else if (strcmp(e->reason, "repeated") == 0)
		result = 0; /* it was read out once */
	explicit_bzero(password, sizeof(password));
	return result;
}

int
customer_password(struct cli *cli, struct err *e)
{
	if (customer_operators_only(cli, "temporary", e) != 0)
		return -1;
	if (cli_flag(cli, "temporary"))
		return set_temporary(cli, e);
	if (cli->office.actor.kind == ACTOR_OPERATOR)
		return err_set(e, ERR_USAGE, _("an operator gives a --temporary password only"));
	return change_own(cli, e);
}
