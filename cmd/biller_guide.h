#ifndef PP_BILLER_GUIDE_H
#define PP_BILLER_GUIDE_H
/*
 * biller_guide - the verbs of pp-biller for its public directory, for the table in pp-biller.c.
 */
#include "cli.h"

extern const struct option_row options_biller_guide[];

int biller_verb_guide(struct cli *cli, struct err *e);
int biller_verb_import(struct cli *cli, struct err *e);

#endif
