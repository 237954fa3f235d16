#include "readiness.h"
#include "i18n.h"
#include "setting.h"

static const char key_restored[] = "internal.restored";
static const char key_clock[] = "internal.clock";
static const char key_rehearsal[] = "internal.rehearsal";

/* 1 and the instant kept under that key, 0 where there is none. */
static int
internal_instant(struct db *db, const char *key, int64_t *at, struct err *e)
{
	char text[INSTANT_SIZE];
	int row = setting_internal(db, key, text, sizeof text, e);

	if (row != 1 || text[0] == '\0')
		return row < 0 ? -1 : 0;
	if (instant_parse(text, at, e) != 0)
		return err_set(e, ERR_SETUP, _("the database holds a damaged value of %s"), key);
	return 1;
}

static int
set_internal_instant(struct office *office, const char *key, int64_t at, struct err *e)
{
	char text[INSTANT_SIZE] = "";

	if (at != 0)
		instant_format(at, text);
	return setting_set_internal(office, key, text, e);
}

int
readiness_is_restored(struct db *db, int64_t *since, struct err *e)
{
	return internal_instant(db, key_restored, since, e);
}

int
readiness_mark_restored(struct office *office, int64_t since, struct err *e)
{
	return set_internal_instant(office, key_restored, since, e);
}

int
readiness_mark_rehearsal(struct office *office, struct err *e)
{
	return set_internal_instant(office, key_rehearsal, office->now, e);
}

int
readiness_is_rehearsal(struct db *db, struct err *e)
{
	int64_t at;

	return internal_instant(db, key_rehearsal, &at, e);
}

static int
check_restored(struct office *office, struct err *e)
{
	char text[INSTANT_SIZE];
	int64_t since;
	int row = readiness_is_restored(office->db, &since, e);

	if (row <= 0)
		return row;
	instant_format(since, text);
	err_set(e, ERR_BUSY, _("the office is a restored backup of %s and must be resolved first"),
	    text);
	err_reason(e, "restored", "");
	return err_hint(e, "pp-pay resolve --since=%s", text);
}

static int
refuse_clock(int64_t now, int64_t newest, struct err *e)
{
	char ours[INSTANT_SIZE], theirs[INSTANT_SIZE];

	instant_format(now, ours);
	instant_format(newest, theirs);
	err_set(
	    e, ERR_BUSY, _("the clock says %s, but the newest activity is of %s"), ours, theirs);
	err_reason(e, "clock", "");
	return err_hint(e, _("if the clock is right: pp-db clock --accept"));
}

static int
check_clock(struct office *office, struct err *e)
{
	int64_t newest = 0, accepted = 0, jump;

	if (activity_newest(office->db, &newest, e) < 0)
		return -1;
	if (internal_instant(office->db, key_clock, &accepted, e) < 0)
		return -1;
	if (setting_int(office->db, "clock.jump", &jump, e) != 0)
		return -1;
	jump *= 86400;
	if (office->now + READINESS_BEHIND_SECONDS < newest)
		return refuse_clock(office->now, newest, e);
	if (office->now - jump > newest && office->now - jump > accepted)
		return refuse_clock(office->now, newest, e);
	return 0;
}

int
readiness_check(struct office *office, struct err *e)
{
	if (office->is_recording)
		return 0;
	return check_restored(office, e) != 0 ? -1 : check_clock(office, e);
}

static int
accept_clock(struct office *office, void *context, struct err *e)
{
	static const struct office_note note = { .summary = "clock accepted" };

	(void)context;
	if (set_internal_instant(office, key_clock, office->now, e) != 0)
		return -1;
	return office_log(office, &note, e);
}

int
readiness_accept_clock(struct office *office, struct err *e)
{
	return office->chain != NULL ? accept_clock(office, NULL, e)
				     : office_write(office, accept_clock, NULL, e);
}
