/*
 * account_movement - money over the counter: deposit and withdraw.
 */
#include "accounts.h"
#include "deposit.h"
#include "fill.h"
#include "i18n.h"

struct movement {
	struct deposit deposit;
	struct account account;
	struct record record; /* the account after it */
	int (*move)(struct office *office, struct deposit *deposit, struct err *e);
};

/* The record is made inside the write, so that a dry run can show it too. */
static int
move(struct office *office, void *context, struct err *e)
{
	struct movement *m = context;
	struct money balance;

	if (m->move(office, &m->deposit, e) != 0 ||
	    deposit_balance(office->db, &m->account, &balance, e) != 0)
		return -1;
	fill_account(&m->record, &m->account, &balance);
	return 0;
}

static int
read_movement(struct cli *cli, struct movement *m, struct err *e)
{
	if (account_of_text(cli, cli->operands[0], &m->account, e) != 0 ||
	    deposit_check_account(&m->account, e) != 0)
		return -1;
	m->deposit.account = m->account.id;
	m->deposit.memo = cli_value(cli, "memo");
	return money_parse(
	    cli->operands[1], m->account.currency, MONEY_POINT, &m->deposit.amount, e);
}

static int
run(struct cli *cli, struct movement *m, struct err *e)
{
	int result;

	record_open(&m->record, "account");
	result = office_write(&cli->office, move, m, e);
	if (result == 0)
		result = cli_print(cli, &m->record, e);
	record_close(&m->record);
	return result;
}

int
account_deposit(struct cli *cli, struct err *e)
{
	struct movement m = { .move = deposit_put };

	if (read_movement(cli, &m, e) != 0)
		return -1;
	return run(cli, &m, e);
}

int
account_withdraw(struct cli *cli, struct err *e)
{
	struct movement m = { .move = deposit_take };
	char amount[MONEY_TEXT_SIZE], ref[REF_SIZE];

	if (read_movement(cli, &m, e) != 0)
		return -1;
	money_format_people(&m.deposit.amount, amount);
	ref_format(REF_ACCOUNT, m.account.id, ref);
	if (cli_confirm(cli, NULL, e, _("Pay out %s (%s) from %s of %s?"), amount,
		m.account.currency, ref, m.account.holder) != 0)
		return -1;
	return run(cli, &m, e);
}
