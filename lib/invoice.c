#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "invoice_private.h"

#define COLUMNS                                                                                    \
	"SELECT id, biller, account, number, kind, concept, period, issued_on, due_on, due2_on,"   \
	" due2_amount_minor, amount_minor, currency, status, instalment_minor, term, holder, "     \
	"rule,"                                                                                    \
	" reopened_by, created_at, subscription, plan, frozen_on, frozen_fee_minor, thawed_on"     \
	" FROM invoice"
#define FILTERS                                                                                    \
	" AND (:kind IS NULL OR kind = :kind) AND (:period IS NULL OR period = :period)"           \
	" AND (:number IS NULL OR number = :number)"                                               \
	" AND (:is_open = 0 OR status = 'open')"                                                   \
	" AND (:due_since IS NULL OR due_on >= :due_since)"                                        \
	" AND (:due_until IS NULL OR due_on <= :due_until) ORDER BY id"
static const char sql_show[] = COLUMNS " WHERE id = :id";
static const char sql_list[] = COLUMNS " WHERE (:biller = 0 OR biller = :biller)" FILTERS;
static const char sql_list_account[] =
    COLUMNS " WHERE account = :account AND (:biller = 0 OR biller = :biller)" FILTERS;
static const char sql_list_subscription[] =
    COLUMNS " WHERE subscription = :subscription AND (:account = 0 OR account = :account)"
	    " AND (:biller = 0 OR biller = :biller)" FILTERS;
static const char sql_list_plan[] =
    COLUMNS " WHERE plan = :plan AND (:account = 0 OR account = :account)"
	    " AND (:biller = 0 OR biller = :biller)" FILTERS;
static const char sql_at[] =
    "SELECT id FROM invoice WHERE biller = :biller AND number = :number AND status <> 'void'";
static const char sql_lines[] =
    "SELECT concept, amount_minor FROM invoice_line WHERE invoice = :invoice ORDER BY place";

static const char *const kinds[] = { "bill", "charge", "slip", "credit", "instalment",
	"subscription" };
static const char *const statuses[] = { "unbilled", "open", "in_plan", "paid", "void" };

static int
place_of(const char *word, const char *const *words, int count)
{
	for (int i = 0; word != NULL && i < count; i++)
		if (strcmp(word, words[i]) == 0)
			return i;
	return -1;
}

const char *
invoice_kind_name(enum invoice_kind kind)
{
	return kinds[kind];
}

const char *
invoice_status_name(enum invoice_status status)
{
	return statuses[status];
}

int
invoice_kind_parse(const char *text, enum invoice_kind *kind, struct err *e)
{
	int place = place_of(text, kinds, 6);

	if (place < 0)
		return err_set(e, ERR_USAGE, _("%.40s is no kind of invoice"), text);
	*kind = (enum invoice_kind)place;
	return 0;
}

int
invoice_note(struct office *office, int64_t id, const char *summary, struct err *e)
{
	return office_log(
	    office, &(struct office_note){ .type = REF_INVOICE, .id = id, .summary = summary }, e);
}

int
invoice_next(struct query *q, struct invoice *inv, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	memset(inv, 0, sizeof *inv);
	inv->id = query_int(q, 0);
	inv->biller = query_int(q, 1);
	inv->account = query_int(q, 2);
	query_text(q, 3, inv->number, sizeof inv->number);
	inv->kind = (enum invoice_kind)place_of(query_peek(q, 4), kinds, 6);
	query_text(q, 5, inv->concept, sizeof inv->concept);
	query_text(q, 6, inv->period, sizeof inv->period);
	query_text(q, 7, inv->issued_on, sizeof inv->issued_on);
	query_text(q, 8, inv->due_on, sizeof inv->due_on);
	query_text(q, 9, inv->due2_on, sizeof inv->due2_on);
	inv->due2_minor = query_int(q, 10);
	inv->amount.minor = query_int(q, 11);
	query_text(q, 12, inv->amount.currency, sizeof inv->amount.currency);
	inv->status = (enum invoice_status)place_of(query_peek(q, 13), statuses, 5);
	inv->instalment_minor = query_int(q, 14);
	inv->term = (int)query_int(q, 15);
	query_text(q, 16, inv->holder, sizeof inv->holder);
	inv->rule = query_int(q, 17);
	inv->reopened_by = query_int(q, 18);
	inv->created_at = query_int(q, 19);
	inv->subscription = query_int(q, 20);
	inv->plan = query_int(q, 21);
	query_text(q, 22, inv->frozen_on, sizeof inv->frozen_on);
	inv->frozen_fee_minor = query_int(q, 23);
	query_text(q, 24, inv->thawed_on, sizeof inv->thawed_on);
	return 1;
}

