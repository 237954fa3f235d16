#ifndef PP_CLI_H
#define PP_CLI_H
/*
 * cli - what a verb has at hand while it runs.
 *
 * cli does everything that interface.md asks of every verb: parsing, help, completion, opening,
 * who acts and when, dry run, output, error line, exit status.  A verb checks its arguments, calls
 * one library function, and prints records.
 */
#include <stdio.h>
#include "err.h"
#include "office.h"
#include "program.h"
#include "record.h"

enum format {
	FORMAT_TABLE,
	FORMAT_TSV,
	FORMAT_JSON,
	FORMAT_CSV,
	FORMAT_TEXT,
	FORMAT_PDF,
	FORMAT_HLEDGER,
};

struct cli {
	struct office office; /* db is NULL where the verb needs none */
	const struct program *program;
	const struct verb *verb;
	enum format format;
	char **operands; /* as typed, "-" included */
	size_t operand_count;
	char db_file[DB_PATH_SIZE];
	bool is_yes;
	struct cli_private *own;
};

/* Each main is: return cli_main(&program, argc, argv). */
int cli_main(const struct program *program, int argc, char **argv);

/* ---- options: name without dashes; asserted to be in the verb's table or a common one */
const char *cli_value(const struct cli *cli, const char *name); /* NULL when absent */
bool cli_flag(const struct cli *cli, const char *name);
int64_t cli_int(const struct cli *cli, const char *name, int64_t fallback);
/* 1 and the amount, 0 when absent, -1 for what is no amount in that currency. */
int cli_money(const struct cli *cli, const char *name, const char *currency, struct money *value,
    struct err *e);

/* The session file that is named, even if it is missing or empty; NULL: there is none. */
const char *cli_session_file(const struct cli *cli);
/* The live session that is in use, or NULL. */
struct session;
const struct session *cli_session(const struct cli *cli);
/*
 * Sets office.now from PP_NOW, which only a sandbox may (ERR_SETUP), or the clock.  Done by cli
 * where it opens the database; for VERB_CREATES the verb calls it.
 */
int cli_set_clock(struct cli *cli, bool is_sandbox, struct err *e);
/* Again, in a run so long that its beginning is no longer now. */
int cli_refresh_clock(struct cli *cli, struct err *e);

/* For VERB_UNOPENED: opens the database for reading after all, as cli does for others. */
int cli_open_office(struct cli *cli, struct err *e);

/* ---- operands one by one, "-" replaced by what standard input lists (input.h) */
struct item {
	char text[1024];
	struct ref ref; /* type REF_NONE: a natural key */
};
/* 1, 0 at the end, -1.  The first call has read standard input wholly and checked all refs. */
int cli_item_next(struct cli *cli, struct item *item, struct err *e);
/* They can be taken again: after what all of them come to was shown, say. */
void cli_items_rewind(struct cli *cli);
typedef int cli_work(struct cli *cli, const struct item *item, struct err *e);
/*
 * Runs work for each item; a failure is printed at once and the others go on.  One item gives its
 * own status, of several the gravest wins, 8 for the mild ones.  0 unless the input is bad.
 */
int cli_each(struct cli *cli, cli_work *work, struct err *e);
/* 1 where this request did all the items before, so that nothing is asked for, no token either;
 * 0; -1: ERR_CONFLICT, it stands for something else. */
int cli_each_was_done(struct cli *cli, struct err *e);
/* Whether an item succeeded already. */
bool cli_has_done(const struct cli *cli);
/* The same bookkeeping for items that are no operands: one succeeded, or failed with that. */
void cli_item_done(struct cli *cli);
void cli_item_failed(struct cli *cli, const struct err *failure);
/* The exit status will be this or a graver one, without a message (10 of a check). */
void cli_status(struct cli *cli, int status);

/* Opens FILE or "-" (read wholly first); the caller fcloses it.  Refusals: input.h. */
int cli_input(struct cli *cli, const char *path, FILE **file, struct err *e);

/* ---- output */
int cli_print(struct cli *cli, const struct record *r, struct err *e);
/* Whether a list should go on: false once --limit is reached. */
bool cli_wants_more(const struct cli *cli);
/* For documents: what is written there is checked at the end. */
FILE *cli_out(struct cli *cli);
/* The same for binary output: ERR_USAGE when that is a terminal. */
int cli_binary_out(struct cli *cli, FILE **out, struct err *e);
/* The pages of --format=pdf, begun at the first call and written when the verb has succeeded. */
struct pdf;
int cli_pdf(struct cli *cli, struct pdf **pdf, struct err *e);
/* What stands above a list that is printed there, and a line about it, or "". */
void cli_heading(struct cli *cli, const char *heading, const char *about);

/* ---- people: level 0 is silenced by -q, level 1 needs -v */
void cli_note(const struct cli *cli, int level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/*
 * Shows details (whole lines as of text_add_line; NULL: none) and asks a question, which is one
 * line whatever is in its values; 0 for yes (or --yes, or a dry run, which shows it to people and
 * asks nothing), -1: ERR_USAGE.
 */
int cli_confirm(struct cli *cli, const char *details, struct err *e, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Whether a dry run shows a person what would be asked. */
bool cli_previews(const struct cli *cli);
/*
 * A secret from --NAME-file or --NAME-fd, else typed with echo off: ERR_USAGE naming the options
 * where there is no terminal, ERR_SETUP for a file that others can read.
 */
int cli_secret(struct cli *cli, const char *name, const char *prompt, char *secret, size_t size,
    struct err *e);
/* 1 if the secret was given by an option, 0 if it would be asked. */
bool cli_has_secret(const struct cli *cli, const char *name);
/* Call often; total 0 when unknown. */
void cli_progress(struct cli *cli, int64_t done, int64_t total);

#endif
