#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "biller.h"
#include "card.h"
#include "customer.h"
#include "debit_intent.h"
#include "debit_try.h"
#include "i18n.h"
#include "invoice.h"
#include "pay_private.h"
#include "plan.h"
#include "plan_course.h"
#include "readiness.h"
#include "standing.h"

struct debit_candidate {
	int64_t mandate, account, invoice;
};

/* What is known of a candidate on the way to its payment. */
struct debiting {
	struct debit_pass *pass;
	struct debit_group *group;
	const struct debit_candidate *candidate;
	struct valuer valuer;
	struct enrolment mandate;
	struct card card; /* that it charges; id 0: none */
	struct standing standing;
	struct payment mark; /* key and debit_* of the payment to be */
	struct pay_order order;
};

int
debit_group_open(struct debit_group *group, struct err *e)
{
	memset(group, 0, sizeof *group);
	group->payments = calloc(DEBIT_GROUP_MAX, sizeof *group->payments);
	group->failures = calloc(DEBIT_GROUP_MAX, sizeof *group->failures);
	group->candidates = calloc(DEBIT_GROUP_MAX, sizeof *group->candidates);
	if (group->payments != NULL && group->failures != NULL && group->candidates != NULL)
		return 0;
	debit_group_close(group);
	return err_set(e, ERR_FAILED, _("out of memory"));
}

void
debit_group_close(struct debit_group *group)
{
	free(group->payments);
	free(group->failures);
	free(group->candidates);
	memset(group, 0, sizeof *group);
}

/* ---- which */

void
debit_charge_date(const struct invoice *inv, int day, char on[DATE_SIZE])
{
	char first[DATE_SIZE];

	memcpy(on, inv->due_on, DATE_SIZE);
	if (day == 0 || inv->kind == INVOICE_CREDIT)
		return;
	memcpy(first, inv->due_on, DATE_SIZE);
	first[8] = (char)('0' + day / 10);
	first[9] = (char)('0' + day % 10);
	if (strcmp(first, inv->due_on) > 0)
		date_add_months(first, -1, first);
	if (strcmp(first, inv->issued_on) >= 0)
		memcpy(on, first, DATE_SIZE);
}

/* The due date that a debit today is for: of a credit the last one that was reached. */
static void
find_due_date(const struct standing *s, char due_on[DATE_SIZE])
{
	const struct invoice *inv = &s->invoice;
	int64_t reached;

	memcpy(due_on, inv->due_on, DATE_SIZE);
	if (inv->kind != INVOICE_CREDIT)
		return;
	reached = date_months_reached(inv->due_on, s->on);
	if (reached > inv->term)
		reached = inv->term;
	if (reached > 1)
		date_add_months(inv->due_on, (int)reached - 1, due_on);
}

/* 1 and the card that a mandate charges now, 0 where there is none, -1. */
static int
find_card(struct db *db, const struct enrolment *en, struct card *card, struct err *e)
{
	if (en->card == 0)
		return en->customer != 0 ? card_default(db, en->customer, card, e) : 0;
	if (card_show(db, en->card, card, e) != 0)
		return -1;
	return card_is_active(card);
}

/* A suspended customer's mandates rest: 1 unless it is one, 0, -1. */
static int
is_served(struct db *db, const struct enrolment *en, struct err *e)
{
	struct customer c;

	if (en->customer == 0)
		return 1;
	if (customer_show(db, en->customer, &c, e) != 0)
		return -1;
	return strcmp(c.status, "suspended") != 0;
}

/* Whether the mandate is one of this pass: 1 and the card that it charges, with id 0 where there is
 * none; 0, -1. */
static int
is_of_pass(struct office *office, const struct debit_pass *pass, const struct enrolment *en,
    struct card *card, struct err *e)
{
	int known;

	card->id = 0;
	if (en->is_deposit)
		return pass->gateway[0] == '\0';
	known = find_card(office->db, en, card, e);
	if (known < 0)
		return -1;
	if (known == 0)
		card->id = 0;
	return strcmp(known == 1 ? card->gateway : "", pass->gateway) == 0;
}

static bool
may_be_due(const struct invoice *inv, int day, const char *today)
{
	char on[DATE_SIZE];

	if (inv->status != INVOICE_OPEN || inv->reopened_by != 0)
		return false;
	debit_charge_date(inv, day, on);
	return strcmp(on, today) <= 0;
}

