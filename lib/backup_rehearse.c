#include <stdio.h>
#include <string.h>
#include "backup_private.h"
#include "check.h"
#include "i18n.h"
#include "readiness.h"
#include "secret.h"
#include "setting.h"

static int
set_gateway(
    struct office *copy, const char *gateway, const char *key, const char *value, struct err *e)
{
	char whole[SETTING_KEY_SIZE];

	snprintf(whole, sizeof whole, "gateway.%s.%s", gateway, key);
	return setting_set(copy, whole, value, e);
}

/* The sandbox is itself; it stands in for every other platform, whose options it would not know. */
static int
stand_in(struct office *copy, const char *gateway, struct err *e)
{
	char own[SETTING_SIZE] = "", arguments[SETTING_SIZE + 16];

	if (strcmp(gateway, "sandbox") == 0 &&
	    setting_gateway_text(copy->db, gateway, "arguments", own, sizeof own, e) != 0)
		return -1;
	snprintf(arguments, sizeof arguments, "%s%s--any-card", own, own[0] ? " " : "");
	if (set_gateway(copy, gateway, "arguments", arguments, e) != 0)
		return -1;
	return set_gateway(copy, gateway, "credentials", "", e);
}

/* Nights in which nothing happens must not make the clock look wrong. */
static int
prepare(struct office *copy, void *context, struct err *e)
{
	static const struct office_note note = { .summary = "rehearsal begun" };
	char gateway[33];
	int row;

	(void)context;
	if (office_log(copy, &note, e) != 0 || readiness_mark_rehearsal(copy, e) != 0 ||
	    setting_set_internal(copy, "office.sandbox", "yes", e) != 0 ||
	    setting_set(copy, "clock.jump", "3650", e) != 0 ||
	    setting_set(copy, "channel.email", "", e) != 0 ||
	    setting_set(copy, "channel.sms", "", e) != 0)
		return -1;
	for (int i = 0; (row = setting_gateway_at(copy->db, i, gateway, e)) == 1; i++)
		if (stand_in(copy, gateway, e) != 0)
			return -1;
	return row;
}

static int
check_office(struct office *office, struct err *e)
{
	int is_rehearsal = readiness_is_rehearsal(office->db, e);

	if (is_rehearsal < 0)
		return -1;
	if (is_rehearsal)
		return err_set(
		    e, ERR_CONFLICT, _("%s is a rehearsal already"), db_path(office->db));
	return readiness_check(office, e) != 0 ? -1 : backup_check_key(office, e);
}

static int
copy_key(const struct office *office, const char *path, struct err *e)
{
	char key[DB_PATH_SIZE];

	if (snprintf(key, sizeof key, "%s.key", path) >= (int)sizeof key)
		return err_set(e, ERR_USAGE, _("the path is too long"));
	return secret_copy(office->key_path, key, e);
}

int
backup_rehearse(struct office *office, const char *path, int64_t *log, struct err *e)
{
	struct office copy = *office;
	struct backup made;
	int result = -1;

	copy.db = NULL;
	copy.is_dry_run = false;
	copy.request[0] = '\0';
	if (check_office(office, e) != 0 || copy_key(office, path, e) != 0 ||
	    db_copy(office->db, path, e) != 0)
		return -1;
	if (db_open(&copy.db, path, DB_WRITE, e) == 0 &&
	    check_run(copy.db, false, backup_refuse, NULL, e) == 0 &&
	    office_write(&copy, prepare, NULL, e) == 0)
		result = backup_describe(copy.db, &made, e);
	db_close(copy.db);
	if (result == 0)
		*log = made.log;
	return result;
}
