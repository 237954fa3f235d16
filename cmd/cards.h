#ifndef PP_CARDS_H
#define PP_CARDS_H
/*
 * cards - cards as records.
 */
#include "card.h"
#include "cli.h"

void fill_card(struct record *r, const struct card *card);
/* A card that is not one's own is as if it were not there. */
int find_card(struct cli *cli, const char *text, struct card *card, struct err *e);
int card_print(struct cli *cli, const struct card *card, struct err *e);

/* A verb with a file of its own. */
int card_verb_remove(struct cli *cli, struct err *e);

#endif
