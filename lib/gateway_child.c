/*
 * gateway_child - a program with a pipe to its stdin and one from its stdout.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "gateway_child.h"
#include "i18n.h"

int64_t
gateway_clock_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
set_flag(int fd, int get, int set, int flag)
{
	int flags = fcntl(fd, get);
	if (flags >= 0 && !(flags & flag))
		fcntl(fd, set, flags | flag);
}

/* A descriptor handed to us for a secret must not reach a filter: /dev/fd lists what is open. */
static void
close_all_on_exec(void)
{
	DIR *open_fds = opendir("/dev/fd");
	const struct dirent *entry;
	if (open_fds == NULL) {
		for (int fd = 3; fd < 256; fd++)
			set_flag(fd, F_GETFD, F_SETFD, FD_CLOEXEC);
		return;
	}
	while ((entry = readdir(open_fds)) != NULL) {
		long fd = strtol(entry->d_name, NULL, 10);
		if (fd > 2)
			set_flag((int)fd, F_GETFD, F_SETFD, FD_CLOEXEC);
	}
	closedir(open_fds);
}

/* A pipe whose ends are above 2, so that no dup2 in the child meets its own source. */
static int
open_pipe(int ends[2])
{
	int low[2];
	if (pipe(low) != 0)
		return -1;
	ends[0] = fcntl(low[0], F_DUPFD_CLOEXEC, 3);
	ends[1] = fcntl(low[1], F_DUPFD_CLOEXEC, 3);
	close(low[0]);
	close(low[1]);
	if (ends[0] >= 0 && ends[1] >= 0)
		return 0;
	if (ends[0] >= 0)
		close(ends[0]);
	if (ends[1] >= 0)
		close(ends[1]);
	return -1;
}

int
gateway_child_set_apart(posix_spawnattr_t *attributes)
{
	sigset_t none, every;
	sigemptyset(&none);
	sigfillset(&every);
	int error = posix_spawnattr_setsigmask(attributes, &none);
	if (error == 0)
		error = posix_spawnattr_setsigdefault(attributes, &every);
	if (error == 0)
		error = posix_spawnattr_setpgroup(attributes, 0);
	if (error == 0)
		error = posix_spawnattr_setflags(attributes,
		    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
	return error;
}

/* stdin and stdout are its ends of the pipes.  Returns an errno, 0 when it runs. */
static int
spawn(pid_t *pid, const int ends[2], const char *program, char *const *argv, char *const *envp)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int error = posix_spawn_file_actions_init(&actions);
	if (error != 0)
		return error;
	error = posix_spawnattr_init(&attributes);
	if (error != 0) {
		posix_spawn_file_actions_destroy(&actions);
		return error;
	}
	error = posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
	if (error == 0)
		error = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	if (error == 0)
		error = gateway_child_set_apart(&attributes);
	if (error == 0)
		error = posix_spawn(pid, program, &actions, &attributes, argv, envp);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

int
gateway_child_start(struct gateway_child *child, const char *program, char *const *argv,
    char *const *envp, struct err *e)
{
	char *const no_words[] = { (char *)(uintptr_t)program, NULL };
	char *const no_environment[] = { NULL };
	int in[2], out[2];
	if (open_pipe(in) != 0)
		return err_set(e, ERR_BUSY, _("cannot start %s: %s"), program, strerror(errno));
	if (open_pipe(out) != 0) {
		int error = errno;
		close(in[0]);
		close(in[1]);
		return err_set(e, ERR_BUSY, _("cannot start %s: %s"), program, strerror(error));
	}
	close_all_on_exec();
	int error = spawn(&child->pid, (int[2]){ in[0], out[1] }, program,
	    argv == NULL ? no_words : argv, envp == NULL ? no_environment : envp);
	close(in[0]);
	close(out[1]);
	if (error != 0) {
		close(in[1]);
		close(out[0]);
		return err_set(e, ERR_BUSY, _("cannot start %s: %s"), program, strerror(error));
	}
	child->to = in[1];
	child->from = out[0];
	set_flag(child->to, F_GETFL, F_SETFL, O_NONBLOCK);
	set_flag(child->from, F_GETFL, F_SETFL, O_NONBLOCK);
	return 0;
}

void
gateway_child_hang_up(struct gateway_child *child)
{
	if (child->to >= 0)
		close(child->to);
	child->to = -1;
}

/* Until it closes its stdout, or until_ms. */
static void
drain(int from, int64_t until_ms)
{
	char scrap[4096];
	int64_t left;
	while ((left = until_ms - gateway_clock_ms()) > 0) {
		struct pollfd fd = { .fd = from, .events = POLLIN };
		if (poll(&fd, 1, (int)left) < 0 && errno != EINTR)
			return;
		if (fd.revents == 0)
			continue;
		ssize_t got = read(from, scrap, sizeof scrap);
		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
			return;
	}
}

/* Waits for its end, not past until_ms.  false: reaped behind our back (SIGCHLD ignored). */
static bool
is_ours_to_kill(pid_t pid, int64_t until_ms)
{
	const struct timespec nap = { .tv_nsec = 200000 };
	siginfo_t info = { .si_pid = 0 };
	int status;
	while ((status = waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT | WNOHANG)) == 0 &&
	       info.si_pid == 0 && gateway_clock_ms() < until_ms)
		nanosleep(&nap, NULL);
	return status == 0;
}

void
gateway_child_end(struct gateway_child *child, int64_t until_ms)
{
	gateway_child_hang_up(child);
	drain(child->from, until_ms);
	close(child->from);
	if (!is_ours_to_kill(child->pid, until_ms))
		return;
	/* Not reaped yet, so that the number cannot be another's: what it left behind goes too. */
	kill(-child->pid, SIGKILL);
	while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
}

void
gateway_sigpipe_hold(struct gateway_sigpipe *hold)
{
	sigset_t pipe_only, pending;
	sigemptyset(&pipe_only);
	sigaddset(&pipe_only, SIGPIPE);
	sigemptyset(&pending);
	sigpending(&pending);
	hold->was_pending = sigismember(&pending, SIGPIPE) == 1;
	pthread_sigmask(SIG_BLOCK, &pipe_only, &hold->mask);
}

void
gateway_sigpipe_release(const struct gateway_sigpipe *hold)
{
	const struct timespec at_once = { .tv_sec = 0 };
	sigset_t pipe_only;
	sigemptyset(&pipe_only);
	sigaddset(&pipe_only, SIGPIPE);
	if (!hold->was_pending) {
		while (sigtimedwait(&pipe_only, NULL, &at_once) < 0 && errno == EINTR)
			continue;
	}
	pthread_sigmask(SIG_SETMASK, &hold->mask, NULL);
}
