#ifndef PP_DIRECTORY_H
#define PP_DIRECTORY_H
/*
 * directory - changing a biller that is in use.  Owns no table.  Layer 7.
 */
#include "biller.h"

/*
 * biller_edit in one write, or inside one that is under way.  ERR_CONFLICT where the currency
 * changes though there are accounts or rules, whose amounts are in the old one; besides the errors
 * of biller_edit.
 */
int directory_edit(struct office *office, const struct biller *b, struct err *e);

#endif
