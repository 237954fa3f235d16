#ifndef PP_ACCOUNTS_H
#define PP_ACCOUNTS_H
/*
 * accounts - what the verbs of pp-account share.
 */
#include "account.h"
#include "cli.h"

/* Makes and prints records of many accounts. */
struct account_printer {
	struct cli *cli;
	int64_t customer; /* whose alias is shown; 0: none */
	struct record record;
};
/* Of a customer, with its own aliases. */
void account_printer_open(struct account_printer *p, struct cli *cli);
void account_printer_close(struct account_printer *p);
/* Makes p->record of it, with its balance. */
int account_printer_fill(struct account_printer *p, const struct account *a, struct err *e);
/* Prints it too. */
int account_print(struct account_printer *p, const struct account *a, struct err *e);
/* Prints what anybody may see of it before it is linked: holder and address partly hidden. */
int account_preview(struct account_printer *p, const struct account *a, struct err *e);
/* One alone. */
int account_print_one(struct cli *cli, const struct account *a, struct err *e);

/* The account that is named, if who acts reaches it.  Errors as in reach.h. */
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
