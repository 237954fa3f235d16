#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "invoice_private.h"
#include "rule.h"
#include "utf8.h"

static const char sql_next[] = "SELECT COALESCE(MAX(id), 0) + 1 FROM invoice";
static const char sql_add[] =
    "INSERT INTO invoice (id, biller, account, number, kind, concept, period, issued_on, due_on,"
    " due2_on, due2_amount_minor, amount_minor, currency, status, instalment_minor, term, holder,"
    " rule, created_at, subscription, plan) VALUES (:id, :biller, :account, :number, :kind,"
    " :concept, :period,"
    " :issued_on, :due_on, :due2_on, :due2, :amount, :currency, :status, :instalment, :term,"
    " :holder, :rule, :created_at, :subscription, :plan)"
    " ON CONFLICT (biller, number) WHERE status <> 'void' DO NOTHING";
static const char sql_line[] = "INSERT INTO invoice_line (invoice, place, concept, amount_minor)"
			       " VALUES (:invoice, :place, :concept, :amount)";

static int
check_texts(const struct invoice *inv, struct err *e)
{
	if (number_check(inv->number, sizeof inv->number - 1, N_("invoice number"), e) != 0)
		return -1;
	if (inv->concept[0] != '\0' &&
	    text_check(inv->concept, sizeof inv->concept - 1, N_("concept"), e) != 0)
		return -1;
	if (inv->period[0] != '\0' &&
	    text_check(inv->period, sizeof inv->period - 1, N_("period"), e) != 0)
		return -1;
	if (inv->holder[0] != '\0' &&
	    text_check(inv->holder, sizeof inv->holder - 1, N_("holder"), e) != 0)
		return -1;
	return 0;
}

static int
check_dates(const struct invoice *inv, struct err *e)
{
	if (date_check(inv->issued_on, e) != 0 || date_check(inv->due_on, e) != 0)
		return -1;
	if (inv->due2_on[0] != '\0' && date_check(inv->due2_on, e) != 0)
		return -1;
	if ((inv->due2_on[0] != '\0') != (inv->due2_minor > 0))
		return err_set(
		    e, ERR_USAGE, _("a second due date needs its amount, and the reverse"));
	if (inv->due2_on[0] != '\0' && strcmp(inv->due2_on, inv->due_on) <= 0)
		return err_set(e, ERR_USAGE, _("the second due date is not after the first"));
	if (inv->is_issued_given && strcmp(inv->due_on, inv->issued_on) < 0)
		return err_set(e, ERR_USAGE, _("it is due before it was issued"));
	return 0;
}

static int
check_amounts(const struct invoice *inv, struct err *e)
{
	bool is_credit = inv->kind == INVOICE_CREDIT;

	if (inv->amount.minor <= 0)
		return err_set(e, ERR_USAGE, _("the amount must be more than zero"));
	if (is_credit != (inv->instalment_minor > 0) || is_credit != (inv->term > 0))
		return err_set(
		    e, ERR_USAGE, _("a credit, and only a credit, has an instalment and a term"));
	if (is_credit && inv->due2_on[0] != '\0')
		return err_set(e, ERR_USAGE, _("a credit has no second due date"));
	if (inv->instalment_minor > inv->amount.minor)
		return err_set(e, ERR_USAGE, _("the instalment is more than the amount"));
	if (inv->term > 1200)
		return err_set(e, ERR_USAGE, _("a term has at most 1200 instalments"));
	return 0;
}

static int
check_lines(
    const struct invoice *inv, const struct invoice_line *lines, size_t count, struct err *e)
{
	int64_t sum = 0;

	if (count > INVOICE_LINES_MAX)
		return err_set(
		    e, ERR_USAGE, _("an invoice has at most %d lines"), INVOICE_LINES_MAX);
	for (size_t i = 0; i < count; i++) {
		if (text_check(lines[i].concept, sizeof lines[i].concept - 1, N_("concept"), e) !=
		    0)
			return -1;
		sum += lines[i].amount_minor; /* 64 amounts of 10^15 fit */
	}
	if (count > 0 && sum != inv->amount.minor)
		return err_set(e, ERR_USAGE, _("the lines do not sum to the amount"));
	return 0;
}

static int
check(const struct invoice *inv, const struct invoice_line *lines, size_t count, struct err *e)
{
	if (check_texts(inv, e) != 0 || check_dates(inv, e) != 0 || check_amounts(inv, e) != 0)
		return -1;
	return check_lines(inv, lines, count, e);
}

static bool
is_same_bill(const struct invoice *a, const struct invoice *b)
{
	return a->amount.minor == b->amount.minor && strcmp(a->due2_on, b->due2_on) == 0 &&
	       a->due2_minor == b->due2_minor && strcmp(a->concept, b->concept) == 0 &&
	       strcmp(a->period, b->period) == 0 && strcmp(a->holder, b->holder) == 0 &&
	       (!b->is_issued_given || strcmp(a->issued_on, b->issued_on) == 0);
}

