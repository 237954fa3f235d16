/*
 * paying - the order from options, what it comes to, and paying it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "authorise.h"
#include "config.inc"
#include "fill_payment.h"
#include "i18n.h"
#include "invoice.h"
#include "paying.h"
#include "reach.h"
#include "recorded.h"
#include "utf8.h"

extern char **environ;

int
paying_platform_open(struct paying_platform *p, struct cli *cli, struct err *e)
{
	const char *folders = getenv("PP_GATEWAY_PATH");
	size_t count = 0, kept = 0;

	while (environ[count])
		count++;
	p->envp = calloc(count + 2, sizeof(*p->envp));
	if (!p->envp)
		return err_set(e, ERR_FAILED, _("out of memory"));
	/* A filter finds what it keeps beside the database, whichever way that was named to us. */
	snprintf(p->database, sizeof(p->database), "PP_DB=%s", db_path(cli->office.db));
	for (size_t i = 0; i < count; i++)
		if (strncmp(environ[i], "PP_DB=", 6) != 0)
			p->envp[kept++] = environ[i];
	p->envp[kept] = p->database;
	p->platform.folders = folders && *folders ? folders : PP_LIBEXEC_DIR;
	p->platform.envp = p->envp;
	return 0;
}

void
paying_platform_close(struct paying_platform *p)
{
	free(p->envp);
}

