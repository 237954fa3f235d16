#ifndef PP_RENDER_H
#define PP_RENDER_H
/*
 * render - records as table, tsv, JSON Lines or csv, filtered and ordered; what cli_print uses.
 *
 * tsv, json and csv are streamed unless an order is asked for; a table is written at the end.
 * These three are the same bytes in every locale; controls are escaped everywhere (\uXXXX, and in
 * tsv and tables \t \n \r \\ besides, so that it can be undone).
 */
#include <stdio.h>
#include "cli.h"
#include "zone.h"

struct render_options {
	enum format format; /* table, tsv, json or csv */
	bool is_null;	    /* records end in NUL */
	bool is_list; /* a table with a header; else a table of one record is a list of fields */
	const struct record_type *type; /* for the checks of columns, sort and statuses */
	const char *columns;		/* "a,b" or NULL */
	const char *statuses;		/* "open,paid" or NULL */
	const char *match;		/* text, or NULL */
	const char *sort;		/* a column, or NULL */
	bool is_reverse;
	int64_t limit;		 /* -1: none */
	const struct zone *zone; /* of instants in tables; NULL: UTC */
	FILE *out;
};

struct render;

/* ERR_USAGE for a column, status or sort that the type does not have. */
int render_open(struct render **render, const struct render_options *options, struct err *e);
int render_record(struct render *render, const struct record *r, struct err *e);
bool render_wants_more(const struct render *render);
/* Writes what was kept back.  Errors of the stream itself are found when it is closed. */
int render_end(struct render *render, struct err *e);
void render_close(struct render *render); /* NULL is allowed */
/* How many records were taken. */
int64_t render_count(const struct render *render);

#endif
