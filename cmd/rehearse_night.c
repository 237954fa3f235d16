/*
 * rehearse_night - one night of a rehearsal: its script as a child process.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "date.h"
#include "gateway_child.h"
#include "i18n.h"
#include "rehearse.h"

static volatile sig_atomic_t stopped_by; /* a signal handler can reach nothing else */

static void
stop(int number)
{
	stopped_by = number;
}

static const int stop_signals[STAGE_SIGNALS] = { SIGINT, SIGTERM, SIGHUP };

void
stage_watch(struct stage *s)
{
	struct sigaction action = { 0 };

	stopped_by = 0;
	action.sa_handler = stop; /* without SA_RESTART: waiting ends */
	for (int i = 0; i < STAGE_SIGNALS; i++)
		sigaction(stop_signals[i], &action, &s->before[i]);
	s->is_watched = true;
}

int
stage_unwatch(struct stage *s)
{
	if (!s->is_watched)
		return 0;
	for (int i = 0; i < STAGE_SIGNALS; i++)
		sigaction(stop_signals[i], &s->before[i], NULL);
	return stopped_by;
}

/* What it prints is for nobody; what it complains of is kept, or heard. */
static int
set_streams(const struct stage *s, posix_spawn_file_actions_t *actions)
{
	int error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);

	if (error == 0)
		error = posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
	if (error == 0 && !s->is_heard)
		error = posix_spawn_file_actions_addopen(
		    actions, 2, s->said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	return error;
}

/* Returns an errno, 0 when it runs.  Ours is run by sh, as a folder may forbid programs. */
static int
start(const struct stage *s, pid_t *pid)
{
	static char shell[] = "/bin/sh";
	char *const words[] = { shell, (char *)(uintptr_t)s->script, NULL };
	bool is_own = strncmp(s->script, s->folder, strlen(s->folder)) == 0;
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
	error = set_streams(s, &actions);
	if (error == 0)
		error = gateway_child_set_apart(&attributes);
	if (error == 0)
		error = posix_spawn(pid, is_own ? shell : s->script, &actions, &attributes,
		    is_own ? words : words + 1, s->envp);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* Told to stop we tell its whole group, and wait all the same. */
static int
await(pid_t pid)
{
	bool is_told = false;
	int status;

	for (;;) {
		if (stopped_by && !is_told) {
			kill(-pid, SIGTERM);
			is_told = true;
		}
		if (waitpid(pid, &status, 0) == pid)
			break;
		if (errno != EINTR)
			return 1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
stage_night(struct stage *s, int64_t at, int *status, struct err *e)
{
	char instant[INSTANT_SIZE];
	pid_t pid;
	int error;

	instant_format(at, instant);
	snprintf(s->now, sizeof(s->now), "PP_NOW=%s", instant);
	if (stopped_by)
		return err_set(e, ERR_BUSY, _("stopped"));
	error = start(s, &pid);
	if (error != 0)
		return err_set(e, ERR_FAILED, _("cannot start %s: %s"), s->script, strerror(error));
	*status = await(pid);
	return stopped_by ? err_set(e, ERR_BUSY, _("stopped")) : 0;
}

void
stage_said(const struct stage *s, char line[121])
{
	FILE *file = fopen(s->said, "r");

	line[0] = '\0';
	if (file != NULL && fgets(line, 121, file) == NULL)
		line[0] = '\0';
	if (file != NULL)
		fclose(file);
	line[strcspn(line, "\n")] = '\0';
}
