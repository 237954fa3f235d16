#ifndef PP_ANNOUNCE_PRIVATE_H
#define PP_ANNOUNCE_PRIVATE_H
/*
 * announce_private - what announce.c and its parts share.  Layer 10.
 */
#include "announce.h"

enum { ANNOUNCE_AMOUNT_SIZE = MONEY_TEXT_SIZE + 8 };

/* "BOB 45.50"; of what is below zero without its sign. */
void announce_amount(int64_t minor, const char *currency, char text[ANNOUNCE_AMOUNT_SIZE]);

#endif
