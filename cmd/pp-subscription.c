/*
 * pp-subscription - recurring charges: each period an invoice, charged by the automatic debit.
 */
#include <stdio.h>
#include <string.h>
#include "authorise.h"
#include "biller.h"
#include "card.h"
#include "customer.h"
#include "i18n.h"
#include "reach.h"
#include "show.h"
#include "subscriptions.h"
#include "take.h"
#include "text.h"

enum { PERIOD_SIZE = 40 };

/* ---- create */

struct creation {
	struct subscription subscription;
	struct enrolment way; /* what is charged */
};

static int
read_creation(struct cli *cli, struct creation *c, struct err *e)
{
	const char *every = cli_value(cli, "every"), *start = cli_value(cli, "start");
	struct subscription *s = &c->subscription;
	char on[DATE_SIZE];
	struct biller b;

	if (reach_owner(&cli->office, cli_value(cli, "customer"), &s->customer, e) != 0)
		return -1;
	if (s->customer == 0)
		return err_set(e, ERR_USAGE, _("whose subscription? --customer=REF"));
	if (biller_find(cli->office.db, cli_value(cli, "biller"), &s->biller, e) != 0 ||
	    biller_show(cli->office.db, s->biller, &b, e) != 0 ||
	    cli_money(cli, "amount", b.currency, &s->amount, e) < 0)
		return -1;
	if (subscription_period(start, every, 0, on, e) != 0 ||
	    take_option(cli, "every", s->every, sizeof(s->every), e) != 0 ||
	    take_option(cli, "concept", s->concept, sizeof(s->concept), e) != 0 ||
	    take_option(cli, "start", s->started_on, sizeof(s->started_on), e) != 0)
		return -1;
	return take_way(cli, &c->way, e);
}

/* "month", "7 days": after "every". */
static const char *
say_period(const char *every, char text[PERIOD_SIZE])
{
	if (strcmp(every, "month") == 0)
		return _("month");
	if (strcmp(every, "year") == 0)
		return _("year");
	snprintf(text, PERIOD_SIZE, _("%.*s days"), (int)strspn(every, "0123456789"), every);
	return text;
}

static int
create_work(struct office *office, void *context, struct err *e)
{
	struct creation *c = context;

	return subscription_add(office, &c->subscription, &c->way, e);
}

static int
note_card(struct cli *cli, const struct creation *c, struct err *e)
{
	char ref[REF_SIZE];
	struct card card;
	int known;

	if (c->way.is_deposit || c->way.card != 0)
		return 0;
	known = card_default(cli->office.db, c->subscription.customer, &card, e);
	if (known == 0)
		cli_note(cli, 0, _("%s has no card: nothing can be charged"),
		    ref_format(REF_CUSTOMER, c->subscription.customer, ref));
	return known < 0 ? -1 : 0;
}

/* Who mistypes a year is charged for all of them. */
static int
note_begun(struct cli *cli, const struct subscription *s, struct err *e)
{
	char today[DATE_SIZE], on[DATE_SIZE], ref[REF_SIZE];
	struct biller b;
	int begun = 0;

	if (biller_show(cli->office.db, s->biller, &b, e) != 0 ||
	    biller_today(&cli->office, &b, today, e) != 0)
		return -1;
	for (;; begun++) {
		if (subscription_period(s->started_on, s->every, begun, on, e) != 0)
			return -1;
		if (strcmp(on, today) > 0)
			break;
	}
	if (begun > 1)
		cli_note(cli, 0, _("%d periods of %s have begun: the next run issues them all"),
		    begun, ref_format(REF_SUBSCRIPTION, s->id, ref));
	return 0;
}

static int
create(struct cli *cli, struct err *e)
{
	struct creation c = { 0 };
	const struct subscription *s = &c.subscription;
	char amount[MONEY_TEXT_SIZE], period[PERIOD_SIZE];

	if (read_creation(cli, &c, e) != 0)
		return -1;
	money_format(&s->amount, amount);
	if (authorise(cli, e, N_("subscribe to %s at %s: %s %s every %s"), s->concept,
		cli_value(cli, "biller"), amount, s->amount.currency,
		say_period(s->every, period)) != 0 ||
	    office_write(&cli->office, create_work, &c, e) != 0 || note_card(cli, &c, e) != 0 ||
	    note_begun(cli, s, e) != 0)
		return -1;
	return subscription_print(cli, s, e);
}

/* ---- looking */

static int
find(struct cli *cli, const char *text, struct subscription *s, struct err *e)
{
	int64_t id;

	if (reach_find(&cli->office, REF_SUBSCRIPTION, text, &id, e) != 0)
		return -1;
	return subscription_show(cli->office.db, id, s, e);
}

