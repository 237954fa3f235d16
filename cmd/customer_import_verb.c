/*
 * customer_import_verb - customers from a file.
 */
#include "customer_import.h"
#include "customers.h"
#include "i18n.h"
#include "importing.h"

const struct option_row options_customer_import[] = {
	{ "map", 0, OPTION_FILE, "FILE", NULL, N_("how its columns become ours: pp-map(5)"),
	    false },
	{ 0 },
};

static int
run_import(struct cli *cli, struct import *im, struct err *e)
{
	struct import_job job = { .im = im, .row_done = importing_row_done, .context = cli };

	if (customer_import(&cli->office, &job, e) != 0)
		return -1;
	cli_note(cli, 1, _("%lld customers brought up to date"), (long long)job.changed);
	return importing_print(cli, "customer", &job, e);
}

int
customer_verb_import(struct cli *cli, struct err *e)
{
	return importing_run(cli, customer_columns, run_import, e);
}
