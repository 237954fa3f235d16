#ifndef PP_ANNOUNCE_PRIVATE_H
#define PP_ANNOUNCE_PRIVATE_H
/*
 * announce_private - what announce.c and its parts share.  Layer 10.
 */
#include "announce.h"

enum { ANNOUNCE_AMOUNT_SIZE = MONEY_TEXT_SIZE + 8 };

/* "BOB 45.50"; of what is below zero without its sign. */
void announce_amount(int64_t minor, const char *currency, char text[ANNOUNCE_AMOUNT_SIZE]);

/* Days to come that customers are told of once, whichever of several programs does it. */
struct announce_days {
	const char *key_days;		     /* setting: how many from today on; 0: none */
	const char *key_told;		     /* internal setting: the last that was told of */
	int32_t first;			     /* how many days from today the first is */
	char from[DATE_SIZE], to[DATE_SIZE]; /* those that nobody was told of yet, inclusive */
};
/* Finds from and to: 1, 0 where there is nothing to tell, -1.  Inside the write that tells it is
 * asked again: another program may have told meanwhile. */
int announce_days_find(struct office *office, struct announce_days *d, struct err *e);
/* Inside that write: they were told of. */
int announce_days_told(
    struct office *office, const struct announce_days *d, const char *summary, struct err *e);

#endif
