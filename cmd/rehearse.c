/*
 * rehearse - what the nights until a date would do, on a copy of the office.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include "backup.h"
#include "i18n.h"
#include "invoice.h"
#include "rehearsal.h"
#include "rehearse.h"
#include "setting.h"
#include "totals.h"

enum { NIGHT_SECONDS = (4 * 60 + 30) * 60, NIGHTS_MAX = 3660 };

struct rehearsing {
	struct cli *cli;
	struct stage stage;
	struct zone *zone;
	char on[DATE_SIZE]; /* of the night */
	int64_t log;	    /* the newest activity that was told */
	struct record record;
	struct totals approved, declined;
};

/* ---- what is told */

/* An invoice that the nights issue is not in the books yet: its number there would be another's. */
static bool
is_in_books(const struct rehearsing *run, const struct rehearsal_event *event)
{
	const char *number = strchr(event->number, ':');
	struct invoice inv;
	struct err ignored;

	if (event->ref.type != REF_INVOICE)
		return true;
	return invoice_show(run->cli->office.db, event->ref.id, &inv, &ignored) == 0 &&
	       number != NULL && strcmp(inv.number, number + 1) == 0;
}

static int
count(struct rehearsing *run, const struct rehearsal_event *event, struct err *e)
{
	if (strcmp(event->thing, "payment") != 0)
		return 0;
	if (strcmp(event->status, "approved") == 0)
		return totals_add(&run->approved, &event->amount, e);
	if (strcmp(event->status, "declined") == 0)
		return totals_add(&run->declined, &event->amount, e);
	return 0;
}

static int
print(struct rehearsing *run, const struct rehearsal_event *event, struct err *e)
{
	struct record *r = &run->record;

	record_clear(r);
	record_date(r, "on", run->on);
	record_text(r, "thing", event->thing);
	record_text(r, "status", event->status);
	if (is_in_books(run, event))
		record_ref(r, "ref", event->ref.type, event->ref.id);
	record_text(r, "number", event->number);
	record_ref(r, "customer", REF_CUSTOMER, event->customer);
	record_ref(r, "account", REF_ACCOUNT, event->account);
	if (event->amount.currency[0] != '\0')
		record_money(r, "amount", &event->amount);
	record_text(r, "method", event->method);
	record_ref(r, "with", event->with.type, event->with.id);
	record_date(r, "due_on", event->due_on);
	record_text(r, "why", event->why);
	return count(run, event, e) != 0 ? -1 : cli_print(run->cli, r, e);
}

static int
tell(struct rehearsing *run, struct db *copy, struct err *e)
{
	const struct activity_filter filter = { .after = run->log };
	struct rehearsal_event event;
	struct activity_row row;
	struct query q;
	int got;

	if (activity_list(copy, &filter, &q, e) != 0)
		return -1;
	while ((got = activity_next(&q, &row, e)) == 1) {
		run->log = row.id;
		got = rehearsal_event(copy, &row, &event, e);
		if (got < 0 || (got == 1 && print(run, &event, e) != 0)) {
			got = -1;
			break;
		}
	}
	query_end(&q);
	return got;
}

static int
tell_totals(struct rehearsing *run, const char *status, const struct totals *totals, struct err *e)
{
	struct record *r = &run->record;

	for (size_t i = 0; i < totals->count; i++) {
		record_clear(r);
		record_date(r, "on", cli_value(run->cli, "until"));
		record_text(r, "thing", "total");
		record_text(r, "status", status);
		record_money(r, "amount", &totals->of[i].amount);
		record_int(r, "count", totals->of[i].count);
		if (cli_print(run->cli, r, e) != 0)
			return -1;
	}
	return 0;
}

/* ---- nights */

/* 4:30 by the clock on the wall there, also where that day had a change of it. */
static int64_t
night_at(const struct zone *zone, const char *on)
{
	int64_t start = zone_day_start(zone, on), at = start + NIGHT_SECONDS;

	return at - (zone_offset(zone, at) - zone_offset(zone, start));
}

