#ifndef PP_FILL_H
#define PP_FILL_H
/*
 * fill - things of the library as records.  Each clears the record first, which was opened with
 * the type of its name.
 */
#include "account.h"
#include "activity.h"
#include "biller.h"
#include "customer.h"
#include "ledger.h"
#include "record.h"

void fill_biller(struct record *r, const struct biller *b);
/* balance: NULL where it is not to be seen, or there is none. */
void fill_account(struct record *r, const struct account *a, const struct money *balance);
/* portal: the customer's link, or "". */
void fill_customer(struct record *r, const struct customer *c, const char *portal);
void fill_log(struct record *r, const struct activity_row *row);
/* The transaction that the line is part of, but for its entries. */
void fill_txn(struct record *r, const struct ledger_line *line);
/* Inside the array of record_nested(r, "entries"). */
void fill_txn_entry(struct json_writer *w, const struct ledger_line *line);

#endif
