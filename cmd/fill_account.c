/*
 * fill_account - an account as a record, and printed by its id.
 */
#include <stdio.h>
#include "accounts.h"
#include "deposit.h"
#include "fill.h"
#include "show.h"

void
fill_account(struct record *r, const struct account *a, const struct money *balance)
{
	char geo[32];

	record_clear(r);
	record_id(r, REF_ACCOUNT, a->id);
	record_text(r, "kind", a->is_deposit ? "deposit" : "service");
	record_ref(r, "biller", REF_BILLER, a->biller);
	record_text(r, "number", a->number);
	record_text(r, "holder", a->holder);
	record_text(r, "address", a->address);
	record_text(r, "currency", a->currency);
	if (balance != NULL)
		record_money(r, "balance", balance);
	record_text(r, "status", a->status);
	if (a->lat[0] == '\0')
		return;
	snprintf(geo, sizeof(geo), "geo:%s,%s", a->lat, a->lon);
	record_decimal(r, "lat", a->lat);
	record_decimal(r, "lon", a->lon);
	record_text(r, "geo", geo);
}

bool
account_is_visible(const struct cli *cli, const struct account *a)
{
	const struct actor *actor = &cli->office.actor;

	if (actor->kind == ACTOR_CUSTOMER)
		return a->customer == actor->customer;
	return actor->kind == ACTOR_OPERATOR;
}

int
account_print(struct cli *cli, struct record *r, const struct account *a, struct err *e)
{
	struct money balance;

	if (a->is_deposit && deposit_balance(cli->office.db, a, &balance, e) != 0)
		return -1;
	fill_account(r, a, a->is_deposit ? &balance : NULL);
	return cli_print(cli, r, e);
}

int
show_account(struct cli *cli, int64_t id, struct err *e)
{
	struct account a;
	struct record r;
	int result;

	if (account_show(cli->office.db, id, &a, e) != 0)
		return -1;
	if (!account_is_visible(cli, &a))
		return ref_absent_id(REF_ACCOUNT, id, e);
	record_open(&r, "account");
	result = account_print(cli, &r, &a, e);
	record_close(&r);
	return result;
}
