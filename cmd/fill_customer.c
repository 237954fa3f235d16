/*
 * fill_customer - a customer as a record, and printed by its id.
 */
#include "customers.h"
#include "fill.h"
#include "show.h"

void
fill_customer(struct record *r, const struct customer *c, const char *portal)
{
	record_clear(r);
	record_id(r, REF_CUSTOMER, c->id);
	record_text(r, "status", c->status);
	record_text(r, "kind", c->kind);
	record_text(r, "name", c->name);
	record_text(r, "email", c->email);
	record_text(r, "phone", c->phone);
	record_text(r, "document", c->document);
	record_text(r, "address", c->address);
	record_text(r, "language", c->language[0] != '\0' ? c->language : "es");
	record_text(r, "adviser", c->adviser);
	record_bool(r, "email_confirmed", c->email_confirmed_at != 0);
	record_bool(r, "phone_confirmed", c->phone_confirmed_at != 0);
	record_text(r, "portal_url", portal);
	record_instant(r, "created_at", c->created_at);
}

int
customer_print_in(struct cli *cli, struct record *r, const struct customer *c, struct err *e)
{
	struct text portal;
	int result;

	text_open(&portal);
	result = customer_portal(cli->office.db, c, &portal, e);
	if (result == 0) {
		fill_customer(r, c, text_string(&portal));
		result = cli_print(cli, r, e);
	}
	text_close(&portal);
	return result;
}

int
customer_print(struct cli *cli, const struct customer *c, struct err *e)
{
	struct record r;
	int result;

	record_open(&r, "customer");
	result = customer_print_in(cli, &r, c, e);
	record_close(&r);
	return result;
}

int
show_customer(struct cli *cli, int64_t id, struct err *e)
{
	const struct actor *actor = &cli->office.actor;
	bool is_own = actor->kind == ACTOR_CUSTOMER && actor->customer == id;
	struct customer c;

	if (actor->kind != ACTOR_OPERATOR && !is_own)
		return ref_absent_id(REF_CUSTOMER, id, e);
	if (customer_show(cli->office.db, id, &c, e) != 0)
		return -1;
	return customer_print(cli, &c, e);
}
