/*
 * pp-token - the customer's one-time token: enrolling, spending; and the device that shows it.
 */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "ask.h"
#include "authorise.h"
#include "i18n.h"
#include "otpauth.h"
#include "qr_people.h"
#include "reach.h"
#include "token.h"

enum { TYPED_SIZE = 32 };

/* The one that is named, else who acts. */
static int
find_customer(struct cli *cli, int64_t *customer, struct err *e)
{
	if (cli->operand_count > 0)
		return reach_find(&cli->office, REF_CUSTOMER, cli->operands[0], customer, e);
	if (cli->office.actor.kind != ACTOR_CUSTOMER)
		return err_set(e, ERR_USAGE, _("whose token? name a customer"));
	*customer = cli->office.actor.customer;
	return 0;
}

static void
fill_token(struct record *r, const struct token *t, int64_t now)
{
	record_text(r, "status", token_status(t, now));
	record_int(r, "period", t->period);
	record_instant(r, "enrolled_at", t->enrolled_at);
	if (t->revoked_at == 0)
		record_instant(r, "locked_until", t->locked_until > now ? t->locked_until : 0);
	record_int(r, "wrong", t->tried);
}

/* Also where there was never one: status none.  uri: NULL but once. */
static int
print_token(struct cli *cli, int64_t customer, const char *uri, struct err *e)
{
	struct record r;
	struct token t;
	int known = token_show(cli->office.db, customer, &t, e), result;

	if (known < 0)
		return -1;
	record_open(&r, "token");
	record_ref(&r, "customer", REF_CUSTOMER, customer);
	if (known == 1)
		fill_token(&r, &t, cli->office.now);
	else
		record_text(&r, "status", "none");
	record_text(&r, "uri", uri);
	result = cli_print(cli, &r, e);
	text_forget(&r.bytes);
	return result;
}

/* ---- enrolling */

/* To be read by a camera, and by who has none. */
static int
draw(struct cli *cli, const char *uri, struct err *e)
{
	FILE *out = cli_out(cli);

	if (qr_people_draw(out, uri, e) != 0)
		return -1;
	fprintf(out, "%s\n\n", uri);
	return 0;
}

static int
enrol(struct cli *cli, struct err *e)
{
	char uri[OTPAUTH_URI_SIZE], ref[REF_SIZE];
	int64_t customer = 0;
	int result;

	if (find_customer(cli, &customer, e) != 0)
		return -1;
	ref_format(REF_CUSTOMER, customer, ref);
	if (authorise(cli, e, N_("replace the token of %s by a new one"), ref) != 0 ||
	    token_enrol(&cli->office, customer, uri, e) != 0)
		return -1;
	result = 0;
	if (cli->format == FORMAT_TABLE && isatty(STDOUT_FILENO))
		result = draw(cli, uri, e);
	if (result == 0)
		result = print_token(cli, customer, uri, e);
	explicit_bzero(uri, sizeof(uri));
	return result;
}

static int
status(struct cli *cli, struct err *e)
{
	int64_t customer = 0;

	if (find_customer(cli, &customer, e) != 0)
		return -1;
	return print_token(cli, customer, NULL, e);
}

static int
verify(struct cli *cli, struct err *e)
{
	char typed[TYPED_SIZE] = "";
	int64_t customer = 0;
	int result;

	if (find_customer(cli, &customer, e) != 0)
		return -1;
	result = cli_secret(cli, "token", _("token"), typed, sizeof(typed), e);
	if (result == 0)
		result = token_spend(&cli->office, customer, typed, "verified by hand", e);
	explicit_bzero(typed, sizeof(typed));
	return result == 0 ? print_token(cli, customer, NULL, e) : -1;
}

static int
end(struct cli *cli, struct err *e)
{
	char ref[REF_SIZE];
	int64_t customer = 0;

	if (find_customer(cli, &customer, e) != 0)
		return -1;
	ref_format(REF_CUSTOMER, customer, ref);
	if (cli_confirm(
		cli, NULL, e, _("Revoke the token of %s? Nothing will ask for one."), ref) != 0 ||
	    authorise(cli, e, N_("revoke the token of %s"), ref) != 0 ||
	    token_revoke(&cli->office, customer, e) != 0)
		return -1;
	return print_token(cli, customer, NULL, e);
}

