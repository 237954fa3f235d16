/*
 * account_statement - what moved in a deposit account: opening, entries, closing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "accounts.h"
#include "deposit.h"
#include "i18n.h"
#include "ledger.h"

struct statement {
	struct cli *cli;
	struct account account;
	struct ledger_filter filter;
	struct money balance; /* after the line printed last: what the account holds */
	struct record record;
};

static void
fill(struct statement *s, const char *kind, const char *on)
{
	record_clear(&s->record);
	record_ref(&s->record, "account", REF_ACCOUNT, s->account.id);
	record_text(&s->record, "kind", kind);
	record_date(&s->record, "on", on);
	record_money(&s->record, "balance", &s->balance);
}

/* The opening is of its day's beginning, the closing of its day's end. */
static int
print_edge(struct statement *s, const char *kind, const char *on, struct err *e)
{
	fill(s, kind, on ? on : "");
	return cli_print(s->cli, &s->record, e);
}

/* The books owe what the account holds: their credit is its deposit. */
static int
print_line(struct statement *s, const struct ledger_line *line, struct err *e)
{
	struct money amount = money_of(-line->amount.minor, line->amount.currency);

	s->balance.minor += amount.minor;
	fill(s, line->kind, line->on);
	record_id(&s->record, REF_TXN, line->txn);
	record_instant(&s->record, "at", line->at);
	record_ref(&s->record, "ref", REF_PAYMENT, line->payment);
	record_text(&s->record, "memo", line->memo);
	record_money(&s->record, "amount", &amount);
	return cli_print(s->cli, &s->record, e);
}

static int
print_lines(struct statement *s, struct err *e)
{
	struct ledger_line line;
	struct query q;
	int row;

	if (ledger_journal(s->cli->office.db, &s->filter, &q, e) != 0)
		return -1;
	while ((row = ledger_line_next(&q, &line, e)) == 1) {
		if (print_line(s, &line, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row;
}

/* An account that never moved has no ledger account yet. */
static int
open_balance(struct statement *s, struct err *e)
{
	struct db *db = s->cli->office.db;
	char name[LEDGER_NAME_SIZE];
	int64_t before = 0;
	int row;

	s->balance = money_of(0, s->account.currency);
	snprintf(name, sizeof(name), "deposit:acc-%" PRId64, s->account.id);
	row = ledger_account_id(db, name, s->account.currency, &s->filter.account, e);
	if (row <= 0 || !s->filter.since)
		return row;
	if (ledger_balance_before(db, s->filter.account, s->filter.since, &before, e) != 0)
		return -1;
	s->balance.minor = -before;
	return 1;
}

static int
print_all(struct db *db, void *context, struct err *e)
{
	struct statement *s = context;
	int has_moved = open_balance(s, e);

	(void)db;
	if (has_moved < 0 || print_edge(s, "opening", s->filter.since, e) != 0)
		return -1;
	if (has_moved == 1 && print_lines(s, e) != 0)
		return -1;
	return print_edge(s, "closing", s->filter.until, e);
}

/* Whose it is, for a person. */
static void
name_account(const struct statement *s)
{
	char heading[100], about[500];

	snprintf(heading, sizeof(heading), "%s %s", _("STATEMENT"), s->account.number);
	snprintf(about, sizeof(about), "%s, %s", s->account.holder, s->account.currency);
	cli_heading(s->cli, heading, about);
}

int
account_statement(struct cli *cli, struct err *e)
{
	struct statement s = { .cli = cli,
		.filter = { .since = cli_value(cli, "since"), .until = cli_value(cli, "until") } };
	struct item item;
	int result;

	if (s.filter.since && s.filter.until && strcmp(s.filter.since, s.filter.until) > 0)
		return err_set(e, ERR_USAGE, _("--until is before --since"));
	if (cli_item_next(cli, &item, e) < 0 || account_of_item(cli, &item, &s.account, e) != 0 ||
	    deposit_check_account(&s.account, e) != 0)
		return -1;
	name_account(&s);
	record_open(&s.record, "statement");
	result = db_read(cli->office.db, print_all, &s, e); /* of one state of the books */
	record_close(&s.record);
	return result;
}
