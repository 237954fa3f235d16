/*
 * fill_account - an account as a record, and printed by its id.
 */
#include <stdio.h>
#include "accounts.h"
#include "deposit.h"
#include "fill.h"
#include "link.h"
#include "reach.h"
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

void
account_printer_open(struct account_printer *p, struct cli *cli)
{
	const struct actor *actor = &cli->office.actor;

	p->cli = cli;
	p->customer = actor->kind == ACTOR_CUSTOMER ? actor->customer : 0;
	record_open(&p->record, "account");
}

void
account_printer_close(struct account_printer *p)
{
	record_close(&p->record);
}

int
account_printer_fill(struct account_printer *p, const struct account *a, struct err *e)
{
	struct db *db = p->cli->office.db;
	struct money balance;
	struct link link;
	int is_linked = 0;

	if (a->is_deposit && deposit_balance(db, a, &balance, e) != 0)
		return -1;
	if (p->customer != 0 && !a->is_deposit)
		is_linked = link_find(db, p->customer, a->id, &link, e);
	if (is_linked < 0)
		return -1;
	fill_account(&p->record, a, a->is_deposit ? &balance : NULL);
	if (is_linked == 1)
		record_text(&p->record, "alias", link.alias);
	return 0;
}

int
account_print(struct account_printer *p, const struct account *a, struct err *e)
{
	return account_printer_fill(p, a, e) != 0 ? -1 : cli_print(p->cli, &p->record, e);
}

void
account_printer_mask(struct account_printer *p, const struct account *a)
{
	struct account masked = *a;

	account_mask(&masked);
	fill_account(&p->record, &masked, NULL);
}

int
account_preview(struct account_printer *p, const struct account *a, struct err *e)
{
	account_printer_mask(p, a);
	return cli_print(p->cli, &p->record, e);
}

int
account_print_one(struct cli *cli, const struct account *a, struct err *e)
{
	struct account_printer p;
	int result;

	account_printer_open(&p, cli);
	result = account_print(&p, a, e);
	account_printer_close(&p);
	return result;
}

int
show_account(struct cli *cli, int64_t id, struct err *e)
{
	struct account_printer p;
	struct account a;
	struct err why;
	char ref[REF_SIZE];
	int result;

	if (account_show(cli->office.db, id, &a, e) != 0)
		return -1;
	if (reach_check(&cli->office, REF_ACCOUNT, id, ref_format(REF_ACCOUNT, id, ref), &why) == 0)
		return account_print_one(cli, &a, e);
	if (why.code != ERR_NOT_FOUND || !(cli->verb->flags & VERB_WRITE)) {
		*e = why;
		return -1;
	}
	/* A request that is repeated: it took the account away. */
	account_printer_open(&p, cli);
	result = account_preview(&p, &a, e);
	account_printer_close(&p);
	return result;
}
