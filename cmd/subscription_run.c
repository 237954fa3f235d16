/*
 * subscription_run - issues the invoices of all periods that have begun.
 */
#include "invoices.h"
#include "once.h"
#include "subscription_batch.h"
#include "subscriptions.h"
#include "summary.h"

struct issuing {
	struct cli *cli;
	struct subscription_batch batch;
	struct invoice_printer printer;
	struct totals totals;
	struct summary summary;
};

static int
print(struct issuing *run, int64_t id, struct err *e)
{
	if (invoice_printer_load(&run->printer, id, e) != 0)
		return -1;
	run->summary.added++;
	if (totals_add(&run->totals, &run->printer.standing.invoice.amount, e) != 0)
		return -1;
	return cli_print(run->cli, &run->printer.record, e);
}

/* What a dry run will have taken back by the end of its write. */
static int
watch(const struct invoice *inv, void *context, struct err *e)
{
	return print(context, inv->id, e);
}

static int
print_batch(struct issuing *run, struct err *e)
{
	const struct subscription_batch *batch = &run->batch;

	for (size_t i = 0; i < batch->count && !run->cli->office.is_dry_run; i++)
		if (print(run, batch->invoices[i], e) != 0)
			return -1;
	for (size_t i = 0; i < batch->failed; i++)
		cli_item_failed(run->cli, &batch->failures[i]);
	for (size_t i = batch->failed; i < batch->taken; i++)
		cli_item_done(run->cli);
	run->summary.failed += (int64_t)batch->failed;
	cli_progress(run->cli, run->summary.added, 0);
	return 0;
}

int
subscription_run(struct cli *cli, struct err *e)
{
	struct issuing run = { .cli = cli };
	struct once once;
	int result = once_begin(&once, cli, e);

	run.summary = (struct summary){ .what = "subscription", .totals = &run.totals };
	if (result != 0)
		return result > 0 ? summary_print(cli, &run.summary, e) : -1;
	invoice_printer_open(&run.printer, cli);
	run.batch.watch = cli->office.is_dry_run ? watch : NULL;
	run.batch.context = &run;
	do {
		result = subscription_batch_run(&cli->office, &run.batch, e);
		if (result == 0)
			result = print_batch(&run, e);
	} while (result == 0 && run.batch.taken > 0);
	if (result == 0 && run.summary.failed == 0)
		result = once_end(&once, cli, e);
	if (result == 0)
		result = summary_print(cli, &run.summary, e);
	subscription_batch_close(&run.batch);
	invoice_printer_close(&run.printer);
	return result;
}
