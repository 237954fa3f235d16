#include <stdio.h>
#include <string.h>
#include "customer.h"
#include "i18n.h"
#include "utf8.h"

static const char sql_add[] = "INSERT INTO customer (status, kind, name, email, created_at)"
			      " VALUES ('active', :kind, :name, :email, :created_at) RETURNING id";
static const char sql_show[] =
    "SELECT id, status, kind, name, email, created_at FROM customer WHERE id = :id";
static const char sql_find[] = "SELECT id FROM customer WHERE email = :email";
static const char sql_told[] =
    "SELECT COALESCE(language, 'es'), email, phone FROM customer WHERE id = :id";

int
customer_add(struct office *office, struct customer *c, struct err *e)
{
	if (text_check(c->name, sizeof c->name - 1, _("name"), e) != 0 ||
	    email_check(c->email, e) != 0)
		return -1;
	c->created_at = office->now;
	snprintf(c->status, sizeof c->status, "active");
	if (db_int(office->db, sql_add,
		BINDS(BIND_TEXT(":kind", c->kind), BIND_TEXT(":name", c->name),
		    BIND_TEXT(":email", c->email), BIND_INT(":created_at", c->created_at)),
		&c->id, e) < 0)
		return -1;
	return office_log(office,
	    &(struct office_note){
		.type = REF_CUSTOMER, .id = c->id, .customer = c->id, .summary = "> active" },
	    e);
}

int
customer_show(struct db *db, int64_t id, struct customer *c, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		c->id = query_int(&q, 0);
		query_text(&q, 1, c->status, sizeof c->status);
		query_text(&q, 2, c->kind, sizeof c->kind);
		query_text(&q, 3, c->name, sizeof c->name);
		query_text(&q, 4, c->email, sizeof c->email);
		c->created_at = query_int(&q, 5);
	}
	query_end(&q);
	if (row == 0)
		return ref_absent_id(REF_CUSTOMER, id, e);
	return row < 0 ? -1 : 0;
}

int
customer_find(struct db *db, const char *text, int64_t *id, struct err *e)
{
	struct customer c;
	struct ref ref;
	int row;

	if (ref_parse(text, &ref)) {
		if (ref.type != REF_CUSTOMER)
			return err_set(e, ERR_USAGE, _("%.40s is not a customer"), text);
		*id = ref.id;
		return customer_show(db, ref.id, &c, e);
	}
	row = db_int(db, sql_find, BINDS(BIND_TEXT(":email", text)), id, e);
	if (row == 0)
		return ref_absent(REF_CUSTOMER, text, e);
	return row < 0 ? -1 : 0;
}

int
customer_told(struct db *db, int64_t id, struct customer_told *told, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_told, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		query_text(&q, 0, told->language, sizeof told->language);
		query_text(&q, 1, told->email, sizeof told->email);
		query_text(&q, 2, told->phone, sizeof told->phone);
	}
	query_end(&q);
	if (row == 0)
		return ref_absent_id(REF_CUSTOMER, id, e);
	return row < 0 ? -1 : 0;
}
