#ifndef PP_IMPORTING_H
#define PP_IMPORTING_H
/*
 * importing - what the import verbs share: the file, its map, the rows.
 */
#include "cli.h"
#include "import_write.h"

/*
 * Opens the verb's operand, by --map, and runs work on the rows with these columns.
 * mark: how amounts are written, where it is not how the map says.
 * ERR_USAGE: a bad map, a bad header, "-" twice; and what work returns.
 */
typedef int importing_work(struct cli *cli, struct import *im, struct err *e);
int importing_run(
    struct cli *cli, const struct import_column *columns, importing_work *work, struct err *e);
int importing_run_marked(struct cli *cli, const struct import_column *columns, enum money_mark mark,
    importing_work *work, struct err *e);

/* Prints the summary of an import that is all or nothing: what, "account", and how many rows. */
int importing_print(struct cli *cli, const char *what, const struct import_job *job, struct err *e);
/* The row_done of imports; context is the cli. */
void importing_row_done(int64_t rows, void *context);

#endif
