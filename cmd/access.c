/*
 * access - which database, who acts, when: what a verb may rely on once it runs.
 */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>
#include "i18n.h"
#include "private.h"
#include "setting.h"
#include "token.h"
#include "utf8.h"

static const char *
environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

static int
fit(int length, size_t size, struct err *e)
{
	if (length >= 0 && (size_t)length < size)
		return 0;
	return err_set(e, ERR_USAGE, _("the database's name is too long"));
}

static int
find_database(struct cli *cli, struct err *e)
{
	const char *given = cli_value(cli, "db") ? cli_value(cli, "db") : environment("PP_DB");
	const char *data = environment("XDG_DATA_HOME");
	const char *key = environment("PP_KEY");
	size_t size = sizeof(cli->db_file);
	int length;

	if (given)
		length = snprintf(cli->db_file, size, "%s", given);
	else if (data && data[0] == '/')
		length = snprintf(cli->db_file, size, "%s/pp/pp.db", data);
	else if (environment("HOME"))
		length = snprintf(cli->db_file, size, "%s/.local/share/pp/pp.db", getenv("HOME"));
	else
		return err_set(e, ERR_SETUP, _("no database is named: --db=FILE, or PP_DB"));
	if (fit(length, size, e) != 0)
		return -1;
	length = snprintf(cli->office.key_path, sizeof(cli->office.key_path), "%s%s",
	    key ? key : cli->db_file, key ? "" : ".key");
	return fit(length, sizeof(cli->office.key_path), e);
}

/* What runs in a rehearsal, by a name of its own for the database say, must not reach the books. */
static int
check_rehearsal(const struct cli *cli, struct err *e)
{
	const char *copy = environment("PP_REHEARSAL");

	if (!copy || strcmp(copy, cli->db_file) == 0)
		return 0;
	return err_set(
	    e, ERR_SETUP, _("a rehearsal opens its copy only, not %.100s"), cli->db_file);
}

const char *
cli_session_file(const struct cli *cli)
{
	const char *given = cli_value(cli, "session");

	return given ? given : getenv("PP_SESSION");
}

static void
name_operator(struct actor *actor)
{
	struct passwd *user = getpwuid(getuid());

	if (user && utf8_is_valid(user->pw_name, strlen(user->pw_name)))
		snprintf(actor->name, sizeof(actor->name), "%.64s", user->pw_name);
	else
		snprintf(actor->name, sizeof(actor->name), "uid-%lu", (unsigned long)getuid());
}

/* Once a session is named, whoever it is, nobody becomes the operator by its absence. */
int
access_identify(struct cli *cli, struct err *e)
{
	struct actor *actor = &cli->office.actor;
	unsigned flags = cli->verb->flags;

	if (!cli_session_file(cli)) {
		actor->kind = ACTOR_OPERATOR;
		if (flags & (VERB_WRITE | VERB_CREATES))
			name_operator(actor); /* only the log needs it, and it takes time */
		return 0;
	}
	actor->kind = ACTOR_GUEST;
	if (flags & (VERB_PUBLIC | VERB_CUSTOMER))
		return 0;
	err_set(e, ERR_DENIED, _("%s is for operators"), cli->verb->name);
	return err_reason(e, "operator_only", "");
}

/* A guest whom the session file does not make a customer stays one. */
static int
admit(struct cli *cli, struct err *e)
{
	if (cli->office.actor.kind != ACTOR_GUEST || cli->verb->flags & VERB_PUBLIC)
		return 0;
	err_set(e, ERR_DENIED, _("no live session: log in first"));
	return err_reason(e, "session_expired", "");
}

int
cli_set_clock(struct cli *cli, bool is_sandbox, struct err *e)
{
	const char *asked = environment("PP_NOW");
	struct timespec now;

	cli->own->is_sandbox = is_sandbox;
	if (!asked) {
		clock_gettime(CLOCK_REALTIME, &now);
		cli->office.now = now.tv_sec;
		return 0;
	}
	if (!is_sandbox)
		return err_set(e, ERR_SETUP, _("PP_NOW is for sandboxes only"));
	if (instant_parse(asked, &cli->office.now, e) != 0)
		return err_prefix(e, "PP_NOW");
	return 0;
}

int
cli_refresh_clock(struct cli *cli, struct err *e)
{
	return cli_set_clock(cli, cli->own->is_sandbox, e);
}

static int
set_wait(struct cli *cli, struct err *e)
{
	int64_t wait_ms;

	if (setting_int(cli->office.db, "db.wait", &wait_ms, e) != 0)
		return -1;
	db_set_wait(cli->office.db, (int)wait_ms);
	return 0;
}

static int
set_clock(struct cli *cli, struct err *e)
{
	bool is_sandbox;

	if (setting_bool(cli->office.db, "office.sandbox", &is_sandbox, e) != 0)
		return -1;
	return cli_set_clock(cli, is_sandbox, e);
}

static int
set_business_date(struct cli *cli, struct err *e)
{
	const char *asked = cli_value(cli, "as-of");
	char today[DATE_SIZE];

	if (!asked)
		return 0;
	if (cli->verb->flags & VERB_WRITE) {
		if (cli->office.actor.kind != ACTOR_OPERATOR) {
			err_set(e, ERR_DENIED, _("--as-of on what writes is for operators"));
			return err_reason(e, "operator_only", "");
		}
		if (setting_today(&cli->office, today, e) != 0)
			return -1;
		if (strcmp(asked, today) > 0 && !cli->office.is_dry_run && !cli->own->is_sandbox)
			return err_set(e, ERR_USAGE, _("--as-of is after today, %s"), today);
	}
	snprintf(cli->office.as_of, sizeof(cli->office.as_of), "%s", asked);
	return 0;
}

static int
open_office(struct cli *cli, enum db_mode mode, struct err *e)
{
	if (db_open(&cli->office.db, cli->db_file, mode, e) != 0 || set_wait(cli, e) != 0 ||
	    set_clock(cli, e) != 0 || access_recognise(cli, e) != 0 || admit(cli, e) != 0 ||
	    set_business_date(cli, e) != 0)
		return -1;
	if ((cli->format == FORMAT_TABLE || cli->format == FORMAT_PDF) &&
	    setting_zone(cli->office.db, &cli->own->zone, e) != 0)
		return -1;
	if (options_has_token(cli->verb))
		cli->office.gate = token_gate;
	return request_set(cli, e);
}

int
access_open(struct cli *cli, struct err *e)
{
	unsigned flags = cli->verb->flags;
	enum db_mode mode = flags & VERB_UPGRADE ? DB_UPGRADE
			    : flags & VERB_WRITE ? DB_WRITE
						 : DB_READ;

	cli->office.is_dry_run = (flags & (VERB_WRITE | VERB_CREATES)) && cli_flag(cli, "dry-run");
	if (flags & (VERB_READ | VERB_WRITE | VERB_CREATES | VERB_UNOPENED) &&
	    (find_database(cli, e) != 0 || check_rehearsal(cli, e) != 0))
		return -1;
	if (!(flags & (VERB_READ | VERB_WRITE)))
		return admit(cli, e);
	return open_office(cli, mode, e);
}

int
cli_open_office(struct cli *cli, struct err *e)
{
	return open_office(cli, DB_READ, e);
}

void
access_close(struct cli *cli)
{
	zone_close(cli->own->zone);
	db_close(cli->office.db);
	cli->office.db = NULL;
}
