/*
 * show_plan - a plan as a record, with its schedule, and printed by its id.
 */
#include "plans.h"
#include "show.h"

void
plan_printer_open(struct plan_printer *p, struct cli *cli)
{
	p->cli = cli;
	valuer_open(&p->valuer, &cli->office);
	record_open(&p->record, "plan");
}

void
plan_printer_close(struct plan_printer *p)
{
	record_close(&p->record);
}

/* Only JSON, and a person who looks at one, see the schedule. */
static bool
wants_schedule(const struct cli *cli)
{
	bool is_list = (cli->verb->flags & VERB_LIST) != 0;

	return cli->format == FORMAT_JSON || (cli->format == FORMAT_TABLE && !is_list);
}

int
plan_printer_line(struct plan_printer *p, const struct plan *plan, const struct plan_instalment *i,
    struct plan_line *line, struct err *e)
{
	const char *currency = plan->debt.currency;
	struct standing s;

	*line = (struct plan_line){ .n = i->n,
		.due_on = i->due_on,
		.amount = money_of(i->part.amount_minor, currency),
		.due = money_of(i->part.amount_minor, currency),
		.status = plan_is_live(plan) ? "planned" : "void",
		.invoice = i->invoice };
	if (i->invoice == 0)
		return 0;
	if (standing_show(&p->valuer, i->invoice, &s, e) != 0)
		return -1;
	line->status = s.status;
	line->amount = s.invoice.amount;
	line->due.minor = s.owed.due_minor;
	return 0;
}

static int
write_instalment(struct plan_printer *p, const struct plan *plan, const struct plan_instalment *i,
    struct json_writer *w, struct err *e)
{
	struct plan_line line;
	char ref[REF_SIZE];

	if (plan_printer_line(p, plan, i, &line, e) != 0)
		return -1;
	json_object_begin(w, NULL);
	json_write_int(w, "n", line.n);
	json_write_text(w, "due_on", line.due_on);
	json_write_money(w, "amount", &line.amount);
	json_write_text(w, "status", line.status);
	json_write_text(
	    w, "invoice", line.invoice != 0 ? ref_format(REF_INVOICE, line.invoice, ref) : NULL);
	json_object_end(w);
	return 0;
}

static int
write_schedule(struct plan_printer *p, const struct plan *plan, struct err *e)
{
	struct plan_instalment instalments[PLAN_INSTALMENTS_MAX];
	struct json_writer *w;
	size_t count;

	if (plan_instalments(p->cli->office.db, plan->id, instalments, &count, e) != 0)
		return -1;
	w = record_nested(&p->record, "schedule");
	json_array_begin(w, NULL);
	for (size_t i = 0; i < count; i++)
		if (write_instalment(p, plan, &instalments[i], w, e) != 0)
			return -1;
	json_array_end(w);
	return 0;
}

int
plan_printer_fill(struct plan_printer *p, const struct plan *plan, struct err *e)
{
	const char *currency = plan->debt.currency;
	struct money amount = money_of(plan->offer.amount_minor, currency);
	struct money last = money_of(plan->offer.last_minor, currency);
	struct money total = money_of(plan->offer.total_minor, currency);
	struct record *r = &p->record;

	record_clear(r);
	record_id(r, REF_PLAN, plan->id);
	record_ref(r, "account", REF_ACCOUNT, plan->account);
	record_text(r, "status", plan_status_name(plan->status));
	record_int(r, "instalments", plan->offer.instalments);
	record_money(r, "amount", &amount);
	record_money(r, "last", &last);
	record_money(r, "total", &total);
	record_rate(r, "rate", &plan->rate);
	record_date(r, "created_on", plan->created_on);
	record_money(r, "debt", &plan->debt);
	record_date(r, "first_due_on", plan->first_due_on);
	record_date(r, "ended_on", plan->ended_on);
	if (plan_is_own(&p->cli->office, plan)) {
		record_text(r, "phone", plan->phone);
		record_text(r, "email", plan->email);
	}
	return wants_schedule(p->cli) ? write_schedule(p, plan, e) : 0;
}

int
plan_print(struct plan_printer *p, const struct plan *plan, struct err *e)
{
	return plan_printer_fill(p, plan, e) == 0 ? cli_print(p->cli, &p->record, e) : -1;
}

int
show_plan(struct cli *cli, int64_t id, struct err *e)
{
	struct plan_printer p;
	struct plan plan;
	int result;

	if (plan_show(cli->office.db, id, &plan, e) != 0)
		return -1;
	plan_printer_open(&p, cli);
	result = plan_print(&p, &plan, e);
	plan_printer_close(&p);
	return result;
}
