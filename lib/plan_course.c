#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "account.h"
#include "announce.h"
#include "i18n.h"
#include "plan_course_private.h"

/* The biller may have given the number to something else: then another is found. */
static int
choose_number(struct db *db, const struct plan_instalment *i, struct invoice *inv, struct err *e)
{
	int64_t other;
	int taken = 1;

	for (int attempt = 0; taken == 1; attempt++) {
		char again[16] = "";

		if (attempt > 0)
			snprintf(again, sizeof again, "-%d", attempt);
		snprintf(
		    inv->number, sizeof inv->number, "plan-%" PRId64 "-%d%s", i->plan, i->n, again);
		taken = invoice_at(db, inv->biller, inv->number, &other, e);
	}
	return taken;
}

/* Issues an instalment, as of that date at the biller. */
static int
issue(struct office *office, const struct plan *plan, const struct plan_instalment *i,
    const char *on, struct err *e)
{
	struct invoice inv = { .account = plan->account,
		.kind = INVOICE_INSTALMENT,
		.status = INVOICE_OPEN,
		.rule = plan->rule,
		.is_rule_given = true,
		.plan = plan->id };
	struct account a;
	bool is_new;

	if (account_show(office->db, plan->account, &a, e) != 0)
		return -1;
	inv.biller = a.biller;
	inv.amount = money_of(i->part.amount_minor, plan->debt.currency);
	memcpy(inv.issued_on, on, DATE_SIZE);
	memcpy(inv.due_on, i->due_on, DATE_SIZE);
	snprintf(inv.concept, sizeof inv.concept, "plan-%" PRId64 " %d/%d", plan->id, i->n,
	    plan->offer.instalments);
	if (choose_number(office->db, i, &inv, e) != 0 ||
	    invoice_insert(office, &inv, NULL, 0, &is_new, e) != 0)
		return -1;
	return plan_issued(office, plan->id, i->n, inv.id, e);
}

int
plan_course_begin(struct office *office, const struct plan *plan, struct err *e)
{
	struct plan_instalment instalments[PLAN_INSTALMENTS_MAX];
	size_t count;

	if (plan_instalments(office->db, plan->id, instalments, &count, e) != 0)
		return -1;
	if (issue(office, plan, &instalments[0], plan->created_on, e) != 0)
		return -1;
	return announce_plan(office, plan, e);
}

static bool
is_instalment(const struct invoice *inv)
{
	return inv->kind == INVOICE_INSTALMENT && inv->plan != 0;
}

int
plan_course_compose(struct db *db, const struct invoice *inv, struct allocation *a, struct err *e)
{
	struct plan_instalment i;
	struct plan_part part;
	int64_t before;
	int row = is_instalment(inv) ? plan_instalment_of(db, inv->id, &i, e) : 0;

	if (row <= 0)
		return row;
	if (allocation_paid(db, inv->id, &before, e) != 0)
		return -1;
	plan_part_between(&i.part, before, before + a->amount_minor, &part);
	a->plan_fee_minor = part.late_fee_minor;
	a->plan_interest_minor = part.interest_minor;
	return 0;
}

int
plan_course_is_opening(struct db *db, const struct invoice *inv, struct err *e)
{
	struct plan plan;

	if (!is_instalment(inv))
		return 0;
	return plan_show(db, inv->plan, &plan, e) != 0 ? -1 : plan.status == PLAN_PENDING;
}

