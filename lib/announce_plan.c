#include <stdio.h>
#include <string.h>
#include "activity.h"
#include "announce_private.h"
#include "biller.h"
#include "link.h"
#include "outbox.h"

/* What the log has of an instalment that was told of. */
static const char missed_summary[] = "told that it was not paid in time";

static const char *const templates[] = {
	[PLAN_PENDING] = "plan-created",
	[PLAN_ACTIVE] = "plan-active",
	[PLAN_COMPLETED] = "plan-completed",
	[PLAN_DEFAULTED] = "plan-defaulted",
	[PLAN_CANCELLED] = "plan-cancelled",
	[PLAN_LAPSED] = "plan-lapsed",
};

/* To who asked for the plan; nobody did: to everybody who sees the account. */
static int
tell_all(struct office *office, const struct plan *plan, struct outbox_note *note, struct err *e)
{
	const struct link_filter filter = { .account = plan->account };
	struct link link;
	struct query q;
	int row;

	note->customer = plan->customer;
	note->to = plan->email[0] != '\0' ? plan->email : NULL;
	if (note->customer != 0 || note->to != NULL)
		return outbox_add(office, note, e);
	if (link_list(office->db, &filter, &q, e) != 0)
		return -1;
	while ((row = link_next(&q, &link, e)) == 1) {
		note->customer = link.customer;
		if (outbox_add(office, note, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row;
}

/* A line for each instalment: date and amount. */
static int
list_coupons(struct db *db, const struct plan *plan, struct text *items, struct err *e)
{
	struct plan_instalment instalments[PLAN_INSTALMENTS_MAX];
	char amount[ANNOUNCE_AMOUNT_SIZE];
	size_t count;

	if (plan_instalments(db, plan->id, instalments, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		announce_amount(instalments[i].part.amount_minor, plan->debt.currency, amount);
		text_add_format(items, "%s%d/%d  %s  %s", i > 0 ? "\n" : "", instalments[i].n,
		    plan->offer.instalments, instalments[i].due_on, amount);
	}
	return 0;
}

static int
write_plan(struct office *office, const struct plan *plan, const struct text *items, struct err *e)
{
	char ref[REF_SIZE], debt[ANNOUNCE_AMOUNT_SIZE], total[ANNOUNCE_AMOUNT_SIZE];
	struct account a;
	struct biller b;
	const struct outbox_value values[] = {
		{ "biller", b.name, false },
		{ "account", a.number, false },
		{ "plan", ref, false },
		{ "debt", debt, false },
		{ "total", total, false },
		{ "first_due_on", plan->first_due_on, false },
		{ "ended_on", plan->ended_on, false },
		{ "items", text_string(items), true },
		{ NULL, NULL, false },
	};
	struct outbox_note note = { .template = templates[plan->status],
		.about = { REF_PLAN, plan->id },
		.values = values };

	if (account_show(office->db, plan->account, &a, e) != 0 ||
	    biller_show(office->db, a.biller, &b, e) != 0)
		return -1;
	ref_format(REF_PLAN, plan->id, ref);
	announce_amount(plan->debt.minor, plan->debt.currency, debt);
	announce_amount(plan->offer.total_minor, plan->debt.currency, total);
	return tell_all(office, plan, &note, e);
}

static int
tell_plan(struct office *office, void *context, struct err *e)
{
	const struct plan *plan = context;
	struct text items;
	int result;

	text_open(&items);
	result = list_coupons(office->db, plan, &items, e);
	if (result == 0)
		result = write_plan(office, plan, &items, e);
	text_close(&items);
	return result;
}

int
announce_plan(struct office *office, const struct plan *plan, struct err *e)
{
	struct plan copy = *plan;

	return announce_safely(office, tell_plan, &copy, e);
}

/* ---- instalments that were not paid in time */

/* 1, 0, -1. */
static int
was_told(struct db *db, int64_t invoice, struct err *e)
{
	struct activity_filter filter = { 0 };
	struct activity_row row;
	struct query q;
	int got, is_told = 0;

	ref_format(REF_INVOICE, invoice, filter.ref);
	if (activity_list(db, &filter, &q, e) != 0)
		return -1;
	while (!is_told && (got = activity_next(&q, &row, e)) == 1)
		is_told = strcmp(row.summary, missed_summary) == 0;
	query_end(&q);
	return is_told ? 1 : got;
}

/* The first instalment from *n on that is to be told of: 1 with its invoice, *n after it; 0, -1. */
static int
next_missed(struct db *db, const struct plan *plan, const char *on, size_t *n, struct invoice *inv,
    struct err *e)
{
	struct plan_instalment instalments[PLAN_INSTALMENTS_MAX];
	size_t count;

	if (plan->status != PLAN_ACTIVE)
		return 0;
	if (plan_instalments(db, plan->id, instalments, &count, e) != 0)
		return -1;
	while (
	    *n < count && instalments[*n].invoice != 0 && strcmp(instalments[*n].due_on, on) < 0) {
		int told;

		if (invoice_show(db, instalments[(*n)++].invoice, inv, e) != 0)
			return -1;
		if (inv->status != INVOICE_OPEN)
			continue;
		told = was_told(db, inv->id, e);
		if (told <= 0)
			return told < 0 ? -1 : 1;
	}
	return 0;
}

int
announce_has_missed(struct db *db, const struct plan *plan, const char *on, struct err *e)
{
	struct invoice inv;
	size_t n = 0;

	return next_missed(db, plan, on, &n, &inv, e);
}

struct missed {
	const struct plan *plan;
	const struct invoice *invoice;
};

static int
tell_missed(struct office *office, void *context, struct err *e)
{
	const struct missed *missed = context;
	const struct plan *plan = missed->plan;
	const struct invoice *inv = missed->invoice;
	char ref[REF_SIZE], amount[ANNOUNCE_AMOUNT_SIZE], until[DATE_SIZE];
	struct biller b;
	const struct outbox_value values[] = {
		{ "biller", b.name, false },
		{ "plan", ref, false },
		{ "number", inv->number, false },
		{ "due_on", inv->due_on, false },
		{ "amount", amount, false },
		{ "until", until, false },
		{ NULL, NULL, false },
	};
	struct outbox_note note = {
		.template = "plan-missed", .about = { REF_INVOICE, inv->id }, .values = values
	};

	if (biller_show(office->db, inv->biller, &b, e) != 0)
		return -1;
	ref_format(REF_PLAN, plan->id, ref);
	announce_amount(inv->amount.minor, inv->amount.currency, amount);
	date_add_days(inv->due_on, plan->default_days, until);
	return tell_all(office, plan, &note, e);
}

int
announce_missed(struct office *office, const struct plan *plan, const char *on, struct err *e)
{
	struct invoice inv;
	struct missed missed = { plan, &inv };
	size_t n = 0;
	int row;

	while ((row = next_missed(office->db, plan, on, &n, &inv, e)) == 1) {
		const struct office_note note = { .type = REF_INVOICE,
			.id = inv.id,
			.customer = plan->customer,
			.summary = missed_summary };

		if (office_log(office, &note, e) != 0 ||
		    announce_safely(office, tell_missed, &missed, e) != 0)
			return -1;
	}
	return row;
}
