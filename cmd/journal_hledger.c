/*
 * journal_hledger - the books as a journal for hledger(1) and ledger(1).
 */
#include <stdio.h>
#include <string.h>
#include "journal.h"

/* The currencies and accounts that occur, declared so that strict checks pass. */
static int
declare(struct cli *cli, FILE *out, struct err *e)
{
	bool is_declared[512] = { false };
	struct ledger_balance b;
	const struct currency *c;
	struct query q;
	int row;

	if (ledger_balances(cli->office.db, &q, e) != 0)
		return -1;
	while ((row = ledger_balance_next(&q, NULL, &b, e)) == 1) {
		fprintf(out, "account %s\n", b.account);
		for (size_t i = 0; (c = currency_at(i)) != NULL && i < 512; i++)
			is_declared[i] |= strcmp(c->code, b.amount.currency) == 0;
	}
	query_end(&q);
	for (size_t i = 0; row == 0 && (c = currency_at(i)) != NULL && i < 512; i++)
		if (is_declared[i])
			fprintf(out, "commodity %s\n", c->code);
	return row;
}

/* Text that cannot end the line, begin a comment or close a code. */
static void
write_text(FILE *out, const char *text)
{
	struct text safe;

	text_open(&safe);
	text_add_safe(&safe, text, "");
	for (const char *c = text_string(&safe); *c; c++)
		putc(strchr(";|()", *c) ? ' ' : *c, out);
	text_close(&safe);
}

static void
write_head(FILE *out, const struct ledger_line *line)
{
	char code[REF_SIZE];

	fprintf(out, "\n%s (", line->on);
	if (line->payment != 0)
		ref_format(REF_PAYMENT, line->payment, code);
	else
		ref_format(REF_TXN, line->txn, code);
	fprintf(out, "%s) %s", code, line->kind);
	if (line->reference[0])
		putc(' ', out);
	write_text(out, line->reference);
	if (line->memo[0])
		fputs(", ", out);
	write_text(out, line->memo);
	putc('\n', out);
}

static void
write_entry(FILE *out, const struct ledger_line *line)
{
	char amount[MONEY_TEXT_SIZE];

	money_format(&line->amount, amount);
	fprintf(out, "    %s  %s %s\n", line->account, amount, line->amount.currency);
}

int
journal_hledger(struct cli *cli, const struct ledger_filter *filter, struct err *e)
{
	FILE *out = cli_out(cli);
	struct ledger_line line;
	struct query q;
	int64_t last = 0;
	int row;

	if (declare(cli, out, e) != 0 || ledger_journal(cli->office.db, filter, &q, e) != 0)
		return -1;
	while ((row = ledger_line_next(&q, &line, e)) == 1) {
		if (line.txn != last)
			write_head(out, &line);
		last = line.txn;
		write_entry(out, &line);
	}
	query_end(&q);
	return row;
}
