#ifndef PP_HELP_H
#define PP_HELP_H
/*
 * help - what --help prints, at most 24 lines; and the same facts for machines.
 */
#include "program.h"
#include "text.h"

/* Usage, examples, the sentence, the verb's own options. */
void help_verb(struct text *out, const struct program *program, const struct verb *verb);
/* The purpose and a line for each verb. */
void help_program(struct text *out, const struct program *program);
/* For pp help and the tests: "verb TAB operands TAB sentence" a line. */
void help_list(struct text *out, const struct program *program);
/* The names of a verb's own options, a line each. */
void help_options(struct text *out, const struct verb *verb);
/* What it takes: "operands TAB ref TAB inv|plan TAB required", then its own options alike, with
 * their kinds and values. */
void help_takes(struct text *out, const struct verb *verb);
/* NULL when there is no such verb. */
const struct verb *verb_find(const struct program *program, const char *name);

#endif
