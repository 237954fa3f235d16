#ifndef PP_COMPLETE_H
#define PP_COMPLETE_H
/*
 * complete - candidates for a shell, from the same tables as the parser.
 */
#include "program.h"
#include "text.h"

/*
 * words: what follows the program's name, the last being the one that is completed (it may be
 * empty).  Appends "candidate" or "candidate TAB description" lines; none: the shell may offer
 * files.
 */
void complete(struct text *out, const struct program *program, int count, char **words);

#endif
