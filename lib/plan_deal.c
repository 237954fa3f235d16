#include <stdio.h>
#include <string.h>
#include "customer.h"
#include "enrolment.h"
#include "i18n.h"
#include "plan_deal.h"

struct gathering {
	struct valuer valuer;
	struct plan_deal *deal;
	char due_on[PLAN_DEBTS_MAX][DATE_SIZE]; /* of each debt */
};

static int
not_eligible(const char *ref, struct err *e)
{
	return err_reason(e, "not_eligible", ref);
}

static int
check_invoice(const struct gathering *g, const struct standing *s, struct err *e)
{
	const struct plan_policy *policy = &g->deal->rules.plan;
	char ref[REF_SIZE];

	ref_format(REF_INVOICE, s->invoice.id, ref);
	if (s->invoice.status != INVOICE_OPEN)
		return ref_refuse(
		    REF_INVOICE, s->invoice.id, invoice_status_name(s->invoice.status), e);
	if (s->held_by != 0)
		return ref_refuse_held(REF_INVOICE, s->invoice.id, s->held_by, e);
	if ((policy->is_only_overdue && !s->owed.is_overdue) || s->owed.due_minor <= 0) {
		err_set(e, ERR_CONFLICT, _("%s is not overdue"), ref);
		return not_eligible(ref, e);
	}
	/* Each instalment may be one more part of it. */
	if (s->allocations.count + (size_t)policy->max > ALLOCATIONS_PARTS) {
		err_set(e, ERR_CONFLICT, _("the invoice was paid in too many parts"));
		return err_reason(e, "partial", ref);
	}
	return 0;
}

/* Keeps the oldest first. */
static int
add_debt(struct gathering *g, const struct standing *s, struct err *e)
{
	struct plan_deal *deal = g->deal;
	int64_t fees = s->owed.late_fee_minor - s->owed.fee_paid_minor;
	struct money due = money_of(s->owed.due_minor, s->invoice.amount.currency);
	struct plan_debt debt = { .invoice = s->invoice.id,
		.due_minor = due.minor,
		.frozen_fee_minor = s->owed.late_fee_minor };
	size_t at = deal->count;

	if (deal->count == PLAN_DEBTS_MAX)
		return err_set(e, ERR_USAGE, _("a plan takes at most %d invoices"), PLAN_DEBTS_MAX);
	if (deal->count == 0)
		deal->debt = money_of(0, due.currency);
	if (strcmp(deal->debt.currency, due.currency) != 0)
		return err_set(e, ERR_USAGE,
		    _("the invoices are in %s and %s: one plan, one currency"), deal->debt.currency,
		    due.currency);
	debt.late_fee_minor = fees < 0 ? 0 : fees < due.minor ? fees : due.minor;
	while (at > 0 && strcmp(g->due_on[at - 1], s->invoice.due_on) > 0)
		at--;
	memmove(&deal->debts[at + 1], &deal->debts[at], (deal->count - at) * sizeof debt);
	memmove(g->due_on[at + 1], g->due_on[at], (deal->count - at) * DATE_SIZE);
	deal->debts[at] = debt;
	memcpy(g->due_on[at], s->invoice.due_on, DATE_SIZE);
	deal->count++;
	deal->late_fee_minor += debt.late_fee_minor;
	return money_add(&deal->debt, &due, &deal->debt, e);
}

/* Whose debt it is, and what its biller's policy is today. */
static int
open_account(struct gathering *g, int64_t account, struct err *e)
{
	struct plan_deal *deal = g->deal;
	struct office *office = g->valuer.office;
	int64_t rule;

	if (account_show(office->db, account, &deal->account, e) != 0)
		return -1;
	if (deal->account.is_deposit) {
		err_set(e, ERR_CONFLICT, _("a deposit account owes nothing"));
		return not_eligible("", e);
	}
	if (valuer_biller(&g->valuer, deal->account.biller, e) != 0)
		return -1;
	deal->biller = g->valuer.biller;
	memcpy(deal->today, g->valuer.today, DATE_SIZE);
	if (rule_in_force(office->db, deal->biller.id, deal->today, &rule, e) != 0)
		return -1;
	return rule_load(office->db, rule, deal->biller.currency, &deal->rules, e);
}

