#include <stdio.h>
#include <string.h>
#include "rehearsal.h"
#include "biller.h"
#include "enrolment.h"
#include "invoice.h"
#include "payment.h"
#include "plan.h"
#include "subscription.h"

/* "from > to: why": what it became and why; of what has just begun the rest is no reason. */
static void
read_move(const char *summary, struct rehearsal_event *event)
{
	const char *to = strstr(summary, "> ");
	size_t length;

	if (to == NULL)
		return;
	length = strcspn(to + 2, ":");
	snprintf(event->status, sizeof event->status, "%.*s", (int)length, to + 2);
	if (to != summary && to[2 + length] == ':')
		snprintf(
		    event->why, sizeof event->why, "%s", to + 3 + length + (to[3 + length] == ' '));
}

/* Whether the status is one of the words, which end with NULL. */
static bool
is_one(const char *status, const char *const *words)
{
	while (*words != NULL && strcmp(*words, status) != 0)
		words++;
	return *words != NULL;
}

static int
tell_invoice(struct db *db, int64_t id, struct rehearsal_event *event, struct err *e)
{
	struct invoice inv;
	struct biller b;

	if (invoice_show(db, id, &inv, e) != 0 || biller_show(db, inv.biller, &b, e) != 0)
		return -1;
	event->ref = (struct ref){ REF_INVOICE, id };
	event->account = inv.account;
	snprintf(event->number, sizeof event->number, "%s:%s", b.code, inv.number);
	memcpy(event->due_on, inv.due_on, sizeof event->due_on);
	if (event->amount.currency[0] == '\0')
		event->amount = inv.amount;
	return 1;
}

/* The invoice of a debit; of another payment the first, if it is the only one. */
static int
find_invoice(struct db *db, const struct payment *p, int64_t *invoice, struct err *e)
{
	struct payment_item item;
	struct query q;
	int count = 0, row;

	*invoice = p->debit_invoice;
	if (*invoice != 0)
		return 1;
	if (payment_items(db, p->id, &q, e) != 0)
		return -1;
	while ((row = payment_item_next(&q, &item, e)) == 1 && ++count == 1)
		*invoice = item.invoice;
	query_end(&q);
	return row < 0 ? -1 : count == 1;
}

static int
tell_payment(struct db *db, int64_t id, struct rehearsal_event *event, struct err *e)
{
	static const char *const told[] = { "approved", "declined", "unknown", "cancelled",
		"expired", NULL };
	struct payment p;
	int64_t invoice;
	int row;

	if (!is_one(event->status, told))
		return 0;
	if (payment_show(db, id, &p, e) != 0)
		return -1;
	event->thing = p.is_refund ? "refund" : "payment";
	event->method = payment_method_name(p.method);
	event->amount = p.amount;
	event->customer = p.customer;
	if (p.status == PAYMENT_DECLINED && event->why[0] == '\0')
		snprintf(event->why, sizeof event->why, "%s", p.reason);
	if (p.method == METHOD_CARD)
		event->with = (struct ref){ REF_CARD, p.card };
	else if (p.method == METHOD_DEPOSIT)
		event->with = (struct ref){ REF_ACCOUNT, p.source };
	row = find_invoice(db, &p, &invoice, e);
	if (row == 1)
		row = tell_invoice(db, invoice, event, e);
	if (p.debit_due_on[0] != '\0')
		memcpy(event->due_on, p.debit_due_on, sizeof event->due_on);
	return row < 0 ? -1 : 1;
}

static int
tell_plan(struct db *db, int64_t id, struct rehearsal_event *event, struct err *e)
{
	struct plan plan;

	if (plan_show(db, id, &plan, e) != 0)
		return -1;
	event->thing = "plan";
	event->ref = (struct ref){ REF_PLAN, id };
	event->account = plan.account;
	event->amount = plan.debt;
	return 1;
}

/* The log tells of a mandate under its account: "autodebit active > stopped: ...". */
static int
tell_mandate(int64_t account, const char *summary, struct rehearsal_event *event)
{
	const char *kind = enrolment_kind_name(ENROLMENT_AUTODEBIT);

	if (strncmp(summary, kind, strlen(kind)) != 0 || event->status[0] == '\0')
		return 0;
	event->thing = "mandate";
	event->ref = (struct ref){ REF_ACCOUNT, account };
	event->account = account;
	return 1;
}

static int
tell_subscription(struct db *db, int64_t id, struct rehearsal_event *event, struct err *e)
{
	struct subscription s;

	if (event->status[0] == '\0')
		return 0; /* "issued 1: ...": each invoice is told */
	if (subscription_show(db, id, &s, e) != 0)
		return -1;
	event->thing = "subscription";
	event->ref = (struct ref){ REF_SUBSCRIPTION, id };
	event->account = s.account;
	event->amount = s.amount;
	return 1;
}

static int
tell_issued(
    struct db *db, int64_t id, const char *summary, struct rehearsal_event *event, struct err *e)
{
	static const char passed_by[] = "not debited: ";

	event->thing = "invoice";
	if (strncmp(summary, passed_by, sizeof passed_by - 1) == 0) {
		snprintf(event->status, sizeof event->status, "not_debited");
		snprintf(event->why, sizeof event->why, "%s", summary + sizeof passed_by - 1);
	} else if (strncmp(summary, "> open", 6) == 0) {
		snprintf(event->status, sizeof event->status, "issued");
	} else {
		return 0;
	}
	return tell_invoice(db, id, event, e);
}

int
rehearsal_event(
    struct db *db, const struct activity_row *row, struct rehearsal_event *event, struct err *e)
{
	struct ref ref;

	memset(event, 0, sizeof *event);
	event->method = "";
	event->customer = row->customer;
	if (ref_parse(row->ref, &ref) != 1)
		return 0;
	read_move(row->summary, event);
	switch (ref.type) {
	case REF_PAYMENT:
		return tell_payment(db, ref.id, event, e);
	case REF_PLAN:
		return event->status[0] ? tell_plan(db, ref.id, event, e) : 0;
	case REF_ACCOUNT:
		return tell_mandate(ref.id, row->summary, event);
	case REF_SUBSCRIPTION:
		return tell_subscription(db, ref.id, event, e);
	case REF_INVOICE:
		return tell_issued(db, ref.id, row->summary, event, e);
	default:
		return 0;
	}
}
