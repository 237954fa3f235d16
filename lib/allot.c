#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "allot.h"
#include "collection.h"
#include "plan_course.h"

/* "payable:bil-1", and where its late fees go. */
static void
accounts(const struct invoice *inv, const struct rules *rules, char principal[LEDGER_NAME_SIZE],
    char late_fee[LEDGER_NAME_SIZE])
{
	snprintf(principal, LEDGER_NAME_SIZE, "payable:bil-%" PRId64, inv->biller);
	if (rules->is_late_fee_office)
		snprintf(late_fee, LEDGER_NAME_SIZE, "income:late-fee");
	else
		snprintf(
		    late_fee, LEDGER_NAME_SIZE, "payable:bil-%" PRId64 ":late-fee", inv->biller);
}

int
allot_draft(const struct invoice *inv, const struct rules *rules, const struct allocation *a,
    struct ledger_draft *draft, struct err *e)
{
	char principal[LEDGER_NAME_SIZE], late_fee[LEDGER_NAME_SIZE];
	int64_t fees = a->late_fee_minor + a->plan_fee_minor;

	accounts(inv, rules, principal, late_fee);
	if (ledger_draft_add(
		draft, -(a->amount_minor - fees - a->plan_interest_minor), e, "%s", principal) != 0)
		return -1;
	if (ledger_draft_add(draft, -fees, e, "%s", late_fee) != 0)
		return -1;
	if (rules->is_late_fee_office)
		return ledger_draft_add(draft, -a->plan_interest_minor, e, "income:plan-interest");
	return ledger_draft_add(draft, -a->plan_interest_minor, e,
	    "payable:bil-%" PRId64 ":plan-interest", inv->biller);
}

/* What was given back since the item was valued is owed anew: then it settles nothing. */
static int
check_settling(struct db *db, const struct invoice *inv, struct allocation *a, struct err *e)
{
	int64_t principal;

	if (!a->is_settling)
		return 0;
	if (allocation_principal(db, inv->id, &principal, e) != 0)
		return -1;
	principal += a->amount_minor - a->late_fee_minor;
	a->is_settling = principal == inv->amount.minor || principal == inv->due2_minor;
	return 0;
}

int
allot_item(struct valuer *v, const struct payment *p, const struct invoice *inv,
    const struct payment_item *item, struct ledger_draft *draft, struct err *e)
{
	struct allocation a = { .payment = p->id,
		.invoice = item->invoice,
		.kind = ALLOCATION_PAYMENT,
		.amount_minor = item->amount_minor,
		.late_fee_minor = item->late_fee_minor,
		.is_settling = item->is_settling };

	assert(inv->id == item->invoice);
	memcpy(a.on, item->on, DATE_SIZE);
	if (valuer_rules(v, inv, e) != 0 || check_settling(v->office->db, inv, &a, e) != 0 ||
	    plan_course_compose(v->office->db, inv, &a, e) != 0 ||
	    allocation_add(v->office, &a, e) != 0 || allot_draft(inv, &v->rules, &a, draft, e) != 0)
		return -1;
	if (a.is_settling ? invoice_settle(v->office, inv, p->id, e) != 0
			  : invoice_note_part(v->office, inv->id, p->id, e) != 0)
		return -1;
	return plan_course_paid(v->office, p, inv, &a, e);
}

int
allot_fitting(struct valuer *v, const struct payment *p, const struct payment_item *item,
    int64_t *allotted, struct ledger_draft *draft, struct err *e)
{
	struct payment_item fitting = *item;
	struct standing s;
	int64_t fees;
	int opening;

	*allotted = 0;
	if (standing_show(v, item->invoice, &s, e) != 0)
		return -1;
	if (!standing_is_payable(&s) || (s.held_by != 0 && s.held_by != p->id) ||
	    s.allocations.count >= ALLOCATIONS_MAX)
		return 0;
	if (fitting.amount_minor > s.owed.due_minor)
		fitting.amount_minor = s.owed.due_minor;
	if (fitting.amount_minor <= 0)
		return 0;
	fees = s.owed.late_fee_minor - s.owed.fee_paid_minor;
	fitting.late_fee_minor = fees < 0		       ? 0
				 : fees < fitting.amount_minor ? fees
							       : fitting.amount_minor;
	fitting.is_settling = fitting.amount_minor == s.owed.due_minor;
	opening = plan_course_is_opening(v->office->db, &s.invoice, e);
	if (opening < 0 || (opening == 1 && !fitting.is_settling))
		return opening < 0 ? -1 : 0;
	memcpy(fitting.on, s.on, DATE_SIZE);
	*allotted = fitting.amount_minor;
	return allot_item(v, p, &s.invoice, &fitting, draft, e);
}

int
allot_payee(struct office *office, const struct payment *p, int64_t amount_minor,
    struct ledger_draft *draft, struct err *e)
{
	if (collection_add(office, p->id, p->payee, amount_minor, e) != 0)
		return -1;
	return ledger_draft_add(draft, -amount_minor, e, "deposit:acc-%" PRId64, p->payee);
}

int
allot_excess(struct office *office, const struct payment *p, const struct payment_credit *excess,
    struct ledger_draft *draft, struct err *e)
{
	if (excess->amount_minor == 0)
		return 0;
	if (payment_excess_add(office, p->id, excess, p->id, e) != 0)
		return -1;
	if (excess->account != 0)
		return ledger_draft_add(
		    draft, -excess->amount_minor, e, "credit:acc-%" PRId64, excess->account);
	return ledger_draft_add(draft, -excess->amount_minor, e, "suspense:pay-%" PRId64, p->id);
}
