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

static void
row_done(int64_t rows, void *context)
{
	cli_progress(context, rows, 0);
}

static int
print_summary(struct cli *cli, const struct customer_import *job, struct err *e)
{
	struct json_writer *w;
	struct record r;
	int result;

	record_open(&r, "summary");
	record_text(&r, "what", "customer");
	record_int(&r, "new", job->added);
	record_int(&r, "same", job->same);
	record_int(&r, "failed", 0);
	w = record_nested(&r, "totals");
	json_array_begin(w, NULL);
	json_array_end(w);
	json_write_int(record_nested(&r, "changed"), NULL, job->changed);
	cli_note(cli, 1, _("%lld customers brought up to date"), (long long)job->changed);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

static int
run_import(struct cli *cli, struct import *im, struct err *e)
{
	struct customer_import job = { .row_done = row_done, .context = cli };

	if (customer_import(&cli->office, im, &job, e) != 0)
		return -1;
	return print_summary(cli, &job, e);
}

int
customer_verb_import(struct cli *cli, struct err *e)
{
	return importing_run(cli, customer_columns, run_import, e);
}
