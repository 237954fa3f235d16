#ifndef PP_OUTBOX_PRIVATE_H
#define PP_OUTBOX_PRIVATE_H
/*
 * outbox_private - what the files of outbox share.  Layer 6.
 */
#include "outbox.h"
#include "vault.h"

enum { OUTBOX_BINDING_SIZE = 80 };

/* "email", "sms" */
const char *outbox_channel_name(enum outbox_channel channel);
/* What the box of a message's secret is bound to. */
void outbox_binding(int64_t id, int64_t customer, char binding[OUTBOX_BINDING_SIZE]);

#endif
