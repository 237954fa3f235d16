/*
 * paying_settle - the second half of a debit around any filter: the answers are taken in.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "once.h"
#include "paying.h"
#include "paying_tally.h"
#include "settle_batch.h"

struct settling {
	struct cli *cli;
	struct paying_tally tally;
	struct settle_batch batch;
	int64_t strays;
	int64_t claimed;   /* what the end line says; -1: there was none */
	int64_t *answered; /* payments, as often as there was an answer */
	size_t answered_count, room;
	int64_t line; /* number of the one read last */
};

static int
remember_answered(struct settling *s, int64_t payment, struct err *e)
{
	if (s->answered_count == s->room) {
		size_t room = s->room == 0 ? SETTLE_BATCH_MAX : 2 * s->room;
		int64_t *answered = realloc(s->answered, room * sizeof(*answered));

		if (!answered)
			return err_set(e, ERR_FAILED, _("out of memory"));
		s->answered = answered;
		s->room = room;
	}
	s->answered[s->answered_count++] = payment;
	return 0;
}

static int
compare_payments(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* How many payments have an answer, however often it came. */
static int64_t
count_answered(struct settling *s)
{
	int64_t count = 0;

	if (s->answered_count > 0)
		qsort(s->answered, s->answered_count, sizeof(*s->answered), compare_payments);
	for (size_t i = 0; i < s->answered_count; i++)
		count += i == 0 || s->answered[i] != s->answered[i - 1];
	return count;
}

static int
settle_some(struct settling *s, struct err *e)
{
	size_t count = s->batch.count;

	if (cli_refresh_clock(s->cli, e) != 0 ||
	    settle_batch_run(&s->cli->office, &s->batch, e) != 0)
		return -1;
	s->tally.same += (int64_t)(count - s->batch.settled);
	for (size_t i = 0; i < s->batch.settled; i++)
		if (paying_tally_done(&s->batch.payments[i], &s->tally, e) != 0)
			return -1;
	return 0;
}

/* An answer to a charge of ours, judged against what was asked: 1, 0 for a stray, -1. */
static int
judge(struct settling *s, struct gateway_answer *a, struct err *e)
{
	struct money asked;
	struct payment p;
	int64_t id;
	int known = payment_by_key(s->cli->office.db, a->key, &id, e);

	if (known <= 0)
		return known;
	if (payment_show(s->cli->office.db, id, &p, e) != 0)
		return -1;
	asked = money_of(p.amount.minor - p.credit_minor, p.amount.currency);
	gateway_judge(GATEWAY_CHARGE, &asked, a);
	return remember_answered(s, id, e) != 0 ? -1 : 1;
}

/* The wrong file: what was asked is no answer, and must not be taken for a bad one. */
static int
refuse_request(struct settling *s, struct err *e)
{
	err_set(e, ERR_USAGE, _("%.80s:%lld: a request, not an answer: pass it through the filter"),
	    s->cli->operands[0], (long long)s->line);
	/* What was answered before it waits with its group, and is not recorded. */
	return err_money(e, s->answered_count > 0 ? ERR_MONEY_UNKNOWN : ERR_MONEY_NOTHING, NULL);
}

static int
take_line(struct settling *s, const char *line, size_t length, struct err *e)
{
	struct gateway_answer a;
	struct err ignored;
	int known = 0;

	s->line++;
	if (gateway_line_end(line, length, &s->claimed))
		return 0;
	if (length <= GATEWAY_LINE_MAX && gateway_answer_read(line, length, &a, &ignored) == 0) {
		if (a.result == GATEWAY_UNKNOWN && gateway_line_is_request(line, length))
			return refuse_request(s, e);
		known = judge(s, &a, e);
	}
	if (known <= 0) {
		s->strays += known == 0;
		return known;
	}
	settle_batch_add(&s->batch, &a);
	return s->batch.count == SETTLE_BATCH_MAX ? settle_some(s, e) : 0;
}

static int
take_all(struct settling *s, FILE *in, struct err *e)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	int result = 0;

	while (result == 0 && (length = getline(&line, &size, in)) > 0)
		if (line[length - 1] == '\n') /* a half line is no answer */
			result = take_line(s, line, (size_t)length - 1, e);
	free(line);
	if (result == 0 && ferror(in))
		result =
		    err_set(e, ERR_FAILED, _("cannot read standard input: %s"), strerror(errno));
	return result == 0 ? settle_some(s, e) : -1;
}

/* Whatever has no answer here, resolve asks about. */
static void
tell_missing(struct settling *s)
{
	int64_t answered = count_answered(s);
	struct err failure;

	if (s->strays > 0)
		cli_note(s->cli, 0, _("%lld lines answer nothing that is known here"),
		    (long long)s->strays);
	if (s->claimed >= 0 && answered >= s->claimed)
		return;
	if (s->claimed < 0)
		err_set(&failure, ERR_FAILED, _("the answers ended before their end line"));
	else
		err_set(&failure, ERR_UNKNOWN, _("%lld of %lld requests have no answer"),
		    (long long)(s->claimed - answered), (long long)s->claimed);
	err_money(&failure, ERR_MONEY_UNKNOWN, NULL);
	cli_item_failed(s->cli, &failure);
}

static int
take_file(struct settling *s, FILE *in, struct err *e)
{
	int result = settle_batch_open(&s->batch, e);

	if (result == 0)
		result = take_all(s, in, e);
	settle_batch_close(&s->batch);
	if (result == 0)
		tell_missing(s);
	free(s->answered);
	if (result == 0 || e->money != ERR_MONEY_NONE)
		return result;
	return err_money(e, ERR_MONEY_UNKNOWN, NULL);
}

int
paying_settle(struct cli *cli, struct err *e)
{
	struct settling s = { .cli = cli,
		.tally = { .cli = cli, .is_silent = cli->format != FORMAT_JSON },
		.claimed = -1 };
	struct once once;
	FILE *in;
	int result = once_begin(&once, cli, e);

	if (result != 0)
		return result > 0 ? paying_tally_print(&s.tally, e) : -1;
	if (cli_input(cli, cli->operands[0], &in, e) != 0)
		return -1;
	result = take_file(&s, in, e);
	fclose(in);
	if (result == 0)
		result = once_end(&once, cli, e);
	return result == 0 ? paying_tally_print(&s.tally, e) : -1;
}
