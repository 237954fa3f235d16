/*
 * account_status - what is overdue, due next and enrolled, account by account.
 */
#include <string.h>
#include "accounts.h"
#include "enrolment.h"
#include "i18n.h"
#include "link.h"
#include "plan.h"
#include "reach.h"

static void
fill_due(struct record *r, const struct account_sum *sum, const char *currency)
{
	struct json_writer *w = record_nested(r, "due");

	json_array_begin(w, NULL);
	for (size_t i = 0; i < sum->due_count; i++) {
		struct money amount = money_of(sum->due[i].amount_minor, currency);

		json_object_begin(w, NULL);
		json_write_text(w, "due_on", sum->due[i].due_on);
		json_write_money(w, "amount", &amount);
		json_object_end(w);
	}
	json_array_end(w);
}

/* What was agreed on is for who agreed, and operators. */
static void
fill_mandate(
    struct record *r, const struct cli *cli, const struct enrolment *en, const char *currency)
{
	const struct actor *actor = &cli->office.actor;
	struct money max = money_of(en->max_minor, currency);
	char method[ENROLMENT_METHOD_SIZE];

	if (actor->kind != ACTOR_OPERATOR && actor->customer != en->customer)
		return;
	record_text(r, "mandate", en->status);
	record_text(r, "mandate_with", enrolment_method(en, method));
	if (en->day != 0)
		record_int(r, "mandate_day", en->day);
	record_money_or_null(r, "mandate_max", &max);
	record_ref(r, "mandate_customer", REF_CUSTOMER, en->customer);
}

/* What is enrolled counts for the account, whoever enrolled it. */
static int
fill_enrolments(struct record *r, const struct cli *cli, const struct account *a, struct err *e)
{
	struct db *db = cli->office.db;
	struct enrolment en;
	int row;

	for (int kind = 0; kind < 2; kind++) {
		row = enrolment_find(db, a->id, (enum enrolment_kind)kind, &en, e);
		if (row < 0)
			return -1;
		record_bool(r, enrolment_kind_name((enum enrolment_kind)kind),
		    row == 1 && strcmp(en.status, "active") == 0);
		if (row == 1 && kind == ENROLMENT_AUTODEBIT)
			fill_mandate(r, cli, &en, a->currency);
	}
	return 0;
}

static void
fill(struct record *r, const struct account *a, const struct account_sum *sum)
{
	struct money overdue = money_of(sum->overdue_minor, a->currency);
	struct money next = money_of(sum->next_due_minor, a->currency);
	struct money credit = money_of(sum->credit_minor, a->currency);

	record_clear(r);
	record_ref(r, "account", REF_ACCOUNT, a->id);
	record_text(r, "holder", a->holder);
	record_money(r, "overdue", &overdue);
	record_date(r, "next_due_on", sum->next_due_on);
	record_money_or_null(r, "next_due", &next);
	record_money(r, "credit", &credit);
	record_text(r, "number", a->number);
	record_text(r, "status", a->status);
	fill_due(r, sum, a->currency);
}

void
status_printer_open(struct status_printer *p, struct cli *cli)
{
	p->cli = cli;
	valuer_open(&p->valuer, &cli->office);
	record_open(&p->record, "account_status");
}

void
status_printer_close(struct status_printer *p)
{
	record_close(&p->record);
}

int
status_printer_fill(struct status_printer *p, const struct account *a, struct err *e)
{
	const struct actor *actor = &p->cli->office.actor;
	struct account_sum sum;
	struct link link;
	int64_t plan = 0;
	int is_linked = 0;

	if (standing_account(&p->valuer, a, &sum, e) != 0)
		return -1;
	if (actor->kind == ACTOR_CUSTOMER)
		is_linked = link_find(p->cli->office.db, actor->customer, a->id, &link, e);
	if (is_linked < 0)
		return -1;
	fill(&p->record, a, &sum);
	if (plan_of_account(p->cli->office.db, a->id, &plan, e) < 0)
		return -1;
	record_ref(&p->record, "plan", REF_PLAN, plan);
	if (is_linked == 1)
		record_text(&p->record, "alias", link.alias);
	return fill_enrolments(&p->record, p->cli, a, e);
}

int
account_status_print(struct cli *cli, const struct account *a, struct err *e)
{
	struct status_printer p;
	int result;

	status_printer_open(&p, cli);
	result = status_printer_fill(&p, a, e);
	if (result == 0)
		result = cli_print(cli, &p.record, e);
	status_printer_close(&p);
	return result;
}

static int
print_item(struct cli *cli, const struct item *item, struct err *e)
{
	struct account a;

	return account_of_item(cli, item, &a, e) != 0 ? -1 : account_status_print(cli, &a, e);
}

static int
print_own(struct cli *cli, struct err *e)
{
	struct db *db = cli->office.db;
	struct reach_set set;
	struct account a;
	int result = reach_accounts(db, cli->office.actor.customer, &set, e);

	for (size_t i = 0; i < set.count && result == 0; i++) {
		result = account_show(db, set.ids[i], &a, e);
		if (result == 0 && strcmp(a.status, "active") == 0)
			result = account_status_print(cli, &a, e);
	}
	reach_set_close(&set);
	return result;
}

int
account_status(struct cli *cli, struct err *e)
{
	if (cli->operand_count > 0)
		return cli_each(cli, print_item, e);
	if (cli->office.actor.kind == ACTOR_CUSTOMER)
		return print_own(cli, e);
	return err_set(e, ERR_USAGE, _("which account? an operator has none of its own"));
}
