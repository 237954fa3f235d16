#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "backup.h"
#include "check.h"
#include "databases.h"
#include "founding.h"
#include "i18n.h"
#include "key.h"
#include "language.h"
#include "readiness.h"
#include "setting.h"

/* Fields of a record of type database; all but the path may be left out. */
struct sheet {
	const char *path;
	const char *key;
	int version; /* 0: not told */
	const struct backup *backup;
};

static int
print(struct cli *cli, const struct sheet *sheet, struct err *e)
{
	const struct backup *b = sheet->backup;
	struct record r;
	int result;

	record_open(&r, "database");
	record_text(&r, "file", sheet->path);
	record_text(&r, "key", sheet->key);
	if (sheet->version != 0)
		record_int(&r, "version", sheet->version);
	if (b != NULL) {
		record_instant(&r, "at", b->at);
		record_ref(&r, "log", REF_LOG, b->log);
		record_text(&r, "hash", b->hash);
		record_text(&r, "aside", b->aside);
	}
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

/* The default place is nobody's choice, so its folders are made, for the user alone. */
static void
make_folders(const struct cli *cli)
{
	const char *named = getenv("PP_DB");
	char folder[DB_PATH_SIZE];
	size_t length = strlen(cli->db_file);

	if (cli_value(cli, "db") != NULL || (named != NULL && named[0] != '\0'))
		return;
	for (size_t i = 1; i < length; i++) {
		if (cli->db_file[i] != '/')
			continue;
		memcpy(folder, cli->db_file, i);
		folder[i] = '\0';
		mkdir(folder, 0700); /* what is missing then is told by who opens the file */
	}
}

int
database_init(struct cli *cli, struct err *e)
{
	const struct founding founding = {
		.name = cli_value(cli, "name"),
		.currency = cli_value(cli, "currency"),
		.timezone = cli_value(cli, "timezone"),
		.country = cli_value(cli, "country"),
		.city = cli_value(cli, "city"),
		.is_sandbox = cli_flag(cli, "sandbox"),
	};
	const struct sheet sheet = {
		.path = cli->db_file, .key = cli->office.key_path, .version = db_version()
	};

	if (cli_set_clock(cli, founding.is_sandbox, e) != 0)
		return -1;
	if (!cli->office.is_dry_run)
		make_folders(cli);
	if (founding_make(&cli->office, cli->db_file, &founding, e) != 0)
		return -1;
	return print(cli, &sheet, e);
}

static int
log_upgrade(struct office *office, void *context, struct err *e)
{
	const struct office_note note = { .summary = context };

	return office_log(office, &note, e);
}

int
database_upgrade(struct cli *cli, struct err *e)
{
	const struct sheet sheet = { .path = cli->db_file, .version = db_version() };
	char summary[40];
	int count = 0;

	if (!cli->office.is_dry_run && db_upgrade(cli->office.db, &count, e) != 0)
		return -1;
	snprintf(summary, sizeof(summary), "schema %d > %d", db_version() - count, db_version());
	if (count > 0 && office_write(&cli->office, log_upgrade, summary, e) != 0)
		return -1;
	return print(cli, &sheet, e);
}

/* "meaning: detail", the meaning translated: for people, as records do not depend on the locale. */
static void
add_translated(struct text *text, const char *what)
{
	size_t length = strcspn(what, ":");
	char meaning[160];

	if (length >= sizeof(meaning))
		length = 0;
	snprintf(meaning, sizeof(meaning), "%.*s", (int)length, what);
	if (length > 0)
		text_add(text, _(meaning));
	text_add(text, what + length);
}

static int
print_violation(const char *id, const char *what, const char *ref, void *context, struct err *e)
{
	struct cli *cli = context;
	struct text text;
	struct record r;
	int result;

	text_open(&text);
	add_translated(&text, what);
	record_open(&r, "violation");
	record_id_text(&r, id);
	record_text(&r, "what", cli->format == FORMAT_TABLE ? text_string(&text) : what);
	record_text(&r, "ref", ref);
	result = cli_print(cli, &r, e);
	record_close(&r);
	text_close(&text);
	cli_status(cli, ERR_DIFFERS);
	return result;
}

/* A file that is there but cannot be opened is a finding, not a failure to look. */
static int
check_unopened(struct cli *cli, const struct err *why, struct err *e)
{
	struct stat st;

	if (why->code == ERR_SETUP && lstat(cli->db_file, &st) == 0)
		return print_violation("file", why->message, "", cli, e);
	*e = *why;
	return -1;
}

static int
open_for_check(struct cli *cli, bool *is_sandbox, struct err *why)
{
	if (db_open(&cli->office.db, cli->db_file, DB_READ, why) != 0)
		return -1;
	return setting_bool(cli->office.db, "office.sandbox", is_sandbox, why);
}

/* What goes into a record is said again without translation. */
static void
say_plainly(struct cli *cli, struct err *why)
{
	struct err plain;
	bool ignored;

	if (why->code != ERR_SETUP || cli->format == FORMAT_TABLE)
		return;
	db_close(cli->office.db);
	cli->office.db = NULL;
	language_pause();
	if (open_for_check(cli, &ignored, &plain) != 0)
		*why = plain;
	language_resume();
}

/* The key is no part of the books, which may be kept without it: one that is there must fit. */
static int
check_key(struct cli *cli, struct err *e)
{
	struct secret_key key;
	struct stat st;

	if (lstat(cli->office.key_path, &st) != 0)
		return 0;
	if (key_load(&cli->office, &key, e) != 0)
		return -1;
	secret_forget(&key);
	return 0;
}

int
database_check(struct cli *cli, struct err *e)
{
	struct err why;
	bool is_sandbox;

	if (open_for_check(cli, &is_sandbox, &why) != 0) {
		say_plainly(cli, &why);
		return check_unopened(cli, &why, e);
	}
	if (cli_set_clock(cli, is_sandbox, e) != 0)
		return -1;
	if (check_run(cli->office.db, cli_flag(cli, "quick"), print_violation, cli, &why) == 0)
		return check_key(cli, e);
	if (why.code == ERR_SETUP) /* found on the way: pages that are none */
		err_set(&why, ERR_SETUP, "%s", N_("the database is damaged"));
	return check_unopened(cli, &why, e);
}

int
database_backup(struct cli *cli, struct err *e)
{
	struct backup made;
	struct sheet sheet = { .version = db_version(), .backup = &made };

	if (backup_make(&cli->office, cli->operands[0], !cli_flag(cli, "no-key"), &made, e) != 0)
		return -1;
	sheet.path = made.path;
	sheet.key = made.key;
	return print(cli, &sheet, e);
}

int
database_restore(struct cli *cli, struct err *e)
{
	struct backup made;
	struct sheet sheet = { .version = db_version(), .backup = &made };
	char at[INSTANT_SIZE];
	bool is_sandbox;

	if (db_open(&cli->office.db, cli->operands[0], DB_READ, e) != 0)
		return -1;
	if (setting_bool(cli->office.db, "office.sandbox", &is_sandbox, e) != 0 ||
	    cli_set_clock(cli, is_sandbox, e) != 0)
		return -1;
	if (backup_restore(&cli->office, cli->db_file, &made, e) != 0)
		return -1;
	sheet.path = made.path;
	sheet.key = made.key;
	if (made.aside[0])
		cli_note(cli, 0, _("the former database is now %s"), made.aside);
	instant_format(made.at, at);
	cli_note(cli, 0, _("it takes no money until: pp-pay resolve --since=%s"), at);
	return print(cli, &sheet, e);
}
