/*
 * pp-pay - paying: in cash, from deposit accounts, by card, at hosted checkouts; receipts, refunds.
 */
#include <stdio.h>
#include <string.h>
#include "authorise.h"
#include "biller.h"
#include "i18n.h"
#include "options.h"
#include "outcome.h"
#include "paying.h"
#include "reach.h"
#include "refund.h"
#include "setting.h"
#include "show.h"
#include "invoices.h"

/* The invoices that are named, into the order. */
static int
read_invoices(struct cli *cli, struct pay_order *order, struct err *e)
{
	struct invoice_set set = { 0 };
	int result = invoice_set_read(&set, cli, e);

	/* Of a list; who names both is told that it is one or the other. */
	if (result == 0 && strcmp(cli->operands[0], "-") == 0)
		result = invoice_set_drop_openings(&set, cli, e);
	if (result == 0 && set.count > PAY_ITEMS_MAX)
		result = err_set(
		    e, ERR_USAGE, _("one payment takes at most %d invoices"), PAY_ITEMS_MAX);
	if (result == 0 && set.count > 0)
		memcpy(order->invoices, set.ids, set.count * sizeof(*set.ids));
	order->count = set.count;
	invoice_set_close(&set);
	return result;
}

static int
pay(struct cli *cli, struct err *e)
{
	struct pay_order order = { 0 };

	if (paying_order(cli, &order, e) != 0 || read_invoices(cli, &order, e) != 0)
		return -1;
	return paying_run(cli, &order, paying_ask_invoices, e);
}

static int
confirm(struct cli *cli, struct err *e)
{
	struct paying_platform platform;
	struct payment p;
	struct text params;
	int64_t id;
	int result;

	text_open(&params);
	result = reach_find(&cli->office, REF_PAYMENT, cli->operands[0], &id, e);
	if (result == 0)
		result = paying_params(cli, &params, e);
	if (result == 0)
		result = paying_platform_open(&platform, cli, e);
	if (result == 0) {
		result = pay_confirm(&cli->office, &platform.platform, id,
		    params.length > 0 ? text_string(&params) : NULL, &p, e);
		paying_platform_close(&platform);
	}
	text_close(&params);
	return result == 0 ? paying_print(cli, &p, e) : -1;
}

static int
cancel(struct cli *cli, struct err *e)
{
	struct paying_platform platform;
	char amount[MONEY_TEXT_SIZE], ref[REF_SIZE];
	struct payment p;
	int64_t id;
	int result;

	if (reach_find(&cli->office, REF_PAYMENT, cli->operands[0], &id, e) != 0 ||
	    payment_show(cli->office.db, id, &p, e) != 0)
		return -1;
	money_format_people(&p.amount, amount);
	if (cli_confirm(cli, NULL, e, _("Give up %s over %s %s?"), cli->operands[0], amount,
		p.amount.currency) != 0 ||
	    authorise(cli, e, N_("give up %s over %s %s"), ref_format(REF_PAYMENT, id, ref), amount,
		p.amount.currency) != 0)
		return -1;
	if (paying_platform_open(&platform, cli, e) != 0)
		return -1;
	result = pay_cancel(&cli->office, &platform.platform, id, &p, e);
	paying_platform_close(&platform);
	return result == 0 ? paying_print(cli, &p, e) : -1;
}

static int
read_refund(struct cli *cli, struct refund_order *order, struct err *e)
{
	const char *amount = cli_value(cli, "amount"), *reason = cli_value(cli, "reason");
	char text[MONEY_TEXT_SIZE];
	struct money money;

	if (strlen(reason) >= sizeof(order->reason))
		return err_set(e, ERR_USAGE, _("--%s is too long"), "reason");
	if (amount && strlen(amount) >= sizeof(order->amount))
		return err_set(e, ERR_USAGE, _("an amount is too large"));
	snprintf(order->reason, sizeof(order->reason), "%s", reason);
	snprintf(order->amount, sizeof(order->amount), "%s", amount ? amount : "");
	if (payment_find(cli->office.db, cli->operands[0], &order->payment, e) != 0 ||
	    refund_quote(&cli->office, order, &money, e) != 0)
		return -1;
	money_format_people(&money, text);
	return cli_confirm(
	    cli, NULL, e, _("Refund %s %s of %s?"), text, money.currency, cli->operands[0]);
}

