/*
 * biller_guide - the public directory: shown, and imported with billers and rules.
 */
#include "biller_guide.h"
#include "directory_import.h"
#include "guide.h"
#include "importing.h"

const struct option_row options_biller_guide[] = {
	{ "kind", 0, OPTION_CHOICE, "KIND", "place|procedure|topic|contact", N_("only those"),
	    false },
	{ "invoice-kind", 0, OPTION_CHOICE, "KIND",
	    "bill|charge|slip|credit|instalment|subscription", N_("only on that kind of bill"),
	    false },
	{ "language", 0, OPTION_CHOICE, "LANG", "es|en", N_("only in that language, or in any"),
	    false },
	{ 0 },
};

static void
fill(struct record *r, const struct guide *g)
{
	record_clear(r);
	record_ref(r, "biller", REF_BILLER, g->biller);
	record_text(r, "kind", g->kind);
	record_text(r, "invoice_kind", g->invoice_kind);
	record_text(r, "title", g->title);
	record_text(r, "text", g->text);
	record_text(r, "pays", g->pays);
	record_text(r, "url", g->url);
	record_text(r, "chat", g->chat);
	record_text(r, "phone", g->phone);
	record_text(r, "email", g->email);
	record_text(r, "address", g->address);
	record_text(r, "hours", g->hours);
	record_text(r, "language", g->language);
	record_int(r, "place", g->place);
}

int
biller_verb_guide(struct cli *cli, struct err *e)
{
	struct guide_filter filter = { .kind = cli_value(cli, "kind"),
		.invoice_kind = cli_value(cli, "invoice-kind"),
		.language = cli_value(cli, "language") };
	struct record r;
	struct guide g;
	struct query q;
	int row = 0;

	if (cli->operand_count > 0 &&
	    biller_find(cli->office.db, cli->operands[0], &filter.biller, e) != 0)
		return -1;
	if (guide_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	record_open(&r, "guide");
	while (cli_wants_more(cli) && (row = guide_next(&q, &g, e)) == 1) {
		fill(&r, &g);
		if (cli_print(cli, &r, e) != 0) {
			row = -1;
			break;
		}
	}
	record_close(&r);
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static int
run_import(struct cli *cli, struct import *im, struct err *e)
{
	struct import_job job = { .im = im, .row_done = importing_row_done, .context = cli };

	if (directory_import(&cli->office, &job, e) != 0)
		return -1;
	return importing_print(cli, "guide", &job, e);
}

/* Its rows are of several types, which no map could tell apart. */
int
biller_verb_import(struct cli *cli, struct err *e)
{
	const char *path = cli->operands[0];
	struct import *im = NULL;
	FILE *file;
	int result;

	if (cli_input(cli, path, &file, e) != 0)
		return -1;
	result = import_open(&im, file, path, directory_columns, NULL, e);
	if (result == 0)
		result = run_import(cli, im, e);
	import_close(im);
	fclose(file);
	return result;
}
