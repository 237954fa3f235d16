/*
 * pp-qr - collecting by QR: charges, their drawings, and reading those of others.
 */
#include <stdio.h>
#include <string.h>
#include "account.h"
#include "authorise.h"
#include "collect.h"
#include "deposit.h"
#include "fill_qr.h"
#include "i18n.h"
#include "qr_people.h"
#include "qr_verbs.h"
#include "reach.h"
#include "setting.h"
#include "show.h"

/* ---- making */

static int
read_payee(struct cli *cli, struct qr *qr, struct err *e)
{
	const char *account = cli_value(cli, "account"), *invoice = cli_value(cli, "invoice");

	if (!account == !invoice)
		return err_set(
		    e, ERR_USAGE, _("one of --%s and --%s is needed"), "account", "invoice");
	if (account)
		return reach_account(&cli->office, account, 0, &qr->account, e);
	if (reach_find(&cli->office, REF_INVOICE, invoice, &qr->invoice, e) != 0)
		return -1;
	if (cli->office.actor.kind == ACTOR_OPERATOR)
		return 0;
	err_set(e, ERR_DENIED, _("%s is for operators"), "--invoice");
	return err_reason(e, "operator_only", "");
}

static int
read_amount(struct cli *cli, struct qr *qr, struct err *e)
{
	struct account a;
	int row;

	if (qr->account == 0)
		return cli_value(cli, "amount")
			   ? err_set(e, ERR_USAGE, _("an invoice says itself what is due"))
			   : 0;
	if (account_show(cli->office.db, qr->account, &a, e) != 0 ||
	    deposit_check_account(&a, e) != 0)
		return -1;
	row = cli_money(cli, "amount", a.currency, &qr->amount, e);
	if (row == 1 && qr->amount.minor == 0)
		return err_set(e, ERR_USAGE, _("the amount must be more than zero"));
	if (row == 0)
		qr->amount = money_of(0, a.currency);
	return row < 0 ? -1 : 0;
}

static int
read_charge(struct cli *cli, struct qr *qr, struct err *e)
{
	const char *memo = cli_value(cli, "memo"), *expires = cli_value(cli, "expires");

	if (read_payee(cli, qr, e) != 0)
		return -1;
	if (cli_flag(cli, "once") == cli_flag(cli, "many"))
		return err_set(e, ERR_USAGE, _("one of --%s and --%s is needed"), "once", "many");
	qr->is_once = cli_flag(cli, "once");
	if (memo && strlen(memo) >= sizeof(qr->memo))
		return err_set(e, ERR_USAGE, _("--%s is too long"), "memo");
	snprintf(qr->memo, sizeof(qr->memo), "%s", memo ? memo : "");
	snprintf(qr->expires_on, sizeof(qr->expires_on), "%s", expires ? expires : "");
	return read_amount(cli, qr, e);
}

static int
create(struct cli *cli, struct err *e)
{
	char amount[MONEY_TEXT_SIZE] = "-", ref[REF_SIZE];
	struct qr qr = { .id = 0 };

	if (read_charge(cli, &qr, e) != 0)
		return -1;
	if (qr.amount.minor != 0)
		money_format(&qr.amount, amount);
	if (authorise(cli, e, N_("collect %s %s to %s"), amount, qr.amount.currency,
		ref_format(REF_ACCOUNT, qr.account, ref)) != 0 ||
	    collect_create(&cli->office, &qr, e) != 0)
		return -1;
	if (cli->format == FORMAT_TABLE && qr_people_draw(cli_out(cli), qr.payload, e) != 0)
		return -1;
	return print_qr(cli, &qr, e);
}

/* ---- looking, ending */

