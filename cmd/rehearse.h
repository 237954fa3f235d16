#ifndef PP_REHEARSE_H
#define PP_REHEARSE_H
/*
 * rehearse - the stage on which nights are rehearsed: a folder of its own with the copy, its key,
 * filters that reach no platform, and what a night's script is told of all that.
 */
#include <signal.h>
#include "cli.h"

enum { STAGE_PATH_SIZE = 1024, STAGE_SIGNALS = 3 };

struct stage {
	char folder[STAGE_PATH_SIZE]; /* "" before it is there; removed at the end */
	char db[STAGE_PATH_SIZE + 8];
	char script[STAGE_PATH_SIZE];
	char said[STAGE_PATH_SIZE + 8]; /* what the script said on stderr in the last night */
	char now[40];			/* "PP_NOW=..." */
	bool is_heard;			/* the script speaks to the user's stderr instead */
	char **envp;
	size_t own_count; /* of envp, those that are ours to free */
	bool is_watched;
	struct sigaction before[STAGE_SIGNALS]; /* what those that end us did */
};

/*
 * Makes the folder, in TMPDIR or /tmp; from now on until stage_close a signal that would end us is
 * only noted.  script: NULL for ours.  ERR_USAGE: no program.  Close it after a failure, too.
 */
int stage_open(struct stage *s, const char *script, struct err *e);
/* Once the copy is there: filters for its platforms; book: the sandbox's own, taken along.
 * ERR_SETUP: the sandbox's filter is nowhere. */
int stage_furnish(struct stage *s, struct db *copy, const char *book, struct err *e);
/*
 * Runs the script at that instant and waits for it.  0: *status is what it ended with.  -1:
 * ERR_FAILED, it could not be started; ERR_BUSY where a signal told us to stop: the script was told
 * so, too, and has ended.
 */
int stage_night(struct stage *s, int64_t at, int *status, struct err *e);
/* The first line that the script said, cut at 120 bytes. */
void stage_said(const struct stage *s, char line[121]);
/* Also of a stage that is all zero.  Returns the signal that told us to stop, or 0. */
int stage_close(struct stage *s);

/* ---- its part in rehearse_night.c: signals are noted, and do again what they did */
void stage_watch(struct stage *s);
int stage_unwatch(struct stage *s);

int database_rehearse(struct cli *cli, struct err *e);

#endif
