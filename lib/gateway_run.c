/*
 * gateway_run - one run of a filter, from its start to its end.
 */
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include "gateway.h"
#include "gateway_child.h"
#include "gateway_flight.h"
#include "gateway_run.h"
#include "i18n.h"

enum {
	WRITE_BYTES = 1 << 16, /* requests drawn at once */
	READ_BYTES = 1 << 16,
	TICK_MS = 1000,	 /* how often limits of single requests are looked at */
	GRACE_MS = 2000, /* for a filter to end once all is answered */
};

struct run {
	const struct gateway_filter *filter;
	const struct gateway_batch *batch;
	int (*record)(
	    void *arg, const struct gateway_answer *line, struct err *e); /* of a report */
	struct gateway_tally *tally;
	struct gateway_child child;
	struct gateway_flight flight;
	struct text out;	/* drawn and not yet written wholly; */
	size_t out_sent;	/* of it, written */
	uint64_t out_begins_at; /* where it begins in all that was written */
	struct text in;		/* read and not yet a whole line */
	size_t idle_bytes;	/* read since the last accepted answer */
	size_t idle_bytes_max;
	int64_t started_ms;
	int64_t quiet_since_ms; /* last accepted answer, or callback */
	int64_t ticked_ms;
	const char *problem; /* why it is over early; NULL */
	bool is_alarm;
	bool is_drained; /* next has no more */
	bool has_news;	 /* answers since the last pause */
	bool is_refused; /* a request could not be written: *e is filled */
	bool has_ended;	 /* the filter closed its stdout */
};

/* Gives an answer to the caller; its time is not the filter's silence. */
static int
give(struct run *run, const struct gateway_answer *answer, struct err *e)
{
	int status = run->batch->answer(run->batch->arg, answer, e);
	run->has_news = true;
	run->quiet_since_ms = gateway_clock_ms();
	return status;
}

static int
pause_for_commit(struct run *run, struct err *e)
{
	bool is_due = run->has_news && run->batch->pause != NULL;
	run->has_news = false;
	if (!is_due)
		return 0;
	int status = run->batch->pause(run->batch->arg, e);
	run->quiet_since_ms = gateway_clock_ms();
	return status;
}

/* ---- asking */

static int64_t
expiry_ms(const struct run *run, const struct gateway_request *r)
{
	int64_t left = r->not_after - run->filter->now;
	if (r->not_after == 0 || run->filter->now == 0 || left > INT32_MAX)
		return INT64_MAX;
	return run->started_ms + (left > 0 ? left * 1000 : 0) + run->filter->timeout_ms;
}

static int
queue(struct run *run, const struct gateway_request *r, struct err *e)
{
	size_t before = run->out.length;
	assert(r->op != GATEWAY_REPORT || run->record != NULL);
	if (gateway_request_write(r, &run->out, e) != 0) {
		run->out.length = before;
		return -1;
	}
	struct gateway_waiting *waiting = gateway_flight_add(&run->flight, r);
	if (waiting == NULL) {
		run->out.length = before;
		return err_set(e, ERR_USAGE, _("the key %s is in flight already"), r->key);
	}
	waiting->begins_at = run->out_begins_at + before;
	waiting->expires_ms = expiry_ms(run, r);
	run->tally->asked++;
	return 0;
}

/* Draws requests until there is enough to write.  A bad one ends the drawing, not the exchange. */
static int
draw(struct run *run, struct err *e)
{
	int more = 1;
	if (run->out_sent < run->out.length || run->child.to < 0)
		return 0;
	run->out_begins_at += run->out_sent;
	run->out_sent = 0;
	text_clear(&run->out);
	while (more == 1 && !run->is_drained && run->out.length < WRITE_BYTES &&
	       run->flight.count < run->flight.capacity) {
		struct gateway_request request;
		memset(&request, 0, sizeof request);
		more = run->batch->next(run->batch->arg, &request, e);
		run->quiet_since_ms = gateway_clock_ms();
		run->is_refused = more == 1 && queue(run, &request, e) != 0;
		run->is_drained = more != 1 || run->is_refused;
	}
	if (run->is_drained && run->out.length == 0)
		gateway_child_hang_up(&run->child);
	return more < 0 ? -1 : 0;
}

static void
write_some(struct run *run)
{
	ssize_t sent =
	    write(run->child.to, run->out.data + run->out_sent, run->out.length - run->out_sent);
	if (sent > 0)
		run->out_sent += (size_t)sent;
	else if (sent < 0 && errno != EAGAIN && errno != EINTR)
		gateway_child_hang_up(&run->child);
	if (run->is_drained && run->out_sent == run->out.length)
		gateway_child_hang_up(&run->child);
}