int
plan_course_has_room(struct db *db, const struct invoice *inv, struct err *e)
{
	struct plan_debt debts[PLAN_DEBTS_MAX];
	int64_t parts;
	size_t count;

	if (!is_instalment(inv))
		return 1;
	if (plan_debts(db, inv->plan, debts, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (allocation_count(db, debts[i].invoice, &parts, e) != 0)
			return -1;
		if (parts + PLAN_INSTALMENTS_MAX > ALLOCATIONS_PARTS)
			return 0;
	}
	return 1;
}

static int
activate(struct office *office, struct plan *plan, const char *on, struct err *e)
{
	struct plan_instalment instalments[PLAN_INSTALMENTS_MAX];
	struct plan_debt debts[PLAN_DEBTS_MAX];
	size_t count;

	if (plan_move(office, plan, PLAN_ACTIVE, on, "", e) != 0 ||
	    plan_debts(office->db, plan->id, debts, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (invoice_freeze(office, debts[i].invoice, plan->id, plan->created_on,
			debts[i].frozen_fee_minor, e) != 0)
			return -1;
	if (plan_instalments(office->db, plan->id, instalments, &count, e) != 0)
		return -1;
	for (size_t i = 1; i < count; i++)
		if (issue(office, plan, &instalments[i], on, e) != 0)
			return -1;
	return announce_plan(office, plan, e);
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Fees to fees and principal to principal, the oldest debt first. */
static int
allocate_debts(
    struct office *office, const struct plan *plan, const struct allocation *paid, struct err *e)
{
	int64_t fee = paid->plan_fee_minor;
	int64_t principal = paid->amount_minor - fee - paid->plan_interest_minor;
	struct plan_debt debts[PLAN_DEBTS_MAX];
	size_t count;

	if (plan_debts(office->db, plan->id, debts, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct plan_debt *d = &debts[i];
		struct allocation a = { .payment = paid->payment,
			.invoice = d->invoice,
			.kind = ALLOCATION_PLAN,
			.instalment = paid->invoice };
		int64_t rest = d->due_minor - d->late_fee_minor - d->paid_minor + d->fee_paid_minor;

		a.late_fee_minor = least(fee, d->late_fee_minor - d->fee_paid_minor);
		a.amount_minor = a.late_fee_minor + least(principal, rest);
		if (a.amount_minor == 0)
			continue;
		fee -= a.late_fee_minor;
		principal -= a.amount_minor - a.late_fee_minor;
		d->paid_minor += a.amount_minor;
		d->fee_paid_minor += a.late_fee_minor;
		a.is_settling = d->paid_minor == d->due_minor;
		memcpy(a.on, paid->on, DATE_SIZE);
		if (allocation_add(office, &a, e) != 0 || plan_debt_paid(office, d, e) != 0)
			return -1;
	}
	return 0;
}

/* Whether every instalment is paid: 1, 0, -1. */
static int
is_all_paid(struct db *db, const struct plan *plan, struct err *e)
{
	struct plan_instalment instalments[PLAN_INSTALMENTS_MAX];
	struct invoice inv;
	size_t count;

	if (plan_instalments(db, plan->id, instalments, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (instalments[i].invoice == 0)
			return 0;
		if (invoice_show(db, instalments[i].invoice, &inv, e) != 0)
			return -1;
		if (inv.status != INVOICE_PAID)
			return 0;
	}
	return 1;
}

static int
instalment_paid(
    struct office *office, const struct invoice *inv, const struct allocation *a, struct err *e)
{
	struct plan plan;
	int all;

	if (plan_show(office->db, inv->plan, &plan, e) != 0)
		return -1;
	if (plan.status == PLAN_PENDING && activate(office, &plan, a->on, e) != 0)
		return -1;
	if (allocate_debts(office, &plan, a, e) != 0)
		return -1;
	all = a->is_settling ? is_all_paid(office->db, &plan, e) : 0;
	if (all <= 0)
		return all;
	if (plan_move(office, &plan, PLAN_COMPLETED, a->on, "", e) != 0 ||
	    announce_plan(office, &plan, e) != 0)
		return -1;
	return plan_course_let_go(office, &plan, a->on, e);
}

/* A debt that changed is not the one that was agreed on: its pending plan lapses, unless its first
 * instalment is being paid. */
static int
debt_changed(struct office *office, int64_t invoice, int64_t payment, const char *on, struct err *e)
{
	char why[REF_SIZE];
	struct plan plan;
	int64_t id, holder;
	int row = plan_of_debt(office->db, invoice, &id, e);

	if (row <= 0)
		return row;
	if (plan_show(office->db, id, &plan, e) != 0)
		return -1;
	if (plan.status != PLAN_PENDING)
		return 0;
	if (plan_hold(office->db, &plan, &holder, e) != 0)
		return -1;
	if (holder != 0 && holder != payment)
		return 0;
	return plan_course_close(
	    office, &plan, PLAN_LAPSED, on, ref_format(REF_PAYMENT, payment, why), e);
}

int
plan_course_paid(struct office *office, const struct payment *p, const struct invoice *inv,
    const struct allocation *a, struct err *e)
{
	return is_instalment(inv) ? instalment_paid(office, inv, a, e)
				  : debt_changed(office, inv->id, p->id, a->on, e);
}

/* ---- giving back */

static int
refuse_refund(const struct invoice *inv, int64_t plan, struct err *e)
{
	char ref[REF_SIZE], name[REF_SIZE];

	err_set(e, ERR_CONFLICT, _("cannot refund %s: it belongs to %s"),
	    ref_format(REF_INVOICE, inv->id, name), ref_format(REF_PLAN, plan, ref));
	return err_reason(e, "in_plan", ref);
}

static int
check_free(struct db *db, const struct invoice *inv, struct err *e)
{
	int64_t plan;
	int row = plan_of_debt(db, inv->id, &plan, e);

	return row <= 0 ? row : refuse_refund(inv, plan, e);
}

int
plan_course_check_refund(struct db *db, const struct invoice *inv, struct err *e)
{
	struct plan_debt debts[PLAN_DEBTS_MAX];
	struct invoice debt;
	struct plan plan;
	int64_t parts;
	size_t count;

	if (!is_instalment(inv))
		return check_free(db, inv, e);
	if (plan_show(db, inv->plan, &plan, e) != 0)
		return -1;
	if (plan.status != PLAN_CANCELLED && plan.status != PLAN_DEFAULTED)
		return refuse_refund(inv, plan.id, e);
	if (plan_debts(db, plan.id, debts, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (invoice_show(db, debts[i].invoice, &debt, e) != 0 ||
		    check_free(db, &debt, e) != 0 || allocation_count(db, debt.id, &parts, e) != 0)
			return -1;
		if (parts >= ALLOCATIONS_FULL)
			return err_set(
			    e, ERR_CONFLICT, _("the invoice was paid in too many parts"));
	}
	return 0;
}

/* What is in an invoice of the debt through an instalment. */
static void
sum_through(
    const struct allocation_list *list, int64_t instalment, int64_t *fee, int64_t *principal)
{
	*fee = *principal = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct allocation *a = &list->items[i];

		if (a->instalment != instalment)
			continue;
		*fee += a->late_fee_minor;
		*principal += a->amount_minor - a->late_fee_minor;
	}
}

static int
take_from(
    struct office *office, struct allocation a, int64_t *fee, int64_t *principal, struct err *e)
{
	struct allocation_list list;
	struct invoice inv;
	int64_t most_fee, most;

	if (allocation_of_invoice(office->db, a.invoice, &list, e) != 0)
		return -1;
	sum_through(&list, a.instalment, &most_fee, &most);
	most_fee = least(*fee, most_fee);
	most = least(*principal, most);
	if (most_fee + most == 0)
		return 0;
	*fee -= most_fee;
	*principal -= most;
	a.amount_minor = -most - most_fee;
	a.late_fee_minor = -most_fee;
	if (allocation_add(office, &a, e) != 0 || invoice_show(office->db, a.invoice, &inv, e) != 0)
		return -1;
	if (inv.status == INVOICE_PAID)
		return invoice_reopen(office, inv.id, a.payment, e);
	return debt_changed(office, a.invoice, a.payment, a.on, e);
}

static int
instalment_refunded(struct office *office, const struct payment *refund, const struct invoice *inv,
    const struct payment_item *item, struct err *e)
{
	int64_t fee = item->plan_fee_minor;
	int64_t principal = item->amount_minor - fee - item->plan_interest_minor;
	struct allocation back = {
		.payment = refund->id, .kind = ALLOCATION_REFUND, .instalment = inv->id
	};
	struct plan_debt debts[PLAN_DEBTS_MAX];
	int64_t left;
	size_t count;

	if (allocation_paid(office->db, inv->id, &left, e) != 0 ||
	    plan_debts(office->db, inv->plan, debts, &count, e) != 0)
		return -1;
	memcpy(back.on, item->on, DATE_SIZE);
	while (count > 0 && fee + principal > 0) {
		back.invoice = debts[--count].invoice;
		if (take_from(office, back, &fee, &principal, e) != 0)
			return -1;
	}
	return invoice_cut(office, inv, left, e);
}

int
plan_course_refunded(struct office *office, const struct payment *refund, const struct invoice *inv,
    const struct payment_item *item, struct err *e)
{
	return is_instalment(inv) ? instalment_refunded(office, refund, inv, item, e)
				  : debt_changed(office, inv->id, refund->id, item->on, e);
}
