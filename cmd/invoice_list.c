/*
 * invoice_list - list, total and age: many invoices as they stand.
 */
#include <stdlib.h>
#include <string.h>
#include "ageing.h"
#include "invoice_verbs.h"
#include "invoices.h"
#include "reach.h"
#include "totals.h"

const struct option_row options_invoice_list[] = {
	{ "account", 0, OPTION_REF, "REF", "acc", N_("those of an account"), false },
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("those of a customer's accounts"), false },
	{ "biller", 0, OPTION_REF, "REF", "bil", N_("those of a biller"), false },
	{ "kind", 0, OPTION_CHOICE, "KIND", "bill|charge|slip|credit|instalment|subscription",
	    N_("those of a kind"), false },
	{ "subscription", 0, OPTION_REF, "REF", "sub", NULL, false },
	{ "period", 0, OPTION_TEXT, "TEXT", NULL, NULL, false },
	{ "number", 0, OPTION_TEXT, "TEXT", NULL, NULL, false },
	{ "plan", 0, OPTION_REF, "REF", "plan", N_("a plan's instalments, and its debt"), false },
	{ "since", 0, OPTION_DATE, "DATE", NULL, N_("issued from then on; --until: up to then"),
	    false },
	{ "until", 0, OPTION_DATE, "DATE", NULL, NULL, false },
	{ "due-since", 0, OPTION_DATE, "DATE", NULL, NULL, false },
	{ "due-until", 0, OPTION_DATE, "DATE", NULL, NULL, false },
	{ "paid-since", 0, OPTION_DATE, "DATE", NULL, NULL, false },
	{ "paid-until", 0, OPTION_DATE, "DATE", NULL, NULL, false },
	{ 0 },
};

struct listing {
	struct cli *cli;
	struct invoice_filter filter;
	int64_t customer; /* 0: all */
	struct invoice_printer printer;
	/* What is done with each one. */
	int (*each)(struct listing *listing, struct err *e);
	size_t age_count;
	struct ageing *ages;
};

static bool
is_within(const char *on, const char *since, const char *until)
{
	return (!since || strcmp(on, since) >= 0) && (!until || strcmp(on, until) <= 0);
}

static int
print(struct listing *l, struct err *e)
{
	const struct cli *cli = l->cli;
	const struct standing *s = &l->printer.standing;
	const char *paid_since = cli_value(cli, "paid-since");
	const char *paid_until = cli_value(cli, "paid-until");

	if (!is_within(s->invoice.issued_on, cli_value(cli, "since"), cli_value(cli, "until")))
		return 0;
	if ((paid_since || paid_until) &&
	    (s->paid_on[0] == '\0' || !is_within(s->paid_on, paid_since, paid_until)))
		return 0;
	return cli_print(l->cli, &l->printer.record, e);
}

