/*
 * account_link - a customer's right to see and pay an account: link and unlink.
 */
#include "accounts.h"
#include "authorise.h"
#include "enrolment.h"
#include "i18n.h"
#include "link.h"
#include "reach.h"
#include "subscription.h"
#include "text.h"

const struct option_row options_account_link[] = {
	{ "alias", 0, OPTION_TEXT, "TEXT", NULL, N_("what the customer calls it"), false },
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("whose link; else who is logged in"), false },
	{ 0 },
};
const struct option_row options_account_unlink[] = {
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("whose link; else who is logged in"), false },
	{ 0 },
};

struct linking {
	struct cli *cli;
	int64_t customer;
	struct account account;
	bool had[2]; /* enrolments that ended with the link, by kind */
	struct account_printer printer;
};

static int
find_customer(struct cli *cli, int64_t *customer, struct err *e)
{
	if (reach_owner(&cli->office, cli_value(cli, "customer"), customer, e) != 0)
		return -1;
	if (*customer != 0)
		return 0;
	return err_set(e, ERR_USAGE, _("whose link? an operator names the customer: --customer"));
}

/* The record is made inside the write, so that a dry run can show it too. */
static int
run(struct linking *l, office_work *work, struct err *e)
{
	int result;

	account_printer_open(&l->printer, l->cli);
	l->printer.customer = l->customer;
	result = office_write(&l->cli->office, work, l, e);
	if (result == 0)
		result = cli_print(l->cli, &l->printer.record, e);
	account_printer_close(&l->printer);
	return result;
}

static int
link_it(struct office *office, void *context, struct err *e)
{
	struct linking *l = context;

	if (link_add(office, l->customer, l->account.id, cli_value(l->cli, "alias"), e) != 0)
		return -1;
	return account_printer_fill(&l->printer, &l->account, e);
}

int
account_link(struct cli *cli, struct err *e)
{
	struct linking l = { .cli = cli };
	int64_t id;

	if (find_customer(cli, &l.customer, e) != 0 ||
	    reach_named_account(&cli->office, cli->operands[0], 0, &id, e) != 0 ||
	    account_show(cli->office.db, id, &l.account, e) != 0 ||
	    authorise(cli, e, N_("link account %s"), l.account.number) != 0)
		return -1;
	return run(&l, link_it, e);
}

/* Which enrolments of the account are the customer's. */
static int
find_enrolments(struct linking *l, struct enrolment found[2], struct err *e)
{
	int row;

	for (int kind = 0; kind < 2; kind++) {
		row = enrolment_find(
		    l->cli->office.db, l->account.id, (enum enrolment_kind)kind, &found[kind], e);
		if (row < 0)
			return -1;
		l->had[kind] = row == 1 && found[kind].customer == l->customer;
	}
	return 0;
}

static int
unlink_it(struct office *office, void *context, struct err *e)
{
	struct linking *l = context;
	struct enrolment found[2];
	int ended;

	if (subscription_check_over(office->db, &l->account, l->customer, e) != 0 ||
	    find_enrolments(l, found, e) != 0)
		return -1;
	for (int kind = 0; kind < 2; kind++)
		if (l->had[kind] && enrolment_end(office, &found[kind], "unlinked", e) != 0)
			return -1;
	ended = link_end(office, l->customer, l->account.id, NULL, e);
	if (ended < 0)
		return -1;
	if (ended == 0) {
		char account[REF_SIZE], customer[REF_SIZE];

		ref_format(REF_ACCOUNT, l->account.id, account);
		err_set(e, ERR_CONFLICT, _("%s is not linked by %s"), account,
		    ref_format(REF_CUSTOMER, l->customer, customer));
		return err_reason(e, "not_linked", account);
	}
	if (office->actor.kind == ACTOR_OPERATOR)
		return account_printer_fill(&l->printer, &l->account, e);
	account_printer_mask(&l->printer, &l->account);
	return 0;
}

static int
confirm_unlink(struct linking *l, struct err *e)
{
	struct enrolment found[2];
	struct text details;
	char ref[REF_SIZE];
	int result;

	if (find_enrolments(l, found, e) != 0)
		return -1;
	text_open(&details);
	if (l->had[ENROLMENT_PAPERLESS])
		text_add_line(&details, "%s", _("Its paperless bills end with it."));
	if (l->had[ENROLMENT_AUTODEBIT])
		text_add_line(&details, "%s", _("Its automatic debit ends with it."));
	result = cli_confirm(l->cli, text_string(&details), e, _("Unlink %s, number %s of %s?"),
	    ref_format(REF_ACCOUNT, l->account.id, ref), l->account.number, l->account.holder);
	text_close(&details);
	return result;
}

int
account_unlink(struct cli *cli, struct err *e)
{
	struct linking l = { .cli = cli };
	char ref[REF_SIZE];

	if (find_customer(cli, &l.customer, e) != 0 ||
	    account_of_text(cli, cli->operands[0], &l.account, e) != 0)
		return -1;
	if (l.account.is_deposit)
		return err_set(e, ERR_USAGE, _("%s is no service account"),
		    ref_format(REF_ACCOUNT, l.account.id, ref));
	if (subscription_check_over(cli->office.db, &l.account, l.customer, e) != 0 ||
	    confirm_unlink(&l, e) != 0 ||
	    authorise(cli, e, N_("unlink account %s"), l.account.number) != 0 ||
	    run(&l, unlink_it, e) != 0)
		return -1;
	for (int kind = 0; kind < 2; kind++)
		if (l.had[kind])
			cli_note(cli, 0, _("the %s of %s ended with the link"),
			    enrolment_kind_name((enum enrolment_kind)kind),
			    ref_format(REF_ACCOUNT, l.account.id, ref));
	return 0;
}
