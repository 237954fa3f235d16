#ifndef PP_FILL_MESSAGE_H
#define PP_FILL_MESSAGE_H
/*
 * fill_message - a message as a record.
 */
#include "outbox.h"
#include "record.h"

/* Clears r, a record of type message, and fills all but its text. */
void fill_message(struct record *r, const struct message *m);

#endif
