#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "setting_private.h"

static const char sql_get[] = "SELECT value FROM setting WHERE key = :key";
static const char sql_set[] = "INSERT INTO setting (key, value) VALUES (:key, :value)"
			      " ON CONFLICT (key) DO UPDATE SET value = excluded.value";
static const char sql_unset[] = "DELETE FROM setting WHERE key = :key";
static const char sql_gateways[] =
    "SELECT key FROM setting WHERE key >= 'gateway.' AND key < 'gateway/' ORDER BY key";
static const char sql_is_in_use[] = "SELECT 1 FROM account LIMIT 1";

/* 1 and the stored value, 0 when unset. */
static int
stored(struct db *db, const char *key, char *value, size_t size, struct err *e)
{
	struct query q;
	int row = db_memo_find(db, key, value, size);

	if (row >= 0)
		return row;
	if (db_query(db, sql_get, BINDS(BIND_TEXT(":key", key)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1)
		query_text(&q, 0, value, size);
	if (row >= 0)
		db_memo_keep(db, key, row == 1 ? query_peek(&q, 0) : NULL);
	query_end(&q);
	return row;
}

int
setting_text(struct db *db, const char *key, char *value, size_t size, struct err *e)
{
	char gateway[33];
	const struct setting_row *row = setting_row_of(key, gateway);
	int found;

	if (row == NULL)
		return err_set(e, ERR_NOT_FOUND, _("there is no setting %s"), key);
	found = stored(db, key, value, size, e);
	if (found == 0)
		snprintf(value, size, "%s", row->standard);
	return found < 0 ? -1 : 0;
}

int
setting_int(struct db *db, const char *key, int64_t *value, struct err *e)
{
	char text[32];

	if (setting_text(db, key, text, sizeof text, e) != 0)
		return -1;
	*value = strtoll(text, NULL, 10);
	return 0;
}

int
setting_bool(struct db *db, const char *key, bool *value, struct err *e)
{
	char text[8];

	if (setting_text(db, key, text, sizeof text, e) != 0)
		return -1;
	*value = strcmp(text, "yes") == 0;
	return 0;
}

int
setting_gateway_text(
    struct db *db, const char *gateway, const char *key, char *value, size_t size, struct err *e)
{
	char whole[SETTING_KEY_SIZE];

	snprintf(whole, sizeof whole, "gateway.%s.%s", gateway, key);
	return setting_text(db, whole, value, size, e);
}

int
setting_gateway_int(
    struct db *db, const char *gateway, const char *key, int64_t *value, struct err *e)
{
	char text[32];

	if (setting_gateway_text(db, gateway, key, text, sizeof text, e) != 0)
		return -1;
	*value = strtoll(text, NULL, 10);
	return 0;
}

int
setting_show(struct db *db, const char *key, struct setting *out, struct err *e)
{
	char gateway[33];
	const struct setting_row *row = setting_row_of(key, gateway);
	int found;

	if (row == NULL)
		return err_set(e, ERR_NOT_FOUND, _("there is no setting %s"), key);
	memset(out, 0, sizeof *out);
	snprintf(out->key, sizeof out->key, "%s", key);
	out->meaning = row->meaning;
	found = stored(db, key, out->value, sizeof out->value, e);
	if (found < 0)
		return -1;
	out->is_set = found == 1;
	if (found == 0)
		snprintf(out->value, sizeof out->value, "%s", row->standard);
	return 0;
}

int
setting_gateway_at(struct db *db, int i, char name[33], struct err *e)
{
	char last[33] = "", gateway[33];
	struct query q;
	int row;

	if (db_query(db, sql_gateways, NULL, &q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1) {
		if (setting_row_of(query_peek(&q, 0), gateway) == NULL ||
		    strcmp(gateway, last) == 0)
			continue;
		memcpy(last, gateway, sizeof last);
		if (i-- == 0)
			break;
	}
	query_end(&q);
	if (row == 1)
		memcpy(name, last, sizeof last);
	return row;
}

int
setting_has_gateway(struct db *db, const char *gateway, struct err *e)
{
	char name[33];
	int row;

	for (int i = 0; (row = setting_gateway_at(db, i, name, e)) == 1; i++)
		if (strcmp(name, gateway) == 0)
			return 1;
	return row;
}

static int
each_row(struct db *db, const struct setting_row *row, const char *prefix, setting_found *each,
    void *context, struct err *e)
{
	char key[SETTING_KEY_SIZE];
	struct setting setting;

	for (; row->key != NULL; row++) {
		snprintf(key, sizeof key, "%s%s", prefix, row->key);
		if (setting_show(db, key, &setting, e) != 0 || each(&setting, context, e) != 0)
			return -1;
	}
	return 0;
}

int
setting_each(struct db *db, setting_found *each, void *context, struct err *e)
{
	char name[33], prefix[48];
	int row;

	if (each_row(db, setting_rows, "", each, context, e) != 0)
		return -1;
	for (int i = 0; (row = setting_gateway_at(db, i, name, e)) == 1; i++) {
		snprintf(prefix, sizeof prefix, "gateway.%s.", name);
		if (each_row(db, setting_gateway_rows, prefix, each, context, e) != 0)
			return -1;
	}
	return row;
}

struct change {
	const char *key;
	const char *value;
	bool is_fixed;
};

static int
store(struct office *office, void *context, struct err *e)
{
	const struct change *change = context;
	char summary[200];
	int64_t one;
	int in_use;

	if (change->is_fixed) {
		in_use = db_int(office->db, sql_is_in_use, NULL, &one, e);
		if (in_use < 0)
			return -1;
		if (in_use == 1)
			return err_set(e, ERR_CONFLICT,
			    _("%s cannot change once there are accounts"), change->key);
	}
	db_memo_forget(office->db);
	if (change->value[0] == '\0'
		? db_run(office->db, sql_unset, BINDS(BIND_TEXT(":key", change->key)), NULL, e) != 0
		: setting_set_internal(office, change->key, change->value, e) != 0)
		return -1;
	snprintf(summary, sizeof summary, "%s = %.100s", change->key, change->value);
	return office_log(office, &(struct office_note){ .summary = summary }, e);
}

int
setting_set(struct office *office, const char *key, const char *value, struct err *e)
{
	char gateway[33];
	const struct setting_row *row = setting_row_of(key, gateway);
	struct change change = { key, value, row != NULL && row->is_fixed };

	if (row == NULL)
		return err_set(e, ERR_NOT_FOUND, _("there is no setting %s"), key);
	/* What an office is made with is said; later a setting may go back to its default. */
	if ((value[0] != '\0' || office->chain != NULL) && setting_value_check(row, value, e) != 0)
		return -1;
	if (strcmp(key, "office.sandbox") == 0 && office->chain == NULL)
		return err_set(e, ERR_CONFLICT, _("%s is decided by pp-db init"), key);
	return office->chain != NULL ? store(office, &change, e)
				     : office_write(office, store, &change, e);
}

int
setting_internal(struct db *db, const char *key, char *value, size_t size, struct err *e)
{
	return stored(db, key, value, size, e);
}

int
setting_set_internal(struct office *office, const char *key, const char *value, struct err *e)
{
	db_memo_forget(office->db);
	return db_run(office->db, sql_set,
	    BINDS(BIND_TEXT(":key", key), BIND_TEXT(":value", value)), NULL, e);
}

int
setting_zone(struct db *db, struct zone **zone, struct err *e)
{
	char name[ZONE_NAME_SIZE];

	if (setting_text(db, "office.timezone", name, sizeof name, e) != 0)
		return -1;
	return zone_open(zone, name, e);
}

int
setting_civil_date(struct office *office, char on[DATE_SIZE], struct err *e)
{
	char name[ZONE_NAME_SIZE];

	if (setting_text(office->db, "office.timezone", name, sizeof name, e) != 0)
		return -1;
	return office_date(office, name, on, e);
}

int
setting_today(struct office *office, char on[DATE_SIZE], struct err *e)
{
	if (office->as_of[0] == '\0')
		return setting_civil_date(office, on, e);
	memcpy(on, office->as_of, DATE_SIZE);
	return 0;
}

int
setting_span(
    struct db *db, const char *since, const char *until, int64_t *from, int64_t *to, struct err *e)
{
	char after[DATE_SIZE];
	struct zone *zone;

	*from = *to = 0;
	if (since != NULL && until != NULL && strcmp(since, until) > 0)
		return err_set(e, ERR_USAGE, _("%s is after %s"), since, until);
	if (since == NULL && until == NULL)
		return 0;
	if (setting_zone(db, &zone, e) != 0)
		return -1;
	if (since != NULL)
		*from = zone_day_start(zone, since);
	if (until != NULL) {
		date_add_days(until, 1, after);
		*to = zone_day_start(zone, after);
	}
	zone_close(zone);
	return 0;
}
