/*
 * subscription_run - issues the invoices of all periods that have begun.
 */
#include <string.h>
#include "invoices.h"
#include "subscription_batch.h"
#include "subscriptions.h"

enum { CURRENCIES_MAX = 64 };

struct total {
	char currency[4];
	int64_t count, amount_minor;
};

struct issuing {
	struct cli *cli;
	struct subscription_batch batch;
	struct invoice_printer printer;
	int64_t added, failed;
	size_t total_count;
	struct total totals[CURRENCIES_MAX];
};

static void
count(struct issuing *run, const struct money *amount)
{
	struct total *t = run->totals;
	size_t i = 0;

	run->added++;
	while (i < run->total_count && strcmp(t[i].currency, amount->currency) != 0)
		i++;
	if (i == CURRENCIES_MAX)
		return;
	if (i == run->total_count)
		memcpy(t[run->total_count++].currency, amount->currency, sizeof(t[i].currency));
	t[i].count++;
	t[i].amount_minor += amount->minor;
}

static int
print(struct issuing *run, int64_t id, struct err *e)
{
	if (invoice_printer_load(&run->printer, id, e) != 0)
		return -1;
	count(run, &run->printer.standing.invoice.amount);
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
	run->failed += (int64_t)batch->failed;
	cli_progress(run->cli, run->added, 0);
	return 0;
}

static int
print_summary(struct issuing *run, struct err *e)
{
	struct json_writer *w;
	struct record r;
	int result;

	record_open(&r, "summary");
	record_text(&r, "what", "subscription");
	record_int(&r, "new", run->added);
	record_int(&r, "same", 0);
	record_int(&r, "failed", run->failed);
	w = record_nested(&r, "totals");
	json_array_begin(w, NULL);
	for (size_t i = 0; i < run->total_count; i++) {
		const struct total *t = &run->totals[i];
		struct money amount = money_of(t->amount_minor, t->currency);

		json_object_begin(w, NULL);
		json_write_text(w, "currency", t->currency);
		json_write_int(w, "count", t->count);
		json_write_money(w, "amount", &amount);
		json_object_end(w);
	}
	json_array_end(w);
	result = cli_print(run->cli, &r, e);
	record_close(&r);
	return result;
}

int
subscription_run(struct cli *cli, struct err *e)
{
	struct issuing run = { .cli = cli };
	int result;

	invoice_printer_open(&run.printer, cli);
	run.batch.watch = cli->office.is_dry_run ? watch : NULL;
	run.batch.context = &run;
	do {
		result = subscription_batch_run(&cli->office, &run.batch, e);
		if (result == 0)
			result = print_batch(&run, e);
	} while (result == 0 && run.batch.taken > 0);
	if (result == 0)
		result = print_summary(&run, e);
	subscription_batch_close(&run.batch);
	invoice_printer_close(&run.printer);
	return result;
}
