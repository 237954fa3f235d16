/*
 * rows - what automatic debits wrote, written once more by bare prepared statements: the floor that
 * they are measured against.
 *
 *   rows BEFORE AFTER GROUP    BEFORE is the file as it was, AFTER as it is; prints the seconds, and
 *                              those of the processor, that the writes take, without those of reading what is to be written
 *
 * The rows that AFTER has more are inserted, table by table, into BEFORE: in two durable
 * transactions for each GROUP payments, as a debit is: what is intended, then what it came to.  Holds and
 * leases, gone by then, are inserted in the first and deleted in the second; payments inserted as
 * sending and changed, invoices and balances changed.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TABLES_MAX = 64, COLUMNS_MAX = 64 };

struct table {
	char name[64];
	int columns;
	long long first, count; /* rows that are new: from rowid first on */
	sqlite3_stmt *insert;
	sqlite3_value **rows; /* of this group, columns each */
	long long read;
};

static sqlite3 *db;
static double spent, processor;

static void
check(int result)
{
	if (result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW)
		return;
	fprintf(stderr, "rows: %s\n", sqlite3_errmsg(db));
	exit(1);
}

static double
now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static sqlite3_stmt *
prepare(const char *format, const char *word)
{
	char sql[2000];
	sqlite3_stmt *statement;

	snprintf(sql, sizeof sql, format, word, word);
	check(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
	return statement;
}

static long long
number(const char *format, const char *word)
{
	sqlite3_stmt *statement = prepare(format, word);
	long long value;

	check(sqlite3_step(statement));
	value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

static void
run(sqlite3_stmt *statement)
{
	check(sqlite3_step(statement));
	check(sqlite3_reset(statement));
}

static void
open_table(struct table *t, const char *name)
{
	char marks[2 * COLUMNS_MAX] = "?", sql[2000];

	snprintf(t->name, sizeof t->name, "%s", name);
	t->columns = (int)number("SELECT count(*) FROM pragma_table_info('%s')", name);
	t->first = number("SELECT COALESCE(max(rowid), 0) + 1 FROM main.%s", name);
	t->count =
	    number("SELECT count(*) FROM a.%1$s WHERE rowid > (SELECT COALESCE(max(rowid), 0)"
		   " FROM main.%1$s)",
		name);
	for (int i = 1; i < t->columns; i++)
		strcat(marks, ",?");
	snprintf(sql, sizeof sql, "INSERT INTO main.%s VALUES (%s)", name, marks);
	t->insert = prepare("%s", sql);
}

/* The group's part of the rows, into memory. */
static void
read_part(struct table *t, long long group, long long groups)
{
	long long from = t->count * group / groups, to = t->count * (group + 1) / groups;
	char sql[300];
	sqlite3_stmt *s;

	snprintf(sql, sizeof sql,
	    "SELECT * FROM a.%.63s WHERE rowid >= %lld ORDER BY rowid LIMIT %lld", t->name,
	    t->first + from, to - from);
	t->rows = calloc((size_t)((to - from) * t->columns) + 1, sizeof(sqlite3_value *));
	if (t->rows == NULL)
		exit(1);
	s = prepare("%s", sql);
	for (t->read = 0; sqlite3_step(s) == SQLITE_ROW; t->read++)
		for (int i = 0; i < t->columns; i++)
			t->rows[t->read * t->columns + i] =
			    sqlite3_value_dup(sqlite3_column_value(s, i));
	sqlite3_finalize(s);
}

static void
insert_rows(struct table *t, long long from, long long to)
{
	for (long long row = from; row < to; row++) {
		for (int i = 0; i < t->columns; i++)
			sqlite3_bind_value(t->insert, i + 1, t->rows[row * t->columns + i]);
		run(t->insert);
	}
}

static void
free_part(struct table *t)
{
	for (long long i = 0; i < t->read * t->columns; i++)
		sqlite3_value_free(t->rows[i]);
	free(t->rows);
}

static sqlite3_stmt *begin, *commit, *hold, *lease, *no_hold, *no_lease, *paid, *moved, *balance;

static void
prepare_changes(void)
{
	begin = prepare("BEGIN IMMEDIATE%s", "");
	commit = prepare("COMMIT%s", "");
	hold = prepare("INSERT INTO main.hold (payment, invoice) VALUES (?1, ?2)%s", "");
	lease = prepare("INSERT INTO main.lease (payment, next_at, asked_at, asked)"
			" VALUES (?1, 1, 0, 0)%s",
	    "");
	no_hold = prepare("DELETE FROM main.hold WHERE payment = ?1%s", "");
	no_lease = prepare("DELETE FROM main.lease WHERE payment = ?1%s", "");
	paid = prepare("UPDATE main.invoice SET status = 'paid' WHERE id = ?1%s", "");
	moved = prepare("UPDATE main.payment SET status = ?2, settled_at = ?3, captured_minor = ?4,"
			" gateway_ref = ?5, authorization = ?6 WHERE id = ?1%s",
	    "");
	balance = prepare("UPDATE main.ledger_account SET balance_minor = balance_minor + 1"
			  " WHERE id = ?1%s",
	    "");
}

static const char *const intended[] = { "payment", "payment_item" };

static bool
is_intended(const struct table *t)
{
	for (size_t i = 0; i < sizeof intended / sizeof intended[0]; i++)
		if (strcmp(t->name, intended[i]) == 0)
			return true;
	return false;
}

static bool
is_log(const struct table *t)
{
	return strcmp(t->name, "activity") == 0;
}

static void
one(sqlite3_stmt *statement, sqlite3_value *id)
{
	sqlite3_bind_value(statement, 1, id);
	run(statement);
}

static int columns[6]; /* of payment: status settled_at captured_minor gateway_ref authorization */
static int invoice_column; /* of payment: debit_invoice */

/* What is intended: payments are sending, and hold. */
static void
intend(struct table *tables, int count, const struct table *payments)
{
	run(begin);
	for (int k = 0; k < count; k++) {
		struct table *t = &tables[k];

		if (is_intended(t))
			insert_rows(t, 0, t->read);
		else if (is_log(t))
			insert_rows(t, 0, t->read / 2);
	}
	for (long long i = 0; i < payments->read; i++) {
		sqlite3_value **row = &payments->rows[i * payments->columns];

		sqlite3_bind_value(hold, 2, row[invoice_column]);
		one(hold, row[0]);
		one(lease, row[0]);
	}
	run(commit);
}

/* What it came to. */
static void
settle(struct table *tables, int count, const struct table *payments)
{
	run(begin);
	for (int k = 0; k < count; k++) {
		struct table *t = &tables[k];

		if (!is_intended(t))
			insert_rows(t, is_log(t) ? t->read / 2 : 0, t->read);
	}
	for (long long i = 0; i < payments->read; i++) {
		sqlite3_value **row = &payments->rows[i * payments->columns];

		for (int k = 0; k < 5; k++)
			sqlite3_bind_value(moved, k + 2, row[columns[k]]);
		one(moved, row[0]);
		one(paid, row[invoice_column]);
		one(no_hold, row[0]);
		one(no_lease, row[0]);
		sqlite3_bind_int(balance, 1, 1);
		run(balance);
		sqlite3_bind_int(balance, 1, 2);
		run(balance);
	}
	run(commit);
}

static void
find_columns(void)
{
	static const char *const names[] = { "status", "settled_at", "captured_minor",
		"gateway_ref", "authorization", "debit_invoice" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		columns[i] = (int)number(
		    "SELECT cid FROM pragma_table_info('payment') WHERE name = '%s'", names[i]);
	invoice_column = columns[5];
}

static int
open_tables(struct table *tables, struct table **payments)
{
	sqlite3_stmt *s = prepare("SELECT name FROM a.sqlite_schema WHERE type = 'table' AND name"
				  " NOT LIKE 'sqlite%%' ORDER BY name%s",
	    "");
	int count = 0;

	while (sqlite3_step(s) == SQLITE_ROW && count < TABLES_MAX) {
		open_table(&tables[count], (const char *)sqlite3_column_text(s, 0));
		if (strcmp(tables[count].name, "payment") == 0)
			*payments = &tables[count];
		if (tables[count].count > 0)
			count++;
	}
	sqlite3_finalize(s);
	return count;
}

int
main(int argc, char **argv)
{
	static struct table tables[TABLES_MAX];
	struct table *payments = NULL;
	long long groups;
	char sql[1000];
	int count;

	if (argc != 4)
		return 2;
	check(sqlite3_open(argv[1], &db));
	snprintf(sql, sizeof sql,
	    "ATTACH '%s' AS a; PRAGMA main.synchronous = FULL;"
	    " PRAGMA main.journal_mode = WAL; PRAGMA main.cache_size = -64000",
	    argv[2]);
	check(sqlite3_exec(db, sql, NULL, NULL, NULL));
	count = open_tables(tables, &payments);
	find_columns();
	prepare_changes();
	groups = (payments->count + atoll(argv[3]) - 1) / atoll(argv[3]);
	for (long long g = 0; g < groups; g++) {
		double start, busy;

		for (int i = 0; i < count; i++)
			read_part(&tables[i], g, groups);
		start = now(CLOCK_MONOTONIC);
		busy = now(CLOCK_PROCESS_CPUTIME_ID);
		intend(tables, count, payments);
		settle(tables, count, payments);
		spent += now(CLOCK_MONOTONIC) - start;
		processor += now(CLOCK_PROCESS_CPUTIME_ID) - busy;
		for (int i = 0; i < count; i++)
			free_part(&tables[i]);
	}
	for (int i = 0; i < count; i++)
		fprintf(stderr, "# %lld rows of %s\n", tables[i].count, tables[i].name);
	printf("%f %f\n", spent, processor);
	return 0;
}
