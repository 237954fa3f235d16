#include <stdio.h>
#include <string.h>
#include "check.h"
#include "debit.h"
#include "i18n.h"
#include "key.h"
#include "setting.h"

/* ---- the books */

static int
found(const char *id, const char *what, const char *ref, void *context, struct err *e)
{
	bool *is_wrong = context;

	(void)id;
	(void)what;
	(void)ref;
	(void)e;
	*is_wrong = true;
	return 0;
}

int
debit_check_books(struct office *office, struct err *e)
{
	bool is_wrong = false;

	if (check_run(office->db, true, found, &is_wrong, e) != 0)
		return -1;
	if (!is_wrong)
		return 0;
	err_set(e, ERR_DIFFERS, _("the books are not right: see pp-db check"));
	err_reason(e, "books", "");
	return err_money(e, ERR_MONEY_NOTHING, NULL);
}

/* ---- what was begun */

static bool
is_stopped(const struct debit_run *run)
{
	return run->is_stopped != NULL && run->is_stopped(run->context);
}

static void
tell_failures(const struct debit_run *run, const struct debit_group *group)
{
	for (size_t i = 0; i < group->failed; i++)
		run->failed(&group->failures[i], run->context);
}

static int
read_clock(const struct debit_run *run, struct err *e)
{
	return run->clock != NULL ? run->clock(run->context, e) : 0;
}

static int
begin_group(
    const struct debit_run *run, struct debit_pass *pass, struct debit_group *group, struct err *e)
{
	if (read_clock(run, e) != 0 || debit_group_begin(run->office, pass, group, e) != 0)
		return -1;
	tell_failures(run, group);
	return 0;
}

