#include <fnmatch.h>
#include <string.h>
#include "ledger.h"

static const char sql_account[] =
    "SELECT id, -balance_minor FROM ledger_account WHERE name = :name AND currency = :currency";
static const char sql_balances[] =
    "SELECT id, name, currency, balance_minor FROM ledger_account ORDER BY name, currency";
/* Entries follow each other as their transactions do: in the order of ids nothing is sorted. */
#define JOURNAL                                                                                    \
	"SELECT t.id, t.at, t.on_date, t.kind, t.payment, t.reference, t.memo, a.name, "           \
	"a.currency,"                                                                              \
	" e.amount_minor FROM txn t JOIN entry e ON e.txn = t.id"                                  \
	" JOIN ledger_account a ON a.id = e.account"                                               \
	" WHERE (:since IS NULL OR t.on_date >= :since) AND (:until IS NULL OR t.on_date <= "      \
	":until)"
static const char sql_journal[] = JOURNAL " ORDER BY e.id";
static const char sql_journal_account[] = JOURNAL " AND e.account = :account ORDER BY e.id";
static const char sql_journal_txn[] = JOURNAL " AND t.id = :txn ORDER BY e.id";
static const char sql_before[] =
    "SELECT COALESCE(SUM(e.amount_minor), 0) FROM entry e JOIN txn t ON t.id = e.txn"
    " WHERE e.account = :account AND (:on IS NULL OR t.on_date < :on)";

int
ledger_account_id(
    struct db *db, const char *account, const char *currency, int64_t *id, struct err *e)
{
	return db_int(db, sql_account,
	    BINDS(BIND_TEXT(":name", account), BIND_TEXT(":currency", currency)), id, e);
}

int
ledger_owed(struct db *db, const char *account, const char *currency, int64_t *minor, struct err *e)
{
	struct query q;
	int row;

	*minor = 0;
	if (db_query(db, sql_account,
		BINDS(BIND_TEXT(":name", account), BIND_TEXT(":currency", currency)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1)
		*minor = query_int(&q, 1);
	query_end(&q);
	return row < 0 ? -1 : 0;
}

int
ledger_balances(struct db *db, struct query *q, struct err *e)
{
	return db_query(db, sql_balances, NULL, q, e);
}

int
ledger_balance_next(struct query *q, const char *glob, struct ledger_balance *b, struct err *e)
{
	int row;

	while ((row = query_next(q, e)) == 1) {
		b->id = query_int(q, 0);
		query_text(q, 1, b->account, sizeof b->account);
		query_text(q, 2, b->amount.currency, sizeof b->amount.currency);
		b->amount.minor = query_int(q, 3);
		if (glob == NULL || fnmatch(glob, b->account, 0) == 0)
			return 1;
	}
	return row;
}

int
ledger_journal(struct db *db, const struct ledger_filter *f, struct query *q, struct err *e)
{
	if (f->txn != 0)
		return db_query(db, sql_journal_txn,
		    BINDS(BIND_TEXT(":since", f->since), BIND_TEXT(":until", f->until),
			BIND_INT(":txn", f->txn)),
		    q, e);
	if (f->account != 0)
		return db_query(db, sql_journal_account,
		    BINDS(BIND_TEXT(":since", f->since), BIND_TEXT(":until", f->until),
			BIND_INT(":account", f->account)),
		    q, e);
	return db_query(db, sql_journal,
	    BINDS(BIND_TEXT(":since", f->since), BIND_TEXT(":until", f->until)), q, e);
}

int
ledger_line_next(struct query *q, struct ledger_line *line, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	line->txn = query_int(q, 0);
	line->at = query_int(q, 1);
	query_text(q, 2, line->on, sizeof line->on);
	query_text(q, 3, line->kind, sizeof line->kind);
	line->payment = query_int(q, 4);
	query_text(q, 5, line->reference, sizeof line->reference);
	query_text(q, 6, line->memo, sizeof line->memo);
	query_text(q, 7, line->account, sizeof line->account);
	query_text(q, 8, line->amount.currency, sizeof line->amount.currency);
	line->amount.minor = query_int(q, 9);
	return 1;
}

int
ledger_balance_before(struct db *db, int64_t id, const char *on, int64_t *minor, struct err *e)
{
	return db_int(db, sql_before, BINDS(BIND_INT(":account", id), BIND_TEXT(":on", on)), minor,
		   e) < 0
		   ? -1
		   : 0;
}
