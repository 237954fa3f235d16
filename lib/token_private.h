#ifndef PP_TOKEN_PRIVATE_H
#define PP_TOKEN_PRIVATE_H
/*
 * token_private - what enrolling and spending share (token.c, token_spend.c).  Layer 6.
 */
#include "customer.h"
#include "token.h"

enum { TOKEN_BINDING_SIZE = 48 };

/* What a token's vault box is bound to: "token cus-5". */
void token_binding(int64_t customer, char binding[TOKEN_BINDING_SIZE]);
/* ERR_CONFLICT, its status as reason, unless the customer is active. */
int token_check_customer(const struct customer *c, struct err *e);
/* Says that there is no token, reason "token_absent".  -1. */
int token_absent(enum err_code code, int64_t customer, struct err *e);
/* *e is of that customer's token, and tells when it may be tried again (0: whenever).  -1. */
int token_about(struct err *e, int64_t customer, int64_t until);

#endif
