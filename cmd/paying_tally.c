#include <string.h>
#include "i18n.h"
#include "outcome.h"
#include "paying.h"
#include "paying_tally.h"

static void
count(struct paying_tally *t, const struct payment *p)
{
	size_t i = 0;

	t->approved++;
	while (i < t->total_count && strcmp(t->totals[i].currency, p->amount.currency) != 0)
		i++;
	if (i == PAYING_CURRENCIES_MAX)
		return;
	if (i == t->total_count)
		memcpy(t->totals[t->total_count++].currency, p->amount.currency,
		    sizeof(p->amount.currency));
	t->totals[i].count++;
	t->totals[i].amount_minor += p->amount.minor;
}

void
paying_tally_failed(const struct err *failure, void *context)
{
	struct paying_tally *t = context;

	t->failed++;
	cli_item_failed(t->cli, failure);
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
		count(t, p);
		cli_item_done(t->cli);
	} else {
		paying_tally_failed(&failure, t);
	}
	cli_progress(t->cli, t->approved + t->failed, 0);
	return t->is_silent ? 0 : paying_print(t->cli, p, e);
}

static int
print(struct paying_tally *t, struct err *e)
{
	struct json_writer *w;
	struct record r;
	int result;

	record_open(&r, "summary");
	record_text(&r, "what", "debit");
	record_int(&r, "new", t->approved);
	record_int(&r, "same", 0);
	record_int(&r, "failed", t->failed);
	w = record_nested(&r, "totals");
	json_array_begin(w, NULL);
	for (size_t i = 0; i < t->total_count; i++) {
		struct money amount = money_of(t->totals[i].amount_minor, t->totals[i].currency);

		json_object_begin(w, NULL);
		json_write_text(w, "currency", t->totals[i].currency);
		json_write_int(w, "count", t->totals[i].count);
		json_write_money(w, "amount", &amount);
		json_object_end(w);
	}
	json_array_end(w);
	result = cli_print(t->cli, &r, e);
	record_close(&r);
	return result;
}

int
paying_tally_print(struct paying_tally *t, struct err *e)
{
	if (t->failed > 0)
		cli_note(t->cli, 0, _("%lld debited, %lld failed"), (long long)t->approved,
		    (long long)t->failed);
	return t->is_silent ? 0 : print(t, e);
}
