#ifndef PP_PRIVATE_H
#define PP_PRIVATE_H
/*
 * private - the state of a running verb that is cli's own, and the steps of its run.
 */
#include "cli.h"
#include "input.h"
#include "options.h"
#include "output.h"
#include "progress.h"
#include "recorded.h"
#include "render.h"
#include "report.h"
#include "session.h"
#include "setting.h"
#include "zone.h"

struct cli_private {
	struct arguments arguments;
	struct items items;
	bool has_items; /* items were read */
	FILE *input;	/* standard input, read for the request's digest and not yet by the verb */
	struct output output;
	struct render *render; /* made at the first record */
	struct render_options look;
	struct pdf *pdf;	 /* made at the first page */
	char font[SETTING_SIZE]; /* its second font, or "" */
	char heading[120];	 /* of a printed list */
	char about[600];	 /* a line about it, or "" */
	struct telling telling;
	struct tally tally;
	struct progress progress;
	struct zone *zone; /* of instants in tables */
	int verbosity;	   /* -1 quiet, 0, 1 verbose */
	bool is_sandbox;
	struct session session; /* the live one that makes the actor a customer, else id 0 */
	bool is_repeat;		/* the request was done before: it may have moved money */
};

/* Before anything else: closed descriptors, SIGPIPE, language. */
void cli_begin(void);
/* Runs a verb: argv[0] is its name.  The exit status. */
int cli_run(const struct program *program, const struct verb *verb, int argc, char **argv);
/* Prints the text on standard output and closes it: the exit status. */
int cli_say(const struct program *program, struct text *text);

/* Before secrets are read: no core dump of a verb that may hold one, nor others to trace it. */
void guard_secrets(const struct verb *verb);
/* Who acts, and whether such a one may run the verb.  ERR_DENIED. */
int access_identify(struct cli *cli, struct err *e);
/* A live session makes the actor a customer.  ERR_DENIED, ERR_SETUP: the file is open to others. */
int access_recognise(struct cli *cli, struct err *e);
/* Opens the database as the verb needs it; sets clock, business date, request. */
int access_open(struct cli *cli, struct err *e);
void access_close(struct cli *cli);
/* Takes over --request-id and the digest of what is asked for. */
int request_set(struct cli *cli, struct err *e);

/* Prints the thing that a repeated request made, if that is what failed: 1, else 0 or -1. */
int cli_repeat(struct cli *cli, const struct err *failure, int *status, struct err *e);
struct report_style cli_style(const struct cli *cli);
/* Lays out the records of a list that is printed (print_list.c). */
int print_list(struct cli *cli, struct err *e);
/* Writes the pages that were made, if any (print.c). */
int print_write(struct cli *cli, struct err *e);
/* Format, columns and the other common options (prepare.c). */
int cli_prepare(struct cli *cli, struct err *e);

#endif
