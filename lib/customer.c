#include <stdio.h>
#include <string.h>
#include "customer.h"
#include "customer_private.h"
#include "i18n.h"

#define VALUES                                                                                     \
	":status, :kind, :name, :email, :phone, :document, :address, :language, :adviser,"         \
	" :email_confirmed_at, :phone_confirmed_at, :former_email, :created_at"
#define COLUMNS                                                                                    \
	"status, kind, name, email, phone, document, address, language, adviser,"                  \
	" email_confirmed_at, phone_confirmed_at, former_email, created_at"
static const char sql_add[] = "INSERT INTO customer (" COLUMNS ") VALUES (" VALUES ") RETURNING id";
static const char sql_edit[] =
    "UPDATE customer SET kind = :kind, name = :name, email = :email, phone = :phone,"
    " document = :document, address = :address, language = :language, adviser = :adviser,"
    " email_confirmed_at = :email_confirmed_at, phone_confirmed_at = :phone_confirmed_at,"
    " former_email = :former_email"
    " WHERE id = :id";
static const char sql_move[] =
    "UPDATE customer SET status = :to WHERE id = :id AND status = :from RETURNING id";
static const char sql_confirm_email[] =
    "UPDATE customer SET email_confirmed_at = :now, former_email = NULL"
    " WHERE id = :id AND email_confirmed_at IS NULL";
static const char sql_restore_email[] =
    "UPDATE customer SET email = former_email, email_confirmed_at = :now, former_email = NULL"
    " WHERE id = :id AND former_email IS NOT NULL";
static const char sql_confirm_phone[] =
    "UPDATE customer SET phone_confirmed_at = :now WHERE id = :id AND phone_confirmed_at IS NULL";
static const char sql_show[] = "SELECT id, " COLUMNS " FROM customer WHERE id = :id";
static const char sql_list[] =
    "SELECT id, " COLUMNS " FROM customer WHERE (:kind IS NULL OR kind = :kind) ORDER BY id";
static const char sql_by_email[] =
    "SELECT id FROM customer WHERE email = :text OR former_email = :text";
static const char sql_by_document[] = "SELECT id FROM customer WHERE document = :text";

/* ERR_CONFLICT if the e-mail address or document is another customer's; whose is for operators. */
static int
check_free(struct office *office, const struct customer *c, struct err *e)
{
	bool is_operator = office->actor.kind == ACTOR_OPERATOR;
	const char *const texts[] = { c->email, c->document };
	char ref[REF_SIZE];
	int64_t id;

	for (int i = 0; i < 2; i++) {
		int row = texts[i][0] == '\0' ? 0 : customer_at(office->db, texts[i], &id, e);

		if (row < 0)
			return -1;
		if (row == 0 || id == c->id)
			continue;
		err_set(e, ERR_CONFLICT, _("there is a customer %.100s already"), texts[i]);
		ref_format(REF_CUSTOMER, id, ref);
		return err_reason(e, "exists", is_operator ? ref : "");
	}
	return 0;
}

/* The values in the order of VALUES, but for status and created_at. */
#define EDITABLE(c)                                                                                \
	BIND_TEXT(":kind", (c)->kind), BIND_TEXT(":name", (c)->name),                              \
	    BIND_TEXT(":email", (c)->email), BIND_TEXT_OR_NULL(":phone", (c)->phone),              \
	    BIND_TEXT_OR_NULL(":document", (c)->document),                                         \
	    BIND_TEXT_OR_NULL(":address", (c)->address),                                           \
	    BIND_TEXT_OR_NULL(":language", (c)->language),                                         \
	    BIND_TEXT_OR_NULL(":adviser", (c)->adviser),                                           \
	    BIND_INT_OR_NULL(":email_confirmed_at", (c)->email_confirmed_at),                      \
	    BIND_INT_OR_NULL(":phone_confirmed_at", (c)->phone_confirmed_at),                      \
	    BIND_TEXT_OR_NULL(":former_email", (c)->former_email)

