/*
 * Running filters that die, hang, drip, flood, lie, repeat themselves or cannot be started: each
 * answer is judged, in time, with bounded memory, and nothing is left running.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "gateway.h"
#include "gateway_child.h"
#include "tap.h"

#define KEY "0123456789abcdef0123456789abcdef"

static struct err e;
static char path_variable[] = "PATH=/usr/bin:/bin", test_variable[] = "PP_TEST=yes";
static char *const environment[] = { path_variable, test_variable, NULL };

static struct gateway_filter
filter(const char *program, int timeout_ms)
{
	return (struct gateway_filter){
		.program = program, .envp = environment, .timeout_ms = timeout_ms
	};
}

static struct gateway_request
charge(int i)
{
	struct gateway_request r;
	memset(&r, 0, sizeof r);
	r.op = GATEWAY_CHARGE;
	(void)snprintf(r.key, sizeof r.key, "%032x", (unsigned)i);
	r.amount = money_of(1000, "CLP");
	strcpy(r.card, "sandbox-approve");
	return r;
}

/* ---- one call */

static const struct {
	const char *program;
	enum gateway_result result;
	const char *problem;
	bool is_alarm;
	bool is_timed; /* ends by the limit, not before */
} calls[] = {
	{ "t/filters/honest", GATEWAY_APPROVED, "", false, false },
	{ "t/filters/twice", GATEWAY_APPROVED, "", false, false },
	{ "t/filters/rubbish", GATEWAY_APPROVED, "", false, false },
	{ "t/filters/dies", GATEWAY_UNKNOWN, "no answer", false, false },
	{ "t/filters/silent", GATEWAY_UNKNOWN, "no answer", false, false },
	{ "t/filters/half-line", GATEWAY_UNKNOWN, "half a line", true, false },
	{ "t/filters/lies-amount", GATEWAY_UNKNOWN, "wrong amount", true, false },
	{ "t/filters/lies-currency", GATEWAY_UNKNOWN, "wrong currency", true, false },
	{ "t/filters/lies-key", GATEWAY_UNKNOWN, "other key", true, false },
	{ "t/filters/lies-result", GATEWAY_UNKNOWN, "no result", true, false },
	{ "t/filters/no-reference", GATEWAY_UNKNOWN, "no reference", true, false },
	{ "t/filters/floods", GATEWAY_UNKNOWN, "too large", true, false },
	{ "t/filters/babbles", GATEWAY_UNKNOWN, "too large", true, false },
	{ "t/filters/hangs", GATEWAY_UNKNOWN, "timed out", false, true },
	{ "t/filters/deaf", GATEWAY_UNKNOWN, "timed out", false, true },
	{ "t/filters/drips", GATEWAY_UNKNOWN, "timed out", false, true },
	{ "t/filters/late", GATEWAY_UNKNOWN, "timed out", false, true },
	{ "t/filters/missing", GATEWAY_NOT_SENT, "not started", false, false },
	{ "t/filters/not-executable", GATEWAY_NOT_SENT, "not started", false, false },
	{ "t/filters", GATEWAY_NOT_SENT, "not started", false, false },
};

static int
open_descriptors(void)
{
	int count = 0;
	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static void
call_each(void)
{
	struct gateway_request r = charge(1);
	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
		bool is_timed = calls[i].is_timed;
		struct gateway_filter f = filter(calls[i].program, is_timed ? 300 : 20000);
		struct gateway_answer a;
		int before = open_descriptors();
		int64_t begin_ms = gateway_clock_ms();
		int status = gateway_call(&f, &r, &a, &e);
		int64_t took_ms = gateway_clock_ms() - begin_ms;
		ok(status == 0 && a.result == calls[i].result &&
			strcmp(a.problem, calls[i].problem) == 0 && a.is_alarm == calls[i].is_alarm,
		    "%s: %s %s", calls[i].program, gateway_result_name(calls[i].result),
		    calls[i].problem);
		note_unless(status == 0 && strcmp(a.problem, calls[i].problem) == 0, "%s \"%s\"",
		    gateway_result_name(a.result), a.problem);
		ok(is_timed ? took_ms >= 300 && took_ms < 2500 : took_ms < 10000, "in time");
		ok(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "nothing is left to reap");
		is_int(open_descriptors(), before, "no descriptor is left open");
	}
}

static void
call_badly(void)
{
	struct gateway_filter f = filter("t/filters/honest", 20000);
	struct gateway_request r = charge(1);
	struct gateway_answer a;
	strcpy(r.key, "short");
	is_int(gateway_call(&f, &r, &a, &e), -1, "a request that cannot be written");
	is_int(e.code, ERR_USAGE, "is a bad value");
}

