/*
 * customer_login - logging in and out, and who is logged in.
 */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "customers.h"
#include "i18n.h"
#include "session_file.h"

/* "it's" as 'it'\''s', for a shell. */
static void
quote(struct text *out, const char *path)
{
	text_add_char(out, '\'');
	for (; *path; path++)
		if (*path == '\'')
			text_add(out, "'\\''");
		else
			text_add_char(out, *path);
	text_add_char(out, '\'');
}

/* Told to a person, whose shell does not name the file yet. */
static void
tell_export(const struct cli *cli, const char *path)
{
	const char *named = getenv("PP_SESSION");
	struct text quoted;

	if (!isatty(STDERR_FILENO) || (named && strcmp(named, path) == 0))
		return;
	text_open(&quoted);
	quote(&quoted, path);
	cli_note(cli, 0, "export PP_SESSION=%s", text_string(&quoted));
	text_close(&quoted);
}

static int
prove(struct cli *cli, struct login *login, char *typed, size_t size, struct err *e)
{
	const char *document = cli_value(cli, "document");

	if (document) {
		if (cli_secret(cli, "code", _("Code"), typed, size, e) != 0)
			return -1;
		return login_code(&cli->office, document, typed, login, e);
	}
	if (cli_secret(cli, "password", _("Password"), typed, size, e) != 0)
		return -1;
	return login_password(&cli->office, cli->operands[0], typed, login, e);
}

static int
log_in(struct cli *cli, const char *path, struct err *e)
{
	char secret[SESSION_SECRET_SIZE], typed[PASSWORD_SIZE + 1];
	struct login login = { .before = cli_session(cli) };
	struct session_file file = { .temporary = "" };
	int result = -1;

	if (session_secret(secret, login.hash, e) == 0 &&
	    session_file_prepare(&file, path, cli->office.key_path, secret, e) == 0 &&
	    prove(cli, &login, typed, sizeof(typed), e) == 0)
		result = cli->office.is_dry_run ? 0 : session_file_commit(&file, e);
	session_file_abandon(&file);
	explicit_bzero(secret, sizeof(secret));
	explicit_bzero(typed, sizeof(typed));
	if (result != 0)
		return -1;
	if (!cli->office.is_dry_run)
		tell_export(cli, path);
	if (login.is_limited)
		cli_note(cli, 0, _("the temporary password must be changed: pp-customer password"));
	return customer_print(cli, &login.customer, e);
}

/* A repeated request is answered alike, and nothing is sent. */
static int
ask_code(struct cli *cli, struct err *e)
{
	struct code_sent sent;

	if (login_ask(&cli->office, cli_value(cli, "document"), &sent, e) != 0 &&
	    strcmp(e->reason, "repeated") != 0)
		return -1;
	return customer_print_code(cli, &sent, e);
}

int
customer_login(struct cli *cli, struct err *e)
{
	const char *path = cli_session_file(cli);
	bool has_document = cli_value(cli, "document") != NULL;

	if (has_document == (cli->operand_count > 0))
		return err_set(e, ERR_USAGE, _("log in with an e-mail address, or --document"));
	if (has_document ? cli_has_secret(cli, "password") : cli_has_secret(cli, "code"))
		return err_set(e, ERR_USAGE,
		    _("a password goes with an e-mail address, a code with --document"));
	if (!path || !*path)
		return err_set(e, ERR_USAGE,
		    _("where shall the session be kept? --session=FILE, or PP_SESSION"));
	if (has_document && !cli_has_secret(cli, "code"))
		return ask_code(cli, e);
	return log_in(cli, path, e);
}

static int
log_out(struct office *office, void *context, struct err *e)
{
	return session_end(office, context, e);
}

static int
nobody(struct err *e)
{
	err_set(e, ERR_DENIED, _("nobody is logged in: no session is named"));
	return err_reason(e, "session_expired", "");
}

int
customer_logout(struct cli *cli, struct err *e)
{
	struct customer c;
	struct session session;

	if (!cli_session(cli))
		return nobody(e);
	session = *cli_session(cli);
	if (customer_named(cli, NULL, &c, e) != 0 ||
	    office_write(&cli->office, log_out, &session, e) != 0)
		return -1;
	if (!cli->office.is_dry_run)
		(void)unlink(cli_session_file(cli)); /* it names nobody any more */
	return customer_print(cli, &c, e);
}

int
customer_whoami(struct cli *cli, struct err *e)
{
	struct customer c;

	if (!cli_session(cli))
		return nobody(e);
	return customer_named(cli, NULL, &c, e) != 0 ? -1 : customer_print(cli, &c, e);
}
