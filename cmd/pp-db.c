/*
 * pp-db - the file: create, upgrade, check, back up, rehearse, settings, activity log.
 */
#include <string.h>
#include "databases.h"
#include "fill.h"
#include "reach.h"
#include "readiness.h"
#include "rehearse.h"
#include "setting.h"
#include "show.h"

/* Meanings are translated for people only: records are the same in every locale. */
static int
print_setting(const struct setting *setting, void *context, struct err *e)
{
	struct cli *cli = context;
	struct record r;
	int result;

	if (!cli_wants_more(cli))
		return 0;
	record_open(&r, "setting");
	record_id_text(&r, setting->key);
	record_text(&r, "value", setting->value);
	record_bool(&r, "set", setting->is_set);
	record_text(
	    &r, "meaning", cli->format == FORMAT_TABLE ? _(setting->meaning) : setting->meaning);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

static int
config(struct cli *cli, struct err *e)
{
	const char *key = cli->operand_count > 0 ? cli->operands[0] : NULL;
	const char *value = cli->operand_count > 1 ? cli->operands[1] : NULL;
	struct setting setting;

	if (!key)
		return setting_each(cli->office.db, print_setting, cli, e);
	if (setting_show(cli->office.db, key, &setting, e) != 0)
		return -1;
	if (value) {
		if (setting_set(&cli->office, key, value, e) != 0)
			return -1;
		snprintf(setting.value, sizeof(setting.value), "%s", value);
		setting.is_set = value[0] != '\0';
		if (!setting.is_set && !cli->office.is_dry_run &&
		    setting_show(cli->office.db, key, &setting, e) != 0)
			return -1;
	}
	return print_setting(&setting, cli, e);
}

static int
clock_accept(struct cli *cli, struct err *e)
{
	return readiness_accept_clock(&cli->office, e);
}

static int
set_filter(struct cli *cli, struct activity_filter *filter, struct err *e)
{
	struct ref ref;

	if (reach_owner(&cli->office, cli_value(cli, "customer"), &filter->customer, e) != 0)
		return -1;
	if (cli_value(cli, "ref")) {
		if (ref_parse(cli_value(cli, "ref"), &ref) != 1)
			return err_set(e, ERR_USAGE, _("--ref takes a ref, such as inv-42"));
		ref_format(ref.type, ref.id, filter->ref);
	}
	return setting_span(cli->office.db, cli_value(cli, "since"), cli_value(cli, "until"),
	    &filter->since, &filter->until, e);
}

static int
list_log(struct cli *cli, struct err *e)
{
	struct activity_filter filter = { 0 };
	struct activity_row row;
	struct record r;
	struct query q;
	int got = 0;

	if (set_filter(cli, &filter, e) != 0 || activity_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	record_open(&r, "log");
	while (cli_wants_more(cli) && (got = activity_next(&q, &row, e)) == 1) {
		fill_log(&r, &row);
		if (cli_print(cli, &r, e) != 0) {
			got = -1;
			break;
		}
	}
	record_close(&r);
	query_end(&q);
	return got < 0 ? -1 : 0;
}

static const struct option_row options_init[] = {
	{ "name", 0, OPTION_TEXT, "TEXT", NULL, N_("name of the office"), false },
	{ "currency", 0, OPTION_TEXT, "CCC", NULL, N_("its currency (ISO 4217), else BOB"), false },
	{ "timezone", 0, OPTION_TEXT, "ZONE", NULL, N_("its zone, else America/La_Paz"), false },
	{ "country", 0, OPTION_TEXT, "CC", NULL, N_("its country (ISO 3166), else BO"), false },
	{ "city", 0, OPTION_TEXT, "TEXT", NULL, N_("its city"), false },
	{ "sandbox", 0, OPTION_FLAG, NULL, NULL, N_("an office for trials, with its own clock"),
	    false },
	{ 0 },
};

static const struct option_row options_check[] = {
	{ "quick", 0, OPTION_FLAG, NULL, NULL, N_("leave out what reads every row"), false },
	{ 0 },
};

static const struct option_row options_backup[] = {
	{ "no-key", 0, OPTION_FLAG, NULL, NULL, N_("without the key file"), false },
	{ 0 },
};

static const struct option_row options_rehearse[] = {
	{ "until", 0, OPTION_DATE, "DATE", NULL, N_("the last night"), true },
	{ "run", 0, OPTION_FILE, "SCRIPT", NULL, N_("what a night does, else the one of ours"),
	    false },
	{ 0 },
};

static const struct option_row options_clock[] = {
	{ "accept", 0, OPTION_FLAG, NULL, NULL, N_("the clock is right: count from now"), true },
	{ 0 },
};

static const struct option_row options_log[] = {
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("only of that customer"), false },
	{ "ref", 0, OPTION_REF, "REF", NULL, N_("only about that thing"), false },
	{ "since", 0, OPTION_DATE, "DATE", NULL, N_("from that date on"), false },
	{ "until", 0, OPTION_DATE, "DATE", NULL, N_("up to that date"), false },
	{ 0 },
};

static const struct verb verbs[] = {
	{ "init", "", N_("makes the database and its key file"),
	    "pp-db init --name='Cooperativa Norte' --currency=BOB --country=BO\n"
	    "pp-db init --sandbox -D /tmp/try.db",
	    options_init, 0, 0, VERB_CREATES, NULL, "database", NULL, database_init },
	{ "upgrade", "", N_("brings the database to this program's version"), "pp-db upgrade", NULL,
	    0, 0, VERB_WRITE | VERB_UPGRADE, NULL, "database", NULL, database_upgrade },
	{ "check", "", N_("proves that the books are right, or says what is wrong"),
	    "pp-db check\npp-db check --quick --json", options_check, 0, 0, VERB_UNOPENED, NULL,
	    "violation", NULL, database_check },
	{ "backup", "FILE", N_("makes a checked copy with its key file, while others write"),
	    "pp-db backup /backup/pp-$(date +%F).db", options_backup, 1, 1,
	    VERB_READ | VERB_CREATES, NULL, "database", NULL, database_backup },
	{ "restore", "FILE", N_("puts a backup in place, keeping what was there aside"),
	    "pp-db restore /backup/pp-2026-03-14.db", NULL, 1, 1, VERB_CREATES, NULL, "database",
	    NULL, database_restore },
	{ "rehearse", "", N_("tells what the nights until a date would do, on a copy"),
	    "pp-db rehearse --until=2026-12-31\n"
	    "pp-db rehearse --until=2026-12-31 --run=/etc/pp/night --json",
	    options_rehearse, 0, 0, VERB_READ | VERB_CREATES | VERB_ROWS, NULL, "rehearsal", NULL,
	    database_rehearse },
	{ "config", "[KEY [VALUE]]", N_("lists or changes settings"),
	    "pp-db config\npp-db config office.city Tarija", NULL, 0, 2,
	    VERB_WRITE | VERB_LIST | VERB_EMPTY, NULL, "setting", NULL, config },
	{ "clock", "", N_("accepts a clock that was refused"), "pp-db clock --accept",
	    options_clock, 0, 0, VERB_WRITE, NULL, NULL, NULL, clock_accept },
	{ "log", "", N_("lists who did what, when"),
	    "pp-db log --since=2026-03-01\npp-db log --ref=inv-42 --json", options_log, 0, 0,
	    VERB_READ | VERB_LIST | VERB_CUSTOMER, NULL, "log", NULL, list_log },
	{ 0 },
};

static const struct program program = { "pp-db",
	N_("the file: create, upgrade, check, back up, rehearse, settings, activity log"), verbs,
	show_ref };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
