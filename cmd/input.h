#ifndef PP_INPUT_H
#define PP_INPUT_H
/*
 * input - files handed over as operands, standard input, and the refs that are listed there.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "cli.h"

/*
 * Opens a plain file, or "-": standard input, read wholly first (kept in an unlinked file unless
 * it is a plain file itself).  ERR_USAGE: missing, unreadable, a folder, a FIFO, a device, a file
 * of the kernel; ERR_FAILED: reading failed.  The caller fcloses it.
 */
int input_open(FILE **file, const char *path, struct err *e);

/* A descriptor of an unlinked file in $TMPDIR or /tmp, not inherited by children. */
int input_temporary(struct err *e);

struct items {	       /* the operands and what "-" among them stands for */
	FILE *spool;   /* refs from standard input, a line each, or NULL */
	size_t next;   /* the operand to give next */
	int64_t count; /* of refs in spool */
};

/*
 * Checks every operand's type and reads all of standard input if "-" is among them: a line is a
 * ref, a tsv record (first field) or a JSON object (id); records end in NUL with --null.
 * ERR_USAGE naming the line for anything else.
 */
int items_open(struct items *items, const struct cli *cli, struct err *e);
int items_next(struct items *items, const struct cli *cli, struct item *item, struct err *e);
void items_rewind(struct items *items);
void items_close(struct items *items);

#endif