/* ---- hearing */

static int
hear_report(
    struct run *run, struct gateway_waiting *waiting, struct gateway_answer *a, struct err *e)
{
	if (a->result == GATEWAY_APPROVED) {
		waiting->count++;
		int status = run->record(run->batch->arg, a, e);
		run->quiet_since_ms = gateway_clock_ms();
		return status;
	}
	if (a->result == GATEWAY_END && a->count != waiting->count) {
		a->result = GATEWAY_UNKNOWN;
		a->problem = "incomplete report";
		a->is_alarm = true;
	}
	gateway_flight_remove(&run->flight, waiting);
	run->tally->answered++;
	return give(run, a, e);
}

static int
hear(struct run *run, const char *line, size_t length, struct err *e)
{
	struct gateway_answer answer;
	struct err bad;
	if (gateway_answer_read(line, length, &answer, &bad) != 0) {
		run->tally->garbage++;
		return 0;
	}
	struct gateway_waiting *waiting = gateway_flight_find(&run->flight, answer.key);
	if (waiting == NULL) {
		run->tally->stray++;
		return 0;
	}
	run->idle_bytes = 0;
	gateway_judge(waiting->op, &waiting->amount, &answer);
	if (waiting->op == GATEWAY_REPORT)
		return hear_report(run, waiting, &answer, e);
	gateway_flight_remove(&run->flight, waiting);
	run->tally->answered++;
	return give(run, &answer, e);
}

static int
hear_lines(struct run *run, struct err *e)
{
	char *line = run->in.data, *end = run->in.data + run->in.length, *newline;
	int status = 0;
	while (status == 0 && (newline = memchr(line, '\n', (size_t)(end - line))) != NULL) {
		size_t length = (size_t)(newline - line);
		run->idle_bytes += length + 1;
		if (length > 0)
			status = hear(run, line, length, e);
		line = newline + 1;
	}
	run->in.length = (size_t)(end - line);
	memmove(run->in.data, line, run->in.length);
	return status;
}

static void
fail(struct run *run, const char *problem, bool is_alarm)
{
	run->problem = problem;
	run->is_alarm = is_alarm;
}

static const char *
silence(const struct run *run)
{
	return run->in.length > 0	 ? "half a line"
	       : run->tally->garbage > 0 ? "not json"
	       : run->tally->stray > 0	 ? "other key"
					 : "no answer";
}

static int
read_some(struct run *run, struct err *e)
{
	char bytes[READ_BYTES];
	ssize_t got = read(run->child.from, bytes, sizeof bytes);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (got <= 0) {
		const char *problem = silence(run);
		run->has_ended = true;
		fail(run, problem, strcmp(problem, "no answer") != 0);
		return 0;
	}
	text_add_bytes(&run->in, bytes, (size_t)got);
	if (text_failed(&run->in)) {
		fail(run, "out of memory", false);
		return 0;
	}
	int status = hear_lines(run, e);
	if (run->idle_bytes + run->in.length > run->idle_bytes_max)
		fail(run, "too large", true);
	return status;
}

/* ---- limits */

/* Answers one that waits still: it was never begun, or nobody knows. */
static int
give_up(struct run *run, struct gateway_waiting *waiting, const char *problem, struct err *e)
{
	struct gateway_answer answer;
	bool has_left = waiting->begins_at < run->out_begins_at + run->out_sent;
	gateway_answer_without(
	    &answer, waiting->key, has_left ? GATEWAY_UNKNOWN : GATEWAY_NOT_SENT, problem);
	answer.is_alarm = has_left && run->is_alarm;
	gateway_flight_remove(&run->flight, waiting);
	return give(run, &answer, e);
}

/* Gives up those that expire before now_ms. */
static int
give_up_before(struct run *run, int64_t now_ms, const char *problem, struct err *e)
{
	for (int i = 0; i < run->flight.capacity; i++) {
		struct gateway_waiting *waiting = &run->flight.slots[i];
		if (!waiting->is_used || waiting->expires_ms > now_ms)
			continue;
		/* Its line may still be in our buffer: then it would leave after its time. */
		if (waiting->begins_at >= run->out_begins_at + run->out_sent && now_ms != INT64_MAX)
			continue;
		if (give_up(run, waiting, problem, e) != 0)
			return -1;
	}
	return 0;
}

