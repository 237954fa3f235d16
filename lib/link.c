#include <stdio.h>
#include <string.h>
#include "customer.h"
#include "i18n.h"
#include "link.h"
#include "utf8.h"

#define COLUMNS "SELECT id, customer, account, alias, created_at FROM link WHERE ended_at IS NULL"
static const char sql_add[] = "INSERT INTO link (customer, account, alias, created_at)"
			      " VALUES (:customer, :account, :alias, :created_at)";
static const char sql_name[] = "UPDATE link SET alias = :alias WHERE id = :id";
static const char sql_end[] =
    "UPDATE link SET ended_at = :at WHERE customer = :customer AND account = :account"
    " AND ended_at IS NULL";
static const char sql_find[] = COLUMNS " AND customer = :customer AND account = :account";
static const char sql_by_alias[] = COLUMNS " AND customer = :customer AND alias = :alias";
static const char sql_of_customer[] = COLUMNS " AND customer = :customer ORDER BY account";
static const char sql_of_account[] = COLUMNS " AND account = :account ORDER BY customer";

int
link_next(struct query *q, struct link *link, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	link->id = query_int(q, 0);
	link->customer = query_int(q, 1);
	link->account = query_int(q, 2);
	query_text(q, 3, link->alias, sizeof link->alias);
	link->created_at = query_int(q, 4);
	return 1;
}

static int
first(struct db *db, const char *sql, const struct bind *binds, struct link *link, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql, binds, &q, e) != 0)
		return -1;
	row = link_next(&q, link, e);
	query_end(&q);
	return row;
}

int
link_find(struct db *db, int64_t customer, int64_t account, struct link *link, struct err *e)
{
	return first(db, sql_find,
	    BINDS(BIND_INT(":customer", customer), BIND_INT(":account", account)), link, e);
}

int
link_by_alias(struct db *db, int64_t customer, const char *alias, struct link *link, struct err *e)
{
	return first(db, sql_by_alias,
	    BINDS(BIND_INT(":customer", customer), BIND_TEXT(":alias", alias)), link, e);
}

int
link_list(struct db *db, const struct link_filter *f, struct query *q, struct err *e)
{
	if (f->customer != 0)
		return db_query(
		    db, sql_of_customer, BINDS(BIND_INT(":customer", f->customer)), q, e);
	return db_query(db, sql_of_account, BINDS(BIND_INT(":account", f->account)), q, e);
}

static int
note(struct office *office, const struct link *link, const char *what, const char *text,
    struct err *e)
{
	char summary[LINK_ALIAS_SIZE + 40];

	snprintf(summary, sizeof summary, "%s%s%s", what, text[0] != '\0' ? ": " : "", text);
	return office_log(office,
	    &(struct office_note){ .type = REF_ACCOUNT,
		.id = link->account,
		.customer = link->customer,
		.summary = summary },
	    e);
}

/* An alias is typed where a ref may be. */
static int
check_alias(const char *alias, struct err *e)
{
	struct ref ref;

	if (alias == NULL || alias[0] == '\0')
		return 0;
	if (text_check(alias, LINK_ALIAS_SIZE - 1, N_("alias"), e) != 0)
		return -1;
	if (ref_parse(alias, &ref) == 1 || alias[0] == '-')
		return err_set(e, ERR_USAGE, _("the alias would pass for a ref or an option"));
	return 0;
}

static int
check_parties(struct db *db, const struct link *link, struct err *e)
{
	char ref[REF_SIZE];
	struct customer c;
	struct account a;

	if (account_show(db, link->account, &a, e) != 0 || account_check_open(&a, e) != 0 ||
	    customer_show(db, link->customer, &c, e) != 0)
		return -1;
	ref_format(REF_ACCOUNT, a.id, ref);
	if (a.is_deposit)
		return err_set(e, ERR_USAGE, _("%s is no service account"), ref);
	if (strcmp(c.status, "closed") != 0)
		return 0;
	return customer_refuse_state(&c, e);
}

static int
check_alias_free(struct db *db, const struct link *link, struct err *e)
{
	char ref[REF_SIZE];
	struct link other = { .id = 0 };
	int row;

	if (link->alias[0] == '\0')
		return 0;
	row = link_by_alias(db, link->customer, link->alias, &other, e);
	if (row <= 0 || other.account == link->account)
		return row < 0 ? -1 : 0;
	ref_format(REF_ACCOUNT, other.account, ref);
	err_set(e, ERR_CONFLICT, _("%s has that alias already"), ref);
	return err_reason(e, "exists", ref);
}

static int
insert(struct office *office, struct link *link, struct err *e)
{
	if (db_run(office->db, sql_add,
		BINDS(BIND_INT(":customer", link->customer), BIND_INT(":account", link->account),
		    BIND_TEXT_OR_NULL(":alias", link->alias), BIND_INT(":created_at", office->now)),
		NULL, e) != 0)
		return -1;
	return note(office, link, "linked", link->alias, e);
}

static int
name(struct office *office, const struct link *link, struct err *e)
{
	if (db_run(office->db, sql_name,
		BINDS(BIND_TEXT_OR_NULL(":alias", link->alias), BIND_INT(":id", link->id)), NULL,
		e) != 0)
		return -1;
	return note(office, link, link->alias[0] != '\0' ? "alias" : "no alias", link->alias, e);
}

int
link_add(struct office *office, int64_t customer, int64_t account, const char *alias, struct err *e)
{
	struct link link = { .customer = customer, .account = account }, live = { .id = 0 };
	int row;

	if (check_alias(alias, e) != 0 || check_parties(office->db, &link, e) != 0)
		return -1;
	snprintf(link.alias, sizeof link.alias, "%s", alias != NULL ? alias : "");
	if (check_alias_free(office->db, &link, e) != 0)
		return -1;
	row = link_find(office->db, customer, account, &live, e);
	if (row <= 0)
		return row < 0 ? -1 : insert(office, &link, e);
	if (alias == NULL || strcmp(alias, live.alias) == 0)
		return 0;
	link.id = live.id;
	return name(office, &link, e);
}

int
link_end(struct office *office, int64_t customer, int64_t account, const char *why, struct err *e)
{
	const struct link link = { .customer = customer, .account = account };
	int64_t changed;

	if (db_run(office->db, sql_end,
		BINDS(BIND_INT(":at", office->now), BIND_INT(":customer", customer),
		    BIND_INT(":account", account)),
		&changed, e) != 0)
		return -1;
	if (changed == 0)
		return 0;
	return note(office, &link, "unlinked", why != NULL ? why : "", e) != 0 ? -1 : 1;
}

int
link_end_all(struct office *office, const struct link_filter *f, const char *why, struct err *e)
{
	const char *sql = f->customer != 0 ? sql_of_customer : sql_of_account;
	const struct bind *binds = f->customer != 0 ? BINDS(BIND_INT(":customer", f->customer))
						    : BINDS(BIND_INT(":account", f->account));
	struct link link;
	int row;

	/* One at a time: what a query walks is not changed under it. */
	while ((row = first(office->db, sql, binds, &link, e)) == 1)
		if (link_end(office, link.customer, link.account, why, e) < 0)
			return -1;
	return row;
}
