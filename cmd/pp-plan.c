/*
 * pp-plan - payment plans on debt: what is offered, making them, how they stand, ending them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "authorise.h"
#include "customer.h"
#include "i18n.h"
#include "invoices.h"
#include "plans.h"
#include "reach.h"
#include "show.h"
#include "take.h"
#include "text.h"

/* ---- what is asked for */

static int
read_wish(struct cli *cli, struct plan_wish *wish, struct invoice_set *set, struct err *e)
{
	const char *account = cli_value(cli, "account");

	if (account && cli->operand_count > 0)
		return err_set(e, ERR_USAGE, _("invoices, or --account: not both"));
	if (account)
		return reach_account(&cli->office, account, 0, &wish->account, e);
	if (invoice_set_read(set, cli, e) != 0)
		return -1;
	wish->invoices = set->ids;
	wish->count = set->count;
	return 0;
}

static int
print_offer(
    struct cli *cli, const struct plan_deal *deal, const struct plan_offer *offer, struct err *e)
{
	const char *currency = deal->debt.currency;
	struct money amount = money_of(offer->amount_minor, currency);
	struct money last = money_of(offer->last_minor, currency);
	struct money total = money_of(offer->total_minor, currency);
	struct record r;
	int result;

	record_open(&r, "offer");
	record_int(&r, "instalments", offer->instalments);
	record_money(&r, "amount", &amount);
	record_money(&r, "last", &last);
	record_money(&r, "total", &total);
	record_rate(&r, "rate", &deal->rules.plan.rate);
	record_date(&r, "first_due_on", deal->first_due_on);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

static int
print_offers(struct cli *cli, const struct plan_deal *deal, struct err *e)
{
	struct plan_offer offer;
	char ref[REF_SIZE];
	int count = 0;

	for (int n = 2; n <= deal->rules.plan.max; n++) {
		if (!plan_deal_offer(deal, n, &offer))
			continue;
		count++;
		if (print_offer(cli, deal, &offer, e) != 0)
			return -1;
	}
	if (count > 0)
		return 0;
	err_set(e, ERR_CONFLICT, _("the debt is too small to be divided"));
	return err_reason(e, "not_eligible", ref_format(REF_ACCOUNT, deal->account.id, ref));
}

static int
options(struct cli *cli, struct err *e)
{
	struct plan_wish wish = { 0 };
	struct invoice_set set = { 0 };
	struct plan_deal deal;
	int result = read_wish(cli, &wish, &set, e);

	if (result == 0)
		result = plan_deal_open(&cli->office, &wish, &deal, e);
	if (result == 0)
		result = print_offers(cli, &deal, e);
	invoice_set_close(&set);
	return result;
}

/* ---- create */

struct making {
	struct plan_wish wish;
	struct plan plan;
	struct plan_printer printer;
};

static int
make(struct office *office, void *context, struct err *e)
{
	struct making *m = context;

	if (plan_deal_make(office, &m->wish, &m->plan, e) != 0)
		return -1;
	return plan_printer_fill(&m->printer, &m->plan, e);
}

/* A customer is reached as its data say, unless it says otherwise. */
static int
read_contact(struct cli *cli, struct plan_wish *wish, struct err *e)
{
	const struct actor *actor = &cli->office.actor;
	struct customer c;

	if (actor->kind == ACTOR_CUSTOMER) {
		wish->customer = actor->customer;
		if (customer_show(cli->office.db, actor->customer, &c, e) != 0)
			return -1;
		memcpy(wish->phone, c.phone, sizeof(wish->phone));
		memcpy(wish->email, c.email, sizeof(wish->email));
	}
	if (take_option(cli, "phone", wish->phone, sizeof(wish->phone), e) != 0 ||
	    take_option(cli, "email", wish->email, sizeof(wish->email), e) != 0)
		return -1;
	return customer_tidy_contact(wish->phone, wish->email, e);
}

/* What is agreed on, before the question. */
static int
confirm(struct cli *cli, struct plan_wish *wish, struct plan_deal *deal, struct err *e)
{
	char debt[MONEY_TEXT_SIZE], amount[MONEY_TEXT_SIZE], total[MONEY_TEXT_SIZE];
	char plain[MONEY_TEXT_SIZE];
	struct plan_offer offer;
	struct text details;
	struct money money;
	int result;

	if (plan_deal_open(&cli->office, wish, deal, e) != 0 ||
	    plan_deal_choose(deal, wish->instalments, &offer, e) != 0)
		return -1;
	wish->expect_minor = offer.total_minor; /* what was shown is what is agreed on */
	money_format_people(&deal->debt, debt);
	money = money_of(offer.amount_minor, deal->debt.currency);
	money_format_people(&money, amount);
	money = money_of(offer.total_minor, deal->debt.currency);
	money_format_people(&money, total);
	money_format(&money, plain);
	text_open(&details);
	text_add_line(&details, _("  account %s of %s, %s"), deal->account.number,
	    deal->biller.name, deal->account.holder);
	text_add_line(&details,
	    _("  debt %s, %d instalments of %s, %s in all, the first due on %s"), debt,
	    offer.instalments, amount, total, deal->first_due_on);
	result = cli_confirm(cli, text_string(&details), e, _("Make this plan?"));
	text_close(&details);
	if (result != 0)
		return -1;
	return authorise(cli, e, N_("a plan of %d instalments, %s %s in all, with %s"),
	    offer.instalments, plain, deal->debt.currency, deal->biller.code);
}

static int
create(struct cli *cli, struct err *e)
{
	struct making m = { .wish = { 0 } };
	struct invoice_set set = { 0 };
	struct plan_deal deal;
	int result = read_wish(cli, &m.wish, &set, e);

	plan_printer_open(&m.printer, cli);
	m.wish.instalments = (int)cli_int(cli, "instalments", 0);
	if (result == 0)
		result = read_contact(cli, &m.wish, e);
	if (result == 0)
		result = confirm(cli, &m.wish, &deal, e);
	if (result == 0)
		result = office_write(&cli->office, make, &m, e);
	if (result == 0)
		result = cli_print(cli, &m.printer.record, e);
	plan_printer_close(&m.printer);
	invoice_set_close(&set);
	return result;
}

/* ---- list, show */

static int
print_of(struct plan_printer *p, const struct plan_filter *filter, struct err *e)
{
	struct plan plan;
	struct query q;
	int row = 0;

	if (plan_list(p->cli->office.db, filter, &q, e) != 0)
		return -1;
	while (cli_wants_more(p->cli) && (row = plan_next(&q, &plan, e)) == 1)
		if (plan_print(p, &plan, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static int
compare_ids(const void *one, const void *other)
{
	const int64_t *a = one, *b = other;

	return *a < *b ? -1 : *a > *b;
}

/* The ids of the plans of all accounts that a customer reaches. */
static int
gather(struct cli *cli, struct invoice_set *ids, struct err *e)
{
	struct reach_set accounts;
	struct plan plan;
	int result = reach_accounts(cli->office.db, cli->office.actor.customer, &accounts, e);

	for (size_t i = 0; i < accounts.count && result == 0; i++) {
		const struct plan_filter filter = { .account = accounts.ids[i] };
		struct query q;

		result = plan_list(cli->office.db, &filter, &q, e);
		if (result != 0)
			break;
		while ((result = plan_next(&q, &plan, e)) == 1)
			if (invoice_set_add(ids, plan.id, e) != 0) {
				result = -1;
				break;
			}
		query_end(&q);
	}
	reach_set_close(&accounts);
	return result;
}

static int
print_own(struct plan_printer *p, struct err *e)
{
	struct invoice_set ids = { 0 };
	struct plan plan;
	int result = gather(p->cli, &ids, e);

	if (ids.count > 0)
		qsort(ids.ids, ids.count, sizeof(*ids.ids), compare_ids);
	for (size_t i = 0; i < ids.count && result == 0 && cli_wants_more(p->cli); i++) {
		result = plan_show(p->cli->office.db, ids.ids[i], &plan, e);
		if (result == 0)
			result = plan_print(p, &plan, e);
	}
	invoice_set_close(&ids);
	return result;
}

static int
list(struct cli *cli, struct err *e)
{
	const char *account = cli_value(cli, "account");
	struct plan_filter filter = { 0 };
	struct plan_printer p;
	int result;

	if (account && reach_account(&cli->office, account, 0, &filter.account, e) != 0)
		return -1;
	plan_printer_open(&p, cli);
	result = cli->office.actor.kind == ACTOR_CUSTOMER && filter.account == 0
		     ? print_own(&p, e)
		     : print_of(&p, &filter, e);
	plan_printer_close(&p);
	return result;
}

static int
show_one(struct cli *cli, const struct item *item, struct err *e)
{
	int64_t id;

	if (reach_find(&cli->office, REF_PLAN, item->text, &id, e) != 0)
		return -1;
	return cli->format == FORMAT_PDF ? print_plan(cli, id, e) : show_plan(cli, id, e);
}

static int
show(struct cli *cli, struct err *e)
{
	return cli_each(cli, show_one, e);
}

/* ---- the table */

#define DEBT                                                                                       \
	{                                                                                          \
		"account", 0, OPTION_REF, "REF", "acc", N_("all that is overdue of an account"),   \
		    false                                                                          \
	}

static const struct option_row options_options[] = {
	DEBT,
	{ 0 },
};
static const struct option_row options_create[] = {
	DEBT,
	{ "instalments", 0, OPTION_INT, "N", "2..120", N_("how many, of those offered"), true },
	{ "accept-terms", 0, OPTION_FLAG, NULL, NULL, N_("accepts the biller's terms for plans"),
	    true },
	{ "phone", 0, OPTION_TEXT, "NUMBER", NULL, N_("where to reach who asks for it"), false },
	{ "email", 0, OPTION_TEXT, "ADDRESS", NULL, NULL, false },
	{ 0 },
};
static const struct option_row options_list_own[] = {
	{ "account", 0, OPTION_REF, "REF", "acc", N_("those of an account"), false },
	{ 0 },
};

static const struct verb verbs[] = {
	{ .name = "options",
	    .operands = "[REF...|-]",
	    .help = N_("lists the plans that are offered for invoices"),
	    .examples = "pp-plan options --account=water:1001\npp-plan options inv-3 inv-4",
	    .options = options_options,
	    .operands_max = OPERANDS_ANY,
	    .flags = VERB_READ | VERB_CUSTOMER | VERB_STDIN | VERB_ROWS,
	    .refs = "inv",
	    .record = "offer",
	    .run = options },
	{ .name = "create",
	    .operands = "[REF...|-]",
	    .help = N_("makes a plan, which its first instalment activates; asks first"),
	    .examples = "pp-plan create --account=water:1001 --instalments=6 --accept-terms",
	    .options = options_create,
	    .operands_max = OPERANDS_ANY,
	    .flags = VERB_WRITE | VERB_CUSTOMER | VERB_STDIN,
	    .refs = "inv",
	    .record = "plan",
	    .run = create },
	{ .name = "list",
	    .operands = "",
	    .help = N_("lists plans"),
	    .examples = "pp-plan list --status=pending,active",
	    .options = options_list_own,
	    .flags = VERB_READ | VERB_CUSTOMER | VERB_LIST,
	    .record = "plan",
	    .run = list },
	{ .name = "show",
	    .operands = "REF...|-",
	    .help = N_("shows plans with their schedule"),
	    .examples = "pp-plan show plan-7\npp-plan show plan-7 --format=pdf -o plan-7.pdf",
	    .operands_min = 1,
	    .operands_max = OPERANDS_ANY,
	    .flags = VERB_READ | VERB_CUSTOMER | VERB_STDIN,
	    .refs = "plan",
	    .record = "plan",
	    .formats = "table|tsv|json|csv|pdf",
	    .run = show },
	{ .name = "cancel",
	    .operands = "REF",
	    .help = N_("ends a plan: its debt is due again; asks first"),
	    .examples = "pp-plan cancel plan-7",
	    .operands_min = 1,
	    .operands_max = 1,
	    .flags = VERB_WRITE | VERB_CUSTOMER,
	    .refs = "plan",
	    .record = "plan",
	    .run = plan_verb_cancel },
	{ .name = "run",
	    .operands = "",
	    .help = N_("ends the plans whose instalments were not paid in time"),
	    .examples = "pp-plan run\npp-plan run --json --dry-run",
	    .flags = VERB_WRITE | VERB_CRON | VERB_REPEATS,
	    .record = "plan",
	    .run = plan_verb_run },
	{ 0 },
};

static const struct program program = { "pp-plan", N_("payment plans on overdue debt"), verbs,
	show_ref };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
