#include <stdio.h>
#include <string.h>
#include "announce.h"
#include "biller.h"
#include "card.h"
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

/* What its periods are debited from now, "card-4"; "" where nothing would be. */
static int
find_means(struct db *db, const struct subscription *s, char means[REF_SIZE], struct err *e)
{
	struct enrolment en;
	struct card card;
	int row = enrolment_find(db, s->account, ENROLMENT_AUTODEBIT, &en, e);

	means[0] = '\0';
	if (row <= 0 || strcmp(en.status, "active") != 0)
		return row < 0 ? -1 : 0;
	if (en.is_deposit) {
		ref_format(REF_ACCOUNT, en.source, means);
		return 0;
	}
	row = en.card == 0 ? card_default(db, s->customer, &card, e)
			   : card_show(db, en.card, &card, e) + 1;
	if (row == 1 && card_is_active(&card))
		ref_format(REF_CARD, card.id, means);
	return row < 0 ? -1 : 0;
}

/* How long a period is, as a number of its unit; "" of the other units. */
struct length {
	char days[SUBSCRIPTION_EVERY_SIZE];
	const char *months, *years;
};

static struct length
length_of(const struct subscription *s)
{
	struct length length = { "", "", "" };

	if (strcmp(s->every, "month") == 0)
		length.months = "1";
	else if (strcmp(s->every, "year") == 0)
		length.years = "1";
	else
		snprintf(length.days, sizeof length.days, "%.*s",
		    (int)strspn(s->every, "0123456789"), s->every);
	return length;
}

static int
tell(struct office *office, void *context, struct err *e)
{
	const struct telling *t = context;
	const struct subscription *s = t->subscription;
	char ref[REF_SIZE], number[MONEY_TEXT_SIZE], amount[MONEY_TEXT_SIZE + 8];
	const struct length length = length_of(s);
	char means[REF_SIZE];
	struct biller b;
	const struct outbox_value values[] = {
		{ "biller", b.name, false },
		{ "subscription", ref, false },
		{ "concept", s->concept, false },
		{ "amount", amount, false },
		{ "days", length.days, false },
		{ "months", length.months, false },
		{ "years", length.years, false },
		{ "means", means, false },
		{ "next_on", s->next_on, false },
		{ "number", t->invoice != NULL ? t->invoice->number : "", false },
		{ "due_on", t->invoice != NULL ? t->invoice->due_on : "", false },
		{ NULL, NULL, false },
	};

	if (biller_show(office->db, s->biller, &b, e) != 0 ||
	    find_means(office->db, s, means, e) != 0)
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