int
customer_add(struct office *office, struct customer *c, struct err *e)
{
	char summary[20];

	if (c->status[0] == '\0')
		snprintf(c->status, sizeof c->status, "active");
	c->id = 0;
	c->created_at = office->now;
	if (customer_tidy(c, e) != 0 || check_free(office, c, e) != 0)
		return -1;
	if (db_int(office->db, sql_add,
		BINDS(EDITABLE(c), BIND_TEXT(":status", c->status),
		    BIND_INT(":created_at", c->created_at)),
		&c->id, e) < 0)
		return -1;
	snprintf(summary, sizeof summary, "> %s", c->status);
	return office_log_customer(office, c->id, summary, e);
}

/* What an operator takes down counts at once: who asks for it stands there. */
static void
change_email(const struct office *office, struct customer *c, const struct customer *before)
{
	bool is_own = office->actor.kind == ACTOR_CUSTOMER;

	c->email_confirmed_at = 0;
	if (before->email_confirmed_at != 0)
		memcpy(c->former_email, before->email, sizeof c->former_email);
	if (!is_own)
		c->former_email[0] = '\0';
	if (strcmp(c->email, c->former_email) != 0)
		return;
	c->email_confirmed_at = office->now; /* back to what was confirmed */
	c->former_email[0] = '\0';
}

const char *
customer_proven_email(const struct customer *c)
{
	return c->former_email[0] != '\0' ? c->former_email : c->email;
}

int
customer_edit(struct office *office, struct customer *c, struct err *e)
{
	struct customer before = { .id = 0 };

	if (customer_show(office->db, c->id, &before, e) != 0 || customer_tidy(c, e) != 0 ||
	    check_free(office, c, e) != 0)
		return -1;
	c->email_confirmed_at = before.email_confirmed_at;
	c->phone_confirmed_at = before.phone_confirmed_at;
	memcpy(c->former_email, before.former_email, sizeof c->former_email);
	if (strcmp(c->email, before.email) != 0)
		change_email(office, c, &before);
	if (strcmp(c->phone, before.phone) != 0)
		c->phone_confirmed_at = 0;
	if (db_run(office->db, sql_edit, BINDS(EDITABLE(c), BIND_INT(":id", c->id)), NULL, e) != 0)
		return -1;
	return office_log_customer(office, c->id, "edited", e);
}

enum { INVITED, ACTIVE, SUSPENDED, CLOSED, BEGINNING };
static const char *const statuses[] = { "invited", "active", "suspended", "closed" };

static int
index_of(const char *status)
{
	int i = 0;

	while (i < BEGINNING && strcmp(statuses[i], status) != 0)
		i++;
	return i;
}

bool
customer_is_legal_move(const char *from, const char *to)
{
	int before = index_of(from), after = index_of(to);

	switch (after) {
	case INVITED:
		return from[0] == '\0';
	case ACTIVE:
		return from[0] == '\0' || before == INVITED || before == SUSPENDED;
	case SUSPENDED:
		return before == ACTIVE;
	case CLOSED:
		return before < CLOSED;
	default:
		return false;
	}
}

int
customer_refuse_state(const struct customer *c, struct err *e)
{
	char ref[REF_SIZE];

	ref_format(REF_CUSTOMER, c->id, ref);
	if (strcmp(c->status, "closed") == 0)
		err_set(e, ERR_CONFLICT, _("%s is closed"), ref);
	else if (strcmp(c->status, "suspended") == 0)
		err_set(e, ERR_CONFLICT, _("%s is suspended"), ref);
	else if (strcmp(c->status, "invited") == 0)
		err_set(e, ERR_CONFLICT, _("%s is invited and not active yet"), ref);
	else
		err_set(e, ERR_CONFLICT, _("%s is active"), ref);
	return err_reason(e, c->status, ref);
}

