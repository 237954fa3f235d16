#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "orphan.h"
#include "readiness.h"
#include "setting.h"
#include "settle.h"
#include "takein.h"

struct taking {
	struct office *office;
	const char *gateway;
	struct takein *tally;
};

struct line {
	const char *gateway;
	const struct gateway_answer *answer;
	struct payment payment;
	bool is_change;
};

static int
settle_line(struct office *office, struct line *line, struct err *e)
{
	struct gateway_answer answer = *line->answer;
	const struct settlement settlement = {
		.payment = line->payment.id, .op = GATEWAY_STATUS, .answer = &answer
	};
	struct payment *p = &line->payment;

	answer.result = GATEWAY_APPROVED;
	memcpy(answer.key, line->answer->payment, sizeof answer.key);
	if (answer.amount.minor != p->amount.minor - p->credit_minor ||
	    strcmp(answer.amount.currency, p->amount.currency) != 0)
		return payment_alarm(office, p, "mismatch", "the report tells another amount", e);
	return settle_within(office, &settlement, p, e);
}

/* One write: a line of the report that the books do not have. */
static int
take_line(struct office *office, void *context, struct err *e)
{
	struct line *line = context;
	int64_t id;
	int known = payment_by_key(office->db, line->answer->payment, &id, e);

	if (known < 0)
		return -1;
	if (known == 0 && orphan_add(office, line->gateway, line->answer, &id, e) != 0)
		return -1;
	if (payment_show(office->db, id, &line->payment, e) != 0)
		return -1;
	if (line->payment.status == PAYMENT_APPROVED || line->payment.status == PAYMENT_REFUNDED)
		return 0;
	line->is_change = true;
	if (settle_line(office, line, e) != 0)
		return -1;
	return known == 1 ? 0
			  : payment_alarm(office, &line->payment, "orphan",
				"the platform took it, the books did not", e);
}

/* Most lines are known already: a look costs no write. */
static int
is_booked(struct office *office, const struct gateway_answer *line, struct err *e)
{
	struct payment p;
	int64_t id;
	int known = payment_by_key(office->db, line->payment, &id, e);

	if (known <= 0)
		return known;
	if (payment_show(office->db, id, &p, e) != 0)
		return -1;
	return p.status == PAYMENT_APPROVED || p.status == PAYMENT_REFUNDED;
}

static int
note_failure(struct office *office, void *context, struct err *e)
{
	const struct office_note note = { .summary = context };

	return office_log(office, &note, e);
}

/* What the books cannot take is written down, and the other lines go on. */
static int
set_aside(
    struct taking *t, const struct gateway_answer *answer, const struct err *why, struct err *e)
{
	char summary[400];

	if (why->code == ERR_BUSY || why->code == ERR_UNKNOWN || why->code == ERR_SETUP) {
		*e = *why;
		return -1;
	}
	t->tally->failed++;
	snprintf(summary, sizeof summary,
	    "alarm orphan: %s reports %s %s that cannot be booked: %s", t->gateway,
	    answer->kind == GATEWAY_KIND_REFUND ? "refund" : "charge", answer->reference,
	    why->reason[0] != '\0' ? why->reason : "conflict");
	return office_write(t->office, note_failure, summary, e);
}

static int
record(void *context, const struct gateway_answer *answer, struct err *e)
{
	struct taking *t = context;
	struct line line = { .gateway = t->gateway, .answer = answer };
	struct err why;
	int booked;

	t->tally->seen++;
	booked = is_booked(t->office, answer, e);
	if (booked != 0)
		return booked < 0 ? -1 : 0;
	if (office_write(t->office, take_line, &line, &why) != 0)
		return set_aside(t, answer, &why, e);
	if (!line.is_change)
		return 0;
	t->tally->taken++;
	return t->tally->done(&line.payment, t->tally->context, e);
}

/* Clocks differ: what the platform took a little earlier by its own is asked for too. */
enum { CLOCKS_DIFFER_S = 3600 };

static int
ask_report(struct taking *t, const struct platform *platform, struct err *e)
{
	struct gateway_request request = { .op = GATEWAY_REPORT,
		.since = t->tally->since - CLOCKS_DIFFER_S };
	struct platform_filter filter;
	struct gateway_answer answer;

	if (platform_open(t->office, platform, t->gateway, &filter, e) != 0 ||
	    secret_random(request.key, e) != 0)
		return -1;
	memcpy(request.credentials, filter.credentials, sizeof request.credentials);
	memcpy(request.merchant, filter.merchant, sizeof request.merchant);
	if (gateway_report(&filter.filter, &request, record, t, &answer, e) != 0)
		return -1;
	if (answer.result == GATEWAY_END)
		return 0;
	return err_set(
	    e, ERR_PARTIAL, _("%s did not tell all it holds: %s"), t->gateway, answer.problem);
}

static int
finish(struct office *office, void *context, struct err *e)
{
	static const struct office_note note = { .summary = "restored > resolved" };

	(void)context;
	return readiness_mark_restored(office, 0, e) != 0 ? -1 : office_log(office, &note, e);
}

/* A report that begins later would leave out what was taken since the backup. */
static int
check_since(struct office *office, int64_t since, bool *is_restored, struct err *e)
{
	char text[INSTANT_SIZE];
	int64_t restored;
	int row = readiness_is_restored(office->db, &restored, e);

	*is_restored = row == 1;
	if (row <= 0 || since <= restored)
		return row < 0 ? -1 : 0;
	instant_format(restored, text);
	return err_set(
	    e, ERR_USAGE, _("the report must begin not after %s, when the backup was made"), text);
}

int
takein_run(struct office *office, const struct platform *platform, struct takein *t, struct err *e)
{
	struct taking taking = { office, NULL, t };
	char gateway[33];
	bool is_restored;
	int row;

	if (check_since(office, t->since, &is_restored, e) != 0)
		return -1;
	t->seen = t->taken = t->failed = 0;
	for (int i = 0; (row = setting_gateway_at(office->db, i, gateway, e)) == 1; i++) {
		taking.gateway = gateway;
		if (ask_report(&taking, platform, e) != 0)
			return -1;
	}
	if (row < 0)
		return -1;
	if (t->failed > 0)
		return err_set(e, ERR_PARTIAL,
		    _("%lld reported lines could not be booked; see pp-db log"),
		    (long long)t->failed);
	return is_restored ? office_write(office, finish, NULL, e) : 0;
}
