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
	struct import_job job = { .im = im, .row_done = importing_row_done, .context = cli };
	const char *biller = cli_value(cli, "biller");
	int64_t id = 0;

	if (biller && biller_find(cli->office.db, biller, &id, e) != 0)
		return -1;
	if (account_import(&cli->office, id, &job, e) != 0)
		return -1;
	cli_note(cli, 1, _("%lld accounts brought up to date"), (long long)job.changed);
	return importing_print(cli, "account", &job, e);
}

int
account_verb_import(struct cli *cli, struct err *e)
{
	return importing_run(cli, account_columns, run_import, e);
}
