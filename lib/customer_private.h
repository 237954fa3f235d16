#ifndef PP_CUSTOMER_PRIVATE_H
#define PP_CUSTOMER_PRIVATE_H
/*
 * customer_private - what customer.c and customer_text.c share.  Layer 5.
 */
#include "customer.h"

/* E-mail address, document and phone as they are compared; nothing is refused. */
void customer_tidy_keys(struct customer *c);

#endif
