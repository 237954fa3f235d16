/*
 * courier - in the courier itself: the lock, the command, the journal.
 */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "courier_private.h"
#include "i18n.h"

enum { MESSAGE_MAX = 1 << 20, COMMAND_MAX = 1024, WORDS_MAX = COMMAND_MAX / 2, LOOK_MS = 5 };

int
courier_lock(int journal, int64_t from, int64_t bytes)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	lock.l_start = (off_t)from;
	lock.l_len = (off_t)bytes;
	if (fcntl(journal, F_SETLK, &lock) == 0)
		return 1;
	return errno == EACCES || errno == EAGAIN ? 0 : -1;
}

int
courier_open_journal(const char *path, int flags)
{
	return open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
}

int
courier_read_journal(int journal, struct text *out)
{
	char chunk[4096];
	ssize_t got;
	off_t at = 0;

	while ((got = pread(journal, chunk, sizeof chunk, at)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		text_add_bytes(out, chunk, (size_t)got);
		at += got;
	}
	return text_failed(out) ? -1 : 0;
}

static void
entry_of(const struct courier_job *job, char entry[COURIER_ENTRY_SIZE])
{
	snprintf(entry, COURIER_ENTRY_SIZE, "\nmsg-%" PRId64 " %.32s\n", job->id, job->key);
}

/* Whether it was sent before: 1, 0, -1. */
static int
is_done(int journal, const struct courier_job *job)
{
	char entry[COURIER_ENTRY_SIZE];
	struct text all;
	int result;

	entry_of(job, entry);
	text_open(&all);
	result = courier_read_journal(journal, &all);
	if (result == 0)
		result = strstr(text_string(&all), entry) != NULL;
	text_close(&all);
	return result;
}

static void
say(const char *line)
{
	size_t length = strlen(line);
	ssize_t put;

	/* Nobody may be left to hear it: the journal has it then. */
	do
		put = write(STDOUT_FILENO, line, length);
	while (put < 0 && errno == EINTR);
}

/* 1: all of it, 0: it was cut short. */
static int
read_message(struct text *message)
{
	char chunk[4096], *end; /* what it says may be a code */
	unsigned long length = 0;
	struct text all;
	ssize_t got;
	int result = 0;

	text_open(&all);
	while ((got = read(STDIN_FILENO, chunk, sizeof chunk)) != 0 && all.length < MESSAGE_MAX) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			break;
		text_add_bytes(&all, chunk, (size_t)got);
	}
	if (got == 0 && all.length > 0 && !text_failed(&all)) {
		length = strtoul(all.data, &end, 10);
		result = *end == '\n' && all.length - (size_t)(end + 1 - all.data) == length;
		if (result)
			text_add_bytes(message, end + 1, length);
	}
	text_forget(&all);
	explicit_bzero(chunk, sizeof chunk);
	return result && !text_failed(message);
}

static void
split(char *command, char *words[WORDS_MAX + 1])
{
	size_t count = 0;
	char *p = command;

	while (count < WORDS_MAX) {
		p += strspn(p, " \t");
		if (*p == '\0')
			break;
		words[count++] = p;
		p += strcspn(p, " \t");
		if (*p != '\0')
			*p++ = '\0';
	}
	words[count] = NULL;
}

/* Writes what the command takes now; hangs up when it has all, or wants no more. */
static void
feed(struct gateway_child *child, const struct text *message, size_t *written)
{
	ssize_t put = write(child->to, message->data + *written, message->length - *written);

	if (put > 0)
		*written += (size_t)put;
	if ((put < 0 && errno != EAGAIN && errno != EINTR) || *written == message->length)
		gateway_child_hang_up(child);
}

/* Until it has ended or its time is up: 1 and how it ended, 0. */
static int
attend(struct gateway_child *child, const struct text *message, int64_t until_ms, siginfo_t *end)
{
	char scrap[4096];
	size_t written = 0;
	bool is_open = true;

	for (;;) {
		struct pollfd fds[2] = { { .fd = child->to, .events = POLLOUT },
			{ .fd = is_open ? child->from : -1, .events = POLLIN } };

		poll(fds, 2, LOOK_MS);
		if (fds[0].revents != 0)
			feed(child, message, &written);
		if (fds[1].revents != 0 && read(child->from, scrap, sizeof scrap) == 0)
			is_open = false;
		end->si_pid = 0;
		if (waitid(P_PID, (id_t)child->pid, end, WEXITED | WNOHANG | WNOWAIT) != 0)
			return 0;
		if (end->si_pid != 0)
			return 1;
		if (gateway_clock_ms() >= until_ms)
			return 0;
	}
}

static void
explain(const siginfo_t *end, char *why, size_t size)
{
	if (end->si_code == CLD_EXITED)
		snprintf(why, size, "failed exit %d\n", end->si_status);
	else
		snprintf(why, size, "failed signal %d\n", end->si_status);
}

/* What it left running after a yes goes on: some senders deliver in the background. */
static void
bury(struct gateway_child *child, bool has_ended)
{
	gateway_child_hang_up(child);
	close(child->from);
	if (!has_ended)
		kill(-child->pid, SIGKILL);
	while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
}

/* Runs the command with the message: true if it said yes. */
static bool
run_command(const struct courier_job *job, const struct text *message, char *why, size_t size)
{
	char command[COMMAND_MAX + 1], *words[WORDS_MAX + 1];
	struct gateway_child child;
	siginfo_t end = { 0 };
	struct err e;
	int has_ended;

	snprintf(command, sizeof command, "%s", job->command);
	split(command, words);
	if (gateway_child_start(&child, job->program, words, job->envp, &e) != 0) {
		snprintf(why, size, "failed start\n");
		return false;
	}
	has_ended = attend(&child, message, gateway_clock_ms() + job->limit_s * 1000, &end);
	bury(&child, has_ended == 1);
	if (!has_ended)
		snprintf(why, size, "failed time\n");
	else
		explain(&end, why, size);
	return has_ended && end.si_code == CLD_EXITED && end.si_status == 0;
}

static void
deliver(int journal, const struct courier_job *job, const struct text *message)
{
	char entry[COURIER_ENTRY_SIZE], why[60];
	struct gateway_sigpipe hold;

	entry_of(job, entry);
	gateway_sigpipe_hold(&hold);
	if (run_command(job, message, why, sizeof why)) {
		/* A full disk: who waits for us still hears it. */
		if (write(journal, entry, strlen(entry)) == (ssize_t)strlen(entry))
			fdatasync(journal);
		say("sent\n");
	} else {
		say(why);
	}
	gateway_sigpipe_release(&hold);
}

int
courier_work(const struct courier_job *job, struct err *e)
{
	int journal = courier_open_journal(job->journal, O_CREAT), locked, done;
	struct text message;

	if (journal < 0)
		return err_set(
		    e, ERR_FAILED, _("cannot open %.80s: %s"), job->journal, strerror(errno));
	locked = courier_lock(journal, job->id, 1);
	done = locked == 1 ? is_done(journal, job) : 0;
	if (locked < 0 || done < 0) {
		err_set(e, ERR_FAILED, _("cannot read %.80s: %s"), job->journal, strerror(errno));
		close(journal);
		return -1;
	}
	say(locked == 0 ? "busy\n" : done == 1 ? "done\n" : "ready\n");
	text_open(&message);
	if (locked == 1 && done == 0 && read_message(&message))
		deliver(journal, job, &message);
	text_forget(&message);
	close(journal);
	return 0;
}
