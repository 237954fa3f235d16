#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "rule.h"
#include "rule_key.h"

static const char sql_last[] = "SELECT id, version, effective_on FROM rule WHERE biller = :biller "
			       "ORDER BY version DESC LIMIT 1";
static const char sql_add[] = "INSERT INTO rule (biller, version, effective_on, log)"
			      " VALUES (:biller, :version, :on, :log) RETURNING id";
static const char sql_carry[] =
    "INSERT INTO rule_value (rule, key, value)"
    " SELECT :rule, key, value FROM rule_value WHERE rule = :before AND key <> :key ORDER BY id";
static const char sql_add_value[] =
    "INSERT INTO rule_value (rule, key, value) VALUES (:rule, :key, :value)";
static const char sql_in_force[] =
    "SELECT id FROM rule WHERE biller = :biller AND effective_on <= :on"
    " ORDER BY effective_on DESC, version DESC LIMIT 1";
static const char sql_show[] = "SELECT version, effective_on, log FROM rule WHERE id = :id";
static const char sql_value[] = "SELECT value FROM rule_value WHERE rule = :rule AND key = :key";
static const char sql_values[] = "SELECT key, value FROM rule_value WHERE rule = :rule ORDER BY id";

struct change {
	int64_t biller;
	const char *on;
	struct rule_value *value;
};

struct last {
	int64_t id; /* 0: there is no version */
	int64_t version;
	char on[DATE_SIZE];
};

static int
find_last(struct db *db, int64_t biller, struct last *last, struct err *e)
{
	struct query q;
	int row;

	memset(last, 0, sizeof *last);
	if (db_query(db, sql_last, BINDS(BIND_INT(":biller", biller)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		last->id = query_int(&q, 0);
		last->version = query_int(&q, 1);
		query_text(&q, 2, last->on, sizeof last->on);
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

/* It carries over what the newest version says, which must not count before its own date. */
static int
check_order(const struct last *last, const char *on, struct err *e)
{
	if (last->id == 0 || strcmp(on, last->on) >= 0)
		return 0;
	return err_set(e, ERR_CONFLICT, _("there is a version of the rules from %s"), last->on);
}

static int
append(struct office *office, void *context, struct err *e)
{
	const struct change *c = context;
	struct last last;
	int64_t version, id = 0;
	char summary[200];

	if (find_last(office->db, c->biller, &last, e) != 0 || check_order(&last, c->on, e) != 0)
		return -1;
	version = last.version + 1;
	snprintf(summary, sizeof summary, "rule %s = %s version %" PRId64 " from %s", c->value->key,
	    c->value->value, version, c->on);
	if (office_log(office,
		&(struct office_note){ .type = REF_BILLER, .id = c->biller, .summary = summary },
		e) != 0)
		return -1;
	if (db_int(office->db, sql_add,
		BINDS(BIND_INT(":biller", c->biller), BIND_INT(":version", version),
		    BIND_TEXT(":on", c->on), BIND_INT(":log", office_log_id(office))),
		&id, e) < 0)
		return -1;
	if (db_run(office->db, sql_carry,
		BINDS(BIND_INT(":rule", id), BIND_INT(":before", last.id),
		    BIND_TEXT(":key", c->value->key)),
		NULL, e) != 0)
		return -1;
	c->value->version = version;
	snprintf(c->value->effective_on, DATE_SIZE, "%s", c->on);
	return db_run(office->db, sql_add_value,
	    BINDS(BIND_INT(":rule", id), BIND_TEXT(":key", c->value->key),
		BIND_TEXT(":value", c->value->value)),
	    NULL, e);
}

int
rule_set(struct office *office, int64_t biller, const char *currency, const char *on,
    struct rule_value *value, struct err *e)
{
	const struct rule_key *key = rule_key_find(value->key);
	struct change change = { biller, on, value };

	if (key == NULL)
		return err_set(e, ERR_NOT_FOUND, _("there is no rule %.40s"), value->key);
	if (rule_key_check(key, value->value, currency, e) != 0)
		return -1;
	value->meaning = key->meaning;
	return office->chain != NULL ? append(office, &change, e)
				     : office_write(office, append, &change, e);
}

int
rule_in_force(struct db *db, int64_t biller, const char *on, int64_t *id, struct err *e)
{
	*id = 0;
	return db_int(db, sql_in_force, BINDS(BIND_INT(":biller", biller), BIND_TEXT(":on", on)),
		   id, e) < 0
		   ? -1
		   : 0;
}

static int
load_version(struct db *db, struct rules *rules, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_show, BINDS(BIND_INT(":id", rules->id)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		rules->version = query_int(&q, 0);
		rules->log = query_int(&q, 2);
	}
	query_end(&q);
	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, _("there is no such version of rules"));
	return row < 0 ? -1 : 0;
}

int
rule_load(struct db *db, int64_t id, const char *currency, struct rules *rules, struct err *e)
{
	struct query q;
	int row;

	rule_defaults(rules, currency);
	if (id == 0)
		return 0;
	rules->id = id;
	if (load_version(db, rules, e) != 0)
		return -1;
	if (db_query(db, sql_values, BINDS(BIND_INT(":rule", id)), &q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1)
		if (rule_apply(rules, query_peek(&q, 0), query_peek(&q, 1), currency, e) != 0)
			break;
	query_end(&q);
	return row == 0 ? 0 : -1;
}

static int
each_key(
    struct db *db, int64_t id, const struct rule_key *key, struct rule_value *value, struct err *e)
{
	struct query q;
	int row;

	snprintf(value->key, sizeof value->key, "%s", key->key);
	snprintf(value->value, sizeof value->value, "%s", key->standard);
	value->meaning = key->meaning;
	if (db_query(db, sql_value, BINDS(BIND_INT(":rule", id), BIND_TEXT(":key", key->key)), &q,
		e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1)
		query_text(&q, 0, value->value, sizeof value->value);
	query_end(&q);
	return row < 0 ? -1 : 0;
}

int
rule_each(
    struct db *db, int64_t id, const char *key, rule_found *each, void *context, struct err *e)
{
	struct rule_value value = { .version = 0 };
	struct query q;
	int row;

	if (key != NULL && rule_key_find(key) == NULL)
		return err_set(e, ERR_NOT_FOUND, _("there is no rule %.40s"), key);
	if (db_query(db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		value.version = query_int(&q, 0);
		query_text(&q, 1, value.effective_on, sizeof value.effective_on);
	}
	query_end(&q);
	if (row < 0)
		return -1;
	for (const struct rule_key *k = rule_keys; k->key != NULL; k++) {
		if (key != NULL && strcmp(key, k->key) != 0)
			continue;
		if (each_key(db, id, k, &value, e) != 0 || each(&value, context, e) != 0)
			return -1;
	}
	return 0;
}
