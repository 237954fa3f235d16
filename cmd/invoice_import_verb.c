/*
 * invoice_import_verb - import and add: new invoices.
 */
#include <stdlib.h>
#include <string.h>
#include "announce.h"
#include "importing.h"
#include "fill_invoice.h"
#include "invoice_import.h"
#include "invoice_verbs.h"
#include "invoices.h"
#include "summary.h"

const struct option_row options_invoice_import[] = {
	{ "biller", 0, OPTION_REF, "REF", "bil", N_("whose they are; else a column says it"),
	    false },
	{ "map", 0, OPTION_FILE, "FILE", NULL, N_("how its columns become ours: pp-map(5)"),
	    false },
	{ "decimal-comma", 0, OPTION_FLAG, NULL, NULL, N_("amounts are written 1.234,50"), false },
	{ "add-accounts", 0, OPTION_FLAG, NULL, NULL,
	    N_("make unknown accounts of the row's holder and address"), false },
	{ "partial", 0, OPTION_FLAG, NULL, NULL, N_("leave bad rows out, naming each (8)"), false },
	{ 0 },
};

const struct option_row options_invoice_add[] = {
	{ "account", 0, OPTION_REF, "REF", "acc", N_("the account that owes it"), true },
	{ "amount", 0, OPTION_MONEY, "AMOUNT", NULL, N_("how much"), true },
	{ "due-on", 0, OPTION_DATE, "DATE", NULL, N_("due date; a credit's first"), true },
	{ "kind", 0, OPTION_CHOICE, "KIND", "bill|charge|slip|credit|instalment|subscription",
	    N_("else bill"), false },
	{ "status", 0, OPTION_CHOICE, "STATUS", "open|unbilled",
	    N_("unbilled: a charge to be billed later"), false },
	{ "lines", 0, OPTION_TEXT, "CONCEPT=AMOUNT|...", NULL, N_("what the amount is made of"),
	    false },
	{ "due2-on", 0, OPTION_DATE, "DATE", NULL, N_("second due date, with --due2-amount"),
	    false },
	{ "due2-amount", 0, OPTION_MONEY, "AMOUNT", NULL, NULL, false },
	{ "instalment", 0, OPTION_MONEY, "AMOUNT", NULL, N_("of a credit, each month; with --term"),
	    false },
	{ "term", 0, OPTION_INT, "N", "1..1200", NULL, false },
	{ "concept", 0, OPTION_TEXT, "TEXT", NULL, NULL, false },
	{ "period", 0, OPTION_TEXT, "TEXT", NULL, NULL, false },
	{ "holder", 0, OPTION_TEXT, "NAME", NULL, NULL, false },
	{ "issued-on", 0, OPTION_DATE, "DATE", NULL, NULL, false },
	{ "currency", 0, OPTION_TEXT, "CCC", NULL, NULL, false },
	{ 0 },
};

static void
row_failed(const struct err *failure, void *context)
{
	cli_item_failed(context, failure);
}

/* What tsv and tables leave out, for a person's eyes. */
static void
note_totals(const struct cli *cli, const struct invoice_import *job)
{
	for (size_t i = 0; i < job->totals.count; i++) {
		const struct total *t = &job->totals.of[i];
		char text[MONEY_TEXT_SIZE];

		money_format(&t->amount, text);
		cli_note(cli, 1, _("%lld invoices, %s %s"), (long long)t->count, t->amount.currency,
		    text);
	}
	if (job->accounts_added > 0)
		cli_note(cli, 1, _("%lld accounts made"), (long long)job->accounts_added);
}

static int
run_import(struct cli *cli, struct import *im, struct err *e)
{
	const char *biller = cli_value(cli, "biller");
	struct invoice_import job = { .is_adding_accounts = cli_flag(cli, "add-accounts"),
		.is_partial = cli_flag(cli, "partial"),
		.row_failed = row_failed,
		.row_done = importing_row_done,
		.context = cli };
	struct summary summary = { .what = "invoice", .totals = &job.totals };

	if (biller && biller_find(cli->office.db, biller, &job.biller, e) != 0)
		return -1;
	if (invoice_import(&cli->office, im, &job, e) != 0)
		return -1;
	for (int64_t i = job.added + job.same; i > 0; i--)
		cli_item_done(cli);
	note_totals(cli, &job);
	summary.added = job.added;
	summary.same = job.same;
	summary.failed = job.failed;
	return summary_print(cli, &summary, e);
}

int
invoice_verb_import(struct cli *cli, struct err *e)
{
	enum money_mark mark = cli_flag(cli, "decimal-comma") ? MONEY_COMMA : MONEY_POINT;

	return importing_run_marked(cli, invoice_columns, mark, run_import, e);
}

/* ---- add */

struct addition {
	struct cli *cli;
	struct invoice invoice;
	size_t line_count;
	struct invoice_line lines[INVOICE_LINES_MAX];
	struct invoice_printer printer;
};

static int
take_text(const struct cli *cli, const char *option, char *field, size_t size, struct err *e)
{
	const char *value = cli_value(cli, option);

	if (!value)
		return 0;
	if (strlen(value) >= size)
		return err_set(e, ERR_USAGE, _("--%s: longer than %zu bytes"), option, size - 1);
	memcpy(field, value, strlen(value) + 1);
	return 0;
}