static int
list(struct cli *cli, struct err *e)
{
	const char *biller = cli_value(cli, "biller");
	struct subscription_filter filter = { 0 };
	struct subscription s;
	struct query q;
	int row = 0;

	if (biller && biller_find(cli->office.db, biller, &filter.biller, e) != 0)
		return -1;
	if (reach_owner(&cli->office, cli_value(cli, "customer"), &filter.customer, e) != 0 ||
	    subscription_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	while (cli_wants_more(cli) && (row = subscription_next(&q, &s, e)) == 1) {
		row = subscription_print(cli, &s, e);
		if (row != 0)
			break;
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static int
show_one(struct cli *cli, const struct item *item, struct err *e)
{
	struct subscription s;

	return find(cli, item->text, &s, e) == 0 ? subscription_print(cli, &s, e) : -1;
}

static int
show(struct cli *cli, struct err *e)
{
	return cli_each(cli, show_one, e);
}

/* ---- cancel */

static int
count_open(struct cli *cli, const struct subscription *s, int *count, struct err *e)
{
	const struct invoice_filter filter = { .subscription = s->id };
	struct invoice inv;
	struct query q;
	int row;

	*count = 0;
	if (invoice_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	while ((row = invoice_next(&q, &inv, e)) == 1)
		*count += inv.status == INVOICE_OPEN;
	query_end(&q);
	return row;
}

static int
ask_cancel(struct cli *cli, const struct subscription *s, struct err *e)
{
	char amount[MONEY_TEXT_SIZE], period[PERIOD_SIZE], ref[REF_SIZE];
	struct biller b;
	struct text details;
	int open, result;

	if (s->cancelled_at != 0)
		return 0;
	if (biller_show(cli->office.db, s->biller, &b, e) != 0 || count_open(cli, s, &open, e) != 0)
		return -1;
	money_format_people(&s->amount, amount);
	text_open(&details);
	text_add_line(
	    &details, "  %s  %s  %s", ref_format(REF_SUBSCRIPTION, s->id, ref), b.name, s->concept);
	text_add_line(&details, _("  %s %s every %s, next on %s"), amount, s->amount.currency,
	    say_period(s->every, period), s->next_on);
	text_add_line(&details,
	    _("No further period is charged; %d issued invoices stay owed and are not debited."),
	    open);
	result = cli_confirm(cli, text_string(&details), e, _("Cancel it?"));
	text_close(&details);
	return result;
}

static int
cancel_work(struct office *office, void *context, struct err *e)
{
	struct subscription *s = context;
	const char *why = office->actor.kind == ACTOR_CUSTOMER ? "by its customer" : "asked for";

	if (subscription_show(office->db, s->id, s, e) != 0)
		return -1;
	return subscription_cancel(office, s, why, e);
}

static int
cancel(struct cli *cli, struct err *e)
{
	struct subscription s;

	if (find(cli, cli->operands[0], &s, e) != 0 || ask_cancel(cli, &s, e) != 0 ||
	    authorise(cli, e, N_("cancel %s"), cli->operands[0]) != 0 ||
	    office_write(&cli->office, cancel_work, &s, e) != 0)
		return -1;
	return subscription_print(cli, &s, e);
}

static const struct option_row options_create[] = {
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("whose it is (operators)"), false },
	{ "biller", 0, OPTION_REF, "REF", "bil", N_("who is owed"), true },
	{ "amount", 0, OPTION_MONEY, "AMOUNT", NULL, N_("of each period"), true },
	{ "every", 0, OPTION_TEXT, "PERIOD", NULL, N_("month, year or Nd (days)"), true },
	{ "start", 0, OPTION_DATE, "DATE", NULL, N_("when the first period begins"), true },
	{ "concept", 0, OPTION_TEXT, "TEXT", NULL, N_("what it is for"), true },
	{ "with", 0, OPTION_REF, "METHOD", "card|acc",
	    N_("card (the default one), card-N or acc-N; else card"), false },
	{ 0 },
};
static const struct option_row options_list[] = {
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("whose they are (operators)"), false },
	{ "biller", 0, OPTION_REF, "REF", "bil", N_("who is owed"), false },
	{ 0 },
};

static const struct verb verbs[] = {
	{ "create", "", N_("makes a subscription with its account and automatic debit"),
	    "pp-subscription create --biller=press --amount=50 --every=month "
	    "--start=2026-04-01 --concept=Paper",
	    options_create, 0, 0, VERB_WRITE | VERB_CUSTOMER, NULL, "subscription", NULL, create },
	{ "list", "", N_("lists subscriptions"), "pp-subscription list --status=active",
	    options_list, 0, 0, VERB_READ | VERB_CUSTOMER | VERB_LIST, NULL, "subscription", NULL,
	    list },
	{ "show", "REF...|-", N_("shows subscriptions"), "pp-subscription show sub-2 --json", NULL,
	    1, OPERANDS_ANY, VERB_READ | VERB_CUSTOMER | VERB_STDIN, "sub", "subscription", NULL,
	    show },
	{ "cancel", "REF", N_("ends a subscription: nothing more is charged"),
	    "pp-subscription cancel sub-2", NULL, 1, 1, VERB_WRITE | VERB_CUSTOMER, "sub",
	    "subscription", NULL, cancel },
	{ "run", "", N_("issues the invoices of all periods that have begun"),
	    "pp-subscription run\npp-subscription run --dry-run --json", NULL, 0, 0,
	    VERB_WRITE | VERB_CRON | VERB_REPEATS, NULL, "invoice", NULL, subscription_run },
	{ 0 },
};

static const struct program program = { "pp-subscription", N_("recurring charges"), verbs,
	show_ref };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
