#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "deposit.h"
#include "i18n.h"
#include "ledger.h"
#include "readiness.h"
#include "utf8.h"

int
deposit_check_account(const struct account *a, struct err *e)
{
	char ref[REF_SIZE];

	if (a->is_deposit)
		return 0;
	return err_set(
	    e, ERR_USAGE, _("%s is no deposit account"), ref_format(REF_ACCOUNT, a->id, ref));
}

int
deposit_balance(struct db *db, const struct account *a, struct money *balance, struct err *e)
{
	char name[LEDGER_NAME_SIZE];

	snprintf(name, sizeof name, "deposit:acc-%" PRId64, a->id);
	*balance = money_of(0, a->currency);
	return ledger_owed(db, name, a->currency, &balance->minor, e);
}

/* sign: 1 puts money in, -1 takes it out. */
static int
post(struct office *office, struct deposit *d, int sign, struct err *e)
{
	struct ledger_txn txn = { .kind = sign > 0 ? "deposit" : "withdrawal", .memo = d->memo };
	struct ledger_draft draft;
	int64_t minor = sign * d->amount.minor;

	ledger_draft_open(&draft, d->amount.currency);
	if (ledger_draft_add(&draft, minor, e, "cash:%s", office->actor.name) != 0 ||
	    ledger_draft_add(&draft, -minor, e, "deposit:acc-%" PRId64, d->account) != 0)
		return -1;
	if (ledger_post(office, &txn, &draft, e) != 0)
		return -1;
	d->txn = txn.id;
	return 0;
}

static int
move(struct office *office, struct deposit *d, int sign, struct err *e)
{
	char summary[160], amount[MONEY_TEXT_SIZE];
	struct account a;

	if (readiness_check(office, e) != 0 || account_show(office->db, d->account, &a, e) != 0)
		return -1;
	if (deposit_check_account(&a, e) != 0 || account_check_open(&a, e) != 0)
		return -1;
	if (strcmp(a.currency, d->amount.currency) != 0)
		return err_set(e, ERR_USAGE, _("the account is in %s"), a.currency);
	if (post(office, d, sign, e) != 0)
		return -1;
	money_format(&d->amount, amount);
	snprintf(summary, sizeof summary, "%s %s %s, txn-%" PRId64,
	    sign > 0 ? "deposit" : "withdrawal", amount, a.currency, d->txn);
	return office_log(office,
	    &(struct office_note){
		.type = REF_ACCOUNT, .id = a.id, .customer = a.customer, .summary = summary },
	    e);
}

static int
put(struct office *office, void *context, struct err *e)
{
	return move(office, context, 1, e);
}

static int
take(struct office *office, void *context, struct err *e)
{
	return move(office, context, -1, e);
}

static int
check(const struct deposit *d, struct err *e)
{
	if (d->amount.minor <= 0)
		return err_set(e, ERR_USAGE, _("the amount must be more than zero"));
	return d->memo == NULL ? 0 : text_check(d->memo, 200, N_("memo"), e);
}

static int
run(struct office *office, office_work *work, struct deposit *d, struct err *e)
{
	int result = check(d, e);

	if (result == 0)
		result =
		    office->chain != NULL ? work(office, d, e) : office_write(office, work, d, e);
	if (result == 0)
		return 0;
	return err_money(e, e->code == ERR_UNKNOWN ? ERR_MONEY_UNKNOWN : ERR_MONEY_NOTHING, NULL);
}

int
deposit_put(struct office *office, struct deposit *deposit, struct err *e)
{
	return run(office, put, deposit, e);
}

int
deposit_take(struct office *office, struct deposit *deposit, struct err *e)
{
	return run(office, take, deposit, e);
}
