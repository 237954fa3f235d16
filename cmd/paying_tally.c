#include "i18n.h"
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

int
paying_tally_done(const struct payment *p, void *context, struct err *e)
{
	struct paying_tally *t = context;
	struct err failure;
	char ref[REF_SIZE];

	if (p->status == PAYMENT_CANCELLED) {
		ref_format(REF_PAYMENT, p->id, ref);
		err_set(&failure, ERR_BUSY, _("%s was not sent to %s: %.80s"), ref, p->gateway,
		    p->reason);
		err_reason(&failure, "not_sent", ref);
		err_money(&failure, ERR_MONEY_NOTHING, NULL);
		paying_tally_failed(&failure, t);
	} else if (t->cli->office.is_dry_run || outcome_of(p, true, &failure) == 0) {
		t->approved++;
		cli_item_done(t->cli);
		if (totals_add(&t->totals, &p->amount, e) != 0)
			return -1;
	} else {
		paying_tally_failed(&failure, t);
	}
	cli_progress(t->cli, t->approved + t->failed, 0);
	return t->is_silent ? 0 : paying_print(t->cli, p, e);
}

int
paying_tally_print(struct paying_tally *t, struct err *e)
{
	const struct summary summary = {
		.what = "debit", .added = t->approved, .failed = t->failed, .totals = &t->totals
	};

	/* With --json the summary is a record. */
	if (t->failed > 0 && t->cli->format != FORMAT_JSON)
		cli_note(t->cli, 0, _("%lld debited, %lld failed"), (long long)t->approved,
		    (long long)t->failed);
	return t->is_silent ? 0 : summary_print(t->cli, &summary, e);
}
