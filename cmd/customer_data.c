/*
 * customer_data - registering a customer, showing and changing what is known of one.
 */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <string.h>
#include "authorise.h"
#include "customers.h"
#include "i18n.h"
#include "options.h"
#include "reach.h"
#include "take.h"

int
customer_named(struct cli *cli, const char *text, struct customer *c, struct err *e)
{
	int64_t id;

	if (!text && cli->office.actor.kind == ACTOR_OPERATOR)
		return err_set(e, ERR_USAGE, _("which customer?"));
	if (reach_owner(&cli->office, text, &id, e) != 0)
		return -1;
	return customer_show(cli->office.db, id, c, e);
}

int
customer_operators_only(struct cli *cli, const char *options, struct err *e)
{
	if (cli->office.actor.kind == ACTOR_OPERATOR)
		return 0;
	while (*options) {
		char name[OPTION_NAME_SIZE];
		size_t length = strcspn(options, "|");

		snprintf(name, sizeof(name), "%.*s", (int)length, options);
		if (cli_value(cli, name)) {
			err_set(e, ERR_DENIED, _("--%s is for operators"), name);
			return err_reason(e, "operator_only", "");
		}
		options += length + (options[length] == '|');
	}
	return 0;
}

int
customer_take(struct cli *cli, struct customer *c, struct err *e)
{
	if (take_option(cli, "name", c->name, sizeof(c->name), e) != 0 ||
	    take_option(cli, "kind", c->kind, sizeof(c->kind), e) != 0)
		return -1;
	if (take_option(cli, "document", c->document, sizeof(c->document), e) != 0 ||
	    take_option(cli, "phone", c->phone, sizeof(c->phone), e) != 0)
		return -1;
	if (take_option(cli, "address", c->address, sizeof(c->address), e) != 0 ||
	    take_option(cli, "language", c->language, sizeof(c->language), e) != 0)
		return -1;
	return take_option(cli, "adviser", c->adviser, sizeof(c->adviser), e);
}

int
customer_new_password(
    struct cli *cli, const char *name, char password[PASSWORD_SIZE + 1], struct err *e)
{
	char again[PASSWORD_SIZE + 1];
	int result;

	if (cli_secret(cli, name, _("New password"), password, PASSWORD_SIZE + 1, e) != 0 ||
	    password_check(password, e) != 0)
		return -1;
	if (cli_has_secret(cli, name))
		return 0;
	result = cli_secret(cli, name, _("The same again"), again, sizeof(again), e);
	if (result == 0 && strcmp(password, again) != 0)
		result = err_set(e, ERR_USAGE, _("the two passwords differ"));
	explicit_bzero(again, sizeof(again));
	return result;
}

static int
take_email(const char *text, struct customer *c, struct err *e)
{
	if (snprintf(c->email, sizeof(c->email), "%s", text) >= (int)sizeof(c->email))
		return err_set(e, ERR_USAGE, _("not an e-mail address"));
	return 0;
}

/* A guest who repeats the request must know the password that it set. */
static int
repeat_register(struct cli *cli, const char *password, struct customer *c, struct err *e)
{
	struct err refusal = *e;
	int same;

	if (strcmp(refusal.reason, "repeated") != 0)
		return -1;
	if (cli->office.actor.kind == ACTOR_OPERATOR)
		return customer_named(cli, refusal.ref, c, e);
	same = login_is_same(&cli->office, c->email, password, c, e);
	if (same != 0)
		return same == 1 ? 0 : -1;
	*e = refusal;
	return err_set(e, ERR_CONFLICT, _("there is a customer %.100s already"), c->email);
}

static int
register_with(struct cli *cli, struct customer *c, const char *password, struct err *e)
{
	if (login_register(&cli->office, c, password, e) != 0 &&
	    repeat_register(cli, password, c, e) != 0)
		return -1;
	return customer_print(cli, c, e);
}

int
customer_register(struct cli *cli, struct err *e)
{
	bool is_operator = cli->office.actor.kind == ACTOR_OPERATOR;
	char password[PASSWORD_SIZE + 1];
	struct customer c = { .id = 0 };
	int result;

	if (take_email(cli->operands[0], &c, e) != 0 ||
	    customer_operators_only(cli, "adviser", e) != 0 || customer_take(cli, &c, e) != 0)
		return -1;
	if (is_operator && !cli_has_secret(cli, "password"))
		return register_with(cli, &c, NULL, e);
	cli->office.actor = is_operator ? cli->office.actor : (struct actor){ ACTOR_GUEST, "", 0 };
	result = customer_new_password(cli, "password", password, e);
	if (result == 0)
		result = register_with(cli, &c, password, e);
	explicit_bzero(password, sizeof(password));
	return result;
}

static int
show_item(struct cli *cli, const struct item *item, struct err *e)
{
	struct customer c;

	return customer_named(cli, item->text, &c, e) != 0 ? -1 : customer_print(cli, &c, e);
}

int
customer_verb_show(struct cli *cli, struct err *e)
{
	struct customer c;

	if (cli->operand_count > 0)
		return cli_each(cli, show_item, e);
	return customer_named(cli, NULL, &c, e) != 0 ? -1 : customer_print(cli, &c, e);
}

static int
edit(struct office *office, void *context, struct err *e)
{
	return customer_edit(office, context, e);
}

int
customer_verb_edit(struct cli *cli, struct err *e)
{
	const char *email = cli_value(cli, "email");
	struct customer c;

	if (customer_named(cli, cli->operand_count > 0 ? cli->operands[0] : NULL, &c, e) != 0 ||
	    customer_operators_only(cli, "kind|document|adviser", e) != 0)
		return -1;
	if (customer_take(cli, &c, e) != 0 || (email && take_email(email, &c, e) != 0))
		return -1;
	if (authorise(cli, e, N_("change the data of %s"), c.name) != 0 ||
	    office_write(&cli->office, edit, &c, e) != 0)
		return -1;
	return customer_print(cli, &c, e);
}

int
customer_verb_list(struct cli *cli, struct err *e)
{
	const struct customer_filter filter = { .kind = cli_value(cli, "kind") };
	struct customer c;
	struct record r;
	struct query q;
	int row = 0;

	if (customer_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	record_open(&r, "customer");
	while (cli_wants_more(cli) && (row = customer_next(&q, &c, e)) == 1) {
		if (customer_print_in(cli, &r, &c, e) != 0) {
			row = -1;
			break;
		}
	}
	record_close(&r);
	query_end(&q);
	return row < 0 ? -1 : 0;
}
