#ifndef PP_PROGRAM_H
#define PP_PROGRAM_H
/*
 * program - a program as a table of verbs.
 *
 * From these rows come the parser, --help, the completions and the tests against the manual.
 */
#include <stdbool.h>
#include "err.h"
#include "i18n.h"

enum option_kind {
	OPTION_FLAG,
	OPTION_TEXT, /* valid UTF-8, may be empty */
	OPTION_INT,  /* values: "1..28", or NULL for 0 and above */
	OPTION_DATE,
	OPTION_INSTANT,
	OPTION_MONEY,  /* digits and at most one point; values: words it may be instead */
	OPTION_CHOICE, /* values: "table|tsv|json" */
	OPTION_FILE,
	OPTION_REF,    /* a ref or natural key; values: the types it may have, "card|acc" */
	OPTION_SECRET, /* "password" stands for --password-file=F and --password-fd=N */
};

struct option_row {
	const char *name; /* long, without dashes; a table ends with NULL */
	char letter;	  /* 0 for none */
	enum option_kind kind;
	const char *argument; /* its name in the help: "DATE"; NULL for flags and secrets */
	const char *values;
	const char *help; /* N_("what it does"); NULL: only named, on one line with its like */
	bool is_required;
};

enum verb_flags {
	VERB_READ = 1 << 0,	/* opens the database for reading */
	VERB_WRITE = 1 << 1,	/* opens it for writing; takes --dry-run and --request-id */
	VERB_CREATES = 1 << 2,	/* opens none, but db_file and key_path are set (pp-db init); with
				 * VERB_READ: writes another file (pp-db backup) */
	VERB_PUBLIC = 1 << 3,	/* anybody may run it, a guest too */
	VERB_CUSTOMER = 1 << 4, /* a customer may run it; neither flag: operators only */
	VERB_STDIN = 1 << 5,	/* an operand "-" means refs on standard input */
	VERB_INPUT = 1 << 6,	/* an operand "-" means other input, which the verb reads itself */
	VERB_LIST = 1 << 7,	/* takes --status --match --sort --reverse --limit */
	VERB_CRON = 1 << 8,	/* never asks; without operands it prints with --json only */
	VERB_OWN_OUTPUT = 1 << 9, /* opens --output itself (output.h) */
	VERB_UPGRADE = 1 << 11,	  /* with VERB_WRITE: an older schema is let in */
	VERB_UNOPENED = 1 << 12, /* db_file and key_path are set, the verb opens it (pp-db check) */
	VERB_EMPTY = 1 << 13,	 /* an operand may be empty */
	VERB_PROVES = 1 << 14,	 /* writes for a customer without its token: what it does proves who
				  * acts (a password, a code), or only records what happened */
	VERB_REPEATS = 1 << 15, /* sees to repeated requests itself: who repeats proves again who it
				  * is */
	VERB_LIMITED = 1 << 16, /* also for who must first change a temporary password */
	VERB_HIDDEN = 1 << 10,	/* neither in the help nor in completions */
	VERB_ROWS = 1 << 18,	/* without --with it prints many: to people a table, as of a list */
	VERB_MONEY = 1 << 17,	/* moves money: each of its failures says how the money stands */
};

struct cli;
struct ref;
enum { OPERANDS_ANY = 1 << 30 };

struct verb {
	const char *name;     /* a table ends with NULL */
	const char *operands; /* "REF...|-", "BILLER AMOUNT", "" */
	const char *help;     /* N_("one sentence, lower case"), no full stop */
	const char *examples; /* lines to type, at most three, each without the prompt */
	const struct option_row *options; /* its own; NULL for none */
	int operands_min, operands_max;	  /* OPERANDS_ANY: no limit */
	unsigned flags;
	const char *refs; /* types its operands may have when they are refs: "inv|plan", or NULL */
	const char *record; /* the type it prints, for --columns and --sort; NULL: none; "A|B": B
			     * when it is given --with, else A */
	const char
	    *formats; /* "table|tsv|json|csv" when NULL; the first is the default if "text" */
	int (*run)(struct cli *cli, struct err *e);
};

struct program {
	const char *name;    /* "pp-pay" */
	const char *purpose; /* N_("one line") */
	const struct verb *verbs;
	/* Prints the thing as it is now; *status is what that state answers.  See show.h. */
	int (*show_ref)(struct cli *cli, const struct ref *ref, int *status, struct err *e);
};

#endif
