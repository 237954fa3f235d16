#ifndef PP_OUTPUT_H
#define PP_OUTPUT_H
/*
 * output - where records go: standard output, or a file that is complete or absent.
 *
 * A file is created new, 0600, no symlink followed; with force an existing plain file is replaced
 * by a rename once everything is written.
 */
#include <stdbool.h>
#include <stdio.h>
#include "err.h"

enum { OUTPUT_PATH_SIZE = 1024 };

struct output {
	FILE *file;
	char path[OUTPUT_PATH_SIZE];	       /* "" for standard output */
	char temporary[OUTPUT_PATH_SIZE + 16]; /* what is renamed to path, or "" */
};

/* path NULL or "-": standard output.  ERR_USAGE: it exists, or cannot be made there;
 * ERR_FAILED: disk full and the like. */
int output_open(struct output *output, const char *path, bool is_force, struct err *e);
/* Writes everything out and closes; ERR_FAILED unless all of it arrived.  */
int output_commit(struct output *output, struct err *e);
/* Closes and removes the file that was not finished.  Allowed when nothing was opened. */
void output_abandon(struct output *output);

#endif
