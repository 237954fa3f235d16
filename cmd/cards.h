#ifndef PP_CARDS_H
#define PP_CARDS_H
/*
 * cards - cards as records.
 */
#include "card.h"
#include "cli.h"

void fill_card(struct record *r, const struct card *card);
int card_print(struct cli *cli, const struct card *card, struct err *e);

#endif