/* Its invoices that may be due, as many as there is room for. */
static int
gather_invoices(struct valuer *v, struct debit_pass *pass, const struct enrolment *en,
    struct debit_group *group, struct err *e)
{
	const struct invoice_filter filter = { .account = en->account, .is_open = true };
	struct invoice inv;
	struct query q;
	int row = 0;

	if (invoice_list(v->office->db, &filter, &q, e) != 0)
		return -1;
	while (group->seen < DEBIT_GROUP_MAX && (row = invoice_next(&q, &inv, e)) == 1) {
		if (inv.id <= pass->invoice)
			continue;
		if (valuer_biller(v, inv.biller, e) != 0) {
			row = -1;
			break;
		}
		if (!may_be_due(&inv, en->day, v->today))
			continue;
		group->candidates[group->seen++] =
		    (struct debit_candidate){ en->id, en->account, inv.id };
		pass->invoice = inv.id;
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static int
gather(struct office *office, struct debit_pass *pass, struct debit_group *group, struct err *e)
{
	struct enrolment en;
	struct card card;
	struct valuer v;
	int row, is_ours;

	valuer_open(&v, office);
	while ((row = enrolment_next_mandate(office->db, pass->mandate, &en, e)) == 1) {
		if (en.id != pass->mandate)
			pass->invoice = 0;
		pass->mandate = en.id;
		is_ours = is_of_pass(office, pass, &en, &card, e);
		if (is_ours < 0 || (is_ours == 1 && gather_invoices(&v, pass, &en, group, e) != 0))
			return -1;
		if (group->seen == DEBIT_GROUP_MAX)
			return 0; /* the mandate may have more */
		pass->mandate++;
		pass->invoice = 0;
	}
	return row;
}

/* ---- one debit, everything checked again */

/* What would be charged; 0: nothing. */
static int64_t
amount_of(const struct standing *s)
{
	return s->invoice.kind == INVOICE_CREDIT ? s->owed.fallen_minor : s->owed.due_minor;
}

/* Whoever has asked for a plan decides by paying which it is: the debt or its first instalment. */
static int
waits_for_plan(struct db *db, const struct invoice *inv, struct err *e)
{
	int64_t plan;
	int opening = plan_course_is_opening(db, inv, e);

	return opening != 0 ? opening : plan_of_debt(db, inv->id, &plan, e);
}

/* Whether it may be debited at all: 1, 0, -1. */
static int
is_debitable(struct office *office, struct debiting *d, struct err *e)
{
	const struct standing *s = &d->standing;
	int live;

	live =
	    enrolment_find(office->db, d->candidate->account, ENROLMENT_AUTODEBIT, &d->mandate, e);
	if (live <= 0)
		return live;
	if (d->mandate.id != d->candidate->mandate || strcmp(d->mandate.status, "active") != 0)
		return 0;
	live = is_served(office->db, &d->mandate, e);
	if (live == 1)
		live = is_of_pass(office, d->pass, &d->mandate, &d->card, e);
	if (live <= 0)
		return live;
	if (standing_show(&d->valuer, d->candidate->invoice, &d->standing, e) != 0)
		return -1;
	if (!standing_is_payable(s) || s->held_by != 0 ||
	    !may_be_due(&s->invoice, d->mandate.day, s->on) || amount_of(s) <= 0)
		return 0;
	live = waits_for_plan(office->db, &s->invoice, e);
	return live < 0 ? -1 : live == 0;
}

/* Names the payment for ever: (invoice, due date, try, cancelled ones so far). */
static int
mark(struct debiting *d, const struct debit_try *t, struct err *e)
{
	char text[120];

	d->mark.debit_try = t->number;
	snprintf(text, sizeof text, "inv-%" PRId64 " %s %d %d", d->mark.debit_invoice,
	    d->mark.debit_due_on, t->number, t->cancelled);
	return secret_mac(d->pass->key, "debit", text, d->mark.key, e);
}

static void
fill_order(struct debiting *d)
{
	const struct standing *s = &d->standing;
	struct money amount = money_of(amount_of(s), s->invoice.amount.currency);
	struct pay_order *order = &d->order;

	memset(order, 0, sizeof *order);
	order->count = 1;
	order->invoices[0] = s->invoice.id;
	order->method = d->mandate.is_deposit ? METHOD_DEPOSIT : METHOD_CARD;
	order->source = d->mandate.source;
	order->card = d->card.id;
	order->customer = d->mandate.customer;
	order->valid_s = d->pass->valid_s;
	order->debit = &d->mark;
	order->what = PAY_DUE;
	if (amount.minor == s->owed.due_minor)
		return;
	order->what = PAY_AMOUNT;
	money_format(&amount, order->amount);
}

static int
begin(struct office *office, struct debiting *d, struct err *e)
{
	struct payment *p = &d->group->payments[d->group->count];

	if (pay_intent_debit(&d->valuer, &d->order, &d->standing, p, e) != 0)
		return -1;
	/* A try that the account did not cover is one as well. */
	if (p->status == PAYMENT_DECLINED && debit_try_declined(office, p, e) != 0)
		return -1;
	d->group->count++;
	return 0;
}

static int
debit(struct office *office, void *context, struct err *e)
{
	struct debiting *d = context;
	struct debit_try t;
	int known = is_debitable(office, d, e);

	if (known <= 0)
		return known;
	memset(&d->mark, 0, sizeof d->mark);
	d->mark.debit_invoice = d->standing.invoice.id;
	find_due_date(&d->standing, d->mark.debit_due_on);
	if (!d->mandate.is_deposit && d->card.id == 0)
		return debit_note(
		    office, &d->mandate, &d->standing, d->mark.debit_due_on, DEBIT_NO_CARD, e);
	if (d->mandate.max_minor != 0 && amount_of(&d->standing) > d->mandate.max_minor)
		return debit_note(
		    office, &d->mandate, &d->standing, d->mark.debit_due_on, DEBIT_LIMIT, e);
	if (debit_try_show(office, &d->mandate, &d->standing.invoice, &d->mark, &t, e) != 0)
		return -1;
	if (t.is_open || t.is_over || strcmp(t.next_on, d->standing.on) > 0)
		return 0;
	if (mark(d, &t, e) != 0)
		return -1;
	fill_order(d);
	return begin(office, d, e);
}

/* ---- the group */

/* What is wrong with one invoice is its own; with the office or the disk, everybody's. */
static int
debit_alone(struct office *office, struct debiting *d, struct err *e)
{
	struct debit_group *group = d->group;
	size_t before = group->count;
	char ref[REF_SIZE];
	struct err why;

	if (office_part(office, debit, d, &why) == 0)
		return 0;
	group->count = before;
	if (why.code != ERR_CONFLICT && why.code != ERR_USAGE && why.code != ERR_NOT_FOUND) {
		*e = why;
		return -1;
	}
	ref_format(REF_INVOICE, d->candidate->invoice, ref);
	err_prefix(&why, "%s", ref);
	err_money(&why, ERR_MONEY_NOTHING, NULL);
	group->failures[group->failed++] = why;
	return 0;
}

struct group_work {
	struct debit_pass *pass;
	struct debit_group *group;
};

static int
work(struct office *office, void *context, struct err *e)
{
	struct group_work *w = context;
	struct debiting *d = calloc(1, sizeof *d);
	int result = 0;

	if (d == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	valuer_open(&d->valuer, office);
	d->pass = w->pass;
	d->group = w->group;
	for (size_t i = 0; i < w->group->seen && result == 0; i++) {
		d->candidate = &w->group->candidates[i];
		result = debit_alone(office, d, e);
	}
	free(d);
	if (result == 0 && w->pass->watch != NULL)
		result = w->pass->watch(office, w->pass->watch_context, e);
	return result;
}

struct gathering {
	struct office *office;
	struct debit_pass *pass;
	struct debit_group *group;
};

static int
gather_within(struct db *db, void *context, struct err *e)
{
	struct gathering *g = context;

	(void)db;
	return gather(g->office, g->pass, g->group, e);
}

/* One reading of the file, not one for each statement. */
static int
gather_group(
    struct office *office, struct debit_pass *pass, struct debit_group *group, struct err *e)
{
	struct gathering gathering = { office, pass, group };

	return db_read(office->db, gather_within, &gathering, e);
}

int
debit_group_peek(
    struct office *office, const struct debit_pass *pass, struct debit_group *group, struct err *e)
{
	struct debit_pass peek = *pass;
	int result;

	group->seen = 0;
	result = gather_group(office, &peek, group, e);
	if (result == 0)
		result = group->seen > 0;
	group->seen = 0;
	return result;
}

int
debit_group_begin(
    struct office *office, struct debit_pass *pass, struct debit_group *group, struct err *e)
{
	struct group_work w = { pass, group };

	group->count = group->seen = group->failed = 0;
	if (gather_group(office, pass, group, e) != 0)
		return -1;
	if (group->seen == 0)
		return 0;
	return office_write(office, work, &w, e);
}