static int
refund(struct cli *cli, struct err *e)
{
	struct refund_order order = { 0 };
	struct paying_platform platform;
	struct paying_sheet sheet;
	int result;

	if (read_refund(cli, &order, e) != 0 || paying_platform_open(&platform, cli, e) != 0)
		return -1;
	paying_sheet_open(&sheet);
	order.watch = paying_watch(cli);
	order.watch_context = &sheet;
	if (refund_pay(&cli->office, &platform.platform, &order, &sheet.payment, e) != 0)
		result = -1;
	else
		result = paying_sheet_print(cli, &sheet, e);
	paying_sheet_close(&sheet);
	paying_platform_close(&platform);
	return result;
}

/* How a list names it, or how one is told to pay: card-N, acc-N, a platform's hosted checkout. */
static int
read_method(struct cli *cli, const char *text, struct payment_filter *f, struct err *e)
{
	static const char kinds[] = "cash|card|deposit|checkout|credit";
	struct ref ref;
	int has_gateway;

	if (words_have(kinds, text, strlen(text))) {
		f->method = text;
		return 0;
	}
	if (ref_parse(text, &ref) == 1 && (ref.type == REF_CARD || ref.type == REF_ACCOUNT)) {
		f->method = ref.type == REF_CARD ? "card" : "deposit";
		return reach_find(
		    &cli->office, ref.type, text, ref.type == REF_CARD ? &f->card : &f->source, e);
	}
	has_gateway = setting_has_gateway(cli->office.db, text, e);
	if (has_gateway == 0)
		return err_set(e, ERR_USAGE,
		    _("--method takes %s, card-N, acc-N or a platform's name"), kinds);
	if (f->gateway && strcmp(f->gateway, text) != 0)
		return err_set(e, ERR_USAGE, _("--method and --gateway name two platforms"));
	f->method = "checkout";
	f->gateway = text;
	return has_gateway < 0 ? -1 : 0;
}

static int
read_filter(struct cli *cli, struct payment_filter *f, struct err *e)
{
	const char *account = cli_value(cli, "account"), *biller = cli_value(cli, "biller");
	const char *method = cli_value(cli, "method"), *qr = cli_value(cli, "qr");
	struct db *db = cli->office.db;

	f->gateway = cli_value(cli, "gateway");
	f->is_flagged_only = cli_flag(cli, "flagged");
	if (method && read_method(cli, method, f, e) != 0)
		return -1;
	if (account && reach_account(&cli->office, account, 0, &f->account, e) != 0)
		return -1;
	if (biller && biller_find(db, biller, &f->biller, e) != 0)
		return -1;
	if (qr && reach_find(&cli->office, REF_QR, qr, &f->qr, e) != 0)
		return -1;
	if (reach_owner(&cli->office, cli_value(cli, "customer"), &f->customer, e) != 0)
		return -1;
	if (setting_span(
		db, cli_value(cli, "since"), cli_value(cli, "until"), &f->since, &f->until, e) != 0)
		return -1;
	return setting_span(db, cli_value(cli, "paid-since"), cli_value(cli, "paid-until"),
	    &f->paid_since, &f->paid_until, e);
}

