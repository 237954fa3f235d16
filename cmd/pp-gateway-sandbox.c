/*
 * pp-gateway-sandbox - a payment platform to try things with: it keeps its own book and works
 * without network.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "date.h"
#include "err.h"
#include "gateway_answer.h"
#include "gateway_request.h"
#include "i18n.h"
#include "language.h"
#include "sandbox.h"
#include "sandbox_book.h"
#include "sandbox_options.h"

enum { BURST_BYTES = 1 << 16 };

/* An answer that waits. */
struct slow {
	int64_t due_ms;
	char *lines;
	struct slow *next;
};

struct filter {
	struct sandbox sandbox;
	struct gateway_store store;
	struct text in;
	struct text out;
	struct slow *slow; /* in order of time: all wait equally long */
	struct slow **slow_end;
	int slow_ms;
	int64_t answered;
	int64_t refused; /* lines that were no request */
	char end[64];	 /* the end line of "pp-pay claim", passed on last */
};

static int
complain(const struct err *e)
{
	fprintf(stderr, "pp-gateway-sandbox: %s\n", e->message);
	return (int)e->code;
}

/* ---- surroundings */

static int64_t
clock_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
read_clock(int64_t *now, struct err *e)
{
	const char *fixed = getenv("PP_NOW");
	struct timespec real;
	if (fixed != NULL && fixed[0] != '\0')
		return instant_parse(fixed, now, e) == 0 ? 0 : err_prefix(e, "PP_NOW");
	clock_gettime(CLOCK_REALTIME, &real);
	*now = (int64_t)real.tv_sec;
	return 0;
}

static const char *
variable(const char *name)
{
	const char *value = getenv(name);
	return value == NULL || value[0] == '\0' ? NULL : value;
}

static int
find_book(struct text *path, struct err *e)
{
	const char *book = variable("PP_SANDBOX_BOOK"), *db = variable("PP_DB");
	const char *data = variable("XDG_DATA_HOME"), *home = variable("HOME");
	if (book != NULL)
		text_add(path, book);
	else if (db != NULL)
		text_add_format(path, "%s.book", db);
	else if (data != NULL)
		text_add_format(path, "%s/pp/pp.db.book", data);
	else if (home != NULL)
		text_add_format(path, "%s/.local/share/pp/pp.db.book", home);
	else
		return err_set(e, ERR_SETUP, _("no PP_SANDBOX_BOOK, PP_DB or HOME"));
	return text_failed(path) ? err_set(e, ERR_FAILED, _("out of memory")) : 0;
}

static int
write_all(const char *bytes, size_t length, struct err *e)
{
	while (length > 0) {
		ssize_t sent = write(STDOUT_FILENO, bytes, length);
		if (sent < 0 && errno != EINTR)
			return err_set(e, ERR_FAILED, _("standard output: %s"), strerror(errno));
		if (sent > 0) {
			bytes += sent;
			length -= (size_t)sent;
		}
	}
	return 0;
}

/* ---- requests */

static int
postpone(struct filter *f, const struct text *lines, struct err *e)
{
	struct slow *slow = calloc(1, sizeof *slow);
	if (slow != NULL)
		slow->lines = strdup(text_string(lines));
	if (slow == NULL || slow->lines == NULL) {
		free(slow);
		return err_set(e, ERR_FAILED, _("out of memory"));
	}
	slow->due_ms = clock_ms() + f->slow_ms;
	*f->slow_end = slow;
	f->slow_end = &slow->next;
	return 0;
}

static int
give_slow(struct filter *f, struct err *e)
{
	int status = 0;
	while (status == 0 && f->slow != NULL && f->slow->due_ms <= clock_ms()) {
		struct slow *slow = f->slow;
		status = write_all(slow->lines, strlen(slow->lines), e);
		f->slow = slow->next;
		if (f->slow == NULL)
			f->slow_end = &f->slow;
		free(slow->lines);
		free(slow);
	}
	return status;
}