/* All of the filter, in order. */
static int
each_of_query(struct listing *l, struct err *e)
{
	struct query q;
	int row;

	if (invoice_list(l->cli->office.db, &l->filter, &q, e) != 0)
		return -1;
	while ((row = invoice_next(&q, &l->printer.standing.invoice, e)) == 1) {
		if (!cli_wants_more(l->cli))
			break;
		if (invoice_printer_fill(&l->printer, e) != 0 || l->each(l, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

/* The ids of one account's invoices that the filter lets through. */
static int
gather_account(struct listing *l, int64_t account, struct invoice_set *set, struct err *e)
{
	struct invoice_filter filter = l->filter;
	struct invoice inv;
	struct query q;
	int row;

	filter.account = account;
	if (invoice_list(l->cli->office.db, &filter, &q, e) != 0)
		return -1;
	while ((row = invoice_next(&q, &inv, e)) == 1)
		if (invoice_set_add(set, inv.id, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row;
}

static int
gather(struct listing *l, struct invoice_set *set, struct err *e)
{
	struct reach_set accounts;
	int result = reach_accounts(l->cli->office.db, l->customer, &accounts, e);

	for (size_t i = 0; i < accounts.count && result == 0; i++)
		if (l->filter.account == 0 || l->filter.account == accounts.ids[i])
			result = gather_account(l, accounts.ids[i], set, e);
	reach_set_close(&accounts);
	return result;
}

static int
compare_ids(const void *one, const void *other)
{
	const int64_t *a = one, *b = other;

	return *a < *b ? -1 : *a > *b;
}

/* A customer has few accounts, and they are found by it. */
static int
each_of_customer(struct listing *l, struct err *e)
{
	struct invoice_set set = { 0 };
	int result = gather(l, &set, e);

	if (set.count > 0)
		qsort(set.ids, set.count, sizeof *set.ids, compare_ids);
	for (size_t i = 0; i < set.count && result == 0 && cli_wants_more(l->cli); i++) {
		result = invoice_printer_load(&l->printer, set.ids[i], e);
		if (result == 0)
			result = l->each(l, e);
	}
	invoice_set_close(&set);
	return result;
}

static int
find_parts(struct listing *l, struct err *e)
{
	const struct cli *cli = l->cli;
	struct office *office = &l->cli->office;
	const char *biller = cli_value(cli, "biller");
	const char *account = cli_value(cli, "account");
	const char *subscription = cli_value(cli, "subscription");
	const char *plan = cli_value(cli, "plan");

	if (plan && reach_find(office, REF_PLAN, plan, &l->filter.plan, e) != 0)
		return -1;
	if (subscription &&
	    reach_find(office, REF_SUBSCRIPTION, subscription, &l->filter.subscription, e) != 0)
		return -1;
	if (biller && biller_find(office->db, biller, &l->filter.biller, e) != 0)
		return -1;
	if (account && reach_account(office, account, l->filter.biller, &l->filter.account, e) != 0)
		return -1;
	return reach_owner(office, cli_value(cli, "customer"), &l->customer, e);
}

/* One state of the file for all of it. */
static int
read_all(struct db *db, void *context, struct err *e)
{
	struct listing *l = context;

	(void)db;
	return l->customer != 0 ? each_of_customer(l, e) : each_of_query(l, e);
}

static int
check_periods(const struct cli *cli, struct err *e)
{
	static const char *const pairs[][2] = { { "since", "until" }, { "due-since", "due-until" },
		{ "paid-since", "paid-until" } };

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		const char *since = cli_value(cli, pairs[i][0]);
		const char *until = cli_value(cli, pairs[i][1]);

		if (since && until && strcmp(since, until) > 0)
			return err_set(
			    e, ERR_USAGE, _("--%s is after --%s"), pairs[i][0], pairs[i][1]);
	}
	return 0;
}

int
invoice_verb_list(struct cli *cli, struct err *e)
{
	struct listing l = { .cli = cli, .each = print };
	int result;

	cli_heading(cli, _("INVOICES"), "");
	l.filter.kind = cli_value(cli, "kind");
	l.filter.period = cli_value(cli, "period");
	l.filter.number = cli_value(cli, "number");
	l.filter.due_since = cli_value(cli, "due-since");
	l.filter.due_until = cli_value(cli, "due-until");
	if (check_periods(cli, e) != 0 || find_parts(&l, e) != 0)
		return -1;
	invoice_printer_open(&l.printer, cli);
	result = db_read(cli->office.db, read_all, &l, e);
	invoice_printer_close(&l.printer);
	return result;
}

/* ---- age */

static struct ageing *
age_of(struct listing *l, const struct invoice *inv)
{
	struct ageing *a = l->ages;

	for (size_t i = 0; i < l->age_count; i++, a++)
		if (a->biller == inv->biller && strcmp(a->currency, inv->amount.currency) == 0)
			return a;
	a = realloc(l->ages, (l->age_count + 1) * sizeof *a);
	if (a == NULL)
		return NULL;
	l->ages = a;
	a += l->age_count++;
	memset(a, 0, sizeof *a);
	a->biller = inv->biller;
	memcpy(a->currency, inv->amount.currency, sizeof a->currency);
	return a;
}

static int
add_age(struct listing *l, struct err *e)
{
	const struct standing *s = &l->printer.standing;
	struct ageing *a;

	if (!standing_is_payable(s) || s->is_opening || s->owed.due_minor <= 0)
		return 0;
	a = age_of(l, &s->invoice);
	if (a == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	return ageing_add(a, s, e);
}

static int
compare_ages(const void *one, const void *other)
{
	const struct ageing *a = one, *b = other;

	if (a->biller != b->biller)
		return a->biller < b->biller ? -1 : 1;
	return strcmp(a->currency, b->currency);
}

static int
print_age(struct cli *cli, const struct ageing *a, struct err *e)
{
	static const char *const fields[AGE_COUNT] = { "current", "days_1_30", "days_31_60",
		"days_61_90", "days_over_90" };
	struct money amount, due = money_of(0, a->currency);
	struct record r;
	int result = 0;

	record_open(&r, "age");
	record_ref(&r, "biller", REF_BILLER, a->biller);
	record_int(&r, "count", a->count);
	for (int i = 0; i < AGE_COUNT && result == 0; i++) {
		amount = money_of(a->minor[i], a->currency);
		record_money(&r, fields[i], &amount);
		result = money_add(&due, &amount, &due, e);
	}
	record_money(&r, "due", &due);
	if (result == 0)
		result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

int
invoice_verb_age(struct cli *cli, struct err *e)
{
	struct listing l = { .cli = cli, .each = add_age };
	const char *biller = cli_value(cli, "biller");
	int result;

	if (biller && biller_find(cli->office.db, biller, &l.filter.biller, e) != 0)
		return -1;
	invoice_printer_open(&l.printer, cli);
	result = db_read(cli->office.db, read_all, &l, e);
	invoice_printer_close(&l.printer);
	if (l.age_count > 0)
		qsort(l.ages, l.age_count, sizeof *l.ages, compare_ages);
	for (size_t i = 0; i < l.age_count && result == 0; i++)
		result = print_age(cli, &l.ages[i], e);
	free(l.ages);
	return result;
}

/* ---- total */

/* Of all of them the same currencies stand in the same places. */
struct sums {
	struct totals amount, paid, late_fee, due;
};

static int
add_sums(struct sums *sums, const struct standing *s, struct err *e)
{
	const char *currency = s->invoice.amount.currency;
	struct money paid = money_of(s->owed.paid_minor, currency);
	struct money late_fee = money_of(s->owed.late_fee_minor, currency);
	struct money due = money_of(s->owed.due_minor, currency);

	if (totals_add(&sums->amount, &s->invoice.amount, e) != 0 ||
	    totals_add(&sums->paid, &paid, e) != 0 ||
	    totals_add(&sums->late_fee, &late_fee, e) != 0)
		return -1;
	return totals_add(&sums->due, &due, e);
}

static int
print_total(struct cli *cli, const struct sums *sums, size_t i, struct err *e)
{
	struct record r;
	int result;

	record_open(&r, "total");
	record_int(&r, "count", sums->amount.of[i].count);
	record_money(&r, "amount", &sums->amount.of[i].amount);
	record_money(&r, "paid", &sums->paid.of[i].amount);
	record_money(&r, "late_fee", &sums->late_fee.of[i].amount);
	record_money(&r, "due", &sums->due.of[i].amount);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

int
invoice_verb_total(struct cli *cli, struct err *e)
{
	struct sums sums = { 0 };
	struct invoice_set set = { 0 };
	struct standing s;
	struct valuer v;
	int result = invoice_set_read(&set, cli, e);

	if (result == 0)
		result = invoice_set_drop_openings(&set, cli, e);
	valuer_open(&v, &cli->office);
	for (size_t i = 0; i < set.count && result == 0; i++) {
		result = standing_show(&v, set.ids[i], &s, e);
		if (result == 0)
			result = add_sums(&sums, &s, e);
	}
	for (size_t i = 0; i < sums.amount.count && result == 0; i++)
		result = print_total(cli, &sums, i, e);
	invoice_set_close(&set);
	return result;
}
