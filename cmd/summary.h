#ifndef PP_SUMMARY_H
#define PP_SUMMARY_H
/*
 * summary - the last record of a verb that did many things: how many, and control totals.
 */
#include "cli.h"
#include "totals.h"

struct summary {
	const char *what; /* a record type: "invoice" */
	int64_t added, same, failed;
	const struct totals *totals; /* NULL: none, an empty array */
	const int64_t *changed;	     /* NULL: null */
};

int summary_print(struct cli *cli, const struct summary *s, struct err *e);

#endif