int
paying_print(struct cli *cli, const struct payment *p, struct err *e)
{
	struct record r;
	int result;

	recorded_payment(cli, p->id, payment_status_name(p->status));
	record_open(&r, "payment");
	result = fill_payment(&r, cli->office.db, p, e);
	if (result == 0)
		result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

void
paying_sheet_open(struct paying_sheet *sheet)
{
	memset(sheet, 0, sizeof(*sheet));
	record_open(&sheet->record, "payment");
}

void
paying_sheet_close(struct paying_sheet *sheet)
{
	record_close(&sheet->record);
}

static int
fill_sheet(struct office *office, void *context, struct err *e)
{
	struct paying_sheet *sheet = context;

	sheet->is_filled = true;
	return fill_payment(&sheet->record, office->db, &sheet->payment, e);
}

office_work *
paying_watch(const struct cli *cli)
{
	return cli->office.is_dry_run ? fill_sheet : NULL;
}

int
paying_sheet_print(struct cli *cli, struct paying_sheet *sheet, struct err *e)
{
	const struct payment *p = &sheet->payment;

	recorded_payment(cli, p->id, payment_status_name(p->status));
	if (!sheet->is_filled && fill_sheet(&cli->office, sheet, e) != 0)
		return -1;
	return cli_print(cli, &sheet->record, e);
}

static int
operators_only(const struct cli *cli, const char *what, struct err *e)
{
	if (cli->office.actor.kind == ACTOR_OPERATOR)
		return 0;
	err_set(e, ERR_DENIED, _("%s is for operators"), what);
	return err_reason(e, "operator_only", "");
}

/* Cards and deposit accounts are known to their owners and operators alone. */
static int
read_method(struct cli *cli, struct pay_order *order, struct err *e)
{
	const char *with = cli_value(cli, "with");
	struct ref ref = { REF_NONE, 0 };

	if (strcmp(with, "cash") == 0) {
		order->method = METHOD_CASH;
		return operators_only(cli, "cash", e);
	}
	if (strcmp(with, "card") == 0 && cli->office.actor.kind == ACTOR_GUEST)
		return ref_absent(REF_CARD, with, e);
	if (strcmp(with, "card") == 0 || ref_parse(with, &ref) == 1) {
		if (ref.type != REF_NONE &&
		    reach_check(&cli->office, ref.type, ref.id, with, e) != 0)
			return -1;
		order->method = ref.type == REF_ACCOUNT ? METHOD_DEPOSIT : METHOD_CARD;
		order->source = ref.type == REF_ACCOUNT ? ref.id : 0;
		order->card = ref.type == REF_CARD ? ref.id : 0;
		return 0;
	}
	order->method = METHOD_CHECKOUT;
	if (strlen(with) >= sizeof(order->gateway))
		return err_set(e, ERR_USAGE, _("there is no way to pay called %.40s"), with);
	snprintf(order->gateway, sizeof(order->gateway), "%s", with);
	return 0;
}

static int
read_amount(struct cli *cli, struct pay_order *order, struct err *e)
{
	const char *amount = cli_value(cli, "amount");
	const char *expect = cli_value(cli, "expect");

	order->what = PAY_DUE;
	if (amount && strcmp(amount, "instalment") == 0)
		order->what = PAY_INSTALMENT;
	else if (amount && strcmp(amount, "balance") != 0)
		order->what = PAY_AMOUNT;
	if ((amount && strlen(amount) >= sizeof(order->amount)) ||
	    (expect && strlen(expect) >= sizeof(order->expect)))
		return err_set(e, ERR_USAGE, _("an amount is too large"));
	snprintf(order->amount, sizeof(order->amount), "%s", amount ? amount : "");
	snprintf(order->expect, sizeof(order->expect), "%s", expect ? expect : "");
	return 0;
}

static int
read_payer(struct cli *cli, struct pay_order *order, struct err *e)
{
	return reach_owner(&cli->office, cli_value(cli, "customer"), &order->customer, e);
}

static int
read_text(struct cli *cli, const char *option, char *text, size_t size, struct err *e)
{
	const char *value = cli_value(cli, option);

	if (!value)
		return 0;
	if (number_check(value, size - 1, option, e) != 0)
		return -1;
	snprintf(text, size, "%s", value);
	return 0;
}

int
paying_order(struct cli *cli, struct pay_order *order, struct err *e)
{
	const char *memo = cli_value(cli, "memo"), *url = cli_value(cli, "return-url");

	if (memo) {
		if (text_check(memo, sizeof(order->memo) - 1, N_("memo"), e) != 0)
			return -1;
		snprintf(order->memo, sizeof(order->memo), "%s", memo);
	}
	if (url && url_check(url, sizeof(order->return_url) - 1, "return-url", e) != 0)
		return -1;
	snprintf(order->return_url, sizeof(order->return_url), "%s", url ? url : "");
	if (read_text(cli, "client-ip", order->client_address, sizeof(order->client_address), e) !=
	    0)
		return -1;
	if (read_method(cli, order, e) != 0 || read_amount(cli, order, e) != 0)
		return -1;
	return read_payer(cli, order, e);
}

void
paying_describe_credit(const struct pay_quote *quote, struct text *text)
{
	struct money part = money_of(quote->credit_minor, quote->total.currency);
	char amount[MONEY_TEXT_SIZE];

	if (quote->credit_minor == 0)
		return;
	money_format_people(&part, amount);
	text_add_format(text, _("  from credit of the account  %s\n"), amount);
}

/* Lines as they are shown before the question. */
static int
describe(struct cli *cli, const struct pay_quote *quote, struct text *text, struct err *e)
{
	char amount[MONEY_TEXT_SIZE], ref[REF_SIZE];
	struct money part;
	struct invoice inv;

	for (size_t i = 0; i < quote->count; i++) {
		if (invoice_show(cli->office.db, quote->items[i].invoice, &inv, e) != 0)
			return -1;
		part = money_of(quote->items[i].amount_minor, quote->total.currency);
		money_format_people(&part, amount);
		text_add_line(text, "  %s  %s  %s  %s", ref_format(REF_INVOICE, inv.id, ref),
		    inv.number, inv.concept[0] ? inv.concept : invoice_kind_name(inv.kind), amount);
	}
	paying_describe_credit(quote, text);
	return 0;
}

/* An invoice may be held by a payment that is done by now. */
static int
value(struct cli *cli, const struct platform *platform, const struct pay_order *order,
    struct pay_quote *quote, struct err *e)
{
	bool is_over;

	if (pay_quote(&cli->office, order, quote, e) == 0)
		return 0;
	cli->office.is_recording = true; /* what became of it needs nobody's token */
	is_over = pay_ask_holder(&cli->office, platform, e) == 1;
	cli->office.is_recording = false;
	recorded_forget(cli);
	return is_over ? pay_quote(&cli->office, order, quote, e) : -1;
}

const char *
paying_means(const struct cli *cli)
{
	const char *with = cli_value(cli, "with");

	return strcmp(with, "cash") == 0 ? _("cash") : with;
}

int
paying_ask_invoices(
    struct cli *cli, const struct pay_order *order, const struct pay_quote *quote, struct err *e)
{
	char total[MONEY_TEXT_SIZE];
	struct money taken; /* what credit leaves to be paid */
	struct text text;
	int result;

	(void)order;
	text_open(&text);
	result = describe(cli, quote, &text, e);
	taken = money_of(quote->total.minor - quote->credit_minor, quote->total.currency);
	money_format_people(&taken, total);
	if (result == 0)
		result = cli_confirm(cli, text_string(&text), e, _("Pay %s %s with %s?"), total,
		    quote->total.currency, paying_means(cli));
	text_close(&text);
	return result;
}

/* Before the intent: once it is there, the filter may be called. */
static int
confirm(struct cli *cli, const struct platform *platform, struct pay_order *order, paying_ask *ask,
    struct err *e)
{
	int needs_token = authorise_is_needed(cli, e);
	int64_t ids[PAY_ITEMS_MAX];
	struct pay_quote quote;

	if (needs_token < 0)
		return -1;
	if (!needs_token && (cli->is_yes || (cli->office.is_dry_run && !cli_previews(cli))))
		return 0;
	if (value(cli, platform, order, &quote, e) != 0 || ask(cli, order, &quote, e) != 0)
		return -1;
	/* What is refused anyhow costs nobody a token. */
	if (needs_token && pay_check(&cli->office, order, &quote, e) != 0)
		return -1;
	for (size_t i = 0; i < quote.count; i++)
		ids[i] = quote.items[i].invoice;
	if (quote.payee != 0 ? paying_authorise_payee(cli, &quote, e)
			     : authorise_invoices(cli, ids, quote.count, &quote.total, e))
		return -1;
	/* What was shown is what is paid. */
	if (order->expect[0] == '\0')
		money_format(&quote.total, order->expect);
	return 0;
}

int
paying_run(struct cli *cli, struct pay_order *order, paying_ask *ask, struct err *e)
{
	struct paying_platform platform;
	struct paying_sheet sheet;
	int result;

	if (paying_platform_open(&platform, cli, e) != 0)
		return -1;
	paying_sheet_open(&sheet);
	order->watch = paying_watch(cli);
	order->watch_context = &sheet;
	if (confirm(cli, &platform.platform, order, ask, e) != 0 ||
	    pay_invoices(&cli->office, &platform.platform, order, &sheet.payment, e) != 0)
		result = -1;
	else
		result = paying_sheet_print(cli, &sheet, e);
	paying_sheet_close(&sheet);
	paying_platform_close(&platform);
	return result;
}