/* ---- the device */

static int
read_device(struct cli *cli, struct otpauth *o, struct err *e)
{
	const char *path = cli_value(cli, "secret-file"), *prompt = "";
	char text[OTPAUTH_URI_SIZE];
	int result;

	if (!cli_has_secret(cli, "secret"))
		prompt = _("secret, or otpauth URI"); /* looking that up takes time */
	if (path && strcmp(path, "-") == 0)
		result = secret_from_fd(STDIN_FILENO, text, sizeof(text), e);
	else
		result = cli_secret(cli, "secret", prompt, text, sizeof(text), e);
	if (result == 0)
		result = otpauth_read(text, o, e);
	explicit_bzero(text, sizeof(text));
	return result;
}

/* The device knows no database, so neither a sandbox's clock. */
static int
device_time(struct cli *cli, int64_t *at, struct err *e)
{
	const char *asked = cli_value(cli, "at");
	struct timespec now;

	if (!asked) {
		clock_gettime(CLOCK_REALTIME, &now);
		*at = now.tv_sec;
		return 0;
	}
	if (instant_parse(asked, at, e) != 0)
		return err_prefix(e, "--at");
	if (*at < 0)
		return err_set(e, ERR_USAGE, _("--at is before 1970"));
	return 0;
}

static int
show(struct cli *cli, struct err *e)
{
	char code[TOTP_CODE_SIZE];
	struct otpauth o;
	struct record r;
	int64_t at;
	int result;

	if (device_time(cli, &at, e) != 0 || read_device(cli, &o, e) != 0)
		return -1;
	result = hotp_code(o.secret, o.secret_length, (uint64_t)totp_step(at, o.period), code, e);
	if (result != 0) {
		explicit_bzero(&o, sizeof(o));
		return -1;
	}
	record_open(&r, "otp");
	record_text(&r, "code", code);
	record_int(&r, "seconds", o.period - at % o.period);
	explicit_bzero(&o, sizeof(o));
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

/* What a request did that is repeated. */
static int
show_again(struct cli *cli, const struct ref *ref, int *exit_status, struct err *e)
{
	*exit_status = 0;
	return print_token(cli, ref->id, NULL, e);
}

static const struct option_row options_verify[] = {
	{ "token", 0, OPTION_SECRET, NULL, NULL, N_("the six digits"), false },
	{ 0 },
};
static const struct option_row options_show[] = {
	{ "secret", 0, OPTION_SECRET, NULL, NULL, N_("the secret, or its URI"), false },
	{ "at", 0, OPTION_INSTANT, "INSTANT", NULL, N_("what it shows then; else now"), false },
	{ 0 },
};

static const struct verb verbs[] = {
	{ "enrol", "[CUSTOMER]", N_("makes a token's secret and tells it, once, for the device"),
	    "pp-token enrol cus-5\npp-token enrol cus-5 --json | jq -r .uri", NULL, 0, 1,
	    VERB_WRITE | VERB_CUSTOMER, "cus", "token", NULL, enrol },
	{ "verify", "CUSTOMER", N_("spends a token, which proves that the customer has it"),
	    "pp-token verify cus-5 --token-file=code", options_verify, 1, 1,
	    VERB_WRITE | VERB_CUSTOMER, "cus", "token", NULL, verify },
	{ "status", "[CUSTOMER]", N_("shows whether there is a token, and whether it is locked"),
	    "pp-token status cus-5", NULL, 0, 1, VERB_READ | VERB_CUSTOMER, "cus", "token", NULL,
	    status },
	{ "revoke", "[CUSTOMER]", N_("ends a token: nothing asks for it any more"),
	    "pp-token revoke cus-5", NULL, 0, 1, VERB_WRITE | VERB_CUSTOMER, "cus", "token", NULL,
	    end },
	{ "show", "", N_("is the customer's device: the six digits and the seconds left"),
	    "pp-token show --secret-file=secret\npp-token enrol --json | jq -r .uri | pp-token "
	    "show "
	    "--secret-file=-",
	    options_show, 0, 0, VERB_PUBLIC, NULL, "otp", NULL, show },
	{ 0 },
};

static const struct program program = { "pp-token", N_("the customer's one-time token"), verbs,
	show_again };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
