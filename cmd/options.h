#ifndef PP_OPTIONS_H
#define PP_OPTIONS_H
/*
 * options - a verb's command line, parsed by getopt_long from its table and the common ones.
 *
 * Options and operands mix in any order, "--" ends options, nothing is abbreviated, no option has
 * an optional value.  A flag may be repeated, an option with a value may not.
 */
#include <getopt.h>
#include <stddef.h>
#include "err.h"
#include "program.h"

enum { OPTIONS_MAX = 64, OPTION_NAME_SIZE = 32 };

struct options { /* what one verb accepts */
	const struct option_row *rows[OPTIONS_MAX];
	char names[OPTIONS_MAX][OPTION_NAME_SIZE]; /* a secret has two: -file and -fd */
	size_t count;
	size_t own_count; /* the first ones are the verb's own */
};

struct given { /* an option that was given */
	const char *name;
	const struct option_row *row;
	const char *value; /* NULL for flags */
};

struct arguments {
	struct options options;
	struct given given[OPTIONS_MAX];
	size_t given_count;
	char **operands; /* of argv, in a list of its own */
	size_t operand_count;
};

/* The common rows: all verbs; those that write; lists; what a customer's token authorises. */
extern const struct option_row options_common[], options_write[], options_list[], options_token[];

/* Whether a customer who runs the verb gives its token. */
bool options_has_token(const struct verb *verb);
/* Every option that the verb accepts, its own first. */
void options_gather(struct options *options, const struct verb *verb);
/* The index of a long name, or -1. */
int options_find(const struct options *options, const char *name);

/*
 * Parses what follows the verb: argv[0] is not looked at.  -h and -V are options like the others;
 * when one is given, nothing else is checked.  ERR_USAGE.
 */
int arguments_parse(
    struct arguments *a, const struct verb *verb, int argc, char **argv, struct err *e);
void arguments_close(struct arguments *a);
/* Asserts that the verb accepts the option.  "" for a flag that was given, NULL when absent. */
const char *arguments_value(const struct arguments *a, const char *name);

/* Checks a value against its row (option_check.c).  ERR_USAGE naming the option. */
int option_check(const struct given *given, struct err *e);
/* Whether word is one of "a|b|c". */
bool words_have(const char *words, const char *word, size_t length);

#endif
