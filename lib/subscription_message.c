#include <stdio.h>
#include "announce.h"
#include "biller.h"
#include "outbox.h"
#include "subscription_private.h"

static const char *const templates[] = {
	[SUBSCRIPTION_CREATED] = "subscription-created",
	[SUBSCRIPTION_ISSUED] = "subscription-issued",
	[SUBSCRIPTION_CANCELLED] = "subscription-cancelled",
};

struct telling {
	const struct subscription *subscription;
	enum subscription_event event;
	const struct invoice *invoice;
};

static int
tell(struct office *office, void *context, struct err *e)
{
	const struct telling *t = context;
	const struct subscription *s = t->subscription;
	char ref[REF_SIZE], number[MONEY_TEXT_SIZE], amount[MONEY_TEXT_SIZE + 8];
	struct biller b;
	const struct outbox_value values[] = {
		{ "biller", b.name, false },
		{ "subscription", ref, false },
		{ "concept", s->concept, false },
		{ "amount", amount, false },
		{ "every", s->every, false },
		{ "next_on", s->next_on, false },
		{ "number", t->invoice != NULL ? t->invoice->number : "", false },
		{ "due_on", t->invoice != NULL ? t->invoice->due_on : "", false },
		{ NULL, NULL, false },
	};

	if (biller_show(office->db, s->biller, &b, e) != 0)
		return -1;
	money_format(&s->amount, number);
	snprintf(amount, sizeof amount, "%s %s", s->amount.currency, number);
	ref_format(REF_SUBSCRIPTION, s->id, ref);
	return outbox_add(office,
	    &(struct outbox_note){ .template = templates[t->event],
		.customer = s->customer,
		.about = { t->invoice != NULL ? REF_INVOICE : REF_SUBSCRIPTION,
		    t->invoice != NULL ? t->invoice->id : s->id },
		.values = values },
	    e);
}

int
subscription_tell(struct office *office, const struct subscription *s,
    enum subscription_event event, const struct invoice *inv, struct err *e)
{
	struct telling telling = { s, event, inv };
	struct enrolment en;
	int row =
	    inv == NULL ? 0 : enrolment_find(office->db, s->account, ENROLMENT_PAPERLESS, &en, e);

	if (row != 0)
		return row < 0 ? -1 : announce_bill(office, inv, e);
	return announce_safely(office, tell, &telling, e);
}
