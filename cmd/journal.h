#ifndef PP_JOURNAL_H
#define PP_JOURNAL_H
/*
 * journal - ledger transactions, each with its entries, as records or for hledger.
 */
#include "cli.h"
#include "ledger.h"

/* Prints those that the filter takes. */
int journal_print(struct cli *cli, const struct ledger_filter *filter, struct err *e);
/* Fills a record of type txn.  ERR_NOT_FOUND. */
int journal_fill(struct record *r, struct db *db, int64_t txn, struct err *e);
/* As a journal that hledger and ledger read. */
int journal_hledger(struct cli *cli, const struct ledger_filter *filter, struct err *e);

#endif
