#ifndef PP_INVOICE_VERBS_H
#define PP_INVOICE_VERBS_H
/*
 * invoice_verbs - the verbs of pp-invoice that do not fit in its own file, with their options.
 */
#include "cli.h"

extern const struct option_row options_invoice_list[], options_invoice_import[],
    options_invoice_add[];

int invoice_verb_list(struct cli *cli, struct err *e);
int invoice_verb_total(struct cli *cli, struct err *e);
int invoice_verb_age(struct cli *cli, struct err *e);
int invoice_verb_import(struct cli *cli, struct err *e);
int invoice_verb_add(struct cli *cli, struct err *e);
int invoice_verb_print(struct cli *cli, struct err *e);
int invoice_verb_explain(struct cli *cli, struct err *e);

#endif
