#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "ledger.h"
#include "setting.h"

static const char sql_txn[] = "INSERT INTO txn (at, on_date, kind, payment, reference, memo)"
			      " VALUES (:at, :on, :kind, :payment, :reference, :memo)";
static const char sql_change[] = "UPDATE ledger_account SET balance_minor = balance_minor + :amount"
				 " WHERE name = :name AND currency = :currency";
static const char sql_open[] = "INSERT INTO ledger_account (name, currency, balance_minor)"
			       " VALUES (:name, :currency, :amount)";
static const char sql_account[] = "SELECT id, balance_minor FROM ledger_account"
				  " WHERE name = :name AND currency = :currency";
static const char sql_entry[] =
    "INSERT INTO entry (txn, account, amount_minor) VALUES (:txn, :account, :amount)";
static const char sql_of_payment[] =
    "SELECT a.name, a.currency, e.amount_minor FROM txn t JOIN entry e ON e.txn = t.id"
    " JOIN ledger_account a ON a.id = e.account"
    " WHERE t.id = (SELECT MAX(id) FROM txn WHERE payment = :payment AND kind = :kind)"
    " ORDER BY e.id";

void
ledger_draft_open(struct ledger_draft *draft, const char *currency)
{
	snprintf(draft->currency, sizeof draft->currency, "%s", currency);
	draft->count = 0;
}

static int
draft_add(struct ledger_draft *draft, const char *name, int64_t amount_minor, struct err *e)
{
	for (size_t i = 0; i < draft->count; i++) {
		if (strcmp(draft->entries[i].account, name) != 0)
			continue;
		if (__builtin_add_overflow(draft->entries[i].amount_minor, amount_minor,
			&draft->entries[i].amount_minor))
			return err_set(e, ERR_FAILED, _("an amount is too large"));
		return 0;
	}
	if (draft->count == LEDGER_ENTRIES_MAX)
		return err_set(e, ERR_USAGE, _("too many accounts in one payment"));
	snprintf(draft->entries[draft->count].account, LEDGER_NAME_SIZE, "%s", name);
	draft->entries[draft->count++].amount_minor = amount_minor;
	return 0;
}

int
ledger_draft_add(
    struct ledger_draft *draft, int64_t amount_minor, struct err *e, const char *format, ...)
{
	char name[LEDGER_NAME_SIZE];
	va_list values;

	if (amount_minor == 0)
		return 0;
	va_start(values, format);
	vsnprintf(name, sizeof name, format, values);
	va_end(values);
	return draft_add(draft, name, amount_minor, e);
}

/* Those that owe money to somebody: they may not owe less than nothing. */
static bool
owes(const char *account)
{
	static const char *const kinds[] = {
		"deposit:", "credit:", "reserved:", "suspense:", "payable:"
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strncmp(account, kinds[i], strlen(kinds[i])) == 0)
			return true;
	return false;
}

/* Adds the entry to the running balance of its account, which is opened by its first. */
static int
change_balance(struct db *db, const char *currency, const struct ledger_entry *entry,
    int64_t *account, int64_t *balance, struct err *e)
{
	const struct bind *binds = BINDS(BIND_INT(":amount", entry->amount_minor),
	    BIND_TEXT(":name", entry->account), BIND_TEXT(":currency", currency));
	int64_t changed;
	struct query q;
	int row;

	if (db_run(db, sql_change, binds, &changed, e) != 0)
		return -1;
	*balance = entry->amount_minor;
	if (changed == 0)
		return db_insert(db, sql_open, binds, account, e);
	if (db_query(db, sql_account, binds + 1, &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		*account = query_int(&q, 0);
		*balance = query_int(&q, 1);
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static int
post_entry(struct office *office, int64_t txn, const char *currency,
    const struct ledger_entry *entry, struct err *e)
{
	int64_t account = 0, balance = 0;

	if (change_balance(office->db, currency, entry, &account, &balance, e) != 0)
		return -1;
	if (balance > 0 && owes(entry->account)) {
		/* A customer's purse has a name of its own. */
		err_set(e, ERR_DECLINED, _("there is not enough money in %s"),
		    strncmp(entry->account, "deposit:", 8) == 0 ? entry->account + 8
								: entry->account);
		return err_reason(e, "insufficient", "");
	}
	return db_run(office->db, sql_entry,
	    BINDS(BIND_INT(":txn", txn), BIND_INT(":account", account),
		BIND_INT(":amount", entry->amount_minor)),
	    NULL, e);
}

int
ledger_post(
    struct office *office, struct ledger_txn *txn, const struct ledger_draft *draft, struct err *e)
{
	char on[DATE_SIZE];
	int64_t sum = 0;

	for (size_t i = 0; i < draft->count; i++)
		sum += draft->entries[i].amount_minor;
	assert(sum == 0 && draft->count > 0);
	if (setting_civil_date(office, on, e) != 0)
		return -1;
	if (db_insert(office->db, sql_txn,
		BINDS(BIND_INT(":at", office->now), BIND_TEXT(":on", on),
		    BIND_TEXT(":kind", txn->kind), BIND_INT_OR_NULL(":payment", txn->payment),
		    BIND_TEXT(":reference", txn->reference), BIND_TEXT(":memo", txn->memo)),
		&txn->id, e) != 0)
		return -1;
	for (size_t i = 0; i < draft->count; i++)
		if (draft->entries[i].amount_minor != 0 &&
		    post_entry(office, txn->id, draft->currency, &draft->entries[i], e) != 0)
			return -1;
	return 0;
}

int
ledger_reverse(
    struct db *db, int64_t payment, const char *kind, struct ledger_draft *draft, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_of_payment,
		BINDS(BIND_INT(":payment", payment), BIND_TEXT(":kind", kind)), &q, e) != 0)
		return -1;
	draft->count = 0;
	while ((row = query_next(&q, e)) == 1) {
		query_text(&q, 1, draft->currency, sizeof draft->currency);
		if (draft_add(draft, query_peek(&q, 0), -query_int(&q, 2), e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row < 0 ? -1 : draft->count > 0;
}
