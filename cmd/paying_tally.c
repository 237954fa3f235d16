#include "account.h"
#include "biller.h"
#include "fill_payment.h"
#include "i18n.h"
#include "invoice.h"
#include "outcome.h"
#include "paying.h"
#include "paying_tally.h"
#include "summary.h"

void
paying_tally_failed(const struct err *failure, void *context)
{
	struct paying_tally *t = context;

	t->failed++;
	t->has_left = t->has_left || failure->code == ERR_BUSY || failure->code == ERR_SETUP;
	cli_item_failed(t->cli, failure);
}

int
paying_tally_clock(void *context, struct err *e)
{
	struct paying_tally *t = context;

	return cli_refresh_clock(t->cli, e);
}

/* What a dry run leaves sending would be charged. */
static bool
will_be_sent(const struct paying_tally *t, const struct payment *p)
{
	return t->cli->office.is_dry_run && p->status == PAYMENT_SENDING;
}

/* A dry run takes its groups back one by one: ids go on from one to the next all the same. */
static int
print(struct paying_tally *t, const struct payment *p, struct err *e)
{
	struct record r;
	int result;

	if (!t->cli->office.is_dry_run)
		return paying_print(t->cli, p, e);
	record_open(&r, "payment");
	result = fill_payment(&r, t->cli->office.db, p, e);
	t->shown = p->id > t->shown ? p->id : t->shown + 1;
	record_id(&r, REF_PAYMENT, t->shown);
	if (result == 0)
		result = cli_print(t->cli, &r, e);
	record_close(&r);
	return result;
}

/* A debit that failed is named by what was to be paid: nobody knows the payment yet. */
static void
name_bill(struct db *db, const struct payment *p, struct err *failure)
{
	struct invoice inv;
	struct account a;
	struct biller b;
	struct err ignored;
	char ref[REF_SIZE];

	if (p->debit_invoice == 0 || invoice_show(db, p->debit_invoice, &inv, &ignored) != 0 ||
	    account_show(db, inv.account, &a, &ignored) != 0 ||
	    biller_show(db, inv.biller, &b, &ignored) != 0)
		return;
	err_prefix(failure, "%s (%s:%s)", ref_format(REF_INVOICE, inv.id, ref), b.code, a.number);
}

int
paying_tally_done(const struct payment *p, void *context, struct err *e)
{
	struct paying_tally *t = context;
	struct err failure;
	char ref[REF_SIZE];

	if (p->status == PAYMENT_CANCELLED) {
		ref_format(REF_PAYMENT, p->id, ref);
		err_set(&failure, ERR_BUSY, _("%s was not sent to %s: %.80s"), ref, p->gateway,
		    p->reason[0] ? _(p->reason) : "");
		err_reason(&failure, "not_sent", ref);
		err_money(&failure, ERR_MONEY_NOTHING, NULL);
		name_bill(t->cli->office.db, p, &failure);
		paying_tally_failed(&failure, t);
	} else if (will_be_sent(t, p) || outcome_of(p, true, &failure) == 0) {
		t->approved++;
		cli_item_done(t->cli);
		if (totals_add(&t->totals, &p->amount, e) != 0)
			return -1;
	} else {
		name_bill(t->cli->office.db, p, &failure);
		paying_tally_failed(&failure, t);
	}
	cli_progress(t->cli, t->approved + t->failed, 0);
	return t->is_silent ? 0 : print(t, p, e);
}

int
paying_tally_print(struct paying_tally *t, struct err *e)
{
	const struct summary summary = {
		.what = "debit",
		.added = t->approved,
		.same = t->same,
		.failed = t->failed,
		.totals = &t->totals,
	};

	/* With --json the summary is a record. */
	if (t->failed > 0 && t->cli->format != FORMAT_JSON)
		cli_note(t->cli, 0, _("%lld debited, %lld failed"), (long long)t->approved,
		    (long long)t->failed);
	return t->is_silent ? 0 : summary_print(t->cli, &summary, e);
}
