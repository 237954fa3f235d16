/*
 * paying_quick - paying without an account of one's own, and what one may pay with.
 */
#include <stdio.h>
#include <string.h>
#include "account.h"
#include "biller.h"
#include "card.h"
#include "fill_invoice.h"
#include "guide.h"
#include "i18n.h"
#include "ledger.h"
#include "paying.h"
#include "reach.h"
#include "setting.h"
#include "standing.h"

struct payable {
	int64_t account;
	size_t count;
	int64_t first;		       /* invoice */
	const struct pay_order *named; /* only these are printed; none: all */
};

static bool
is_shown(const struct payable *payable, int64_t invoice)
{
	const struct pay_order *named = payable->named;

	for (size_t i = 0; i < named->count; i++)
		if (named->invoices[i] == invoice)
			return true;
	return named->count == 0;
}

/* Whoever holds the bill sees it, and so may others: its holder is not spelled out. */
static int
print_payable(
    struct cli *cli, struct valuer *v, struct standing *s, struct account *a, struct err *e)
{
	struct record r;
	int result = standing_fill(v, s, e);

	if (result != 0)
		return -1;
	s->invoice.holder[0] = '\0';
	record_open(&r, "invoice");
	fill_invoice(&r, s, a->holder);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

/* Collects, and prints, what can be paid at the account. */
static int
walk_payable(struct cli *cli, struct payable *payable, bool is_printing, struct err *e)
{
	const struct invoice_filter filter = { .account = payable->account };
	struct standing s;
	struct account a;
	struct valuer v;
	struct query q;
	int row;

	valuer_open(&v, &cli->office);
	if (account_show(cli->office.db, payable->account, &a, e) != 0 ||
	    invoice_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	account_mask(&a);
	while ((row = invoice_next(&q, &s.invoice, e)) == 1) {
		if (!standing_is_payable(&s))
			continue;
		if (payable->count++ == 0)
			payable->first = s.invoice.id;
		if (is_printing && is_shown(payable, s.invoice.id) &&
		    print_payable(cli, &v, &s, &a, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row;
}

/* 1 where the name is of an invoice that is payable at the account, 0, -1. */
static int
find_at(struct cli *cli, int64_t account, const char *name, int64_t *id, struct err *e)
{
	struct standing s;

	if (invoice_find(cli->office.db, name, id, e) != 0)
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	if (invoice_show(cli->office.db, *id, &s.invoice, e) != 0)
		return -1;
	return s.invoice.account == account && standing_is_payable(&s);
}

/* The invoices named after the account: each must be one of it. */
static int
choose_named(struct cli *cli, const struct payable *payable, struct pay_order *order, struct err *e)
{
	for (size_t i = 1; i < cli->operand_count; i++) {
		int64_t id;
		int is_one = find_at(cli, payable->account, cli->operands[i], &id, e);

		if (is_one < 0)
			return -1;
		if (is_one == 0) /* whether it is elsewhere is nobody's business */
			return err_set(e, ERR_NOT_FOUND, _("%s is not payable at %s"),
			    cli->operands[i], cli->operands[0]);
		if (order->count == PAY_ITEMS_MAX)
			return err_set(e, ERR_USAGE, _("one payment takes at most %d invoices"),
			    PAY_ITEMS_MAX);
		order->invoices[order->count++] = id;
	}
	return 0;
}

static int
choose(struct cli *cli, const struct payable *payable, struct pay_order *order, struct err *e)
{
	if (cli->operand_count > 1)
		return choose_named(cli, payable, order, e);
	if (payable->count != 1)
		return err_set(e, ERR_USAGE, _("%zu invoices are payable at %s: name them"),
		    payable->count, cli->operands[0]);
	order->invoices[order->count++] = payable->first;
	return 0;
}

/* A number typed wrong, as a rule: who can tell the right one is named. */
static int
no_account(struct cli *cli, struct err *e)
{
	const char *text = cli->operands[0], *colon = strchr(text, ':');
	char contact[GUIDE_CONTACT_SIZE], code[65];
	struct err ignored;
	int64_t biller = 0;

	if (colon && (size_t)(colon - text) < sizeof(code)) {
		snprintf(code, sizeof(code), "%.*s", (int)(colon - text), text);
		if (biller_find(cli->office.db, code, &biller, &ignored) != 0)
			return -1; /* which said that there is no such biller */
	}
	if (guide_contact(cli->office.db, biller, contact, &ignored) != 0)
		return -1;
	if (contact[0] == '\0')
		return err_hint(e, _("pp-biller guide tells who to ask"));
	return err_set(e, ERR_NOT_FOUND, _("there is no account %.40s: ask %s"), text, contact);
}

/* Not an error of the payer's: who knows more is named. */
static int
nothing_payable(struct cli *cli, int64_t account, struct err *e)
{
	char contact[GUIDE_CONTACT_SIZE];
	struct account a;

	if (account_show(cli->office.db, account, &a, e) != 0 ||
	    guide_contact(cli->office.db, a.biller, contact, e) != 0)
		return -1;
	if (contact[0] == '\0') {
		err_set(e, ERR_NOT_FOUND, _("nothing is payable at %s"), cli->operands[0]);
		err_hint(e, _("pp-biller guide tells who to ask"));
	} else {
		err_set(e, ERR_NOT_FOUND, _("nothing is payable at %.40s: ask %s"),
		    cli->operands[0], contact);
	}
	return err_reason(e, "nothing_payable", "");
}

static int
quick(struct cli *cli, bool is_list, struct pay_order *order, struct err *e)
{
	struct payable payable = { .named = order };

	if (reach_named_account(&cli->office, cli->operands[0], 0, &payable.account, e) != 0)
		return e->code == ERR_NOT_FOUND ? no_account(cli, e) : -1;
	if (is_list && choose_named(cli, &payable, order, e) != 0)
		return -1;
	if (walk_payable(cli, &payable, is_list, e) != 0)
		return -1;
	if (payable.count == 0)
		return nothing_payable(cli, payable.account, e);
	if (is_list)
		return 0;
	return choose(cli, &payable, order, e) != 0 ? -1 : paying_order(cli, order, e);
}

int
paying_quick(struct cli *cli, struct err *e)
{
	bool is_list = !cli_value(cli, "with");
	struct pay_order order = { 0 };

	if (quick(cli, is_list, &order, e) != 0)
		return -1;
	return is_list ? 0 : paying_run(cli, &order, paying_ask_invoices, e);
}

static int
print_method(struct cli *cli, const char *id, const char *kind, const char *title,
    const struct money *balance, struct err *e)
{
	struct record r;
	int result;

	record_open(&r, "method");
	record_id_text(&r, id);
	record_text(&r, "kind", kind);
	record_text(&r, "title", title);
	if (balance)
		record_money(&r, "balance", balance);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

static int
print_deposits(struct cli *cli, int64_t customer, const char *currency, struct err *e)
{
	const struct account_filter filter = { .customer = customer, .kind = "deposit" };
	struct account a;
	struct query q;
	int row;

	if (account_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	while ((row = account_next(&q, &a, e)) == 1) {
		struct money balance = money_of(0, a.currency);
		char ref[REF_SIZE], name[REF_SIZE + 16];

		if (strcmp(a.status, "active") != 0 ||
		    (currency[0] && strcmp(a.currency, currency) != 0))
			continue;
		ref_format(REF_ACCOUNT, a.id, ref);
		snprintf(name, sizeof(name), "deposit:%s", ref);
		if (ledger_owed(cli->office.db, name, a.currency, &balance.minor, e) != 0 ||
		    print_method(cli, ref, "deposit", a.number, &balance, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row;
}

static int
print_card(struct cli *cli, int64_t customer, struct err *e)
{
	char ref[REF_SIZE], title[64];
	struct card card;
	int known = card_default(cli->office.db, customer, &card, e);

	if (known <= 0)
		return known;
	snprintf(title, sizeof(title), "%s ****%s", card.brand, card.last4);
	return print_method(cli, ref_format(REF_CARD, card.id, ref), "card", title, NULL, e);
}

static int
print_gateways(struct cli *cli, struct err *e)
{
	char name[33], title[SETTING_SIZE];
	int row;

	for (int i = 0; (row = setting_gateway_at(cli->office.db, i, name, e)) == 1; i++)
		if (setting_gateway_text(cli->office.db, name, "title", title, sizeof(title), e) !=
			0 ||
		    print_method(cli, name, "checkout", title, NULL, e) != 0)
			return -1;
	return row;
}

/* The one currency of the invoices named, or "". */
static int
find_currency(struct cli *cli, char currency[4], struct err *e)
{
	struct invoice inv;
	int64_t id;

	currency[0] = '\0';
	for (size_t i = 0; i < cli->operand_count; i++) {
		if (reach_find(&cli->office, REF_INVOICE, cli->operands[i], &id, e) != 0 ||
		    invoice_show(cli->office.db, id, &inv, e) != 0)
			return -1;
		if (currency[0] && strcmp(currency, inv.amount.currency) != 0)
			return err_set(e, ERR_USAGE,
			    _("the invoices are in %s and %s: one payment, one currency"), currency,
			    inv.amount.currency);
		memcpy(currency, inv.amount.currency, 4);
	}
	return 0;
}

int
paying_methods(struct cli *cli, struct err *e)
{
	int64_t customer;
	char currency[4];

	if (reach_owner(&cli->office, cli_value(cli, "customer"), &customer, e) != 0)
		return -1;
	if (find_currency(cli, currency, e) != 0)
		return -1;
	if (cli->office.actor.kind == ACTOR_OPERATOR &&
	    print_method(cli, "cash", "cash", "cash at the counter", NULL, e) != 0)
		return -1;
	if (customer != 0 &&
	    (print_card(cli, customer, e) != 0 || print_deposits(cli, customer, currency, e) != 0))
		return -1;
	return print_gateways(cli, e);
}
