#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "biller.h"
#include "debit_try.h"
#include "i18n.h"
#include "outbox.h"
#include "rule.h"

static const char sql_note[] = "INSERT INTO debit_note (invoice, due_on, why, noted_at)"
			       " VALUES (:invoice, :due_on, :why, :now)"
			       " ON CONFLICT (invoice, due_on, why) DO NOTHING";

/* ---- when */

struct schedule {
	int declined; /* what is looked for: the days after so many declines */
	int days;     /* 0: there is no further try */
};

static int
read_schedule(const struct rule_value *value, void *context, struct err *e)
{
	struct schedule *schedule = context;
	const char *at = value->value;

	(void)e;
	for (int i = 1; i < schedule->declined && at != NULL; i++) {
		at = strchr(at, ',');
		at = at != NULL ? at + 1 : NULL;
	}
	schedule->days = at != NULL ? (int)strtol(at, NULL, 10) : 0;
	return 0;
}

static int
plan_next(struct office *office, const struct invoice *inv, const struct payment_tries *tries,
    struct debit_try *t, struct err *e)
{
	struct schedule schedule = { tries->declined_since, 0 };
	char declined_on[DATE_SIZE];
	struct zone *zone;
	struct biller b;

	if (schedule.declined == 0)
		return 0;
	if (rule_each(office->db, inv->rule, "retry", read_schedule, &schedule, e) != 0)
		return -1;
	t->is_over = schedule.days == 0;
	if (t->is_over)
		return 0;
	if (biller_show(office->db, inv->biller, &b, e) != 0 ||
	    zone_open(&zone, b.timezone, e) != 0)
		return -1;
	zone_date(zone, tries->declined_at, declined_on);
	zone_close(zone);
	date_add_days(declined_on, schedule.days, t->next_on);
	return 0;
}

int
debit_try_show(struct office *office, const struct enrolment *en, const struct invoice *inv,
    const struct payment *mark, struct debit_try *t, struct err *e)
{
	struct payment_tries tries;

	memset(t, 0, sizeof *t);
	if (payment_tries_show(office->db, mark, en->created_at, en->woken_at, &tries, e) != 0)
		return -1;
	t->number = tries.number;
	t->cancelled = tries.cancelled;
	/* What is owed though its debit was approved was reopened; of a credit a due date that was
	 * debited is over, unless it was given back. */
	t->is_open = tries.is_live || (inv->kind == INVOICE_CREDIT && tries.is_kept);
	return plan_next(office, inv, &tries, t, e);
}

/* ---- telling */

struct told {
	const char *template;
	int64_t customer;
	struct ref about;
	struct money amount;
	const struct invoice *invoice;
	const char *next_on;
	char means[REF_SIZE]; /* what was to be charged, or "" */
};

static int
tell(struct office *office, const struct told *told, struct err *e)
{
	char amount[MONEY_TEXT_SIZE];
	struct biller b;
	struct outbox_value values[8] = { { 0 } };
	const struct outbox_note note = { .template = told->template,
		.channel = OUTBOX_EMAIL,
		.customer = told->customer,
		.about = told->about,
		.values = values };

	if (told->customer == 0)
		return 0;
	if (biller_show(office->db, told->invoice->biller, &b, e) != 0)
		return -1;
	money_format(&told->amount, amount);
	values[0] = (struct outbox_value){ "biller", b.name, false };
	values[1] = (struct outbox_value){ "number", told->invoice->number, false };
	values[2] = (struct outbox_value){ "amount", amount, false };
	values[3] = (struct outbox_value){ "currency", told->amount.currency, false };
	values[4] = (struct outbox_value){ "due", told->invoice->due_on, false };
	values[5] = (struct outbox_value){ "next", told->next_on, false };
	values[6] = (struct outbox_value){ "means", told->means, false };
	return outbox_add(office, &note, e);
}

int
debit_try_declined(struct office *office, const struct payment *p, struct err *e)
{
	struct told told = { .template = "debit-declined", .amount = p->amount };
	struct enrolment en;
	struct debit_try t;
	struct invoice inv;
	int live;

	if (invoice_show(office->db, p->debit_invoice, &inv, e) != 0)
		return -1;
	live = enrolment_find(office->db, inv.account, ENROLMENT_AUTODEBIT, &en, e);
	if (live <= 0)
		return live;
	if (debit_try_show(office, &en, &inv, p, &t, e) != 0)
		return -1;
	told.customer = en.customer;
	told.about = (struct ref){ REF_PAYMENT, p->id };
	told.invoice = &inv;
	told.next_on = t.next_on;
	if (p->card != 0)
		ref_format(REF_CARD, p->card, told.means);
	else
		ref_format(REF_ACCOUNT, p->source, told.means);
	if (tell(office, &told, e) != 0)
		return -1;
	if (!t.is_over || strcmp(en.status, "active") != 0)
		return 0;
	return enrolment_stop(office, &en, "declined too often", e);
}

int
debit_note(struct office *office, const struct enrolment *en, const struct standing *s,
    const char *due_on, enum debit_why why, struct err *e)
{
	static const struct {
		const char *word, *template, *summary;
	} notes[] = {
		[DEBIT_LIMIT] = { "limit", "debit-limit", "not debited: above the limit" },
		[DEBIT_NO_CARD] = { "no_card", "debit-no-card", "not debited: no card" },
	};
	const struct told told = { .template = notes[why].template,
		.customer = en->customer,
		.about = { REF_INVOICE, s->invoice.id },
		.amount = money_of(s->owed.due_minor, s->invoice.amount.currency),
		.invoice = &s->invoice,
		.next_on = "" };
	int64_t changed;

	if (db_run(office->db, sql_note,
		BINDS(BIND_INT(":invoice", s->invoice.id), BIND_TEXT(":due_on", due_on),
		    BIND_TEXT(":why", notes[why].word), BIND_INT(":now", office->now)),
		&changed, e) != 0)
		return -1;
	if (changed == 0)
		return 0;
	if (office_log(office,
		&(struct office_note){ .type = REF_INVOICE,
		    .id = s->invoice.id,
		    .customer = en->customer,
		    .summary = notes[why].summary },
		e) != 0)
		return -1;
	return tell(office, &told, e);
}