static int
gather_overdue(struct gathering *g, int64_t account, struct err *e)
{
	const struct invoice_filter filter = { .account = account };
	struct standing s;
	char ref[REF_SIZE];
	struct query q;
	int row;

	if (open_account(g, account, e) != 0 ||
	    invoice_list(g->valuer.office->db, &filter, &q, e) != 0)
		return -1;
	while ((row = invoice_next(&q, &s.invoice, e)) == 1) {
		if (s.invoice.status != INVOICE_OPEN || s.invoice.plan != 0)
			continue;
		row = standing_fill(&g->valuer, &s, e);
		if (row == 0 && s.owed.is_overdue)
			row = check_invoice(g, &s, e) != 0 ? -1 : add_debt(g, &s, e);
		if (row != 0)
			break;
	}
	query_end(&q);
	if (row != 0)
		return -1;
	if (g->deal->count > 0)
		return 0;
	err_set(
	    e, ERR_CONFLICT, _("nothing of %s is overdue"), ref_format(REF_ACCOUNT, account, ref));
	return not_eligible(ref, e);
}

static int
gather_named(struct gathering *g, const struct plan_wish *wish, struct err *e)
{
	struct standing s;

	if (wish->count == 0)
		return err_set(e, ERR_USAGE, _("name invoices, or --account"));
	for (size_t i = 0; i < wish->count; i++) {
		if (standing_show(&g->valuer, wish->invoices[i], &s, e) != 0)
			return -1;
		if (i == 0 && open_account(g, s.invoice.account, e) != 0)
			return -1;
		if (s.invoice.account != g->deal->account.id)
			return err_set(e, ERR_USAGE,
			    _("the invoices belong to two accounts: one plan, one account"));
		if (check_invoice(g, &s, e) != 0 || add_debt(g, &s, e) != 0)
			return -1;
	}
	return 0;
}

/* Until its first instalment is paid a plan keeps the debt from being debited: nobody does that to
 * another's mandate. */
static int
check_mandate(struct office *office, int64_t account, int64_t customer, struct err *e)
{
	struct enrolment en;
	char ref[REF_SIZE];
	int row;

	if (customer == 0)
		return 0;
	row = enrolment_find(office->db, account, ENROLMENT_AUTODEBIT, &en, e);
	if (row < 0)
		return -1;
	if (row == 0 || en.customer == customer)
		return 0;
	ref_format(REF_ACCOUNT, account, ref);
	err_set(e, ERR_CONFLICT, _("the %s of %s was enrolled by somebody else"),
	    enrolment_kind_name(en.kind), ref);
	return err_reason(e, "enrolled_by_other", ref);
}

static int
check_policy(struct office *office, const struct plan_deal *deal, struct err *e)
{
	const struct plan_policy *policy = &deal->rules.plan;
	struct money least = money_of(policy->min_debt_minor, deal->biller.currency);
	char ref[REF_SIZE], live[REF_SIZE], text[MONEY_TEXT_SIZE];
	int64_t other;
	int row = plan_of_account(office->db, deal->account.id, &other, e);

	if (row < 0)
		return -1;
	ref_format(REF_ACCOUNT, deal->account.id, ref);
	if (row == 1) {
		err_set(e, ERR_CONFLICT, _("%s has %s already"), ref,
		    ref_format(REF_PLAN, other, live));
		return err_reason(e, "in_plan", live);
	}
	if (deal->debt.minor > MONEY_MAX)
		return err_set(e, ERR_USAGE, _("an amount is too large"));
	if (strcmp(deal->debt.currency, least.currency) != 0 || deal->debt.minor >= least.minor)
		return 0;
	money_format(&least, text);
	err_set(e, ERR_CONFLICT, _("a plan of %s is for debts from %s %s"), deal->biller.code, text,
	    least.currency);
	return not_eligible(ref, e);
}

/* Who offers none is told so, whatever else stands against it. */
static int
check_offers(const struct plan_deal *deal, struct err *e)
{
	char ref[REF_SIZE];

	if (deal->account.id == 0 || deal->rules.plan.max >= 2)
		return 0;
	err_set(e, ERR_CONFLICT, _("%s offers no plans"), deal->biller.code);
	return not_eligible(ref_format(REF_BILLER, deal->biller.id, ref), e);
}

