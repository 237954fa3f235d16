/*
 * journal - ledger transactions as records of type txn.
 */
#include "fill.h"
#include "journal.h"
#include "show.h"

void
fill_txn(struct record *r, const struct ledger_line *line)
{
	record_clear(r);
	record_id(r, REF_TXN, line->txn);
	record_instant(r, "at", line->at);
	record_text(r, "memo", line->memo);
	record_ref(r, "ref", REF_PAYMENT, line->payment);
	record_text(r, "kind", line->kind);
	record_text(r, "reference", line->reference);
	record_date(r, "on", line->on);
}

void
fill_txn_entry(struct json_writer *w, const struct ledger_line *line)
{
	json_object_begin(w, NULL);
	json_write_text(w, "account", line->account);
	json_write_money(w, "amount", &line->amount);
	json_write_text(w, "currency", line->amount.currency);
	json_object_end(w);
}

struct journal {
	struct record *record;
	struct json_writer *entries; /* of the transaction that is being filled */
	int64_t txn;		     /* it; 0: none */
};

static void
take_line(struct journal *j, const struct ledger_line *line)
{
	if (j->txn != line->txn) {
		fill_txn(j->record, line);
		j->entries = record_nested(j->record, "entries");
		json_array_begin(j->entries, NULL);
	}
	j->txn = line->txn;
	fill_txn_entry(j->entries, line);
}

/* Whether one was filled; it is finished. */
static bool
end_txn(struct journal *j)
{
	bool is_filled = j->txn != 0;

	if (is_filled)
		json_array_end(j->entries);
	j->txn = 0;
	return is_filled;
}

static int
print_all(struct cli *cli, struct journal *j, struct query *q, struct err *e)
{
	struct ledger_line line;
	int row = 1;

	while (cli_wants_more(cli) && (row = ledger_line_next(q, &line, e)) == 1) {
		bool is_next = j->txn != line.txn;

		if (is_next && end_txn(j) && cli_print(cli, j->record, e) != 0)
			return -1;
		if (cli_wants_more(cli))
			take_line(j, &line);
	}
	if (row < 0)
		return -1;
	return end_txn(j) && row == 0 ? cli_print(cli, j->record, e) : 0;
}

int
journal_print(struct cli *cli, const struct ledger_filter *filter, struct err *e)
{
	struct record record;
	struct journal j = { .record = &record };
	struct query q;
	int result;

	if (ledger_journal(cli->office.db, filter, &q, e) != 0)
		return -1;
	record_open(&record, "txn");
	result = print_all(cli, &j, &q, e);
	record_close(&record);
	query_end(&q);
	return result;
}

int
journal_fill(struct record *r, struct db *db, int64_t txn, struct err *e)
{
	const struct ledger_filter filter = { .txn = txn };
	struct journal j = { .record = r };
	struct ledger_line line;
	struct query q;
	int row;

	if (ledger_journal(db, &filter, &q, e) != 0)
		return -1;
	while ((row = ledger_line_next(&q, &line, e)) == 1)
		take_line(&j, &line);
	query_end(&q);
	if (end_txn(&j))
		return row;
	return row < 0 ? -1 : ref_absent_id(REF_TXN, txn, e);
}

int
show_txn(struct cli *cli, int64_t id, struct err *e)
{
	struct record r;
	int result;

	if (cli->office.actor.kind != ACTOR_OPERATOR)
		return ref_absent_id(REF_TXN, id, e);
	record_open(&r, "txn");
	result = journal_fill(&r, cli->office.db, id, e);
	if (result == 0)
		result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}
