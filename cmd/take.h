#ifndef PP_TAKE_H
#define PP_TAKE_H
/*
 * take - option values into bounded fields.
 */
#include "cli.h"

/* Copies the option's value if it was given.  ERR_USAGE: it does not fit; nothing is ever cut. */
int take_option(struct cli *cli, const char *name, char *field, size_t size, struct err *e);

#endif