static int
list(struct cli *cli, struct err *e)
{
	struct payment_filter filter = { 0 };
	struct payment p;
	struct query q;
	int row;

	cli_heading(cli, _("PAYMENTS"), "");
	if (read_filter(cli, &filter, e) != 0 || payment_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	while (cli_wants_more(cli) && (row = payment_next(&q, &p, e)) != 0)
		if (row < 0 || paying_print(cli, &p, e) != 0) {
			query_end(&q);
			return -1;
		}
	query_end(&q);
	return 0;
}

static int
show_one(struct cli *cli, const struct item *item, struct err *e)
{
	struct payment p;
	int64_t id;

	if (reach_find(&cli->office, REF_PAYMENT, item->text, &id, e) != 0 ||
	    payment_show(cli->office.db, id, &p, e) != 0)
		return -1;
	return paying_print(cli, &p, e);
}

static int
show(struct cli *cli, struct err *e)
{
	return cli_each(cli, show_one, e);
}

#define PAYING_OPTIONS                                                                             \
	{ "amount", 0, OPTION_MONEY, "AMOUNT", "instalment|balance",                               \
		N_("instalment, balance, or this much"), false },                                  \
	    { "expect", 0, OPTION_MONEY, "AMOUNT", NULL, N_("refuse any other total"), false },    \
	    { "return-url", 0, OPTION_TEXT, "URL", NULL,                                           \
		    N_("where a hosted checkout returns; {ref} is the payment"), false },          \
	    { "memo", 0, OPTION_TEXT, "TEXT", NULL, N_("a note on the payment"), false },          \
	{                                                                                          \
		"client-ip", 0, OPTION_TEXT, "ADDR", NULL, N_("the payer's network address"),      \
		    false                                                                          \
	}

static const struct option_row options_invoice[] = {
	{ "with", 0, OPTION_REF, "METHOD", "card|acc",
	    N_("cash, card, card-N, acc-N or a platform's name"), true },
	PAYING_OPTIONS,
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("who pays"), false },
	{ 0 },
};
static const struct option_row options_quick[] = {
	{ "with", 0, OPTION_REF, "METHOD", "card|acc",
	    N_("pay, with cash or a platform's name; else list"), false },
	PAYING_OPTIONS,
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("who pays"), false },
	{ 0 },
};
static const struct option_row options_qr[] = {
	{ "with", 0, OPTION_REF, "METHOD", "card|acc",
	    N_("cash, card, card-N, acc-N or a platform's name"), true },
	{ "amount", 0, OPTION_MONEY, "AMOUNT", NULL, N_("how much, where the code leaves it open"),
	    false },
	{ "expect", 0, OPTION_MONEY, "AMOUNT", NULL, N_("refuse any other total"), false },
	{ "return-url", 0, OPTION_TEXT, "URL", NULL,
	    N_("where a hosted checkout returns; {ref} is the payment"), false },
	{ "memo", 0, OPTION_TEXT, "TEXT", NULL, N_("a note on the payment; else the charge's"),
	    false },
	{ "client-ip", 0, OPTION_TEXT, "ADDR", NULL, N_("the payer's network address"), false },
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("who pays"), false },
	{ 0 },
};
static const struct option_row options_methods[] = {
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("whose cards and accounts"), false },
	{ 0 },
};
static const struct option_row options_confirm[] = {
	{ "params", 0, OPTION_FILE, "FILE", NULL, N_("what came back: a query string or JSON"),
	    false },
	{ 0 },
};
static const struct option_row options_resolve[] = {
	{ "declare", 0, OPTION_CHOICE, "OUTCOME", "approved|declined", N_("settle it by hand"),
	    false },
	{ "gateway-ref", 0, OPTION_TEXT, "TEXT", NULL, N_("the platform's reference"), false },
	{ "amount", 0, OPTION_MONEY, "AMOUNT", NULL, N_("what was really captured"), false },
	{ "release", 0, OPTION_FLAG, NULL, NULL, N_("free its invoices, go on asking"), false },
	{ "reason", 0, OPTION_TEXT, "TEXT", NULL, N_("why, for the log"), false },
	{ "since", 0, OPTION_INSTANT, "INSTANT", NULL,
	    N_("take in all that the platforms hold since then"), false },
	{ 0 },
};
static const struct option_row options_refund[] = {
	{ "amount", 0, OPTION_MONEY, "AMOUNT", NULL, N_("this much of it; else all that is left"),
	    false },
	{ "reason", 0, OPTION_TEXT, "TEXT", NULL, N_("why, for the log"), true },
	{ 0 },
};
static const struct option_row options_claim[] = {
	{ "gateway", 0, OPTION_TEXT, "NAME", NULL, N_("the platform"), true },
	{ "valid", 0, OPTION_INT, "MINUTES", "1..1440",
	    N_("how long it may begin a charge; else 15"), false },
	{ 0 },
};
static const struct option_row options_payments[] = {
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("who paid"), false },
	{ "account", 0, OPTION_REF, "REF", "acc", N_("for or from this account"), false },
	{ "biller", 0, OPTION_REF, "REF", "bil", N_("to this biller"), false },
	{ "qr", 0, OPTION_REF, "REF", "qr", N_("for this charge"), false },
	{ "method", 0, OPTION_TEXT, "METHOD", NULL, N_("how"), false },
	{ "gateway", 0, OPTION_TEXT, "NAME", NULL, N_("through this platform"), false },
	{ "flagged", 0, OPTION_FLAG, NULL, NULL, N_("only what wants a look"), false },
	{ "since", 0, OPTION_DATE, "DATE", NULL, NULL, false },
	{ "until", 0, OPTION_DATE, "DATE", NULL, NULL, false },
	{ "paid-since", 0, OPTION_DATE, "DATE", NULL, NULL, false },
	{ "paid-until", 0, OPTION_DATE, "DATE", NULL, NULL, false },
	{ 0 },
};
static const struct option_row options_receipt[] = {
	{ "full", 0, OPTION_FLAG, NULL, NULL, N_("with the card network's voucher"), false },
	{ 0 },
};