static int
tick(struct run *run, struct err *e)
{
	int64_t now_ms = gateway_clock_ms();
	if (run->flight.count > 0 && now_ms - run->quiet_since_ms >= run->filter->timeout_ms)
		fail(run, "timed out", false);
	if (run->problem != NULL || now_ms - run->ticked_ms < TICK_MS)
		return 0;
	run->ticked_ms = now_ms;
	return give_up_before(run, now_ms, "timed out", e);
}

static int
wait_ms(const struct run *run)
{
	int64_t left = run->quiet_since_ms + run->filter->timeout_ms - gateway_clock_ms();
	return left < 0 ? 0 : left < TICK_MS ? (int)left : TICK_MS;
}

/* One turn: wait for either pipe, move what can be moved. */
static int
turn(struct run *run, struct err *e)
{
	bool has_output = run->child.to >= 0 && run->out_sent < run->out.length;
	struct pollfd fds[2] = { { .fd = run->child.from, .events = POLLIN },
		{ .fd = has_output ? run->child.to : -1, .events = POLLOUT } };
	int ready = poll(fds, 2, run->has_news ? 0 : wait_ms(run));
	if (ready == 0 && pause_for_commit(run, e) != 0)
		return -1;
	if (ready > 0 && fds[1].revents != 0)
		write_some(run);
	if (ready > 0 && fds[0].revents != 0 && read_some(run, e) != 0)
		return -1;
	return tick(run, e);
}

static int
converse(struct run *run, struct err *e)
{
	while (run->problem == NULL) {
		if (draw(run, e) != 0)
			return -1;
		if (run->flight.count == 0)
			break;
		if (turn(run, e) != 0)
			return -1;
	}
	return 0;
}

/* ---- from start to end */

static int
finish(struct run *run, int status, struct err *e)
{
	bool is_over = status != 0 || (run->problem != NULL && !run->has_ended);
	int grace = run->filter->timeout_ms < GRACE_MS ? run->filter->timeout_ms : GRACE_MS;
	gateway_child_end(&run->child, is_over ? 0 : gateway_clock_ms() + grace);
	if (run->problem != NULL || !run->is_drained)
		run->tally->problem = run->problem != NULL ? run->problem : "ended early";
	if (status == 0 && run->problem != NULL)
		status = give_up_before(run, INT64_MAX, run->problem, e);
	if (status == 0)
		status = pause_for_commit(run, e);
	return status != 0 || run->is_refused ? -1 : 0;
}

/* The program does not start: what would have been asked first is answered, so that it is known. */
static int
not_started(struct run *run, const struct err *why, struct err *e)
{
	struct gateway_request request;
	struct gateway_answer answer;
	memset(&request, 0, sizeof request);
	run->tally->problem = "not started";
	int more = run->batch->next(run->batch->arg, &request, e);
	if (more != 1)
		return more;
	run->tally->asked++;
	gateway_answer_without(&answer, request.key, GATEWAY_NOT_SENT, "not started");
	memcpy(answer.message, why->message, sizeof answer.message);
	if (give(run, &answer, e) != 0)
		return -1;
	return pause_for_commit(run, e);
}

int
gateway_run(const struct gateway_filter *filter, const struct gateway_batch *batch,
    int (*record)(void *arg, const struct gateway_answer *line, struct err *e),
    struct gateway_tally *tally, struct err *e)
{
	struct run run = { .filter = filter, .batch = batch, .record = record, .tally = tally };
	struct gateway_sigpipe hold;
	struct err why;
	int status;
	int capacity = filter->in_flight_max > 0 ? filter->in_flight_max : GATEWAY_IN_FLIGHT_MAX;
	*tally = (struct gateway_tally){ .problem = "" };
	if (gateway_flight_open(&run.flight, capacity, e) != 0)
		return -1;
	run.idle_bytes_max =
	    filter->answer_bytes_max > 0 ? filter->answer_bytes_max : GATEWAY_LINE_MAX;
	run.started_ms = run.quiet_since_ms = run.ticked_ms = gateway_clock_ms();
	gateway_sigpipe_hold(&hold);
	if (gateway_child_start(&run.child, filter->program, filter->argv, filter->envp, &why) != 0)
		status = not_started(&run, &why, e);
	else
		status = finish(&run, converse(&run, e), e);
	gateway_sigpipe_release(&hold);
	text_close(&run.in);
	text_close(&run.out);
	gateway_flight_close(&run.flight);
	return status;
}
