#include <assert.h>
#include "i18n.h"
#include "invoice_batch.h"
#include "invoice_private.h"

enum { COLUMNS = 19, BINDS_COUNT = INVOICE_BATCH_MAX * COLUMNS + 1 };

#define ROW    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define ROWS_4 ROW ", " ROW ", " ROW ", " ROW
/* Of a single statement's cost most is beginning and ending it: INVOICE_BATCH_MAX rows. */
static const char sql_add_many[] =
    "INSERT INTO invoice (id, biller, account, number, kind, concept, period, issued_on, due_on,"
    " due2_on, due2_amount_minor, amount_minor, currency, status, instalment_minor, term, holder,"
    " rule, created_at) VALUES " ROWS_4 ", " ROWS_4 ", " ROWS_4 ", " ROWS_4 ", " ROWS_4 ", " ROWS_4
    ", " ROWS_4 ", " ROWS_4 ", " ROWS_4 ", " ROWS_4 ", " ROWS_4 ", " ROWS_4
    " ON CONFLICT (biller, number) WHERE status <> 'void' DO NOTHING";
static const char sql_next[] = "SELECT COALESCE(MAX(id), 0) + 1 FROM invoice";

int
invoice_batch_add(struct office *office, struct invoice_batch *batch, const struct invoice *inv,
    int64_t tag, struct err *e)
{
	struct invoice *kept = &batch->items[batch->count].invoice;

	assert(batch->count < INVOICE_BATCH_MAX);
	*kept = *inv;
	if (invoice_prepare(office, kept, NULL, 0, e) != 0)
		return -1;
	batch->items[batch->count++].tag = tag;
	return 0;
}

void
invoice_batch_clear(struct invoice_batch *batch)
{
	batch->count = 0;
}

/* The values of one row, in the order of the statement. */
static void
bind_row(struct bind *to, const struct invoice *inv)
{
	const struct bind row[COLUMNS] = { BIND_INT(NULL, inv->id), BIND_INT(NULL, inv->biller),
		BIND_INT(NULL, inv->account), BIND_TEXT(NULL, inv->number),
		BIND_TEXT(NULL, invoice_kind_name(inv->kind)),
		BIND_TEXT_OR_NULL(NULL, inv->concept), BIND_TEXT_OR_NULL(NULL, inv->period),
		BIND_TEXT(NULL, inv->issued_on), BIND_TEXT(NULL, inv->due_on),
		BIND_TEXT_OR_NULL(NULL, inv->due2_on), BIND_INT_OR_NULL(NULL, inv->due2_minor),
		BIND_INT(NULL, inv->amount.minor), BIND_TEXT(NULL, inv->amount.currency),
		BIND_TEXT(NULL, invoice_status_name(inv->status)),
		BIND_INT_OR_NULL(NULL, inv->instalment_minor), BIND_INT_OR_NULL(NULL, inv->term),
		BIND_TEXT_OR_NULL(NULL, inv->holder), BIND_INT_OR_NULL(NULL, inv->rule),
		BIND_INT(NULL, inv->created_at) };

	for (int i = 0; i < COLUMNS; i++)
		to[i] = row[i];
}

/* A full batch with one statement.  Fails where one of them was there before: ids have no gaps. */
static int
add_many(struct db *db, void *context, struct err *e)
{
	struct invoice_batch *batch = context;
	struct bind binds[BINDS_COUNT];
	int64_t id = 0, count = 0;

	if (db_int(db, sql_next, NULL, &id, e) < 0)
		return -1;
	for (size_t i = 0; i < INVOICE_BATCH_MAX; i++) {
		batch->items[i].invoice.id = id + (int64_t)i;
		batch->items[i].is_new = true;
		bind_row(&binds[i * COLUMNS], &batch->items[i].invoice);
	}
	binds[BINDS_COUNT - 1] = (struct bind){ .kind = BIND_KIND_END };
	if (db_run(db, sql_add_many, binds, &count, e) != 0)
		return -1;
	batch->is_cautious = count < INVOICE_BATCH_MAX;
	if (batch->is_cautious)
		return err_set(e, ERR_CONFLICT, _("it exists already"));
	return 0;
}

static int
add_each(struct office *office, struct invoice_batch *batch, size_t *failed, struct err *e)
{
	batch->is_cautious = false;
	for (size_t i = 0; i < batch->count; i++) {
		*failed = i;
		if (invoice_insert(
			office, &batch->items[i].invoice, NULL, 0, &batch->items[i].is_new, e) != 0)
			return -1;
		if (!batch->items[i].is_new)
			batch->is_cautious = true;
	}
	return 0;
}

int
invoice_batch_issue(
    struct office *office, struct invoice_batch *batch, size_t *failed, struct err *e)
{
	struct err why;

	*failed = 0;
	if (batch->count < INVOICE_BATCH_MAX || batch->is_cautious)
		return add_each(office, batch, failed, e);
	if (db_savepoint(office->db, add_many, batch, &why) == 0)
		return 0;
	if (batch->is_cautious)
		return add_each(office, batch, failed, e);
	*e = why;
	return -1;
}