static int
list(struct cli *cli, struct err *e)
{
	const char *account = cli_value(cli, "account");
	struct qr_filter filter = { 0, 0 };
	char today[DATE_SIZE];
	struct query q;
	struct qr qr;
	int row = 0;

	if (reach_owner(&cli->office, cli_value(cli, "customer"), &filter.customer, e) != 0)
		return -1;
	if (account && reach_account(&cli->office, account, 0, &filter.account, e) != 0)
		return -1;
	if (setting_today(&cli->office, today, e) != 0 ||
	    qr_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	while (cli_wants_more(cli) && (row = qr_next(&q, today, &qr, e)) == 1)
		if (print_qr(cli, &qr, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static int
show_one(struct cli *cli, const struct item *item, struct err *e)
{
	int64_t id;

	if (reach_find(&cli->office, REF_QR, item->text, &id, e) != 0)
		return -1;
	return show_qr(cli, id, e);
}

static int
show(struct cli *cli, struct err *e)
{
	return cli_each(cli, show_one, e);
}

static int
cancel(struct cli *cli, struct err *e)
{
	struct qr qr;
	int64_t id;

	if (reach_find(&cli->office, REF_QR, cli->operands[0], &id, e) != 0 ||
	    authorise(cli, e, N_("cancel %s"), cli->operands[0]) != 0 ||
	    qr_show(&cli->office, id, &qr, e) != 0 || collect_cancel(&cli->office, id, e) != 0)
		return -1;
	qr.status = QR_CANCELLED;
	return print_qr(cli, &qr, e);
}

static const struct option_row options_create[] = {
	{ "account", 0, OPTION_REF, "REF", "acc", N_("the deposit account that is credited"),
	    false },
	{ "invoice", 0, OPTION_REF, "REF", "inv", N_("or the invoice that is paid"), false },
	{ "amount", 0, OPTION_MONEY, "AMOUNT", NULL, N_("else the payer says how much"), false },
	{ "memo", 0, OPTION_TEXT, "TEXT", NULL, N_("what it is for"), false },
	{ "expires", 0, OPTION_DATE, "DATE", NULL, N_("its last day"), false },
	{ "once", 0, OPTION_FLAG, NULL, NULL, N_("good for one payment"), false },
	{ "many", 0, OPTION_FLAG, NULL, NULL, N_("good for any number of payments"), false },
	{ 0 },
};
static const struct option_row options_list[] = {
	{ "account", 0, OPTION_REF, "REF", "acc", N_("only those of that account"), false },
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("only those of its accounts"), false },
	{ 0 },
};

static const struct verb verbs[] = {
	{ "create", "", N_("makes a charge, to be drawn and paid by whoever reads it"),
	    "pp-qr create --account=acc-3 --amount=150.00 --memo='Cuota de mayo' --once\n"
	    "pp-qr create --account=acc-3 --many --expires=2026-12-31",
	    options_create, 0, 0, VERB_WRITE | VERB_CUSTOMER, NULL, "qr", NULL, create },
	{ "draw", "REF|PAYLOAD|-", N_("draws charges, invoices to be paid, or any text"),
	    "pp-qr draw qr-19 -o charge.png\npp-qr draw inv-42 --as=utf8\n"
	    "pp-qr list --status=active --columns=id | pp-qr draw - -o '%s.png'",
	    options_qr_draw, 1, 1,
	    VERB_UNOPENED | VERB_PUBLIC | VERB_CUSTOMER | VERB_INPUT | VERB_OWN_OUTPUT, "qr|inv",
	    NULL, NULL, qr_verb_draw },
	{ "read", "IMAGE...|-", N_("finds the QR codes of PNG and JPEG images"),
	    "pp-qr read photo.jpg\npp-qr read photo.jpg | pp-pay qr - --with=acc-3", NULL, 1,
	    OPERANDS_ANY, VERB_PUBLIC | VERB_CUSTOMER | VERB_INPUT, NULL, "symbol", NULL,
	    qr_verb_read },
	{ "parse", "PAYLOAD|-", N_("shows the objects of a payload, and the rules that it breaks"),
	    "pp-qr parse 000201...\npp-qr read photo.jpg | pp-qr parse - --json", NULL, 1, 1,
	    VERB_PUBLIC | VERB_CUSTOMER | VERB_INPUT | VERB_EMPTY | VERB_ROWS, NULL, "field", NULL,
	    qr_verb_parse },
	{ "list", "", N_("lists charges"), "pp-qr list --status=active", options_list, 0, 0,
	    VERB_READ | VERB_CUSTOMER | VERB_LIST, NULL, "qr", NULL, list },
	{ "show", "REF...|-", N_("shows charges"), "pp-qr show qr-19", NULL, 1, OPERANDS_ANY,
	    VERB_READ | VERB_CUSTOMER | VERB_STDIN, "qr", "qr", NULL, show },
	{ "cancel", "REF", N_("ends a charge: nobody can pay it any more"), "pp-qr cancel qr-19",
	    NULL, 1, 1, VERB_WRITE | VERB_CUSTOMER, "qr", "qr", NULL, cancel },
	{ 0 },
};

static const struct program program = { "pp-qr", N_("collecting by QR: making, drawing, reading"),
	verbs, show_ref };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