int
plan_deal_open(
    struct office *office, const struct plan_wish *wish, struct plan_deal *deal, struct err *e)
{
	struct gathering g = { .deal = deal };
	int result;

	memset(deal, 0, sizeof *deal);
	valuer_open(&g.valuer, office);
	result =
	    wish->account != 0 ? gather_overdue(&g, wish->account, e) : gather_named(&g, wish, e);
	if (result != 0 && e->code != ERR_CONFLICT)
		return -1;
	if (check_offers(deal, e) != 0 || result != 0)
		return -1;
	if (check_mandate(office, deal->account.id, wish->customer, e) != 0)
		return -1;
	date_add_days(deal->today, deal->rules.plan.activation_days, deal->first_due_on);
	return check_policy(office, deal, e);
}

bool
plan_deal_offer(const struct plan_deal *deal, int instalments, struct plan_offer *offer)
{
	const struct plan_policy *policy = &deal->rules.plan;
	bool is_same = strcmp(deal->debt.currency, deal->biller.currency) == 0;

	if (instalments > policy->max || instalments > PLAN_INSTALMENTS_MAX)
		return false;
	if (!plan_offer_make(deal->debt.minor, &policy->rate, instalments, offer))
		return false;
	return !is_same || offer->amount_minor >= policy->min_instalment_minor;
}

int
plan_deal_choose(
    const struct plan_deal *deal, int instalments, struct plan_offer *offer, struct err *e)
{
	char ref[REF_SIZE];

	if (plan_deal_offer(deal, instalments, offer))
		return 0;
	err_set(e, ERR_CONFLICT, _("%d instalments are not offered for this debt"), instalments);
	return not_eligible(ref_format(REF_ACCOUNT, deal->account.id, ref), e);
}

static int
check_expected(const struct plan_wish *wish, const struct plan *plan, struct err *e)
{
	struct money total = money_of(plan->offer.total_minor, plan->debt.currency);
	struct money shown = money_of(wish->expect_minor, plan->debt.currency);
	char now[MONEY_TEXT_SIZE], then[MONEY_TEXT_SIZE];

	if (shown.minor == 0 || shown.minor == total.minor)
		return 0;
	money_format(&total, now);
	money_format(&shown, then);
	err_set(e, ERR_CONFLICT, _("the total is %s %s now, not %.30s"), now, total.currency, then);
	return err_reason(e, "changed", "");
}

static void
fill_plan(struct plan *plan, const struct plan_deal *deal, const struct plan_wish *wish)
{
	plan->account = deal->account.id;
	plan->debt = deal->debt;
	plan->late_fee_minor = deal->late_fee_minor;
	plan->rate = deal->rules.plan.rate;
	plan->rule = deal->rules.id;
	plan->default_days = deal->rules.plan.default_days;
	memcpy(plan->created_on, deal->today, DATE_SIZE);
	memcpy(plan->first_due_on, deal->first_due_on, DATE_SIZE);
	plan->customer = wish->customer;
	memcpy(plan->phone, wish->phone, sizeof plan->phone);
	memcpy(plan->email, wish->email, sizeof plan->email);
}

int
plan_deal_make(
    struct office *office, const struct plan_wish *wish, struct plan *plan, struct err *e)
{
	struct plan_part parts[PLAN_INSTALMENTS_MAX];
	struct plan_deal deal;

	memset(plan, 0, sizeof *plan);
	if (customer_check_ready(office, e) != 0 || plan_deal_open(office, wish, &deal, e) != 0 ||
	    plan_deal_choose(&deal, wish->instalments, &plan->offer, e) != 0)
		return -1;
	fill_plan(plan, &deal, wish);
	if (check_expected(wish, plan, e) != 0)
		return -1;
	plan_offer_parts(&plan->offer, deal.debt.minor, deal.late_fee_minor, &plan->rate, parts);
	if (terms_newest_id(office->db, deal.biller.id, "plan", &plan->terms, e) != 0)
		return -1;
	if (plan_insert(office, plan, deal.debts, deal.count, parts, e) != 0)
		return -1;
	return plan_course_begin(office, plan, e);
}
