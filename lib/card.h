#ifndef PP_CARD_H
#define PP_CARD_H
/*
 * card - a token of a card that a payment platform keeps.  Owns table card.  Layer 6.
 */
#include "office.h"

struct card {
	int64_t id; /* set by card_add */
	int64_t customer;
	char gateway[33];
	char status[10]; /* enrolling active removed failed */
	char token[201]; /* the platform's */
	char brand[33];
	char last4[5];
	char expires[8]; /* YYYY-MM, or "" */
	bool is_default; /* the one that is charged unless another is named */
};

/* Inside a write: an active card, the default if it is the customer's only one. */
int card_add(struct office *office, struct card *card, struct err *e);
int card_show(struct db *db, int64_t id, struct card *card, struct err *e);
/* The customer's default card: 1, 0, -1. */
int card_default(struct db *db, int64_t customer, struct card *card, struct err *e);

#endif
