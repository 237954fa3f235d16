#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "allot.h"

void
allot_accounts(const struct invoice *inv, const struct rules *rules,
    char principal[LEDGER_NAME_SIZE], char late_fee[LEDGER_NAME_SIZE])
{
	snprintf(principal, LEDGER_NAME_SIZE, "payable:bil-%" PRId64, inv->biller);
	if (rules->is_late_fee_office)
		snprintf(late_fee, LEDGER_NAME_SIZE, "income:late-fee");
	else
		snprintf(
		    late_fee, LEDGER_NAME_SIZE, "payable:bil-%" PRId64 ":late-fee", inv->biller);
}

int
allot_item(struct valuer *v, const struct payment *p, const struct payment_item *item,
    struct ledger_draft *draft, struct err *e)
{
	char principal[LEDGER_NAME_SIZE], late_fee[LEDGER_NAME_SIZE];
	struct allocation a = { .payment = p->id,
		.invoice = item->invoice,
		.kind = ALLOCATION_PAYMENT,
		.amount_minor = item->amount_minor,
		.late_fee_minor = item->late_fee_minor,
		.is_settling = item->is_settling };
	struct invoice inv;

	memcpy(a.on, item->on, DATE_SIZE);
	if (invoice_show(v->office->db, item->invoice, &inv, e) != 0 ||
	    valuer_rules(v, &inv, e) != 0)
		return -1;
	allot_accounts(&inv, &v->rules, principal, late_fee);
	if (allocation_add(v->office, &a, e) != 0)
		return -1;
	if (ledger_draft_add(draft, -(a.amount_minor - a.late_fee_minor), e, "%s", principal) != 0)
		return -1;
	if (ledger_draft_add(draft, -a.late_fee_minor, e, "%s", late_fee) != 0)
		return -1;
	return item->is_settling ? invoice_settle(v->office, inv.id, p->id, e)
				 : invoice_note_part(v->office, inv.id, p->id, e);
}

int
allot_fitting(struct valuer *v, const struct payment *p, const struct payment_item *item,
    int64_t *allotted, struct ledger_draft *draft, struct err *e)
{
	struct payment_item fitting = *item;
	struct standing s;
	int64_t fees;

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
	memcpy(fitting.on, s.on, DATE_SIZE);
	*allotted = fitting.amount_minor;
	return allot_item(v, p, &fitting, draft, e);
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
