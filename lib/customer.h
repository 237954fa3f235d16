#ifndef PP_CUSTOMER_H
#define PP_CUSTOMER_H
/*
 * customer - a person or business that pays.  Owns table customer.  Layer 5.
 */
#include "office.h"

struct customer {
	int64_t id;	 /* set by customer_add */
	char status[10]; /* invited active suspended closed */
	char kind[9];	 /* person business */
	char name[201];
	char email[255]; /* unique */
	int64_t created_at;
};

/* Inside a write: an active one.  ERR_USAGE, ERR_CONFLICT (the address is known). */
int customer_add(struct office *office, struct customer *c, struct err *e);
int customer_show(struct db *db, int64_t id, struct customer *c, struct err *e);
/* By "cus-5" or e-mail.  ERR_NOT_FOUND. */
int customer_find(struct db *db, const char *text, int64_t *id, struct err *e);

/* How a customer is told things. */
struct customer_told {
	char language[3]; /* es en */
	char email[255];
	char phone[21]; /* "": none */
};
int customer_told(struct db *db, int64_t id, struct customer_told *told, struct err *e);

#endif
