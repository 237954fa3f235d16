#include <string.h>
#include "announce.h"
#include "i18n.h"
#include "plan_course_private.h"

/* What is due of an invoice of the debt with the fee that was frozen. */
static int
let_go_of(struct valuer *v, int64_t invoice, const char *on, struct err *e)
{
	struct standing s;
	struct invoice open;
	struct owed owed;

	if (standing_show(v, invoice, &s, e) != 0)
		return -1;
	open = s.invoice;
	open.status = INVOICE_OPEN;
	if (owed_on(&open, &v->rules, &s.allocations, on, &owed, e) != 0)
		return -1;
	return invoice_thaw(
	    v->office, &s.invoice, owed.due_minor > 0 ? INVOICE_OPEN : INVOICE_PAID, on, e);
}

int
plan_course_let_go(struct office *office, const struct plan *plan, const char *on, struct err *e)
{
	struct plan_debt debts[PLAN_DEBTS_MAX];
	struct valuer v;
	size_t count;

	valuer_open(&v, office);
	if (plan_debts(office->db, plan->id, debts, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (let_go_of(&v, debts[i].invoice, on, e) != 0)
			return -1;
	return 0;
}

/* Those that are issued and not paid. */
static int
end_instalments(struct office *office, const struct plan *plan, struct err *e)
{
	struct plan_instalment instalments[PLAN_INSTALMENTS_MAX];
	struct invoice inv;
	size_t count;

	if (plan_instalments(office->db, plan->id, instalments, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count && instalments[i].invoice != 0; i++) {
		int64_t paid;

		if (invoice_show(office->db, instalments[i].invoice, &inv, e) != 0)
			return -1;
		if (inv.status != INVOICE_OPEN)
			continue;
		if (allocation_paid(office->db, inv.id, &paid, e) != 0 ||
		    invoice_cut(office, &inv, paid, e) != 0)
			return -1;
	}
	return 0;
}

int
plan_course_close(struct office *office, struct plan *plan, enum plan_status to, const char *on,
    const char *why, struct err *e)
{
	bool was_active = plan->status == PLAN_ACTIVE;

	if (strcmp(on, plan->created_on) < 0)
		on = plan->created_on; /* a business date that was asked for */

	if (plan_move(office, plan, to, on, why, e) != 0 || end_instalments(office, plan, e) != 0 ||
	    announce_plan(office, plan, e) != 0)
		return -1;
	return was_active ? plan_course_let_go(office, plan, on, e) : 0;
}

int
plan_course_end(struct office *office, struct plan *plan, enum plan_status to, const char *on,
    const char *why, struct err *e)
{
	int64_t payment;

	if (plan_hold(office->db, plan, &payment, e) != 0)
		return -1;
	if (payment == 0 || !plan_is_live(plan))
		return plan_course_close(office, plan, to, on, why, e);
	return ref_refuse_held(REF_PLAN, plan->id, payment, e);
}

/* Whether an issued instalment has been unpaid for longer than the plan bears: 1, 0, -1. */
static int
is_defaulted(struct db *db, const struct plan *plan, const char *on, struct err *e)
{
	struct plan_instalment instalments[PLAN_INSTALMENTS_MAX];
	struct invoice inv;
	size_t count;

	if (plan_instalments(db, plan->id, instalments, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count && instalments[i].invoice != 0; i++) {
		char until[DATE_SIZE];

		date_add_days(instalments[i].due_on, plan->default_days, until);
		if (strcmp(on, until) <= 0)
			return 0; /* nor are the later ones */
		if (invoice_show(db, instalments[i].invoice, &inv, e) != 0)
			return -1;
		if (inv.status == INVOICE_OPEN)
			return 1;
	}
	return 0;
}

int
plan_course_due(
    struct db *db, const struct plan *plan, const char *on, enum plan_status *to, struct err *e)
{
	*to = plan->status == PLAN_PENDING ? PLAN_LAPSED : PLAN_DEFAULTED;
	if (plan->status == PLAN_PENDING)
		return strcmp(on, plan->first_due_on) > 0;
	return plan->status == PLAN_ACTIVE ? is_defaulted(db, plan, on, e) : 0;
}
