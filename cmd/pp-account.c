/*
 * pp-account - accounts that bills belong to, or that hold money.
 */
#include <stdio.h>
#include <string.h>
#include "accounts.h"
#include "closing.h"
#include "customer.h"
#include "reach.h"
#include "show.h"
#include "take.h"

static int
take_options(struct cli *cli, struct account *a, struct err *e)
{
	if (take_option(cli, "holder", a->holder, sizeof(a->holder), e) != 0 ||
	    take_option(cli, "address", a->address, sizeof(a->address), e) != 0)
		return -1;
	if (take_option(cli, "lat", a->lat, sizeof(a->lat), e) != 0)
		return -1;
	return take_option(cli, "lon", a->lon, sizeof(a->lon), e);
}

/* The biller that --biller names; *id is 0 without it. */
static int
find_biller(struct cli *cli, int64_t *id, struct err *e)
{
	const char *text = cli_value(cli, "biller");

	*id = 0;
	return text ? biller_find(cli->office.db, text, id, e) : 0;
}

static int
add(struct cli *cli, struct err *e)
{
	struct account a = { .id = 0 };
	struct biller b;

	if (find_biller(cli, &b.id, e) != 0 || biller_show(cli->office.db, b.id, &b, e) != 0)
		return -1;
	if (snprintf(a.number, sizeof(a.number), "%s", cli->operands[0]) >= (int)sizeof(a.number))
		return err_set(e, ERR_USAGE, _("an account number has at most 64 bytes"));
	if (take_options(cli, &a, e) != 0)
		return -1;
	return account_add(&cli->office, &b, &a, e) != 0 ? -1 : account_print_one(cli, &a, e);
}

static int
open_deposit(struct cli *cli, struct err *e)
{
	const char *owner = cli_value(cli, "customer");
	struct account a = { .id = 0 };

	if (owner && customer_find(cli->office.db, owner, &a.customer, e) != 0)
		return -1;
	if (take_option(cli, "currency", a.currency, sizeof(a.currency), e) != 0 ||
	    take_option(cli, "holder", a.holder, sizeof(a.holder), e) != 0)
		return -1;
	return account_open(&cli->office, &a, e) != 0 ? -1 : account_print_one(cli, &a, e);
}

static int
edit(struct cli *cli, struct err *e)
{
	struct account a;
	struct biller b;

	if (account_of_text(cli, cli->operands[0], &a, e) != 0 || take_options(cli, &a, e) != 0)
		return -1;
	if (a.is_deposit && cli_value(cli, "number"))
		return err_set(e, ERR_USAGE, _("the number of a deposit account does not change"));
	if (take_option(cli, "number", a.number, sizeof(a.number), e) != 0)
		return -1;
	if (!a.is_deposit && biller_show(cli->office.db, a.biller, &b, e) != 0)
		return -1;
	if (account_edit(&cli->office, a.is_deposit ? NULL : &b, &a, e) != 0)
		return -1;
	return account_print_one(cli, &a, e);
}

static int
close_account(struct cli *cli, struct err *e)
{
	char ref[REF_SIZE];
	struct account a;

	if (account_of_text(cli, cli->operands[0], &a, e) != 0)
		return -1;
	ref_format(REF_ACCOUNT, a.id, ref);
	if (cli_confirm(cli, NULL, e, _("Close %s, number %s of %s?"), ref, a.number, a.holder) !=
		0 ||
	    closing_account(&cli->office, a.id, e) != 0)
		return -1;
	snprintf(a.status, sizeof(a.status), "closed");
	return account_print_one(cli, &a, e);
}

static int
find(struct cli *cli, struct err *e)
{
	struct account_printer p;
	int64_t biller, id;
	struct account a;
	int result;

	if (find_biller(cli, &biller, e) != 0 ||
	    reach_named_account(&cli->office, cli->operands[0], biller, &id, e) != 0 ||
	    account_show(cli->office.db, id, &a, e) != 0)
		return -1;
	account_printer_open(&p, cli);
	result = cli->office.actor.kind == ACTOR_OPERATOR ? account_print(&p, &a, e)
							  : account_preview(&p, &a, e);
	account_printer_close(&p);
	return result;
}

