/*
 * pp-ledger - the books: balances, the journal, what is due to each biller.
 */
#include <string.h>
#include "journal.h"
#include "remit.h"
#include "setting.h"
#include "show.h"

static int
balance(struct cli *cli, struct err *e)
{
	const char *glob = cli->operand_count > 0 ? cli->operands[0] : NULL;
	struct ledger_balance b;
	struct record r;
	struct query q;
	int row = 0;

	if (ledger_balances(cli->office.db, &q, e) != 0)
		return -1;
	record_open(&r, "balance");
	while (cli_wants_more(cli) && (row = ledger_balance_next(&q, glob, &b, e)) == 1) {
		record_clear(&r);
		record_text(&r, "account", b.account);
		record_money(&r, "amount", &b.amount);
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
journal(struct cli *cli, struct err *e)
{
	const struct ledger_filter filter = { .since = cli_value(cli, "since"),
		.until = cli_value(cli, "until") };

	if (filter.since && filter.until && strcmp(filter.since, filter.until) > 0)
		return err_set(e, ERR_USAGE, _("--until is before --since"));
	if (cli->format == FORMAT_HLEDGER)
		return journal_hledger(cli, &filter, e);
	return journal_print(cli, &filter, e) < 0 ? -1 : 0;
}

static int
print_payable(const struct payable *p, void *context, struct err *e)
{
	struct cli *cli = context;
	struct money principal = money_of(p->principal_minor, p->currency);
	struct money late_fee = money_of(p->late_fee_minor, p->currency);
	struct money interest = money_of(p->interest_minor, p->currency);
	struct money sum =
	    money_of(p->principal_minor + p->late_fee_minor + p->interest_minor, p->currency);
	struct biller b;
	struct record r;
	int result;

	if (!cli_wants_more(cli))
		return 0;
	if (biller_show(cli->office.db, p->biller, &b, e) != 0)
		return -1;
	record_open(&r, "payable");
	record_ref(&r, "biller", REF_BILLER, b.id);
	record_text(&r, "code", b.code);
	record_text(&r, "name", b.name);
	record_money(&r, "principal", &principal);
	record_money(&r, "late_fee", &late_fee);
	record_money(&r, "plan_interest", &interest);
	record_money(&r, "amount", &sum);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

static int
payable(struct cli *cli, struct err *e)
{
	return payable_each(cli->office.db, print_payable, cli, e);
}

struct posting { /* a money movement, and the transaction that it becomes as a record */
	struct remittance *remittance; /* one of the two */
	struct transfer *transfer;
	struct record record;
};

/* The record is made inside the write, so that a dry run can show it too. */
static int
post(struct office *office, void *context, struct err *e)
{
	struct posting *p = context;
	int result = p->remittance ? remit_biller(office, p->remittance, e)
				   : remit_transfer(office, p->transfer, e);

	if (result != 0)
		return -1;
	return journal_fill(
	    &p->record, office->db, p->remittance ? p->remittance->txn : p->transfer->txn, e);
}

static int
run(struct cli *cli, struct posting *p, struct err *e)
{
	int result;

	record_open(&p->record, "txn");
	result = office_write(&cli->office, post, p, e);
	if (result == 0)
		result = cli_print(cli, &p->record, e);
	record_close(&p->record);
	return result;
}

static const char *
people(const struct money *money, char text[MONEY_TEXT_SIZE])
{
	money_format_people(money, text);
	return text;
}

static int
remit(struct cli *cli, struct err *e)
{
	struct remittance r = { .reference = cli_value(cli, "reference"),
		.memo = cli_value(cli, "memo") };
	const char *currency = cli_value(cli, "currency");
	char text[MONEY_TEXT_SIZE];
	struct biller b;

	if (biller_find(cli->office.db, cli->operands[0], &r.biller, e) != 0 ||
	    biller_show(cli->office.db, r.biller, &b, e) != 0)
		return -1;
	if (money_parse(
		cli->operands[1], currency ? currency : b.currency, MONEY_POINT, &r.amount, e) != 0)
		return -1;
	if (cli_confirm(cli, NULL, e, _("Pay %s (%s) to %s (%s) from the bank, reference %s?"),
		people(&r.amount, text), r.amount.currency, b.name, b.code, r.reference) != 0)
		return -1;
	return run(cli, &(struct posting){ .remittance = &r }, e);
}

static int
read_transfer(struct cli *cli, struct transfer *t, struct err *e)
{
	char office_currency[SETTING_SIZE];
	const char *currency = cli_value(cli, "currency");
	struct money fee;
	int given;

	if (setting_text(cli->office.db, "office.currency", office_currency,
		sizeof(office_currency), e) != 0)
		return -1;
	if (!currency)
		currency = office_currency;
	if (money_parse(cli->operands[2], currency, MONEY_POINT, &t->amount, e) != 0)
		return -1;
	given = cli_money(cli, "fee", currency, &fee, e);
	if (given == 1)
		t->fee_minor = fee.minor;
	return given < 0 ? -1 : 0;
}

static int
transfer(struct cli *cli, struct err *e)
{
	struct transfer t = { .from = cli->operands[0],
		.reference = cli_value(cli, "reference"),
		.memo = cli_value(cli, "memo") };
	char amount[MONEY_TEXT_SIZE], fee[MONEY_TEXT_SIZE];
	struct money kept;

	if (strcmp(cli->operands[1], "bank") != 0)
		return err_set(e, ERR_USAGE, _("money is transferred to bank, not to %.40s"),
		    cli->operands[1]);
	if (read_transfer(cli, &t, e) != 0)
		return -1;
	kept = money_of(t.fee_minor, t.amount.currency);
	if (cli_confirm(cli, NULL, e,
		_("Transfer %s (%s) from %s to the bank, fee %s, reference %s?"),
		people(&t.amount, amount), t.amount.currency, t.from, people(&kept, fee),
		t.reference) != 0)
		return -1;
	return run(cli, &(struct posting){ .transfer = &t }, e);
}

static const struct option_row options_journal[] = {
	{ "since", 0, OPTION_DATE, "DATE", NULL, N_("from that date on"), false },
	{ "until", 0, OPTION_DATE, "DATE", NULL, N_("up to that date"), false },
	{ 0 },
};

static const struct option_row options_remit[] = {
	{ "reference", 0, OPTION_TEXT, "TEXT", NULL, N_("the bank's reference: counts once"),
	    true },
	{ "currency", 0, OPTION_TEXT, "CCC", NULL, N_("else the biller's"), false },
	{ "memo", 0, OPTION_TEXT, "TEXT", NULL, N_("free text"), false },
	{ 0 },
};

static const struct option_row options_transfer[] = {
	{ "reference", 0, OPTION_TEXT, "TEXT", NULL, N_("the bank's reference: counts once"),
	    true },
	{ "fee", 0, OPTION_MONEY, "AMOUNT", NULL, N_("what was kept on the way, besides AMOUNT"),
	    false },
	{ "currency", 0, OPTION_TEXT, "CCC", NULL, N_("else the office's"), false },
	{ "memo", 0, OPTION_TEXT, "TEXT", NULL, N_("free text"), false },
	{ 0 },
};

static const struct verb verbs[] = {
	{ "balance", "[ACCOUNT-GLOB]", N_("lists the accounts of the books with their balances"),
	    "pp-ledger balance\npp-ledger balance 'payable:*'", NULL, 0, 1, VERB_READ | VERB_LIST,
	    NULL, "balance", NULL, balance },
	{ "journal", "", N_("lists the transactions of the books with their entries"),
	    "pp-ledger journal --since=2026-03-01 --json\n"
	    "pp-ledger journal --format=hledger | hledger -f - balance",
	    options_journal, 0, 0, VERB_READ | VERB_LIST, NULL, "txn", "table|tsv|json|csv|hledger",
	    journal },
	{ "payable", "", N_("lists what is owed to each biller"), "pp-ledger payable", NULL, 0, 0,
	    VERB_READ | VERB_LIST, NULL, "payable", NULL, payable },
	{ "remit", "BILLER AMOUNT", N_("records that a biller was paid from the bank"),
	    "pp-ledger remit water 15230.50 --reference=TRF-001", options_remit, 2, 2,
	    VERB_WRITE | VERB_MONEY, NULL, "txn", NULL, remit },
	{ "transfer", "FROM bank AMOUNT",
	    N_("records that a platform's pay-out or a till arrived at the bank"),
	    "pp-ledger transfer clearing:webpay bank 970.00 --fee=30.00 --reference=LIQ-7",
	    options_transfer, 3, 3, VERB_WRITE | VERB_MONEY, NULL, "txn", NULL, transfer },
	{ 0 },
};

static const struct program program = { "pp-ledger",
	N_("the books: balances, journal, what is due to each biller"), verbs, show_ref };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
