/*
 * pp-invoice - what is owed: import, list, show, void, bill, explain.
 */
#include <string.h>
#include "announce.h"
#include "authorise.h"
#include "invoice_verbs.h"
#include "show.h"
#include "invoices.h"
#include "totals.h"

static int
show_one(struct cli *cli, const struct item *item, struct err *e)
{
	int64_t id;

	return find_invoice(cli, item, &id, e) != 0 ? -1 : show_invoice(cli, id, e);
}

static int
show(struct cli *cli, struct err *e)
{
	return cli->format == FORMAT_PDF ? invoice_verb_print(cli, e) : cli_each(cli, show_one, e);
}

/* ---- changes of state: the record is made before a dry run takes them back */

struct change {
	struct cli *cli;
	int64_t id;
	int (*change)(struct office *office, const struct change *change, struct err *e);
	struct invoice_printer printer;
};

static int
change_and_fill(struct office *office, void *context, struct err *e)
{
	struct change *c = context;

	if (c->change(office, c, e) != 0)
		return -1;
	return invoice_printer_load(&c->printer, c->id, e);
}

static int
change_one(struct cli *cli, const struct item *item, struct change *c, struct err *e)
{
	int result;

	c->cli = cli;
	if (find_invoice(cli, item, &c->id, e) != 0)
		return -1;
	invoice_printer_open(&c->printer, cli);
	result = office_write(&cli->office, change_and_fill, c, e);
	if (result == 0)
		result = cli_print(cli, &c->printer.record, e);
	invoice_printer_close(&c->printer);
	return result;
}

enum { SHOWN_MAX = 100 }; /* lines before a question; all of them are counted */

static void
add_total(struct text *text, const struct totals *totals, size_t count)
{
	char amount[MONEY_TEXT_SIZE];

	if (count > SHOWN_MAX)
		text_add_format(text, _("... and %zu more\n"), count - SHOWN_MAX);
	for (size_t i = 0; i < totals->count; i++) {
		const struct money *sum = &totals->of[i].amount;

		money_format_people(sum, amount);
		text_add_format(text, _("Total %s %s\n"), amount, sum->currency);
	}
}

/* A line: ref, number, whose, for what, how much.  Texts are their senders'. */
static void
add_item(struct text *text, const struct invoice_printer *p, const char *amount)
{
	const struct invoice *inv = &p->standing.invoice;
	char ref[REF_SIZE];

	text_add_line(text, "%s  %s  %s%s%s  %s", ref_format(REF_INVOICE, inv->id, ref),
	    inv->number, inv->holder[0] ? inv->holder : p->account.holder,
	    inv->concept[0] ? "  " : "", inv->concept, amount);
}

/* Shows what all items come to and asks. */
static int
confirm(struct cli *cli, const char *question, struct err *e)
{
	struct invoice_set set = { 0 };
	struct invoice_printer p;
	struct totals totals = { .count = 0 };
	struct text text;
	int result = cli->is_yes || cli->office.is_dry_run ? 0 : invoice_set_read(&set, cli, e);

	text_open(&text);
	invoice_printer_open(&p, cli);
	for (size_t i = 0; i < set.count && result == 0; i++) {
		char amount[MONEY_TEXT_SIZE];

		result = invoice_printer_load(&p, set.ids[i], e);
		if (result == 0)
			result = totals_add(&totals, &p.standing.invoice.amount, e);
		if (result != 0 || i >= SHOWN_MAX)
			continue;
		money_format_people(&p.standing.invoice.amount, amount);
		add_item(&text, &p, amount);
	}
	add_total(&text, &totals, set.count);
	if (result == 0 && text_failed(&text))
		result = err_set(e, ERR_FAILED, _("out of memory"));
	if (result == 0)
		result = cli_confirm(cli, text_string(&text), e, "%s", question);
	invoice_printer_close(&p);
	invoice_set_close(&set);
	text_close(&text);
	return result;
}

static int
void_it(struct office *office, const struct change *c, struct err *e)
{
	return invoice_void(office, c->id, cli_value(c->cli, "reason"), e);
}

static int
void_one(struct cli *cli, const struct item *item, struct err *e)
{
	return change_one(cli, item, &(struct change){ .change = void_it }, e);
}

static int
void_all(struct cli *cli, struct err *e)
{
	int was_done = cli_each_was_done(cli, e);

	if (was_done < 0 || (was_done == 0 && confirm(cli, _("void these?"), e) != 0))
		return -1;
	return cli_each(cli, void_one, e);
}

static int
bill_it(struct office *office, const struct change *c, struct err *e)
{
	struct invoice inv;

	if (invoice_bill(office, c->id, e) != 0 || invoice_show(office->db, c->id, &inv, e) != 0)
		return -1;
	return announce_bill(office, &inv, e);
}

static int
bill_one(struct cli *cli, const struct item *item, struct err *e)
{
	return change_one(cli, item, &(struct change){ .change = bill_it }, e);
}

static int
bill(struct cli *cli, struct err *e)
{
	struct invoice_set set = { 0 };
	int was_done = cli_each_was_done(cli, e);
	int result = was_done < 0 ? -1 : 0;

	if (was_done == 0)
		result = confirm(cli, _("bill these?"), e);
	if (result == 0 && was_done == 0)
		result = authorise_is_needed(cli, e);
	if (result == 1) {
		result = invoice_set_read(&set, cli, e);
		if (result == 0)
			result = authorise_invoices(cli, set.ids, set.count, NULL, e);
		invoice_set_close(&set);
	}
	return result != 0 ? -1 : cli_each(cli, bill_one, e);
}