int
debit_unsent(struct office *office, const struct payment *payments, size_t count, struct err *e)
{
	struct gateway_answer answer;
	struct settle_batch batch;
	int result = 0;

	if (settle_batch_open(&batch, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (payments[i].status != PAYMENT_SENDING)
			continue;
		gateway_answer_without(&answer, payments[i].key, GATEWAY_NOT_SENT, "not sent");
		settle_batch_add(&batch, &answer);
	}
	result = settle_batch_run(office, &batch, e);
	settle_batch_close(&batch);
	return result;
}

struct watching { /* a dry run's payments, seen before they are taken back */
	const struct debit_run *run;
	struct debit_group *group;
};

static int
tell_group(const struct debit_run *run, const struct debit_group *group, struct err *e)
{
	for (size_t i = 0; i < group->count; i++)
		if (run->done(&group->payments[i], run->context, e) != 0)
			return -1;
	return 0;
}

static int
watch(struct office *office, void *context, struct err *e)
{
	struct watching *w = context;

	(void)office;
	return tell_group(w->run, w->group, e);
}

int
debit_claim(const struct debit_run *run, struct debit_pass *pass, debit_give *give, void *context,
    struct err *e)
{
	bool is_dry_run = run->office->is_dry_run;
	struct debit_group group;
	struct watching watching = { run, &group };
	int result;

	if (debit_group_open(&group, e) != 0)
		return -1;
	pass->watch = is_dry_run ? watch : NULL;
	pass->watch_context = &watching;
	do {
		result = begin_group(run, pass, &group, e);
		if (result == 0 && !is_dry_run)
			result =
			    give != NULL ? give(&group, context, e) : tell_group(run, &group, e);
	} while (result == 0 && group.seen > 0 && !is_stopped(run));
	pass->watch_context = NULL;
	debit_group_close(&group);
	return result;
}

/* ---- through a filter */

struct exchange {
	const struct debit_run *run;
	struct debit_pass *pass;
	struct platform_filter filter;
	struct debit_group group;
	size_t next; /* of the group: the payment that is asked next */
	struct settle_batch batch;
	bool is_over;
};

/* The platform has answered: what could not be recorded of it now, resolve records later. */
static int
not_recorded(struct err *e)
{
	struct err why = *e;

	err_set(e, ERR_UNKNOWN, _("answers of the platform were not recorded: %s"), why.message);
	return err_money(e, ERR_MONEY_UNKNOWN, NULL);
}

static int
settle_group(struct exchange *x, struct err *e)
{
	if (read_clock(x->run, e) != 0)
		return -1;
	if (settle_batch_run(x->run->office, &x->batch, e) != 0)
		return not_recorded(e);
	for (size_t i = 0; i < x->batch.settled; i++)
		if (x->run->done(&x->batch.payments[i], x->run->context, e) != 0)
			return -1;
	return 0;
}

/* Moves on to the next payment that waits for the platform: 1, 0, -1. */
static int
find_next(struct exchange *x, struct err *e)
{
	for (;;) {
		struct payment *p = &x->group.payments[x->next];

		if (x->next < x->group.count && p->status == PAYMENT_SENDING)
			return 1;
		if (x->next < x->group.count) {
			x->next++;
			if (x->run->done(p, x->run->context, e) != 0)
				return -1;
			continue;
		}
		if (x->is_over || is_stopped(x->run))
			return 0;
		if (begin_group(x->run, x->pass, &x->group, e) != 0)
			return -1;
		x->next = 0;
		x->is_over = x->group.seen == 0;
	}
}

static int
next_request(void *arg, struct gateway_request *request, struct err *e)
{
	struct exchange *x = arg;
	int more = is_stopped(x->run) ? 0 : find_next(x, e);

	if (more <= 0)
		return more;
	if (platform_request(x->run->office, &x->filter, &x->group.payments[x->next],
		GATEWAY_CHARGE, request, e) != 0)
		return -1;
	x->next++;
	return 1;
}

static int
take_answer(void *arg, const struct gateway_answer *answer, struct err *e)
{
	struct exchange *x = arg;

	if (x->batch.count == SETTLE_BATCH_MAX && settle_group(x, e) != 0)
		return -1;
	settle_batch_add(&x->batch, answer);
	return 0;
}

static int
pause(void *arg, struct err *e)
{
	return settle_group(arg, e);
}

/* What was begun and never asked is given back at once, and told like what was answered. */
static int
give_back(struct exchange *x, const char *problem, struct err *e)
{
	struct gateway_answer answer;

	for (; x->next < x->group.count; x->next++) {
		const struct payment *p = &x->group.payments[x->next];

		if (p->status != PAYMENT_SENDING)
			continue;
		gateway_answer_without(&answer, p->key, GATEWAY_NOT_SENT, problem);
		if (take_answer(x, &answer, e) != 0)
			return -1;
	}
	return settle_group(x, e);
}

/* The platform went away: of what was not even begun no line tells. */
static int
tell_rest(struct exchange *x, const char *problem, struct err *e)
{
	struct err failure;
	int more = x->is_over ? 0 : debit_group_peek(x->run->office, x->pass, &x->group, e);

	if (more <= 0)
		return more;
	err_set(&failure, ERR_BUSY, _("the other debits were not sent to %s: %s"), x->pass->gateway,
	    problem);
	err_reason(&failure, "not_sent", "");
	err_money(&failure, ERR_MONEY_NOTHING, NULL);
	x->run->failed(&failure, x->run->context);
	return 0;
}

static int
converse(struct exchange *x, struct err *e)
{
	const struct gateway_batch batch = {
		.next = next_request, .answer = take_answer, .pause = pause, .arg = x
	};
	struct gateway_tally tally = { .problem = "" };
	int result = gateway_exchange(&x->filter.filter, &batch, &tally, e);
	bool is_early = result == 0 && tally.problem[0] != '\0';
	struct err ignored;

	if (result != 0) {
		debit_unsent(x->run->office, &x->group.payments[x->next], x->group.count - x->next,
		    &ignored);
		return -1;
	}
	if (give_back(x, is_early ? tally.problem : "stopped", e) != 0)
		return -1;
	return is_early && !is_stopped(x->run) ? tell_rest(x, tally.problem, e) : 0;
}

static int
charge(const struct debit_run *run, struct debit_pass *pass, struct err *e)
{
	struct exchange x = { .run = run, .pass = pass };
	struct err failure;
	int result;

	if (debit_group_open(&x.group, e) != 0)
		return -1;
	/* Nothing to charge: the filter need not be there. */
	result = debit_group_peek(run->office, pass, &x.group, e);
	if (result == 1 &&
	    platform_open(run->office, run->platform, pass->gateway, &x.filter, &failure) != 0) {
		err_money(&failure, ERR_MONEY_NOTHING, NULL);
		run->failed(&failure, run->context);
		result = 0;
	}
	if (result == 1 && settle_batch_open(&x.batch, e) != 0)
		result = -1;
	if (result == 1) {
		result = find_next(&x, e);
		if (result == 1)
			result = converse(&x, e);
		settle_batch_close(&x.batch);
	}
	debit_group_close(&x.group);
	return result;
}

static int
run_pass(const struct debit_run *run, struct debit_pass *pass, struct err *e)
{
	if (pass->gateway[0] != '\0' && !run->office->is_dry_run)
		return charge(run, pass, e);
	/* Settled at once: deposit accounts, and what credit covered. */
	return debit_claim(run, pass, NULL, NULL, e);
}

static int
run_all(const struct debit_run *run, struct secret_key *key, struct err *e)
{
	struct debit_pass pass = { .key = key };
	int row = 1;

	if (run_pass(run, &pass, e) != 0)
		return -1;
	for (int i = 0; row == 1 && !is_stopped(run); i++) {
		pass = (struct debit_pass){ .key = key };
		row = setting_gateway_at(run->office->db, i, pass.gateway, e);
		if (row == 1 && run_pass(run, &pass, e) != 0)
			return -1;
	}
	return row < 0 ? -1 : 0;
}

int
debit_run(const struct debit_run *run, struct err *e)
{
	struct secret_key key;
	int result;

	if (key_load(run->office, &key, e) != 0)
		return -1;
	result = run_all(run, &key, e);
	secret_forget(&key);
	return result;
}
