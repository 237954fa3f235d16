/*
 * account_status - what is overdue, due next and enrolled, account by account.
 */
#include <string.h>
#include "accounts.h"
#include "i18n.h"
#include "reach.h"
#include "standing.h"

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
	record_bool(r, "paperless", false);
	record_bool(r, "autodebit", false);
	record_money(r, "credit", &credit);
	fill_due(r, sum, a->currency);
}

static int
print(struct cli *cli, const struct account *a, struct err *e)
{
	struct account_sum sum;
	struct valuer valuer;
	struct record r;
	int result;

	valuer_open(&valuer, &cli->office);
	if (standing_account(&valuer, a, &sum, e) != 0)
		return -1;
	record_open(&r, "account_status");
	fill(&r, a, &sum);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

static int
print_item(struct cli *cli, const struct item *item, struct err *e)
{
	struct account a;

	return account_of_item(cli, item, &a, e) != 0 ? -1 : print(cli, &a, e);
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
			result = print(cli, &a, e);
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