/* A request that cannot be understood was not sent; without a key nobody can be told so. */
static void
refuse(struct filter *f, const struct gateway_request *r, const struct err *why)
{
	struct gateway_answer a;
	if (r->key[0] == '\0') {
		complain(why);
		f->refused++;
		return;
	}
	gateway_answer_without(&a, r->key, GATEWAY_NOT_SENT, "");
	snprintf(a.code, sizeof a.code, "bad_request");
	snprintf(a.message, sizeof a.message, "%s", why->message);
	gateway_answer_write(&a, &f->out);
	f->answered++;
}

static int
take_line(struct filter *f, const char *line, size_t length, struct err *e)
{
	struct gateway_request request;
	struct err bad;
	struct text lines;
	bool is_slow = false;
	int64_t count;
	if (length == 0)
		return 0;
	if (gateway_line_end(line, length, &count)) {
		snprintf(
		    f->end, sizeof f->end, "{\"op\":\"end\",\"count\":%lld}\n", (long long)count);
		return 0;
	}
	if (gateway_request_read(line, length, &f->store, &request, &bad) != 0) {
		refuse(f, &request, &bad);
		return 0;
	}
	text_open(&lines);
	int status = sandbox_answer(&f->sandbox, &request, &lines, &is_slow, e);
	if (status == 0 && is_slow)
		status = postpone(f, &lines, e);
	else if (status == 0)
		text_add_bytes(&f->out, text_string(&lines), lines.length);
	if (status == 0 && (text_failed(&lines) || text_failed(&f->out)))
		status = err_set(e, ERR_FAILED, _("out of memory"));
	text_close(&lines);
	f->answered++;
	return status;
}

/* The whole lines that were read; with is_last also what has no newline. */
static int
take_lines(struct filter *f, bool is_last, struct err *e)
{
	char *line = f->in.data, *end = f->in.data + f->in.length, *newline;
	int status = 0;
	while (status == 0 && (newline = memchr(line, '\n', (size_t)(end - line))) != NULL) {
		status = take_line(f, line, (size_t)(newline - line), e);
		line = newline + 1;
	}
	if (status == 0 && is_last)
		status = take_line(f, line, (size_t)(end - line), e);
	f->in.length = is_last ? 0 : (size_t)(end - line);
	memmove(f->in.data, line, f->in.length);
	return status;
}

/* One burst: all of it is in the book, on the disk, before any answer leaves. */
static int
take_burst(struct filter *f, bool is_last, struct err *e)
{
	bool has_lines =
	    f->in.length > 0 && (is_last || memchr(f->in.data, '\n', f->in.length) != NULL);
	if (!has_lines)
		return 0;
	if (read_clock(&f->sandbox.now, e) != 0 || sandbox_book_begin(f->sandbox.book, e) != 0 ||
	    take_lines(f, is_last, e) != 0 || sandbox_book_commit(f->sandbox.book, e) != 0)
		return -1;
	int status = write_all(text_string(&f->out), f->out.length, e);
	text_clear(&f->out);
	return status;
}

/* What there is to read now: 1, or 0 at the end; nothing if an answer that waits is due first. */
static int
read_burst(struct filter *f, struct err *e)
{
	char bytes[BURST_BYTES];
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	int64_t wait = f->slow == NULL ? -1 : f->slow->due_ms - clock_ms();
	int ready = poll(&fd, 1, f->slow != NULL && wait < 0 ? 0 : (int)wait);
	if (ready == 0 || (ready < 0 && errno == EINTR))
		return 1;
	ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return 1;
	if (got < 0)
		return err_set(e, ERR_FAILED, _("standard input: %s"), strerror(errno));
	text_add_bytes(&f->in, bytes, (size_t)got);
	if (text_failed(&f->in))
		return err_set(e, ERR_FAILED, _("out of memory"));
	if (f->in.length > GATEWAY_LINE_MAX && memchr(f->in.data, '\n', f->in.length) == NULL)
		return err_set(e, ERR_USAGE, _("standard input: a line longer than %d bytes"),
		    GATEWAY_LINE_MAX);
	return got > 0;
}

