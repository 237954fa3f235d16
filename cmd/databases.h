#ifndef PP_DATABASES_H
#define PP_DATABASES_H
/*
 * databases - the verbs of pp-db that make, check and replace whole files.
 */
#include "cli.h"

int database_init(struct cli *cli, struct err *e);
int database_upgrade(struct cli *cli, struct err *e);
int database_check(struct cli *cli, struct err *e);
int database_backup(struct cli *cli, struct err *e);
int database_restore(struct cli *cli, struct err *e);

#endif
