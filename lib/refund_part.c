#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "allot.h"
#include "collection.h"
#include "i18n.h"
#include "payment_payee.h"
#include "plan_course.h"
#include "refund_part.h"

enum { PARTS_MAX = 256 };

/* Where credit or suspense that the payment left is kept. */
static void
excess_account(const struct payment *refund, int64_t account, char name[LEDGER_NAME_SIZE])
{
	if (account != 0)
		snprintf(name, LEDGER_NAME_SIZE, "credit:acc-%" PRId64, account);
	else
		snprintf(name, LEDGER_NAME_SIZE, "suspense:pay-%" PRId64, refund->refund_of);
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* As much of the excess as was not spent since, and not more than the rest. */
static int
plan_one_excess(struct office *office, const struct payment *refund, struct payment_credit *excess,
    int64_t *rest, struct err *e)
{
	char name[LEDGER_NAME_SIZE];
	int64_t unused;

	excess_account(refund, excess->account, name);
	if (ledger_owed(office->db, name, refund->amount.currency, &unused, e) != 0)
		return -1;
	excess->amount_minor = least(least(excess->amount_minor, unused), *rest);
	if (excess->amount_minor <= 0)
		return 0;
	*rest -= excess->amount_minor;
	return payment_credit_add(office, refund->id, excess, e);
}

static int
plan_excess(struct office *office, const struct payment *refund, int64_t *rest, struct err *e)
{
	struct payment_credit excess;
	struct query q;
	int row = 0;

	if (payment_excesses(office->db, refund->refund_of, &q, e) != 0)
		return -1;
	while (*rest > 0 && (row = payment_credit_next(&q, &excess, e)) == 1)
		if (plan_one_excess(office, refund, &excess, rest, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

/* The allocations of the refunded payment, as items. */
static int
collect_items(struct office *office, const struct payment *refund, struct payment_item *items,
    size_t *count, struct err *e)
{
	struct allocation a;
	struct query q;
	int row = 0;

	*count = 0;
	if (allocation_of_payment(office->db, refund->refund_of, &q, e) != 0)
		return -1;
	while (*count < PARTS_MAX && (row = allocation_next(&q, &a, e)) == 1) {
		struct payment_item *item = &items[(*count)++];

		memset(item, 0, sizeof *item);
		item->invoice = a.invoice;
		item->amount_minor = a.amount_minor;
		item->late_fee_minor = a.late_fee_minor;
		item->plan_fee_minor = a.plan_fee_minor;
		item->plan_interest_minor = a.plan_interest_minor;
		memcpy(item->on, refund->business_on, DATE_SIZE);
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

/* Each refund is one more part of the invoice; what the platform made already is not refused. */
static int
check_parts(struct office *office, const struct payment *refund, int64_t invoice, struct err *e)
{
	int64_t count;
	char ref[REF_SIZE];

	if (refund->status == PAYMENT_UNKNOWN)
		return 0;
	if (allocation_count(office->db, invoice, &count, e) != 0)
		return -1;
	if (count < ALLOCATIONS_FULL)
		return 0;
	err_set(e, ERR_CONFLICT, _("the invoice was paid in too many parts"));
	return err_reason(e, "partial", ref_format(REF_INVOICE, invoice, ref));
}

/* What the platform gave back already is not refused for what a plan is about. */
static int
check_plan(struct office *office, const struct payment *refund, int64_t invoice, struct err *e)
{
	struct invoice inv;

	if (invoice_show(office->db, invoice, &inv, e) != 0)
		return -1;
	if (refund->status == PAYMENT_UNKNOWN && inv.kind != INVOICE_INSTALMENT)
		return 0;
	return plan_course_check_refund(office->db, &inv, e);
}

/* Cuts an item to an amount; principal goes back before interest, and interest before fees: the
 * reverse of how they were paid. */
static void
cut_item(struct payment_item *item, int64_t amount)
{
	int64_t kept = item->amount_minor - amount;
	const struct plan_part whole = { item->amount_minor,
		item->late_fee_minor + item->plan_fee_minor, item->plan_interest_minor };
	struct plan_part back;

	plan_part_between(&whole, kept, item->amount_minor, &back);
	item->amount_minor = amount;
	item->plan_interest_minor = back.interest_minor;
	if (item->plan_fee_minor > 0)
		item->plan_fee_minor = back.late_fee_minor;
	else
		item->late_fee_minor = back.late_fee_minor;
}

static int
plan_item(struct office *office, const struct payment *refund, struct payment_item *item,
    int64_t *rest, struct err *e)
{
	struct payment_item taken = *item;

	if (payment_refunded_of(office->db, refund->refund_of, refund->id, &taken, e) != 0)
		return -1;
	item->amount_minor -= taken.amount_minor;
	item->late_fee_minor -= taken.late_fee_minor;
	item->plan_fee_minor -= taken.plan_fee_minor;
	item->plan_interest_minor -= taken.plan_interest_minor;
	if (item->amount_minor <= 0 || *rest <= 0)
		return 0;
	if (check_parts(office, refund, item->invoice, e) != 0 ||
	    check_plan(office, refund, item->invoice, e) != 0)
		return -1;
	cut_item(item, least(item->amount_minor, *rest));
	*rest -= item->amount_minor;
	return payment_item_add(office, refund->id, item, e);
}

/* What the payee got and did not give back yet. */
static int
plan_payee(struct office *office, const struct payment *refund, int64_t *rest, struct err *e)
{
	int64_t got, taken, minor;
	struct payment paid;

	if (payment_show(office->db, refund->refund_of, &paid, e) != 0 ||
	    collection_of(office->db, paid.id, &got, e) != 0 ||
	    payment_refunded_payee(office->db, paid.id, refund->id, &taken, e) != 0)
		return -1;
	minor = least(got - taken, *rest);
	if (minor <= 0)
		return 0;
	*rest -= minor;
	return payment_payee_set(office, refund->id, paid.payee, minor, e);
}

int
refund_part_plan(struct office *office, const struct payment *refund, struct err *e)
{
	struct payment_item items[PARTS_MAX];
	int64_t rest = refund->amount.minor;
	char ref[REF_SIZE];
	size_t count;

	if (plan_excess(office, refund, &rest, e) != 0 ||
	    collect_items(office, refund, items, &count, e) != 0)
		return -1;
	while (count > 0 && rest > 0)
		if (plan_item(office, refund, &items[--count], &rest, e) != 0)
			return -1;
	if (rest > 0 && plan_payee(office, refund, &rest, e) != 0)
		return -1;
	if (rest == 0)
		return 0;
	ref_format(REF_PAYMENT, refund->refund_of, ref);
	err_set(e, ERR_CONFLICT, _("less than that is left of %s"), ref);
	return err_reason(e, "refunded", ref);
}

/* The negative allocation that an item of the refund makes. */
static struct allocation
taken_back(const struct payment *refund, const struct payment_item *item)
{
	struct allocation a = { .payment = refund->id,
		.invoice = item->invoice,
		.kind = ALLOCATION_REFUND,
		.amount_minor = -item->amount_minor,
		.late_fee_minor = -item->late_fee_minor,
		.plan_fee_minor = -item->plan_fee_minor,
		.plan_interest_minor = -item->plan_interest_minor };

	memcpy(a.on, item->on, DATE_SIZE);
	return a;
}

static int
draft_item(struct valuer *v, const struct payment *refund, const struct payment_item *item,
    struct ledger_draft *draft, struct err *e)
{
	const struct allocation a = taken_back(refund, item);
	struct invoice inv;

	if (invoice_show(v->office->db, item->invoice, &inv, e) != 0 ||
	    valuer_rules(v, &inv, e) != 0)
		return -1;
	return allot_draft(&inv, &v->rules, &a, draft, e);
}

static int
draft_credits(
    struct office *office, const struct payment *refund, struct ledger_draft *draft, struct err *e)
{
	struct payment_credit credit;
	char name[LEDGER_NAME_SIZE];
	struct query q;
	int row;

	if (payment_credits(office->db, refund->id, &q, e) != 0)
		return -1;
	while ((row = payment_credit_next(&q, &credit, e)) == 1) {
		excess_account(refund, credit.account, name);
		if (ledger_draft_add(draft, credit.amount_minor, e, "%s", name) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row;
}

int
refund_part_draft(
    struct office *office, const struct payment *refund, struct ledger_draft *draft, struct err *e)
{
	struct payment_item item;
	struct payment planned;
	struct valuer v;
	struct query q;
	int row;

	valuer_open(&v, office);
	if (payment_show(office->db, refund->id, &planned, e) != 0)
		return -1;
	if (planned.payee != 0 && ledger_draft_add(draft, planned.payee_minor, e,
				      "deposit:acc-%" PRId64, planned.payee) != 0)
		return -1;
	if (draft_credits(office, refund, draft, e) != 0 ||
	    payment_items(office->db, refund->id, &q, e) != 0)
		return -1;
	while ((row = payment_item_next(&q, &item, e)) == 1)
		if (draft_item(&v, refund, &item, draft, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row;
}

static int
tell_cover(struct office *office, const struct payment *refund, int64_t minor, struct err *e)
{
	const struct money lost = money_of(minor, refund->amount.currency);
	struct office_note note = { .type = REF_PAYMENT,
		.id = refund->id,
		.customer = refund->customer,
		.reference = refund->reference };
	char amount[MONEY_TEXT_SIZE], summary[160];

	money_format(&lost, amount);
	snprintf(summary, sizeof summary,
	    "alarm refund: who was paid has it no more, the office bears %s %s", amount,
	    lost.currency);
	note.summary = summary;
	return office_log(office, &note, e);
}

int
refund_part_cover(
    struct office *office, const struct payment *refund, struct ledger_draft *draft, struct err *e)
{
	int64_t lost = 0, left;

	for (size_t i = 0; i < draft->count; i++) {
		struct ledger_entry *entry = &draft->entries[i];

		if ((strncmp(entry->account, "payable:", 8) != 0 &&
			strncmp(entry->account, "deposit:", 8) != 0) ||
		    entry->amount_minor <= 0)
			continue;
		if (ledger_owed(office->db, entry->account, draft->currency, &left, e) != 0)
			return -1;
		if (entry->amount_minor <= left)
			continue;
		lost += entry->amount_minor - left;
		entry->amount_minor = left;
	}
	if (lost == 0)
		return 0;
	if (ledger_draft_add(draft, lost, e, "expense:refunds") != 0)
		return -1;
	return tell_cover(office, refund, lost, e);
}

static int
book_item(struct office *office, const struct payment *refund, const struct payment_item *item,
    struct err *e)
{
	struct allocation a = taken_back(refund, item);
	struct invoice inv;

	if (allocation_add(office, &a, e) != 0 ||
	    invoice_show(office->db, item->invoice, &inv, e) != 0)
		return -1;
	if (inv.status == INVOICE_PAID && (inv.kind != INVOICE_INSTALMENT || inv.plan == 0) &&
	    invoice_reopen(office, inv.id, refund->id, e) != 0)
		return -1;
	return plan_course_refunded(office, refund, &inv, item, e);
}

static int
book_credits(struct office *office, const struct payment *refund, struct err *e)
{
	struct payment_credit credit;
	struct query q;
	int row;

	if (payment_credits(office->db, refund->id, &q, e) != 0)
		return -1;
	while ((row = payment_credit_next(&q, &credit, e)) == 1) {
		credit.amount_minor = -credit.amount_minor;
		if (payment_excess_add(office, refund->refund_of, &credit, refund->id, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row;
}

static int
book_payee(struct office *office, const struct payment *refund, struct err *e)
{
	struct payment planned;

	if (payment_show(office->db, refund->id, &planned, e) != 0)
		return -1;
	return planned.payee == 0
		   ? 0
		   : collection_add(office, refund->id, planned.payee, -planned.payee_minor, e);
}

int
refund_part_book(struct office *office, const struct payment *refund, struct err *e)
{
	struct payment_item item;
	struct payment paid;
	struct query q;
	int64_t sum;
	int row;

	if (book_credits(office, refund, e) != 0 ||
	    payment_items(office->db, refund->id, &q, e) != 0)
		return -1;
	while ((row = payment_item_next(&q, &item, e)) == 1)
		if (book_item(office, refund, &item, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	if (row < 0 || book_payee(office, refund, e) != 0 ||
	    payment_show(office->db, refund->refund_of, &paid, e) != 0)
		return -1;
	if (payment_refunded_sum(office->db, paid.id, &sum, e) != 0)
		return -1;
	if (sum < paid.captured_minor || paid.status == PAYMENT_REFUNDED)
		return 0;
	return payment_move(office, &paid, PAYMENT_REFUNDED, "", e);
}