static bool
is_same_terms(const struct invoice *a, const struct invoice *b)
{
	return a->account == b->account && a->kind == b->kind &&
	       strcmp(a->amount.currency, b->amount.currency) == 0 &&
	       strcmp(a->due_on, b->due_on) == 0 && a->instalment_minor == b->instalment_minor &&
	       a->term == b->term;
}

static int
is_same_lines(
    struct db *db, int64_t id, const struct invoice_line *lines, size_t count, struct err *e)
{
	struct invoice_line known[INVOICE_LINES_MAX];
	size_t known_count;

	if (invoice_lines(db, id, known, &known_count, e) != 0)
		return -1;
	if (known_count != count)
		return 0;
	for (size_t i = 0; i < count; i++)
		if (known[i].amount_minor != lines[i].amount_minor ||
		    strcmp(known[i].concept, lines[i].concept) != 0)
			return 0;
	return 1;
}

int
invoice_compare(struct office *office, struct invoice *inv, const struct invoice_line *lines,
    size_t count, struct err *e)
{
	char ref[REF_SIZE];
	struct invoice known;
	int same;

	if (invoice_at(office->db, inv->biller, inv->number, &inv->id, e) < 0)
		return -1;
	if (invoice_show(office->db, inv->id, &known, e) != 0)
		return -1;
	same = is_same_terms(&known, inv);
	if (same && inv->kind != INVOICE_CREDIT)
		same = is_same_bill(&known, inv)
			   ? is_same_lines(office->db, inv->id, lines, count, e)
			   : 0;
	if (same != 0)
		return same < 0 ? -1 : 0;
	ref_format(REF_INVOICE, known.id, ref);
	err_set(e, ERR_CONFLICT, _("number %s is %s with other content"), inv->number, ref);
	return err_reason(e, "exists", ref);
}

/* 1, 0 where the number is taken, -1.  RETURNING would make a table of its own for each row. */
static int
insert_row(struct office *office, struct invoice *inv, struct err *e)
{
	int64_t id = 0, changed = 0;

	if (db_int(office->db, sql_next, NULL, &id, e) < 0 ||
	    db_run(office->db, sql_add,
		BINDS(BIND_INT(":id", id), BIND_INT(":biller", inv->biller),
		    BIND_INT(":account", inv->account), BIND_TEXT(":number", inv->number),
		    BIND_TEXT(":kind", invoice_kind_name(inv->kind)),
		    BIND_TEXT_OR_NULL(":concept", inv->concept),
		    BIND_TEXT_OR_NULL(":period", inv->period),
		    BIND_TEXT(":issued_on", inv->issued_on), BIND_TEXT(":due_on", inv->due_on),
		    BIND_TEXT_OR_NULL(":due2_on", inv->due2_on),
		    BIND_INT_OR_NULL(":due2", inv->due2_minor),
		    BIND_INT(":amount", inv->amount.minor),
		    BIND_TEXT(":currency", inv->amount.currency),
		    BIND_TEXT(":status", invoice_status_name(inv->status)),
		    BIND_INT_OR_NULL(":instalment", inv->instalment_minor),
		    BIND_INT_OR_NULL(":term", inv->term), BIND_TEXT_OR_NULL(":holder", inv->holder),
		    BIND_INT_OR_NULL(":rule", inv->rule), BIND_INT(":created_at", inv->created_at),
		    BIND_INT_OR_NULL(":subscription", inv->subscription),
		    BIND_INT_OR_NULL(":plan", inv->plan)),
		&changed, e) != 0)
		return -1;
	if (changed > 0)
		inv->id = id;
	return changed > 0;
}

int
invoice_prepare(struct office *office, struct invoice *inv, const struct invoice_line *lines,
    size_t count, struct err *e)
{
	if (check(inv, lines, count, e) != 0)
		return -1;
	inv->created_at = office->now;
	if (inv->status != INVOICE_UNBILLED)
		inv->status = INVOICE_OPEN;
	if (inv->is_rule_given)
		return 0;
	return rule_in_force(office->db, inv->biller, inv->issued_on, &inv->rule, e);
}

int
invoice_insert(struct office *office, struct invoice *inv, const struct invoice_line *lines,
    size_t line_count, bool *is_new, struct err *e)
{
	int row;

	if (invoice_prepare(office, inv, lines, line_count, e) != 0)
		return -1;
	row = insert_row(office, inv, e);
	*is_new = row == 1;
	if (row <= 0)
		return row < 0 ? -1 : invoice_compare(office, inv, lines, line_count, e);
	for (size_t i = 0; i < line_count; i++)
		if (db_run(office->db, sql_line,
			BINDS(BIND_INT(":invoice", inv->id), BIND_INT(":place", (int64_t)i + 1),
			    BIND_TEXT(":concept", lines[i].concept),
			    BIND_INT(":amount", lines[i].amount_minor)),
			NULL, e) != 0)
			return -1;
	return 0;
}