static int
take_texts(struct addition *a, struct err *e)
{
	struct invoice *inv = &a->invoice;
	struct cli *cli = a->cli;

	if (strlen(cli->operands[0]) >= sizeof inv->number)
		return err_set(
		    e, ERR_USAGE, _("the number is longer than %zu bytes"), sizeof inv->number - 1);
	memcpy(inv->number, cli->operands[0], strlen(cli->operands[0]) + 1);
	if (take_text(cli, "concept", inv->concept, sizeof inv->concept, e) != 0 ||
	    take_text(cli, "period", inv->period, sizeof inv->period, e) != 0 ||
	    take_text(cli, "holder", inv->holder, sizeof inv->holder, e) != 0 ||
	    take_text(cli, "due-on", inv->due_on, sizeof inv->due_on, e) != 0 ||
	    take_text(cli, "due2-on", inv->due2_on, sizeof inv->due2_on, e) != 0)
		return -1;
	return take_text(cli, "issued-on", inv->issued_on, sizeof inv->issued_on, e);
}

static int
take_amount(const struct addition *a, const char *option, int64_t *minor, struct err *e)
{
	struct money value;
	int given = cli_money(a->cli, option, a->invoice.amount.currency, &value, e);

	if (given == 1 && value.minor == 0)
		return err_set(e, ERR_USAGE, _("--%s must be more than zero"), option);
	if (given == 1)
		*minor = value.minor;
	return given < 0 ? -1 : 0;
}

static int
take_amounts(struct addition *a, struct err *e)
{
	const char *currency = cli_value(a->cli, "currency");
	struct invoice *inv = &a->invoice;

	if (currency && !currency_find(currency))
		return err_set(e, ERR_USAGE, _("there is no currency %.10s"), currency);
	if (currency)
		inv->amount = money_of(0, currency);
	inv->term = (int)cli_int(a->cli, "term", 0);
	if (take_amount(a, "amount", &inv->amount.minor, e) != 0 ||
	    take_amount(a, "due2-amount", &inv->due2_minor, e) != 0)
		return -1;
	return take_amount(a, "instalment", &inv->instalment_minor, e);
}

static int
split_lines(struct addition *a, char *text, struct err *e)
{
	struct import_line lines[IMPORT_LINES_MAX];

	if (import_lines_split(text, a->invoice.amount.currency, lines, &a->line_count, e) != 0)
		return err_prefix(e, "--lines");
	for (size_t i = 0; i < a->line_count; i++) {
		if (strlen(lines[i].concept) >= sizeof a->lines[i].concept)
			return err_set(e, ERR_USAGE, _("--%s: longer than %zu bytes"), "lines",
			    sizeof a->lines[i].concept - 1);
		memcpy(a->lines[i].concept, lines[i].concept, strlen(lines[i].concept) + 1);
		a->lines[i].amount_minor = lines[i].amount.minor;
	}
	return 0;
}

static int
take_lines(struct addition *a, struct err *e)
{
	const char *value = cli_value(a->cli, "lines");
	struct text copy;
	int result;

	if (!value)
		return 0;
	text_open(&copy);
	text_add(&copy, value);
	result = text_failed(&copy) ? err_set(e, ERR_FAILED, _("out of memory"))
				    : split_lines(a, copy.data, e);
	text_close(&copy);
	return result;
}

/* The account says whose it is and in which currency. */
static int
take_account(struct addition *a, struct err *e)
{
	struct office *office = &a->cli->office;
	struct invoice *inv = &a->invoice;
	struct account account;
	struct biller b;

	if (account_find(office->db, cli_value(a->cli, "account"), 0, &inv->account, e) != 0 ||
	    account_show(office->db, inv->account, &account, e) != 0 ||
	    account_check_open(&account, e) != 0)
		return -1;
	if (account.is_deposit)
		return err_set(e, ERR_USAGE, _("a deposit account owes no invoices"));
	inv->biller = account.biller;
	inv->amount = money_of(0, account.currency);
	inv->is_issued_given = cli_value(a->cli, "issued-on") != NULL;
	if (inv->is_issued_given)
		return 0;
	if (biller_show(office->db, account.biller, &b, e) != 0)
		return -1;
	return biller_today(office, &b, inv->issued_on, e);
}

static int
add(struct office *office, void *context, struct err *e)
{
	struct addition *a = context;
	struct office_note note = { .type = REF_INVOICE };
	const char *kind = cli_value(a->cli, "kind"), *status = cli_value(a->cli, "status");
	struct invoice *inv = &a->invoice;
	bool is_new;

	if (take_account(a, e) != 0 || take_texts(a, e) != 0 || take_amounts(a, e) != 0 ||
	    take_lines(a, e) != 0)
		return -1;
	if (kind && invoice_kind_parse(kind, &inv->kind, e) != 0)
		return -1;
	inv->status = status && strcmp(status, "unbilled") == 0 ? INVOICE_UNBILLED : INVOICE_OPEN;
	if (invoice_insert(office, inv, a->lines, a->line_count, &is_new, e) != 0)
		return -1;
	note.id = inv->id;
	note.summary = inv->status == INVOICE_UNBILLED ? "> unbilled" : "> open";
	if (is_new && (office_log(office, &note, e) != 0 || announce_bill(office, inv, e) != 0))
		return -1;
	return invoice_printer_load(&a->printer, inv->id, e);
}

int
invoice_verb_add(struct cli *cli, struct err *e)
{
	struct addition *a = calloc(1, sizeof *a);
	int result;

	if (a == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	a->cli = cli;
	invoice_printer_open(&a->printer, cli);
	result = office_write(&cli->office, add, a, e);
	if (result == 0)
		result = cli_print(cli, &a->printer.record, e);
	invoice_printer_close(&a->printer);
	free(a);
	return result;
}