static const struct verb verbs[] = {
	{ "invoice", "REF...|-", N_("pays invoices, all in one payment"),
	    "pp-pay invoice inv-42 inv-43 --with=cash\n"
	    "pp-invoice list --account=water:1001 --status=payable | pp-pay invoice - "
	    "--with=acc-3\n"
	    "pp-pay invoice inv-42 --with=sandbox --return-url='https://example.com/{ref}'",
	    options_invoice, 1, OPERANDS_ANY, VERB_WRITE | VERB_CUSTOMER | VERB_STDIN | VERB_MONEY,
	    "inv", "payment", NULL, pay },
	{ "quick", "BILLER:NUMBER [INVOICE...]",
	    N_("lists what is payable at an account, or pays it, leaving nothing linked"),
	    "pp-pay quick water:1001\npp-pay quick water:1001 --with=sandbox", options_quick, 1,
	    OPERANDS_ANY, VERB_WRITE | VERB_PUBLIC | VERB_CUSTOMER | VERB_MONEY, NULL,
	    "invoice|payment", NULL, paying_quick },
	{ "qr", "REF|PAYLOAD|-", N_("pays what a QR code asks for"),
	    "pp-qr read photo.jpg | pp-pay qr - --with=acc-3\n"
	    "pp-pay qr qr-19 --with=card --amount=25.00",
	    options_qr, 1, 1, VERB_WRITE | VERB_CUSTOMER | VERB_INPUT | VERB_MONEY, "qr", "payment",
	    NULL, paying_qr },
	{ "methods", "[INVOICE...]", N_("lists what this payer may pay with"),
	    "pp-pay methods inv-42", options_methods, 0, OPERANDS_ANY,
	    VERB_READ | VERB_CUSTOMER | VERB_ROWS, "inv", "method", NULL, paying_methods },
	{ "confirm", "REF", N_("asks the platform what became of a hosted checkout"),
	    "pp-pay confirm pay-9 --params=-", options_confirm, 1, 1,
	    VERB_WRITE | VERB_CUSTOMER | VERB_PROVES, "pay", "payment", NULL, confirm },
	{ "cancel", "REF", N_("gives up a hosted checkout that was not paid"),
	    "pp-pay cancel pay-9 --yes", NULL, 1, 1, VERB_WRITE | VERB_CUSTOMER, "pay", "payment",
	    NULL, cancel },
	{ "resolve", "[REF...|-]", N_("finds out what became of payments that are not clear"),
	    "pp-pay resolve\npp-pay resolve pay-9\n"
	    "pp-pay resolve pay-9 --declare=declined --reason='their letter of 3 May'",
	    options_resolve, 0, OPERANDS_ANY, VERB_WRITE | VERB_STDIN | VERB_CRON, "pay", "payment",
	    NULL, paying_resolve },
	{ "debit", "", N_("charges all that is due by automatic debit"),
	    "pp-pay debit\npp-pay debit --dry-run --json", NULL, 0, 0,
	    VERB_WRITE | VERB_CRON | VERB_REPEATS, NULL, "payment", NULL, paying_debit },
	{ "claim", "", N_("begins the debits of one platform and prints their requests"),
	    "pp-pay claim --gateway=webpay | pp-gateway-webpay | pp-pay settle -", options_claim, 0,
	    0, VERB_WRITE | VERB_REPEATS, NULL, "payment", NULL, paying_claim },
	{ "settle", "FILE|-", N_("takes in the answers to what was claimed"),
	    "pp-pay claim --gateway=webpay | pp-gateway-webpay | pp-pay settle -", NULL, 1, 1,
	    VERB_WRITE | VERB_INPUT | VERB_CRON | VERB_REPEATS, NULL, "payment", NULL,
	    paying_settle },
	{ "refund", "REF", N_("gives back what a payment took"),
	    "pp-pay refund pay-9 --reason='charged by mistake'", options_refund, 1, 1,
	    VERB_WRITE | VERB_MONEY, "pay", "payment", NULL, refund },
	{ "list", "", N_("lists payments"), "pp-pay list --since=2026-03-01 --status=approved",
	    options_payments, 0, 0, VERB_READ | VERB_CUSTOMER | VERB_LIST, NULL, "payment",
	    "table|tsv|json|csv|pdf", list },
	{ "show", "REF...|-", N_("shows payments"), "pp-pay show pay-9 --json", NULL, 1,
	    OPERANDS_ANY, VERB_READ | VERB_CUSTOMER | VERB_STDIN, "pay", "payment", NULL, show },
	{ "receipt", "REF...|-", N_("prints the receipts of payments"),
	    "pp-pay receipt pay-9 --full\npp-pay receipt pay-9 --format=pdf -o pay-9.pdf",
	    options_receipt, 1, OPERANDS_ANY, VERB_READ | VERB_CUSTOMER | VERB_STDIN, "pay",
	    "payment", "text|json|pdf", paying_receipt },
	{ 0 },
};

static const struct program program = { "pp-pay",
	N_("paying invoices; receipts, refunds, payments that are not clear"), verbs, show_ref };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