static int
finish_filter(struct filter *f, struct err *e)
{
	while (f->slow != NULL) {
		int64_t wait = f->slow->due_ms - clock_ms();
		poll(NULL, 0, wait < 0 ? 0 : (int)wait);
		if (give_slow(f, e) != 0)
			return -1;
	}
	if (write_all(f->end, strlen(f->end), e) != 0)
		return -1;
	if (f->refused == 0)
		return 0;
	return err_set(e, f->answered > 0 ? ERR_PARTIAL : ERR_USAGE,
	    _("%lld of the lines were no request"), (long long)f->refused);
}

static int
run_filter(struct filter *f, struct err *e)
{
	int more = 1;
	while (more == 1) {
		if (give_slow(f, e) != 0)
			return -1;
		more = read_burst(f, e);
		if (more < 0 || take_burst(f, more == 0, e) != 0)
			return -1;
	}
	return finish_filter(f, e);
}

static int
filter(const struct sandbox_options *o, struct sandbox *sandbox, struct err *e)
{
	struct filter f = { .sandbox = *sandbox, .slow_ms = o->slow_ms };
	f.slow_end = &f.slow;
	gateway_store_open(&f.store);
	text_open(&f.in);
	text_open(&f.out);
	int status = run_filter(&f, e);
	gateway_store_close(&f.store);
	text_close(&f.in);
	text_close(&f.out);
	while (f.slow != NULL) {
		struct slow *next = f.slow->next;
		free(f.slow->lines);
		free(f.slow);
		f.slow = next;
	}
	return status;
}

/* ---- the customer */

static int
play(const struct sandbox_options *o, struct sandbox *sandbox, struct err *e)
{
	static const char *const verbs[] = { "approve", "decline", "abandon" };
	struct text out;
	int act = 0;
	while (act < 3 && strcmp(verbs[act], o->words[0]) != 0)
		act++;
	if (act == 3)
		return err_set(e, ERR_USAGE, _("unknown verb: %s"), o->words[0]);
	if (o->word_count != 2)
		return err_set(e, ERR_USAGE, _("%s needs one token"), o->words[0]);
	if (act != SANDBOX_APPROVE && (o->is_late || o->card[0] != '\0'))
		return err_set(e, ERR_USAGE, _("--card and --late are for approve"));
	const struct sandbox_visit visit = {
		.token = o->words[1],
		.act = (enum sandbox_act)act,
		.card = o->card,
		.is_late = o->is_late,
	};
	text_open(&out);
	int status = read_clock(&sandbox->now, e);
	if (status == 0)
		status = sandbox_book_begin(sandbox->book, e);
	if (status == 0)
		status = sandbox_play(sandbox, &visit, &out, e);
	if (status == 0)
		status = sandbox_book_commit(sandbox->book, e);
	if (status == 0)
		status = write_all(text_string(&out), out.length, e);
	text_close(&out);
	return status;
}

static int
run(char **argv, struct err *e)
{
	struct sandbox_options o = { .slow_ms = 2000, .card = "" };
	struct sandbox sandbox = { .now = 0 };
	struct text path;
	const char *told = sandbox_options_told(argv);
	if (told != NULL)
		return write_all(told, strlen(told), e);
	if (sandbox_options_read(&o, argv, e) != 0)
		return -1;
	sandbox.seed = o.seed;
	sandbox.fault_percent = o.faults;
	sandbox.is_any_card = o.is_any_card;
	text_open(&path);
	int status = find_book(&path, e);
	if (status == 0)
		status = sandbox_book_open(&sandbox.book, text_string(&path), e);
	text_close(&path);
	if (status != 0)
		return -1;
	status = o.word_count == 0 ? filter(&o, &sandbox, e) : play(&o, &sandbox, e);
	sandbox_book_close(sandbox.book);
	return status;
}

int
main(int argc, char **argv)
{
	struct err e;
	(void)argc;
	language_set();
	/* So that a closed stdout is told as such. */
	signal(SIGPIPE, SIG_IGN);
	return run(argv, &e) == 0 ? 0 : complain(&e);
}
