#ifndef PP_TAKE_H
#define PP_TAKE_H
/*
 * take - option values into bounded fields.
 */
#include "cli.h"
#include "enrolment.h"

/* Copies the option's value if it was given.  ERR_USAGE: it does not fit; nothing is ever cut. */
int take_option(struct cli *cli, const char *name, char *field, size_t size, struct err *e);
/* --with: what an automatic debit charges, into is_deposit, source and card; absent or "card": the
 * default card.  ERR_USAGE for what is no way to be debited, ERR_NOT_FOUND. */
int take_way(struct cli *cli, struct enrolment *way, struct err *e);

#endif
