#define _DEFAULT_SOURCE /* explicit_bzero */
#include <stdarg.h>
#include <string.h>
#include "authorise.h"
#include "i18n.h"
#include "token.h"

enum { WHAT_SIZE = 600, TYPED_SIZE = 32 };

int
authorise_is_needed(struct cli *cli, struct err *e)
{
	const struct office *office = &cli->office;

	if (office->actor.kind != ACTOR_CUSTOMER || office->is_dry_run || office->is_authorised)
		return 0;
	return token_is_live(office->db, office->actor.customer, e);
}

static int
ask(struct cli *cli, const char *shown, char typed[TYPED_SIZE], struct err *e)
{
	bool is_given = cli_has_secret(cli, "token");
	struct text prompt;
	int result;

	text_open(&prompt);
	text_add_format(&prompt, "%s: ", _("To authorise"));
	text_add_safe(&prompt, shown, "");
	text_add_format(&prompt, "\n%s", _("token"));
	result = cli_secret(cli, "token", text_string(&prompt), typed, TYPED_SIZE, e);
	text_close(&prompt);
	if (result != 0 && !is_given && e->code == ERR_USAGE)
		err_reason(e, "token_required", "");
	return result;
}

int
authorise(struct cli *cli, struct err *e, const char *format, ...)
{
	char what[WHAT_SIZE], shown[WHAT_SIZE], typed[TYPED_SIZE] = "";
	int needed = authorise_is_needed(cli, e), result;
	va_list args;

	if (needed <= 0)
		return needed;
	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	va_start(args, format);
	vsnprintf(shown, sizeof(shown), _(format), args);
	va_end(args);
	result = ask(cli, shown, typed, e);
	if (result == 0)
		result = token_spend(&cli->office, cli->office.actor.customer, typed, what, e);
	explicit_bzero(typed, sizeof(typed));
	cli->office.is_authorised = result == 0;
	return result;
}