int
invoice_show(struct db *db, int64_t id, struct invoice *inv, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = invoice_next(&q, inv, e);
	query_end(&q);
	if (row == 0)
		return ref_absent_id(REF_INVOICE, id, e);
	return row < 0 ? -1 : 0;
}

#define BIND_FILTERS(f)                                                                            \
	BIND_INT(":biller", (f)->biller), BIND_TEXT(":kind", (f)->kind),                           \
	    BIND_TEXT(":period", (f)->period), BIND_TEXT(":number", (f)->number),                  \
	    BIND_INT(":is_open", (f)->is_open), BIND_TEXT(":due_since", (f)->due_since),           \
	    BIND_TEXT(":due_until", (f)->due_until)

int
invoice_list(struct db *db, const struct invoice_filter *f, struct query *q, struct err *e)
{
	if (f->subscription != 0)
		return db_query(db, sql_list_subscription,
		    BINDS(BIND_INT(":subscription", f->subscription),
			BIND_INT(":account", f->account), BIND_FILTERS(f)),
		    q, e);
	if (f->plan != 0)
		return db_query(db, sql_list_plan,
		    BINDS(BIND_INT(":plan", f->plan), BIND_INT(":account", f->account),
			BIND_FILTERS(f)),
		    q, e);
	if (f->account != 0)
		return db_query(db, sql_list_account,
		    BINDS(BIND_INT(":account", f->account), BIND_FILTERS(f)), q, e);
	return db_query(db, sql_list, BINDS(BIND_FILTERS(f)), q, e);
}

int
invoice_at(struct db *db, int64_t biller, const char *number, int64_t *id, struct err *e)
{
	return db_int(
	    db, sql_at, BINDS(BIND_INT(":biller", biller), BIND_TEXT(":number", number)), id, e);
}

int
invoice_find(struct db *db, const char *text, int64_t *id, struct err *e)
{
	const char *colon = strchr(text, ':');
	char code[33];
	struct invoice inv;
	struct ref ref;
	int64_t biller;
	int found;

	if (ref_parse(text, &ref)) {
		if (ref.type != REF_INVOICE)
			return err_set(e, ERR_USAGE, _("%.40s is not an invoice"), text);
		if (invoice_show(db, ref.id, &inv, e) != 0)
			return -1;
		*id = ref.id;
		return 0;
	}
	if (colon == NULL || colon == text || (size_t)(colon - text) >= sizeof code)
		return err_set(
		    e, ERR_USAGE, _("%.64s names no invoice (inv-N or BILLER:NUMBER)"), text);
	memcpy(code, text, (size_t)(colon - text));
	code[colon - text] = '\0';
	if (biller_find(db, code, &biller, e) != 0)
		return -1;
	found = invoice_at(db, biller, colon + 1, id, e);
	if (found == 0)
		return ref_absent(REF_INVOICE, text, e);
	return found < 0 ? -1 : 0;
}

int
invoice_lines(struct db *db, int64_t id, struct invoice_line *lines, size_t *count, struct err *e)
{
	struct query q;
	int row;

	*count = 0;
	if (db_query(db, sql_lines, BINDS(BIND_INT(":invoice", id)), &q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1 && *count < INVOICE_LINES_MAX) {
		query_text(&q, 0, lines[*count].concept, sizeof lines[*count].concept);
		lines[(*count)++].amount_minor = query_int(&q, 1);
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}