int
customer_check_served(const struct customer *c, struct err *e)
{
	if (strcmp(c->status, "suspended") != 0 && strcmp(c->status, "closed") != 0)
		return 0;
	return customer_refuse_state(c, e);
}

int
customer_move(struct office *office, int64_t id, const char *to, struct err *e)
{
	struct customer c = { .id = 0 };
	char summary[40];
	int64_t moved;

	if (customer_show(office->db, id, &c, e) != 0)
		return -1;
	if (!customer_is_legal_move(c.status, to))
		return customer_refuse_state(&c, e);
	if (db_int(office->db, sql_move,
		BINDS(BIND_INT(":id", id), BIND_TEXT(":from", c.status), BIND_TEXT(":to", to)),
		&moved, e) < 0)
		return -1;
	snprintf(summary, sizeof summary, "%s > %s", c.status, to);
	return office_log_customer(office, id, summary, e);
}

static int
confirm(struct office *office, const char *sql, int64_t id, const char *summary, struct err *e)
{
	int64_t changed;

	if (db_run(office->db, sql, BINDS(BIND_INT(":now", office->now), BIND_INT(":id", id)),
		&changed, e) != 0)
		return -1;
	return changed == 0 ? 0 : office_log_customer(office, id, summary, e);
}

int
customer_confirm_email(struct office *office, int64_t id, struct err *e)
{
	return confirm(office, sql_confirm_email, id, "e-mail address confirmed", e);
}

int
customer_restore_email(struct office *office, int64_t id, struct err *e)
{
	return confirm(office, sql_restore_email, id, "e-mail address taken back", e);
}

int
customer_confirm_phone(struct office *office, int64_t id, struct err *e)
{
	return confirm(office, sql_confirm_phone, id, "phone confirmed", e);
}

int
customer_next(struct query *q, struct customer *c, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	c->id = query_int(q, 0);
	query_text(q, 1, c->status, sizeof c->status);
	query_text(q, 2, c->kind, sizeof c->kind);
	query_text(q, 3, c->name, sizeof c->name);
	query_text(q, 4, c->email, sizeof c->email);
	query_text(q, 5, c->phone, sizeof c->phone);
	query_text(q, 6, c->document, sizeof c->document);
	query_text(q, 7, c->address, sizeof c->address);
	query_text(q, 8, c->language, sizeof c->language);
	query_text(q, 9, c->adviser, sizeof c->adviser);
	c->email_confirmed_at = query_int(q, 10);
	c->phone_confirmed_at = query_int(q, 11);
	query_text(q, 12, c->former_email, sizeof c->former_email);
	c->created_at = query_int(q, 13);
	return 1;
}

int
customer_show(struct db *db, int64_t id, struct customer *c, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = customer_next(&q, c, e);
	query_end(&q);
	if (row == 0)
		return ref_absent_id(REF_CUSTOMER, id, e);
	return row < 0 ? -1 : 0;
}

int
customer_list(struct db *db, const struct customer_filter *f, struct query *q, struct err *e)
{
	return db_query(db, sql_list, BINDS(BIND_TEXT(":kind", f->kind)), q, e);
}

int
customer_at(struct db *db, const char *text, int64_t *id, struct err *e)
{
	struct customer c = { 0 };
	bool is_email = strchr(text, '@') != NULL;

	if (snprintf(is_email ? c.email : c.document, is_email ? sizeof c.email : sizeof c.document,
		"%s", text) >= (int)(is_email ? sizeof c.email : sizeof c.document))
		return 0;
	customer_tidy_keys(&c);
	return db_int(db, is_email ? sql_by_email : sql_by_document,
	    BINDS(BIND_TEXT(":text", is_email ? c.email : c.document)), id, e);
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
	row = customer_at(db, text, id, e);
	if (row == 0)
		return ref_absent(REF_CUSTOMER, text, e);
	return row < 0 ? -1 : 0;
}
