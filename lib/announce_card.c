#include <stdio.h>
#include <string.h>
#include "announce_private.h"
#include "outbox.h"
#include "setting.h"

enum { NAME_SIZE = 64 }; /* "Visa ****1234" */

static void
write_name(const struct card *card, char name[NAME_SIZE])
{
	bool has_both = card->brand[0] != '\0' && card->last4[0] != '\0';

	if (card->last4[0] != '\0')
		snprintf(
		    name, NAME_SIZE, "%s%s****%s", card->brand, has_both ? " " : "", card->last4);
	else
		snprintf(name, NAME_SIZE, "%s", card->brand);
}

struct telling {
	const struct card *card;
	enum announce_card what;
	bool was_default;
};

static const char *
template_of(const struct telling *t)
{
	switch (t->what) {
	case ANNOUNCE_CARD_ADDED:
		return "card-added";
	case ANNOUNCE_CARD_DEFAULT:
		return "card-default";
	default:
		return t->was_default && t->card->successor == 0 ? "card-last" : "card-removed";
	}
}

static int
tell_card(struct office *office, void *context, struct err *e)
{
	const struct telling *t = context;
	int64_t heir = t->was_default ? t->card->successor : 0;
	char ref[REF_SIZE], name[NAME_SIZE], heir_ref[REF_SIZE] = "", heir_name[NAME_SIZE] = "";
	char replaced[REF_SIZE] = "", is_default[REF_SIZE] = "";
	struct card other;
	const struct outbox_value values[] = {
		{ "card", ref, false },
		{ "name", name, false },
		{ "replaced", replaced, false },
		{ "is_default", is_default, false },
		{ "heir", heir_ref, false },
		{ "heir_name", heir_name, false },
		{ NULL, NULL, false },
	};

	ref_format(REF_CARD, t->card->id, ref);
	write_name(t->card, name);
	if (t->card->replaces != 0 && t->what == ANNOUNCE_CARD_ADDED)
		ref_format(REF_CARD, t->card->replaces, replaced);
	if (t->card->is_default)
		memcpy(is_default, ref, sizeof is_default);
	if (heir != 0) {
		if (card_show(office->db, heir, &other, e) != 0)
			return -1;
		ref_format(REF_CARD, heir, heir_ref);
		write_name(&other, heir_name);
	}
	return outbox_add(office,
	    &(struct outbox_note){ .template = template_of(t),
		.customer = t->card->customer,
		.about = { REF_CARD, t->card->id },
		.values = values },
	    e);
}

int
announce_card(struct office *office, const struct card *card, enum announce_card what,
    bool was_default, struct err *e)
{
	struct telling telling = { card, what, was_default };

	return announce_safely(office, tell_card, &telling, e);
}

/* ---- what expires */

struct reminding {
	struct announce_days days; /* last days of cards */
	int64_t count;
};

struct expiring {
	const struct card *card;
	const char *on;
};

static int
tell_expiring(struct office *office, void *context, struct err *e)
{
	const struct expiring *x = context;
	char ref[REF_SIZE], name[NAME_SIZE];
	const struct outbox_value values[] = {
		{ "card", ref, false },
		{ "name", name, false },
		{ "until", x->on, false },
		{ NULL, NULL, false },
	};

	ref_format(REF_CARD, x->card->id, ref);
	write_name(x->card, name);
	return outbox_add(office,
	    &(struct outbox_note){ .template = "card-expiring",
		.customer = x->card->customer,
		.about = { REF_CARD, x->card->id },
		.values = values },
	    e);
}

/* The last day on which a card is good: of the month that it names. */
static bool
find_last_day(const struct card *card, char on[DATE_SIZE])
{
	snprintf(on, DATE_SIZE, "%.7s-01", card->expires);
	if (!date_is_valid(on))
		return false;
	date_add_months(on, 1, on);
	date_add_days(on, -1, on);
	return true;
}

static int
tell_if_expiring(struct office *office, struct reminding *r, const struct card *card, struct err *e)
{
	char on[DATE_SIZE];
	struct expiring x = { card, on };

	if (!card_is_active(card) || !find_last_day(card, on) || strcmp(on, r->days.from) < 0 ||
	    strcmp(on, r->days.to) > 0)
		return 0;
	r->count++;
	return announce_safely(office, tell_expiring, &x, e);
}

static int
remind(struct office *office, void *context, struct err *e)
{
	struct reminding *r = context;
	const struct card_filter filter = { 0 };
	struct card card;
	struct query q;
	int row = announce_days_find(office, &r->days, e);

	if (row <= 0)
		return row;
	if (card_list(office->db, &filter, &q, e) != 0)
		return -1;
	while ((row = card_next(&q, &card, e)) == 1)
		if (tell_if_expiring(office, r, &card, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row < 0 ? -1 : announce_days_told(office, &r->days, "told which cards expire", e);
}

/* Months end seldom: on other days there is nothing to look for. */
static bool
has_month_end(const struct announce_days *d)
{
	char end[DATE_SIZE];

	snprintf(end, sizeof end, "%.7s-01", d->from);
	date_add_months(end, 1, end);
	date_add_days(end, -1, end);
	return strcmp(end, d->to) <= 0;
}

int
announce_expiring(struct office *office, int64_t *count, struct err *e)
{
	struct reminding r = { .days = { .key_days = "notify.card-expiring",
				   .key_told = "internal.card-expiring" } };
	int row = announce_days_find(office, &r.days, e);

	*count = 0;
	if (row < 0 || row == 0 || !has_month_end(&r.days))
		return row < 0 ? -1 : 0;
	if (office_write(office, remind, &r, e) != 0)
		return -1;
	*count = r.count;
	return 0;
}