/* The first night to come, and that there are not too many. */
static int
find_first(struct rehearsing *run, struct err *e)
{
	const char *until = cli_value(run->cli, "until");
	int64_t now = run->cli->office.now;
	char last[DATE_SIZE];

	zone_date(run->zone, now, run->on);
	if (night_at(run->zone, run->on) <= now)
		date_add_days(run->on, 1, run->on);
	if (strcmp(until, run->on) < 0)
		return err_set(e, ERR_USAGE, _("--until is before the next night, %s"), run->on);
	date_add_days(run->on, NIGHTS_MAX, last);
	if (strcmp(until, last) >= 0)
		return err_set(e, ERR_USAGE, _("--until is more than %d nights away"), NIGHTS_MAX);
	return 0;
}

/* Debits that are declined, or are not known yet, belong to a night. */
static bool
is_ordinary(int status)
{
	return status == 0 || (status >= (int)ERR_NOT_FOUND && status <= (int)ERR_DENIED) ||
	       status == (int)ERR_PARTIAL || status == (int)ERR_UNKNOWN;
}

static int
refuse(const struct rehearsing *run, int status, struct err *e)
{
	bool is_known = status > 0 && status <= (int)ERR_UNKNOWN;
	char said[121];

	stage_said(&run->stage, said);
	err_set(e, is_known ? (enum err_code)status : ERR_FAILED,
	    _("the night of %s ended with status %d%s%s"), run->on, status, said[0] ? ": " : "",
	    said);
	return err_hint(e, _("with --verbose its script is heard"));
}

/* Each night is told once it is over; whom nobody hears any more plays no further. */
static int
hand_over(struct cli *cli, struct err *e)
{
	FILE *out = cli_out(cli);

	if (fflush(out) == 0 && !ferror(out))
		return 0;
	return err_set(
	    e, ERR_FAILED, _("the output could not be written: %s"), strerror(errno ? errno : EIO));
}

static int
play_night(struct rehearsing *run, struct err *e)
{
	int status = 0, result;
	struct db *copy;

	if (stage_night(&run->stage, night_at(run->zone, run->on), &status, e) != 0)
		return -1;
	if (!is_ordinary(status))
		return refuse(run, status, e);
	if (db_open(&copy, run->stage.db, DB_READ, e) != 0)
		return -1;
	result = tell(run, copy, e);
	db_close(copy);
	return result != 0 ? -1 : hand_over(run->cli, e);
}

static int
play(struct rehearsing *run, struct err *e)
{
	const char *until = cli_value(run->cli, "until");
	int64_t done = 0, all = date_to_days(until) - date_to_days(run->on) + 1;

	for (; strcmp(run->on, until) <= 0; date_add_days(run->on, 1, run->on)) {
		if (play_night(run, e) != 0)
			return -1;
		cli_progress(run->cli, ++done, all);
	}
	if (tell_totals(run, "approved", &run->approved, e) != 0)
		return -1;
	return tell_totals(run, "declined", &run->declined, e);
}

/* ---- the verb */

static int
furnish(struct rehearsing *run, struct err *e)
{
	const char *named = getenv("PP_SANDBOX_BOOK");
	char book[DB_PATH_SIZE + 8];
	struct db *copy;
	int result;

	snprintf(book, sizeof(book), "%s.book", run->cli->db_file);
	if (backup_rehearse(&run->cli->office, run->stage.db, &run->log, e) != 0 ||
	    db_open(&copy, run->stage.db, DB_READ, e) != 0)
		return -1;
	result = stage_furnish(&run->stage, copy, named && *named ? named : book, e);
	db_close(copy);
	return result;
}

static int
rehearse(struct rehearsing *run, struct err *e)
{
	if (setting_zone(run->cli->office.db, &run->zone, e) != 0 || find_first(run, e) != 0 ||
	    stage_open(&run->stage, cli_value(run->cli, "run"), e) != 0)
		return -1;
	run->stage.is_heard = cli_flag(run->cli, "verbose");
	return furnish(run, e) != 0 ? -1 : play(run, e);
}

int
database_rehearse(struct cli *cli, struct err *e)
{
	struct rehearsing run = { .cli = cli };
	int result, stopped;

	record_open(&run.record, "rehearsal");
	result = rehearse(&run, e);
	record_close(&run.record);
	stopped = stage_close(&run.stage);
	zone_close(run.zone);
	if (stopped) {
		fflush(cli_out(cli));	  /* the nights until then were told */
		db_close(cli->office.db); /* and no journal is left */
		cli->office.db = NULL;
		raise(stopped);
	}
	return result;
}
