/*
 * plan_end - cancel and run: plans end on request, or because their time has come.
 */
#include <string.h>
#include "announce.h"
#include "authorise.h"
#include "i18n.h"
#include "invoices.h"
#include "once.h"
#include "plans.h"
#include "reach.h"
#include "readiness.h"
#include "summary.h"

struct ending {
	struct plan plan;
	bool is_due_only; /* where its time has come; else it is cancelled */
	bool has_ended;
	struct plan_printer printer;
};

static int
end(struct office *office, void *context, struct err *e)
{
	struct ending *x = context;
	struct valuer *v = &x->printer.valuer;
	enum plan_status to = PLAN_CANCELLED;
	struct account a;
	int due = 1;

	/* What ends by the date needs one that is right. */
	if (x->is_due_only && readiness_check(office, e) != 0)
		return -1;
	if (plan_show(office->db, x->plan.id, &x->plan, e) != 0 ||
	    account_show(office->db, x->plan.account, &a, e) != 0 ||
	    valuer_biller(v, a.biller, e) != 0)
		return -1;
	if (x->is_due_only)
		due = plan_course_due(office->db, &x->plan, v->today, &to, e);
	if (due <= 0)
		return due;
	if (plan_course_end(office, &x->plan, to, v->today, "", e) != 0)
		return -1;
	x->has_ended = true;
	return plan_printer_fill(&x->printer, &x->plan, e);
}

int
plan_verb_cancel(struct cli *cli, struct err *e)
{
	struct ending x = { .is_due_only = false };
	char total[MONEY_TEXT_SIZE], ref[REF_SIZE];
	struct money money;
	int64_t id;
	int result;

	if (reach_find(&cli->office, REF_PLAN, cli->operands[0], &id, e) != 0 ||
	    plan_show(cli->office.db, id, &x.plan, e) != 0 ||
	    plan_check_own(&cli->office, &x.plan, e) != 0)
		return -1;
	money = money_of(x.plan.offer.total_minor, x.plan.debt.currency);
	money_format_people(&money, total);
	ref_format(REF_PLAN, id, ref);
	if (cli_confirm(cli, NULL, e,
		_("Cancel %s, %d instalments, %s in all? What is not paid of its debt is due at"
		  " once."),
		ref, x.plan.offer.instalments, total) != 0 ||
	    authorise(cli, e, N_("cancel %s"), ref) != 0)
		return -1;
	plan_printer_open(&x.printer, cli);
	result = office_write(&cli->office, end, &x, e);
	if (result == 0)
		result = cli_print(cli, &x.printer.record, e);
	plan_printer_close(&x.printer);
	return result;
}

/* Most plans stay as they are: a look costs no write. */
static int
is_due(struct ending *x, struct err *e)
{
	struct db *db = x->printer.cli->office.db;
	enum plan_status to;
	struct account a;
	int64_t payment;

	if (account_show(db, x->plan.account, &a, e) != 0 ||
	    valuer_biller(&x->printer.valuer, a.biller, e) != 0)
		return -1;
	if (plan_course_due(db, &x->plan, x->printer.valuer.today, &to, e) <= 0)
		return 0;
	/* One whose payment is on its way is left until that is decided. */
	return plan_hold(db, &x->plan, &payment, e) != 0 ? -1 : payment == 0;
}

static int
remind(struct office *office, void *context, struct err *e)
{
	struct ending *x = context;

	if (plan_show(office->db, x->plan.id, &x->plan, e) != 0)
		return -1;
	return announce_missed(office, &x->plan, x->printer.valuer.today, e);
}

/* One that lives on: whose instalment was not paid in time is told. */
static int
remind_one(struct cli *cli, struct ending *x, struct err *e)
{
	int missed = announce_has_missed(cli->office.db, &x->plan, x->printer.valuer.today, e);

	return missed == 1 ? office_write(&cli->office, remind, x, e) : missed;
}

static int
run_one(struct cli *cli, struct ending *x, struct err *e)
{
	int due = is_due(x, e);

	x->has_ended = false;
	if (due <= 0)
		return due < 0 ? -1 : remind_one(cli, x, e);
	if (office_write(&cli->office, end, x, e) != 0)
		return strcmp(e->reason, "held") == 0 ? 0 : -1;
	return x->has_ended ? cli_print(cli, &x->printer.record, e) : 0;
}

static int
gather_live(struct cli *cli, struct invoice_set *ids, struct err *e)
{
	const struct plan_filter filter = { .is_live_only = true };
	struct plan plan;
	struct query q;
	int row;

	if (plan_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	while ((row = plan_next(&q, &plan, e)) == 1)
		if (invoice_set_add(ids, plan.id, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row;
}

/* What is wrong with one plan is its own; the clock, or a lock, is everybody's. */
static int
run_plans(struct cli *cli, const struct invoice_set *ids, struct summary *summary, struct err *e)
{
	struct ending x = { .is_due_only = true };
	int result = 0;

	plan_printer_open(&x.printer, cli);
	for (size_t i = 0; i < ids->count && result == 0; i++) {
		struct err failure;

		if (plan_show(cli->office.db, ids->ids[i], &x.plan, &failure) == 0 &&
		    run_one(cli, &x, &failure) == 0) {
			cli_item_done(cli);
			summary->added += x.has_ended;
			summary->same += !x.has_ended;
		} else if (failure.code == ERR_BUSY) {
			*e = failure;
			result = -1;
		} else {
			cli_item_failed(cli, &failure);
			summary->failed++;
		}
		cli_progress(cli, (int64_t)i + 1, (int64_t)ids->count);
	}
	plan_printer_close(&x.printer);
	return result;
}

int
plan_verb_run(struct cli *cli, struct err *e)
{
	struct summary summary = { .what = "plan" };
	struct invoice_set ids = { 0 };
	struct once once;
	int result = once_begin(&once, cli, e);

	if (result != 0)
		return result > 0 ? summary_print(cli, &summary, e) : -1;
	result = gather_live(cli, &ids, e);
	if (result == 0)
		result = run_plans(cli, &ids, &summary, e);
	invoice_set_close(&ids);
	if (result == 0 && summary.failed == 0)
		result = once_end(&once, cli, e);
	return result == 0 ? summary_print(cli, &summary, e) : -1;
}
