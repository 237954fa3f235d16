/*
 * show_subscription - a subscription as a record, and printed by its id.
 */
#include "show.h"
#include "subscriptions.h"

void
fill_subscription(struct record *r, const struct subscription *s)
{
	record_clear(r);
	record_id(r, REF_SUBSCRIPTION, s->id);
	record_ref(r, "customer", REF_CUSTOMER, s->customer);
	record_ref(r, "biller", REF_BILLER, s->biller);
	record_ref(r, "account", REF_ACCOUNT, s->account);
	record_text(r, "status", s->status);
	record_money(r, "amount", &s->amount);
	record_text(r, "every", s->every);
	record_text(r, "concept", s->concept);
	record_date(r, "started_on", s->started_on);
	record_date(r, "next_on", s->cancelled_at == 0 ? s->next_on : "");
}

int
subscription_print(struct cli *cli, const struct subscription *s, struct err *e)
{
	struct record r;
	int result;

	record_open(&r, "subscription");
	fill_subscription(&r, s);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

int
show_subscription(struct cli *cli, int64_t id, struct err *e)
{
	struct subscription s;

	if (subscription_show(cli->office.db, id, &s, e) != 0)
		return -1;
	return subscription_print(cli, &s, e);
}