/* A descriptor for a secret, a blocked signal and an ignored one: none reaches the filter. */
static void
call_from_odd_surroundings(void)
{
	char zeroth[] = "t/filters/surroundings", word[] = "$(id) ; two words";
	char *const argv[] = { zeroth, word, NULL };
	struct gateway_filter f = filter("t/filters/surroundings", 20000);
	struct gateway_request r = charge(1);
	struct gateway_answer a;
	sigset_t blocked, before;
	int secret = dup2(open("t/filters/honest", O_RDONLY), 77);
	f.argv = argv;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	signal(SIGPIPE, SIG_IGN);
	is_int(gateway_call(&f, &r, &a, &e), 0, "a call");
	is_text(a.message, "fds: masks:   words:$(id) ; two words env:yes",
	    "gives stdin, stdout, stderr, its words, its environment and nothing else");
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(secret);
}

/* ---- many in flight */

struct run {
	int wanted;
	int asked;
	int answers;
	int results[GATEWAY_END + 1];
	int fail_at; /* answer that the caller cannot take */
	int64_t not_after;
	bool has_repeat; /* the last request has the first one's key */
	const char *card;
};

static int
next(void *arg, struct gateway_request *r, struct err *err)
{
	struct run *run = arg;
	(void)err;
	if (run->asked == run->wanted)
		return 0;
	*r = charge(run->asked);
	r->not_after = run->not_after;
	strcpy(r->memo, "a memo that makes the line somewhat longer, as memos do");
	if (run->card != NULL)
		strcpy(r->card, run->card);
	run->asked++;
	if (run->has_repeat && run->asked == run->wanted)
		*r = charge(0);
	return 1;
}

static int
take(void *arg, const struct gateway_answer *a, struct err *err)
{
	struct run *run = arg;
	run->results[a->result]++;
	run->answers++;
	if (run->fail_at > 0 && run->answers == run->fail_at)
		return err_set(err, ERR_FAILED, "disk full");
	return 0;
}

static struct gateway_tally
exchange(const char *program, int timeout_ms, struct run *run, int wanted_status)
{
	struct gateway_filter f = filter(program, timeout_ms);
	struct gateway_batch batch = { .next = next, .answer = take, .arg = run };
	struct gateway_tally tally;
	f.now = 1000;
	f.in_flight_max = 300;
	is_int(gateway_exchange(&f, &batch, &tally, &e), wanted_status, "%s: an exchange", program);
	ok(waitpid(-1, NULL, WNOHANG) == -1, "nothing is left to reap");
	return tally;
}

static void
exchange_well(void)
{
	struct run run = { .wanted = 400 };
	struct gateway_tally tally = exchange("t/filters/honest", 60000, &run, 0);
	is_int(run.results[GATEWAY_APPROVED], 400, "all are approved");
	ok(tally.asked == 400 && tally.answered == 400 && tally.stray == 0, "and counted");
	is_text(tally.problem, "", "and nothing was wrong");

	run = (struct run){ .wanted = 250 };
	exchange("t/filters/backwards", 60000, &run, 0);
	is_int(run.results[GATEWAY_APPROVED], 250, "any order will do");

	run = (struct run){ .wanted = 0 };
	tally = exchange("t/filters/honest", 60000, &run, 0);
	is_text(tally.problem, "", "nothing to ask is no problem");
}

static void
exchange_with_liars(void)
{
	struct run run = { .wanted = 20 };
	struct gateway_tally tally = exchange("t/filters/twice", 60000, &run, 0);
	ok(run.answers == 20 && run.results[GATEWAY_APPROVED] == 20,
	    "the first of two answers counts");
	ok(tally.stray > 0, "the others are counted");

	run = (struct run){ .wanted = 20 };
	tally = exchange("t/filters/lies-amount", 60000, &run, 0);
	is_int(run.results[GATEWAY_UNKNOWN], 20, "no lie is believed");

	run = (struct run){ .wanted = 20 };
	tally = exchange("t/filters/rubbish", 60000, &run, 0);
	ok(run.results[GATEWAY_APPROVED] == 20 && tally.garbage == 20, "rubbish is passed over");
}

static void
exchange_with_the_dying(void)
{
	struct run run = { .wanted = 2000 };
	struct gateway_tally tally = exchange("t/filters/dies-after-one", 60000, &run, 0);
	is_int(run.answers, run.asked, "each that was asked has one answer");
	is_int(run.results[GATEWAY_APPROVED], 1, "the first is approved");
	ok(run.results[GATEWAY_UNKNOWN] > 0, "what had left is unknown");
	ok(run.asked <= 301, "no more are drawn once it is dead");
	is_text(tally.problem, "no answer", "and it is said");

	run = (struct run){ .wanted = 2000 };
	tally = exchange("t/filters/sated", 300, &run, 0);
	is_int(run.answers, run.asked, "sated: each that was asked has one answer");
	is_int(run.results[GATEWAY_UNKNOWN] + run.results[GATEWAY_NOT_SENT], run.asked,
	    "unknown where a byte left, not sent where none did");
	ok(run.results[GATEWAY_NOT_SENT] > 0, "some did not leave");

	run = (struct run){ .wanted = 2000 };
	tally = exchange("t/filters/missing", 300, &run, 0);
	is_int(run.results[GATEWAY_NOT_SENT], 1, "missing: one is asked, and not sent");
	is_text(tally.problem, "not started", "and it is said");
}

