/*
 * account_import_verb - accounts from a file.
 */
#include <string.h>
#include "account_import.h"
#include "accounts.h"
#include "i18n.h"
#include "importing.h"

const struct option_row options_account_import[] = {
	{ "biller", 0, OPTION_REF, "REF", "bil", N_("whose they are; else a column says it"),
	    false },
	{ "map", 0, OPTION_FILE, "FILE", NULL, N_("how its columns become ours: pp-map(5)"),
	    false },
	{ 0 },
};

static int
run_import(struct cli *cli, struct import *im, struct err *e)
{
	struct account_import job = { .row_done = importing_row_done, .context = cli };
	const char *biller = cli_value(cli, "biller");

	if (biller && biller_find(cli->office.db, biller, &job.biller, e) != 0)
		return -1;
	if (account_import(&cli->office, im, &job, e) != 0)
		return -1;
	cli_note(cli, 1, _("%lld accounts brought up to date"), (long long)job.changed);
	return importing_print(
	    cli, "account", &(struct importing_counts){ job.added, job.changed, job.same }, e);
}

int
account_verb_import(struct cli *cli, struct err *e)
{
	return importing_run(cli, account_columns, run_import, e);
}
