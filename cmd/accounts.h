#ifndef PP_ACCOUNTS_H
#define PP_ACCOUNTS_H
/*
 * accounts - what the verbs of pp-account share.
 */
#include "account.h"
#include "cli.h"

/* Whether who acts may see all of it: operators, its owner. */
bool account_is_visible(const struct cli *cli, const struct account *a);
/* Prints it with its balance; r is an opened record of type account. */
int account_print(struct cli *cli, struct record *r, const struct account *a, struct err *e);
/* ERR_NOT_FOUND in the words of account_find, so that nobody learns what is there. */
int account_hidden(const char *text, struct err *e);
/* The account that is named, if it is visible; else account_hidden. */
int account_of_text(struct cli *cli, const char *text, struct account *a, struct err *e);
int account_of_item(struct cli *cli, const struct item *item, struct account *a, struct err *e);

/* Verbs with files of their own. */
extern const struct option_row options_account_import[];
int account_verb_import(struct cli *cli, struct err *e);
int account_deposit(struct cli *cli, struct err *e);
int account_withdraw(struct cli *cli, struct err *e);
int account_status(struct cli *cli, struct err *e);
int account_statement(struct cli *cli, struct err *e);

#endif
