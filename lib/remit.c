#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "ledger.h"
#include "readiness.h"
#include "remit.h"
#include "utf8.h"

/* In the order in which they are paid out. */
static const char *const parts[] = { "", ":late-fee", ":plan-interest" };
enum { PARTS = sizeof parts / sizeof *parts };

static int
check(const struct money *amount, const char *reference, const char *memo, struct err *e)
{
	if (amount->minor <= 0)
		return err_set(e, ERR_USAGE, _("the amount must be more than zero"));
	if (number_check(reference, 64, N_("reference"), e) != 0)
		return -1;
	return memo == NULL ? 0 : text_check(memo, 200, N_("memo"), e);
}

static int
above_balance(const char *account, int64_t minor, const char *currency, struct err *e)
{
	struct money balance = money_of(minor, currency);
	char text[MONEY_TEXT_SIZE];

	money_format(&balance, text);
	err_set(e, ERR_CONFLICT, _("there are only %s %s in %s"), text, currency, account);
	return err_reason(e, "insufficient", "");
}

static int
post(struct office *office, struct ledger_txn *txn, const struct ledger_draft *draft, struct err *e)
{
	if (ledger_post(office, txn, draft, e) == 0)
		return 0;
	if (e->code != ERR_CONFLICT)
		return -1;
	err_set(e, ERR_CONFLICT, _("the reference %.64s was used before"), txn->reference);
	return err_reason(e, "exists", "");
}

static int
draft_remittance(
    struct db *db, const struct remittance *r, struct ledger_draft *draft, struct err *e)
{
	char name[LEDGER_NAME_SIZE];
	int64_t left = r->amount.minor, owed;

	ledger_draft_open(draft, r->amount.currency);
	for (int i = 0; i < PARTS && left > 0; i++) {
		snprintf(name, sizeof name, "payable:bil-%" PRId64 "%s", r->biller, parts[i]);
		if (ledger_owed(db, name, r->amount.currency, &owed, e) != 0)
			return -1;
		if (owed > left)
			owed = left;
		left -= owed;
		if (ledger_draft_add(draft, owed, e, "%s", name) != 0)
			return -1;
	}
	snprintf(name, sizeof name, "payable:bil-%" PRId64, r->biller);
	if (left > 0)
		return above_balance(name, r->amount.minor - left, r->amount.currency, e);
	return ledger_draft_add(draft, -r->amount.minor, e, "bank");
}

static int
remit(struct office *office, void *context, struct err *e)
{
	struct remittance *r = context;
	struct ledger_txn txn = {
		.kind = "remittance", .reference = r->reference, .memo = r->memo
	};
	char summary[200], amount[MONEY_TEXT_SIZE];
	struct ledger_draft draft;

	if (readiness_check(office, e) != 0 || draft_remittance(office->db, r, &draft, e) != 0 ||
	    post(office, &txn, &draft, e) != 0)
		return -1;
	r->txn = txn.id;
	money_format(&r->amount, amount);
	snprintf(summary, sizeof summary, "remittance to bil-%" PRId64 " %s %s, %s", r->biller,
	    amount, r->amount.currency, r->reference);
	return office_log(
	    office, &(struct office_note){ .type = REF_TXN, .id = txn.id, .summary = summary }, e);
}

static int
draft_transfer(struct db *db, const struct transfer *t, struct ledger_draft *draft, struct err *e)
{
	const char *currency = t->amount.currency;
	int64_t id, owed, total;
	int row = ledger_account_id(db, t->from, currency, &id, e);

	if (row < 0)
		return -1;
	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, _("there is no ledger account %.100s in %s"),
		    t->from, currency);
	if (__builtin_add_overflow(t->amount.minor, t->fee_minor, &total))
		return err_set(e, ERR_USAGE, _("an amount is too large"));
	if (ledger_owed(db, t->from, currency, &owed, e) != 0)
		return -1;
	if (-owed < total)
		return above_balance(t->from, -owed, currency, e);
	ledger_draft_open(draft, currency);
	if (ledger_draft_add(draft, t->amount.minor, e, "bank") != 0 ||
	    ledger_draft_add(draft, t->fee_minor, e, "expense:fees") != 0)
		return -1;
	return ledger_draft_add(draft, -total, e, "%s", t->from);
}

static int
transfer(struct office *office, void *context, struct err *e)
{
	struct transfer *t = context;
	struct ledger_txn txn = { .kind = "transfer", .reference = t->reference, .memo = t->memo };
	char summary[300], amount[MONEY_TEXT_SIZE];
	struct ledger_draft draft;

	if (readiness_check(office, e) != 0 || draft_transfer(office->db, t, &draft, e) != 0 ||
	    post(office, &txn, &draft, e) != 0)
		return -1;
	t->txn = txn.id;
	money_format(&t->amount, amount);
	snprintf(summary, sizeof summary, "transfer from %s %s %s, %s", t->from, amount,
	    t->amount.currency, t->reference);
	return office_log(
	    office, &(struct office_note){ .type = REF_TXN, .id = txn.id, .summary = summary }, e);
}

static int
run(struct office *office, office_work *work, void *context, struct err *e)
{
	int result = office->chain != NULL ? work(office, context, e)
					   : office_write(office, work, context, e);

	if (result == 0)
		return 0;
	return err_money(e, e->code == ERR_UNKNOWN ? ERR_MONEY_UNKNOWN : ERR_MONEY_NOTHING, NULL);
}

int
remit_biller(struct office *office, struct remittance *r, struct err *e)
{
	if (check(&r->amount, r->reference, r->memo, e) != 0)
		return err_money(e, ERR_MONEY_NOTHING, NULL);
	return run(office, remit, r, e);
}

static int
check_source(const char *from, struct err *e)
{
	if (strncmp(from, "clearing:", 9) == 0 || strncmp(from, "cash:", 5) == 0)
		return 0;
	return err_set(e, ERR_USAGE, _("money comes to the bank from clearing:... or cash:..."));
}

int
remit_transfer(struct office *office, struct transfer *t, struct err *e)
{
	if (check_source(t->from, e) != 0 || check(&t->amount, t->reference, t->memo, e) != 0)
		return err_money(e, ERR_MONEY_NOTHING, NULL);
	return run(office, transfer, t, e);
}