static void
exchange_in_trouble(void)
{
	struct run run = { .wanted = 100, .fail_at = 3 };
	exchange("t/filters/honest", 60000, &run, -1);
	is_text(e.message, "disk full", "the caller's error ends it");
	is_int(run.answers, 3, "at once");

	run = (struct run){ .wanted = 10, .has_repeat = true };
	exchange("t/filters/backwards", 60000, &run, -1);
	is_int(e.code, ERR_USAGE, "a key that is in flight already is a bad value");
	is_int(run.results[GATEWAY_APPROVED], 9, "the others have their answers");
}

/* Each request has a limit of its own, though the filter is never silent for long. */
static void
exchange_past_their_time(void)
{
	struct run run = { .wanted = 40, .not_after = 10 };
	int64_t begin_ms = gateway_clock_ms();
	struct gateway_tally tally = exchange("t/filters/plods", 700, &run, 0);
	ok(run.answers == 40 && run.results[GATEWAY_APPROVED] > 0, "some are answered in time");
	ok(run.results[GATEWAY_UNKNOWN] > 0, "the others are unknown once theirs is over");
	ok(gateway_clock_ms() - begin_ms < 6000, "which takes less than all of them would");
	is_text(tally.problem, "", "the filter itself did not fail");

	run = (struct run){ .wanted = 10, .not_after = 2000 };
	exchange("t/filters/plods", 700, &run, 0);
	is_int(run.results[GATEWAY_APPROVED], 10, "before it none is given up");
}

/* ---- a report */

static int
count_line(void *arg, const struct gateway_answer *line, struct err *err)
{
	(void)line;
	(void)err;
	++*(int *)arg;
	return 0;
}

static void
report(const char *script, int lines, enum gateway_result result, const char *problem)
{
	char zeroth[] = "sh", option[] = "-c", text[600];
	char *const argv[] = { zeroth, option, text, NULL };
	struct gateway_filter f = filter("/bin/sh", 20000);
	struct gateway_request r = charge(7);
	struct gateway_answer a;
	int count = 0;
	f.argv = argv;
	r.op = GATEWAY_REPORT;
	(void)snprintf(text, sizeof text,
	    "read -r asked; key=%s; line='{\"v\":1,\"key\":\"'$key'\",\"result\":\"'; %s", r.key,
	    script);
	is_int(gateway_report(&f, &r, count_line, &count, &a, &e), 0, "a report");
	ok(count == lines && a.result == result, "%d lines, then %s", lines,
	    gateway_result_name(result));
	is_text(a.problem, problem, "with its problem");
}

static void
report_each(void)
{
	report("echo $line'approved\"}'; echo $line'approved\"}'; echo $line'end\",\"count\":2}'",
	    2, GATEWAY_END, "");
	report("echo $line'end\",\"count\":0}'", 0, GATEWAY_END, "");
	report("echo $line'approved\"}'; echo $line'end\",\"count\":2}'", 1, GATEWAY_UNKNOWN,
	    "incomplete report");
	report("echo $line'approved\"}'", 1, GATEWAY_UNKNOWN, "no answer");
	report("echo $line'declined\"}'", 0, GATEWAY_DECLINED, "");
}

/* SIGPIPE stays as the caller had it, and none of ours is left over. */
static void
keep_signals(void)
{
	struct run run = { .wanted = 2000 };
	sigset_t pending;
	struct sigaction action;
	exchange("t/filters/dies", 60000, &run, 0);
	sigpending(&pending);
	ok(sigismember(&pending, SIGPIPE) == 0, "no SIGPIPE is pending");
	sigaction(SIGPIPE, NULL, &action);
	ok(action.sa_handler == SIG_DFL, "its disposition is untouched");
}

/* A flood may not grow what we keep. */
static void
stay_small(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	ok(usage.ru_maxrss < 256L * 1024, "memory stayed bounded (%ld KiB)", usage.ru_maxrss);
}

int
main(void)
{
	call_each();
	call_badly();
	call_from_odd_surroundings();
	exchange_well();
	exchange_with_liars();
	exchange_with_the_dying();
	exchange_in_trouble();
	exchange_past_their_time();
	report_each();
	keep_signals();
	stay_small();
	return done();
}
