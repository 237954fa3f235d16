#ifndef PP_GATEWAY_CHILD_H
#define PP_GATEWAY_CHILD_H
/*
 * gateway_child - a program with a pipe to its stdin and one from its stdout.  Edge.
 */
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "err.h"

struct gateway_child {
	pid_t pid; /* leader of its own process group */
	int to;	   /* non-blocking, close-on-exec; -1 once closed */
	int from;
};

/* Milliseconds of the monotonic clock. */
int64_t gateway_clock_ms(void);

/* A process group of its own, default signal dispositions, an empty mask: for attributes that are
 * initialised.  An errno, or 0. */
int gateway_child_set_apart(posix_spawnattr_t *attributes);

/*
 * Starts program (a path) with argv and envp, without a shell, set apart, with our stderr.  Marks
 * every descriptor of ours above 2 close-on-exec.  ERR_BUSY: it could not be started; nothing
 * runs.
 */
int gateway_child_start(struct gateway_child *child, const char *program, char *const *argv,
    char *const *envp, struct err *e);

/* Closes the pipe to its stdin, if it is open. */
void gateway_child_hang_up(struct gateway_child *child);

/*
 * Hangs up, throws away what it still writes, waits until it has ended but not past until_ms,
 * kills what is left of its group, reaps it.  until_ms in the past kills at once.
 */
void gateway_child_end(struct gateway_child *child, int64_t until_ms);

/* Holds SIGPIPE back, and forgets those that came meanwhile. */
struct gateway_sigpipe {
	sigset_t mask; /* as it was */
	bool was_pending;
};
void gateway_sigpipe_hold(struct gateway_sigpipe *hold);
void gateway_sigpipe_release(const struct gateway_sigpipe *hold);

#endif