static int
resume_it(struct office *office, const struct change *c, struct err *e)
{
	return invoice_resume(office, c->id, e);
}

static int
resume_one(struct cli *cli, const struct item *item, struct err *e)
{
	return change_one(cli, item, &(struct change){ .change = resume_it }, e);
}

static int
resume(struct cli *cli, struct err *e)
{
	return cli_each(cli, resume_one, e);
}

/* ---- the table */

static const struct option_row options_void[] = {
	{ "reason", 0, OPTION_TEXT, "TEXT", NULL, N_("why; it goes into the log"), true },
	{ 0 },
};
static const struct option_row options_age[] = {
	{ "biller", 0, OPTION_REF, "REF", "bil", N_("those owed to one biller"), false },
	{ 0 },
};

static const char examples_import[] =
    "pp-invoice import bills.csv --biller=water --add-accounts\n"
    "iconv -f latin1 -t utf-8 export.csv | pp-invoice import - --biller=water --map=water.map";
static const char examples_list[] =
    "pp-invoice list --account=water:1001 --status=payable\n"
    "pp-invoice list --biller=water --due-until=2026-03-31 --format=csv";

#define READS (VERB_READ | VERB_CUSTOMER)

static const struct verb verbs[] = {
	{ .name = "import",
	    .operands = "FILE|-",
	    .help = N_("takes in invoices from csv or JSON Lines, all or nothing"),
	    .examples = examples_import,
	    .options = options_invoice_import,
	    .operands_min = 1,
	    .operands_max = 1,
	    .flags = VERB_WRITE | VERB_INPUT,
	    .record = "summary",
	    .run = invoice_verb_import },
	{ .name = "add",
	    .operands = "NUMBER",
	    .help = N_("issues one invoice"),
	    .examples =
		"pp-invoice add F-100 --account=water:1001 --amount=35.50 --due-on=2026-04-10",
	    .options = options_invoice_add,
	    .operands_min = 1,
	    .operands_max = 1,
	    .flags = VERB_WRITE,
	    .record = "invoice",
	    .run = invoice_verb_add },
	{ .name = "list",
	    .operands = "",
	    .help = N_("lists invoices as they stand today"),
	    .examples = examples_list,
	    .options = options_invoice_list,
	    .flags = READS | VERB_LIST,
	    .record = "invoice",
	    .formats = "table|tsv|json|csv|pdf",
	    .run = invoice_verb_list },
	{ .name = "show",
	    .operands = "REF...|-",
	    .help = N_("shows invoices with their lines"),
	    .examples = "pp-invoice show inv-42\npp-invoice show water:F-100 --json\n"
			"pp-invoice show inv-42 --format=pdf -o inv-42.pdf",
	    .operands_min = 1,
	    .operands_max = OPERANDS_ANY,
	    .flags = READS | VERB_STDIN,
	    .refs = "inv",
	    .record = "invoice",
	    .formats = "table|tsv|json|csv|pdf",
	    .run = show },
	{ .name = "total",
	    .operands = "REF...|-",
	    .help = N_("adds up what invoices come to, per currency"),
	    .examples =
		"pp-invoice list --account=water:1001 --status=payable | pp-invoice total -",
	    .operands_min = 1,
	    .operands_max = OPERANDS_ANY,
	    .flags = READS | VERB_STDIN,
	    .refs = "inv",
	    .record = "total",
	    .run = invoice_verb_total },
	{ .name = "void",
	    .operands = "REF...|-",
	    .help = N_("takes invoices back that nobody has paid; asks first"),
	    .examples = "pp-invoice void inv-42 --reason='wrong reading'",
	    .options = options_void,
	    .operands_min = 1,
	    .operands_max = OPERANDS_ANY,
	    .flags = VERB_WRITE | VERB_STDIN,
	    .refs = "inv",
	    .record = "invoice",
	    .run = void_all },
	{ .name = "bill",
	    .operands = "REF...|-",
	    .help = N_("makes unbilled charges open invoices; asks first"),
	    .examples = "pp-invoice list --account=water:1001 --status=unbilled\n"
			"pp-invoice bill inv-43",
	    .operands_min = 1,
	    .operands_max = OPERANDS_ANY,
	    .flags = VERB_WRITE | VERB_CUSTOMER | VERB_STDIN,
	    .refs = "inv",
	    .record = "invoice",
	    .run = bill },
	{ .name = "resume",
	    .operands = "REF...|-",
	    .help = N_("lets automatic debits take what a refund reopened"),
	    .examples = "pp-invoice resume inv-42",
	    .operands_min = 1,
	    .operands_max = OPERANDS_ANY,
	    .flags = VERB_WRITE | VERB_STDIN,
	    .refs = "inv",
	    .record = "invoice",
	    .run = resume },
	{ .name = "age",
	    .operands = "",
	    .help = N_("lists what is owed by how late it is, per biller and currency"),
	    .examples = "pp-invoice age --biller=water --as-of=2026-06-30",
	    .options = options_age,
	    .flags = VERB_READ | VERB_LIST,
	    .record = "age",
	    .run = invoice_verb_age },
	{ .name = "explain",
	    .operands = "REF",
	    .help = N_("derives what is due: base, days, rate, rounding, payments"),
	    .examples = "pp-invoice explain inv-42 --as-of=2026-06-30",
	    .operands_min = 1,
	    .operands_max = 1,
	    .flags = READS,
	    .refs = "inv",
	    .record = "explanation",
	    .formats = "text|json",
	    .run = invoice_verb_explain },
	{ 0 },
};

static const struct program program = { "pp-invoice",
	N_("what is owed: import, list, show, void, bill, explain"), verbs, show_ref };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
