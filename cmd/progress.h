#ifndef PP_PROGRESS_H
#define PP_PROGRESS_H
/*
 * progress - one line on a terminal for work that takes more than a second, or for SIGUSR1.
 */
#include <stdbool.h>
#include <stdint.h>

struct progress {
	int64_t begun_ms;
	int64_t drawn_ms; /* 0: nothing is on the terminal */
	bool is_silent;	  /* --quiet */
};

/* From now on SIGUSR1 asks for a line instead of ending the program. */
void progress_open(struct progress *progress);
/* total 0: unknown. */
void progress_show(struct progress *progress, const char *program, int64_t done, int64_t total);
/* Takes the line off the terminal. */
void progress_clear(struct progress *progress);

#endif
