#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include "progress.h"

enum { PATIENCE_MS = 1000, INTERVAL_MS = 200 };

static volatile sig_atomic_t is_asked; /* a signal handler can reach nothing else */

static void
ask(int number)
{
	(void)number;
	is_asked = 1;
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
progress_open(struct progress *progress)
{
	struct sigaction action = { 0 };

	action.sa_handler = ask;
	action.sa_flags = SA_RESTART;
	sigaction(SIGUSR1, &action, NULL);
	progress->begun_ms = now_ms();
	progress->drawn_ms = 0;
}

static void
print(const char *program, int64_t done, int64_t total, const char *ending)
{
	if (total > 0)
		fprintf(stderr, "%s: %" PRId64 "/%" PRId64 " (%d %%)%s", program, done, total,
		    (int)(done * 100 / total), ending);
	else
		fprintf(stderr, "%s: %" PRId64 "%s", program, done, ending);
}

void
progress_show(struct progress *progress, const char *program, int64_t done, int64_t total)
{
	int64_t now = now_ms();

	if (is_asked) {
		is_asked = 0;
		progress_clear(progress);
		print(program, done, total, "\n");
	}
	if (progress->is_silent || now - progress->begun_ms < PATIENCE_MS ||
	    now - progress->drawn_ms < INTERVAL_MS || !isatty(STDERR_FILENO))
		return;
	print(program, done, total, "\r");
	fflush(stderr);
	progress->drawn_ms = now;
}

void
progress_clear(struct progress *progress)
{
	if (progress->drawn_ms == 0)
		return;
	fprintf(stderr, "%60s\r", "");
	progress->drawn_ms = 0;
}