static int
list_all(struct account_printer *p, const struct account_filter *filter, struct err *e)
{
	struct account a;
	struct query q;
	int row = 0;

	if (account_list(p->cli->office.db, filter, &q, e) != 0)
		return -1;
	while (cli_wants_more(p->cli) && (row = account_next(&q, &a, e)) == 1)
		if (account_print(p, &a, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static bool
is_listed(const struct account *a, const struct account_filter *filter)
{
	if (filter->biller != 0 && filter->biller != a->biller)
		return false;
	return filter->kind == NULL || (strcmp(filter->kind, "deposit") == 0) == a->is_deposit;
}

/* What a customer owns or has linked: few, and found by it. */
static int
list_own(struct account_printer *p, const struct account_filter *filter, struct err *e)
{
	struct db *db = p->cli->office.db;
	struct reach_set set;
	struct account a;
	int result = reach_accounts(db, p->customer, &set, e);

	for (size_t i = 0; i < set.count && result == 0 && cli_wants_more(p->cli); i++) {
		result = account_show(db, set.ids[i], &a, e);
		if (result == 0 && is_listed(&a, filter))
			result = account_print(p, &a, e);
	}
	reach_set_close(&set);
	return result;
}

static int
list(struct cli *cli, struct err *e)
{
	struct account_filter filter = { .kind = cli_value(cli, "kind") };
	struct account_printer p;
	int result;

	account_printer_open(&p, cli);
	result = reach_owner(&cli->office, cli_value(cli, "customer"), &p.customer, e);
	if (result == 0)
		result = find_biller(cli, &filter.biller, e);
	if (result == 0)
		result = p.customer != 0 ? list_own(&p, &filter, e) : list_all(&p, &filter, e);
	account_printer_close(&p);
	return result;
}

static int
show_item(struct cli *cli, const struct item *item, struct err *e)
{
	struct account a;

	return account_of_item(cli, item, &a, e) != 0 ? -1 : show_account(cli, a.id, e);
}

static int
show(struct cli *cli, struct err *e)
{
	return cli_each(cli, show_item, e);
}

#define HOLDER(is_new)                                                                             \
	{ "holder", 0, OPTION_TEXT, "TEXT", NULL, N_("whose it is"), is_new },                     \
	{                                                                                          \
		"address", 0, OPTION_TEXT, "TEXT", NULL, N_("where the service is delivered"),     \
		    false                                                                          \
	}
#define PLACE                                                                                      \
	{ "lat", 0, OPTION_TEXT, "DEGREES", NULL, N_("degrees north, decimal: -16.5"), false },    \
	{                                                                                          \
		"lon", 0, OPTION_TEXT, "DEGREES", NULL, N_("degrees east, decimal: -68.15"), false \
	}
#define CUSTOMER                                                                                   \
	{                                                                                          \
		"customer", 0, OPTION_REF, "REF", "cus", N_("its owner"), false                    \
	}
#define MEMO                                                                                       \
	{                                                                                          \
		"memo", 0, OPTION_TEXT, "TEXT", NULL, N_("free text"), false                       \
	}

static const struct option_row options_add[] = {
	{ "biller", 0, OPTION_REF, "REF", "bil", N_("whose account number it is"), true },
	HOLDER(true),
	PLACE,
	{ 0 },
};

static const struct option_row options_open[] = {
	{ "currency", 0, OPTION_TEXT, "CCC", NULL, N_("of the money it holds"), true },
	{ "holder", 0, OPTION_TEXT, "TEXT", NULL, N_("whose it is"), true },
	CUSTOMER,
	{ 0 },
};

static const struct option_row options_edit[] = {
	{ "number", 0, OPTION_TEXT, "TEXT", NULL, N_("its number at the biller"), false },
	HOLDER(false),
	PLACE,
	{ 0 },
};

static const struct option_row options_find[] = {
	{ "biller", 0, OPTION_REF, "REF", "bil", N_("whose account number it is"), false },
	{ 0 },
};

static const struct option_row options_list_own[] = {
	CUSTOMER,
	{ "biller", 0, OPTION_REF, "REF", "bil", N_("only of that biller"), false },
	{ "kind", 0, OPTION_CHOICE, "KIND", "service|deposit", N_("only of that kind"), false },
	{ 0 },
};

static const struct option_row options_move[] = { MEMO, { 0 } };

static const struct option_row options_statement[] = {
	{ "since", 0, OPTION_DATE, "DATE", NULL, N_("from that date on"), false },
	{ "until", 0, OPTION_DATE, "DATE", NULL, N_("up to that date"), false },
	{ 0 },
};

static const struct verb verbs[] = {
	{ "add", "NUMBER", N_("adds an account that a biller sends bills to"),
	    "pp-account add 1001 --biller=water --holder='Ana Quispe'", options_add, 1, 1,
	    VERB_WRITE, NULL, "account", NULL, add },
	{ "import", "FILE|-", N_("adds many; what it knows is brought up to date"),
	    "pp-account import accounts.csv --biller=water", options_account_import, 1, 1,
	    VERB_WRITE | VERB_INPUT, NULL, "summary", NULL, account_verb_import },
	{ "open", "", N_("opens an account that holds money here"),
	    "pp-account open --currency=BOB --holder='Ana Quispe'", options_open, 0, 0, VERB_WRITE,
	    NULL, "account", NULL, open_deposit },
	{ "edit", "REF", N_("changes what is given"),
	    "pp-account edit water:1001 --lat=-16.5 --lon=-68.15", options_edit, 1, 1, VERB_WRITE,
	    "acc", "account", NULL, edit },
	{ "close", "REF", N_("closes an account that owes and holds nothing"),
	    "pp-account close acc-3 --yes", NULL, 1, 1, VERB_WRITE, "acc", "account", NULL,
	    close_account },
	{ "find", "NUMBER", N_("shows an account by its number before it is linked"),
	    "pp-account find 1001 --biller=water", options_find, 1, 1, VERB_READ | VERB_PUBLIC,
	    "acc", "account", NULL, find },
	{ "list", "", N_("lists accounts"), "pp-account list --biller=water --status=active",
	    options_list_own, 0, 0, VERB_READ | VERB_LIST | VERB_CUSTOMER, NULL, "account", NULL,
	    list },
	{ "show", "REF...|-", N_("shows accounts"), "pp-account show acc-3\npp-account show 1001",
	    NULL, 1, OPERANDS_ANY, VERB_READ | VERB_CUSTOMER | VERB_STDIN, "acc", "account", NULL,
	    show },
	{ "status", "[REF...|-]", N_("shows what is overdue, the next due dates and enrolments"),
	    "pp-account status water:1001", NULL, 0, OPERANDS_ANY,
	    VERB_READ | VERB_CUSTOMER | VERB_STDIN, "acc", "account_status", NULL, account_status },
	{ "link", "NUMBER", N_("gives a customer an account to see and pay; again: another alias"),
	    "pp-account link water:1001 --alias=casa\n"
	    "pp-account link water:1001 --customer=ana@example.com",
	    options_account_link, 1, 1, VERB_WRITE | VERB_CUSTOMER, "acc", "account", NULL,
	    account_link },
	{ "unlink", "REF", N_("takes it back, with what the customer enrolled; asks first"),
	    "pp-account unlink casa", options_account_unlink, 1, 1, VERB_WRITE | VERB_CUSTOMER,
	    "acc", "account", NULL, account_unlink },
	{ "enrol", "REF paperless|autodebit",
	    N_("bills by e-mail, or debited on their own; again: changed, or woken"),
	    "pp-account enrol casa paperless --accept-terms\n"
	    "pp-account enrol casa autodebit --with=card --day=10 --max=500 --accept-terms",
	    options_account_enrol, 2, 2, VERB_WRITE | VERB_CUSTOMER, "acc", "account_status", NULL,
	    account_enrol },
	{ "unenrol", "REF paperless|autodebit", N_("ends that; asks first"),
	    "pp-account unenrol casa autodebit", NULL, 2, 2, VERB_WRITE | VERB_CUSTOMER, "acc",
	    "account_status", NULL, account_unenrol },
	{ "deposit", "REF AMOUNT", N_("takes money in over the counter"),
	    "pp-account deposit acc-3 150.00 --memo='cash desk 2'", options_move, 2, 2,
	    VERB_WRITE | VERB_MONEY, "acc", "account", NULL, account_deposit },
	{ "withdraw", "REF AMOUNT", N_("pays money out over the counter"),
	    "pp-account withdraw acc-3 150.00 --yes", options_move, 2, 2, VERB_WRITE | VERB_MONEY,
	    "acc", "account", NULL, account_withdraw },
	{ "statement", "REF", N_("lists what moved in a deposit account, with opening and closing"),
	    "pp-account statement acc-3 --since=2026-03-01", options_statement, 1, 1,
	    VERB_READ | VERB_CUSTOMER, "acc", "statement", "table|tsv|json|csv|pdf",
	    account_statement },
	{ 0 },
};

/* What a repeated request made: enrolments show in the account's header. */
static int
show_again(struct cli *cli, const struct ref *ref, int *status, struct err *e)
{
	char text[REF_SIZE];
	struct account a;
	struct err why;

	if (strstr(cli->verb->name, "enrol") == NULL || ref->type != REF_ACCOUNT ||
	    reach_check(
		&cli->office, ref->type, ref->id, ref_format(ref->type, ref->id, text), &why) != 0)
		return show_ref(cli, ref, status, e);
	*status = 0;
	if (account_show(cli->office.db, ref->id, &a, e) != 0)
		return -1;
	return account_status_print(cli, &a, e);
}

static const struct program program = { "pp-account",
	N_("accounts that bills belong to, or that hold money"), verbs, show_again };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
