#ifndef PP_PAYING_H
#define PP_PAYING_H
/*
 * paying - what the verbs of pp-pay share: the order from options, filters, printing.
 */
#include "cli.h"
#include "pay.h"

/* The filters and their surroundings.  platform_close frees. */
struct paying_platform {
	struct platform platform;
	char **envp;
	char database[DB_PATH_SIZE + 8]; /* "PP_DB=..." */
};
int paying_platform_open(struct paying_platform *p, struct cli *cli, struct err *e);
void paying_platform_close(struct paying_platform *p);

int paying_print(struct cli *cli, const struct payment *p, struct err *e);

/* A payment to be made and printed; of a dry run, filled before it is taken back. */
struct paying_sheet {
	struct payment payment;
	struct record record;
	bool is_filled;
};
void paying_sheet_open(struct paying_sheet *sheet);
void paying_sheet_close(struct paying_sheet *sheet);
/* Prints the payment just made; a failure tells that it was. */
int paying_sheet_print(struct cli *cli, struct paying_sheet *sheet, struct err *e);
/* The watch of an order, for dry runs, with the sheet as context; else NULL. */
office_work *paying_watch(const struct cli *cli);

/* --with, --amount, --expect, --return-url, --memo, --client-ip, --customer.  ERR_USAGE,
 * ERR_DENIED. */
int paying_order(struct cli *cli, struct pay_order *order, struct err *e);
/* Shows what an order comes to and asks: 0 for yes, as cli_confirm. */
typedef int paying_ask(
    struct cli *cli, const struct pay_order *order, const struct pay_quote *quote, struct err *e);
/* What --with says, for people. */
const char *paying_means(const struct cli *cli);
/* Invoice by invoice. */
int paying_ask_invoices(
    struct cli *cli, const struct pay_order *order, const struct pay_quote *quote, struct err *e);
/* Asks so, pays, prints. */
int paying_run(struct cli *cli, struct pay_order *order, paying_ask *ask, struct err *e);
/* What credit of accounts pays of it, as a line; nothing where it pays nothing. */
void paying_describe_credit(const struct pay_quote *quote, struct text *text);

/* Replaces the query string "a=1&b=%20" by the JSON object of its texts.  ERR_USAGE. */
int paying_query_string(struct text *params, struct err *e);
/* --params: what came back with the customer, a query string "a=1&b=%20" or a JSON object, as a
 * JSON object; empty without it.  ERR_USAGE. */
int paying_params(struct cli *cli, struct text *params, struct err *e);

/* The token asked for a charge that pays into a deposit account. */
int paying_authorise_payee(struct cli *cli, const struct pay_quote *quote, struct err *e);

/* The verbs that have files of their own. */
int paying_qr(struct cli *cli, struct err *e);
int paying_quick(struct cli *cli, struct err *e);
int paying_methods(struct cli *cli, struct err *e);
int paying_claim(struct cli *cli, struct err *e);
int paying_settle(struct cli *cli, struct err *e);
int paying_debit(struct cli *cli, struct err *e);
int paying_resolve(struct cli *cli, struct err *e);
int paying_receipt(struct cli *cli, struct err *e);

#endif
