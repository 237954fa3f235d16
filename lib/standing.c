#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "ledger.h"
#include "plan.h"
#include "standing.h"

void
valuer_open(struct valuer *v, struct office *office)
{
	memset(v, 0, sizeof *v);
	v->office = office;
}

int
valuer_biller(struct valuer *v, int64_t id, struct err *e)
{
	if (v->biller.id == id)
		return 0;
	v->rules_biller = 0;
	if (biller_show(v->office->db, id, &v->biller, e) == 0 &&
	    biller_today(v->office, &v->biller, v->today, e) == 0)
		return 0;
	v->biller.id = 0;
	return -1;
}

int
valuer_rules(struct valuer *v, const struct invoice *inv, struct err *e)
{
	if (valuer_biller(v, inv->biller, e) != 0)
		return -1;
	if (v->rules_biller == inv->biller && v->rules.id == inv->rule)
		return 0;
	v->rules_biller = 0;
	if (rule_load(v->office->db, inv->rule, v->biller.currency, &v->rules, e) != 0)
		return -1;
	v->rules_biller = inv->biller;
	return 0;
}

static void
find_paid_on(struct standing *s)
{
	s->paid_on[0] = '\0';
	if (s->invoice.status != INVOICE_PAID)
		return;
	for (size_t i = 0; i < s->allocations.count; i++)
		if (s->allocations.items[i].kind != ALLOCATION_REFUND)
			memcpy(s->paid_on, s->allocations.items[i].on, DATE_SIZE);
}

static int
find_opening(struct db *db, struct standing *s, struct err *e)
{
	const struct invoice *inv = &s->invoice;
	struct plan plan;

	s->is_opening = false;
	if (inv->status != INVOICE_OPEN || inv->kind != INVOICE_INSTALMENT || inv->plan == 0)
		return 0;
	if (plan_show(db, inv->plan, &plan, e) != 0)
		return -1;
	s->is_opening = plan.status == PLAN_PENDING;
	return 0;
}

int
standing_fill(struct valuer *v, struct standing *s, struct err *e)
{
	if (valuer_rules(v, &s->invoice, e) != 0)
		return -1;
	memcpy(s->on, v->today, DATE_SIZE);
	if (allocation_of_invoice(v->office->db, s->invoice.id, &s->allocations, e) != 0)
		return -1;
	s->held_by = 0;
	if (s->invoice.status == INVOICE_OPEN &&
	    plan_hold_of(v->office->db, s->invoice.id, &s->held_by, e) != 0)
		return -1;
	if (find_opening(v->office->db, s, e) != 0 ||
	    owed_on(&s->invoice, &v->rules, &s->allocations, s->on, &s->owed, e) != 0)
		return -1;
	find_paid_on(s);
	s->status = s->invoice.status == INVOICE_OPEN && s->owed.is_overdue
			? "overdue"
			: invoice_status_name(s->invoice.status);
	return 0;
}

int
standing_show(struct valuer *v, int64_t invoice, struct standing *s, struct err *e)
{
	if (invoice_show(v->office->db, invoice, &s->invoice, e) != 0)
		return -1;
	return standing_fill(v, s, e);
}

bool
standing_is_payable(const struct standing *s)
{
	return s->invoice.status == INVOICE_OPEN;
}

static int
add_up(int64_t *sum, int64_t minor, struct err *e)
{
	if (__builtin_add_overflow(*sum, minor, sum))
		return err_set(e, ERR_FAILED, _("sum too large"));
	return 0;
}

/* Inserts into the ordered list of due dates, adding up what is due on the same day. */
static int
add_due(struct account_sum *sum, const char *on, int64_t minor, struct err *e)
{
	enum { MOST = sizeof sum->due / sizeof *sum->due };
	size_t at = 0;

	while (at < sum->due_count && strcmp(sum->due[at].due_on, on) < 0)
		at++;
	if (at < sum->due_count && strcmp(sum->due[at].due_on, on) == 0)
		return add_up(&sum->due[at].amount_minor, minor, e);
	if (at == MOST)
		return 0;
	if (sum->due_count == MOST)
		sum->due_count--;
	memmove(&sum->due[at + 1], &sum->due[at], (sum->due_count - at) * sizeof *sum->due);
	memcpy(sum->due[at].due_on, on, DATE_SIZE);
	sum->due[at].amount_minor = minor;
	sum->due_count++;
	return 0;
}

/* Of a credit the next instalment from today on that is not paid, besides what is late. */
static int
add_credit(struct account_sum *sum, const struct standing *s, int64_t late, struct err *e)
{
	const struct invoice *inv = &s->invoice;
	char next[DATE_SIZE];

	for (int k = 1; k <= inv->term; k++) {
		int64_t by_then = inv->instalment_minor * k;
		int64_t left = s->owed.due_minor - late;

		if (by_then < inv->amount.minor)
			left -= inv->amount.minor - by_then;
		date_add_months(inv->due_on, k - 1, next);
		if (left > 0 && strcmp(next, s->on) >= 0)
			return add_due(sum, next, left, e);
	}
	return 0;
}

static int
add_standing(struct account_sum *sum, const struct standing *s, struct err *e)
{
	const struct owed *o = &s->owed;
	int64_t late = o->is_overdue ? o->fallen_minor : 0;

	if (!standing_is_payable(s) || s->is_opening || o->due_minor <= 0)
		return 0;
	if (add_up(&sum->overdue_minor, late, e) != 0)
		return -1;
	if (s->invoice.kind == INVOICE_CREDIT)
		return add_credit(sum, s, late, e);
	return o->is_overdue ? 0 : add_due(sum, o->next_due_on, o->due_minor, e);
}

int
standing_account(struct valuer *v, const struct account *a, struct account_sum *sum, struct err *e)
{
	const struct invoice_filter filter = { .account = a->id };
	char credit[LEDGER_NAME_SIZE];
	struct standing s;
	struct query q;
	int row;

	memset(sum, 0, sizeof *sum);
	snprintf(credit, sizeof credit, "credit:acc-%lld", (long long)a->id);
	if (ledger_owed(v->office->db, credit, a->currency, &sum->credit_minor, e) != 0)
		return -1;
	if (invoice_list(v->office->db, &filter, &q, e) != 0)
		return -1;
	while ((row = invoice_next(&q, &s.invoice, e)) == 1) {
		if (strcmp(s.invoice.amount.currency, a->currency) != 0)
			continue;
		if (standing_fill(v, &s, e) != 0 || add_standing(sum, &s, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	if (row == 0 && sum->due_count > 0) {
		memcpy(sum->next_due_on, sum->due[0].due_on, DATE_SIZE);
		sum->next_due_minor = sum->due[0].amount_minor;
	}
	return row;
}
