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

static void
row_done(int64_t rows, void *context)
{
	cli_progress(context, rows, 0);
}

static int
print_summary(struct cli *cli, const struct account_import *job, struct err *e)
{
	struct json_writer *w;
	struct record r;
	int result;

	record_open(&r, "summary");
	record_text(&r, "what", "account");
	record_int(&r, "new", job->added);
	record_int(&r, "same", job->same);
	record_int(&r, "failed", 0);
	w = record_nested(&r, "totals");
	json_array_begin(w, NULL);
	json_array_end(w);
	json_write_int(record_nested(&r, "changed"), NULL, job->changed);
	cli_note(cli, 1, _("%lld accounts brought up to date"), (long long)job->changed);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

static int
run_import(struct cli *cli, struct import *im, struct err *e)
{
	struct account_import job = { .row_done = row_done, .context = cli };
	const char *biller = cli_value(cli, "biller");

	if (biller && biller_find(cli->office.db, biller, &job.biller, e) != 0)
		return -1;
	if (account_import(&cli->office, im, &job, e) != 0)
		return -1;
	return print_summary(cli, &job, e);
}

int
account_verb_import(struct cli *cli, struct err *e)
{
	return importing_run(cli, account_columns, run_import, e);
}
