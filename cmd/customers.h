#ifndef PP_CUSTOMERS_H
#define PP_CUSTOMERS_H
/*
 * customers - what the verbs of pp-customer share.
 */
#include "cli.h"
#include "customer.h"
#include "login.h"
#include "password.h"

/* r is an opened record of type customer. */
int customer_print_in(struct cli *cli, struct record *r, const struct customer *c, struct err *e);
int customer_print(struct cli *cli, const struct customer *c, struct err *e);
/* A record of type code: where it went. */
int customer_print_code(struct cli *cli, const struct code_sent *sent, struct err *e);

/* The customer that text names, if it is reached (reach.h); NULL: oneself.  ERR_NOT_FOUND;
 * ERR_USAGE: an operator names none. */
int customer_named(struct cli *cli, const char *text, struct customer *c, struct err *e);
/* ERR_DENIED with reason "operator_only" if one of the options ("a|b") is given by another. */
int customer_operators_only(struct cli *cli, const char *options, struct err *e);
/* The options of register and edit, into c. */
int customer_take(struct cli *cli, struct customer *c, struct err *e);
/* A new password: on a terminal asked twice.  The caller zeroes it. */
int customer_new_password(
    struct cli *cli, const char *name, char password[PASSWORD_SIZE + 1], struct err *e);

/* Verbs. */
int customer_register(struct cli *cli, struct err *e);
int customer_verb_import(struct cli *cli, struct err *e);
int customer_verb_show(struct cli *cli, struct err *e);
int customer_verb_edit(struct cli *cli, struct err *e);
int customer_verb_list(struct cli *cli, struct err *e);
int customer_activate(struct cli *cli, struct err *e);
int customer_recover(struct cli *cli, struct err *e);
int customer_confirm(struct cli *cli, struct err *e);
int customer_password(struct cli *cli, struct err *e);
int customer_login(struct cli *cli, struct err *e);
int customer_logout(struct cli *cli, struct err *e);
int customer_whoami(struct cli *cli, struct err *e);
int customer_unlock(struct cli *cli, struct err *e);
int customer_suspend(struct cli *cli, struct err *e);
int customer_resume(struct cli *cli, struct err *e);
int customer_close(struct cli *cli, struct err *e);

extern const struct option_row options_customer_import[];

#endif
