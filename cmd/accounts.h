#ifndef PP_ACCOUNTS_H
#define PP_ACCOUNTS_H
/*
 * accounts - what the verbs of pp-account share.
 */
#include "account.h"
#include "cli.h"
#include "standing.h"

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
/* Makes p->record of what anybody may see before it is linked: holder and address partly hidden. */
void account_printer_mask(struct account_printer *p, const struct account *a);
/* Prints that. */
int account_preview(struct account_printer *p, const struct account *a, struct err *e);
/* One alone. */
int account_print_one(struct cli *cli, const struct account *a, struct err *e);

/* Makes records of type account_status: the header of an account. */
struct status_printer {
	struct cli *cli;
	struct valuer valuer;
	struct record record;
};
void status_printer_open(struct status_printer *p, struct cli *cli);
void status_printer_close(struct status_printer *p);
int status_printer_fill(struct status_printer *p, const struct account *a, struct err *e);
/* Prints one. */
int account_status_print(struct cli *cli, const struct account *a, struct err *e);

/* The account that is named, if who acts reaches it.  Errors as in reach.h. */
int account_of_text(struct cli *cli, const char *text, struct account *a, struct err *e);
int account_of_item(struct cli *cli, const struct item *item, struct account *a, struct err *e);

/* Verbs with files of their own. */
extern const struct option_row options_account_import[], options_account_link[],
    options_account_unlink[], options_account_enrol[];
int account_verb_import(struct cli *cli, struct err *e);
int account_link(struct cli *cli, struct err *e);
int account_unlink(struct cli *cli, struct err *e);
int account_enrol(struct cli *cli, struct err *e);
int account_unenrol(struct cli *cli, struct err *e);
int account_deposit(struct cli *cli, struct err *e);
int account_withdraw(struct cli *cli, struct err *e);
int account_status(struct cli *cli, struct err *e);
int account_statement(struct cli *cli, struct err *e);

#endif
