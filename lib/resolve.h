#ifndef PP_RESOLVE_H
#define PP_RESOLVE_H
/*
 * resolve - finding out what became of payments, and declaring it.  Owns no table.  Layer 16.
 * Source: gateway.md section 2.
 */
#include "payment.h"
#include "platform.h"

/*
 * Asks the platform about one payment, if its turn has come: is_routine by the back-off, else at
 * most once a minute (on the way of an operation, or asked for by name).  A payment that is being
 * sent is left alone until its time is over.  *p is the payment afterwards.  0, also when nothing
 * was asked; -1: ERR_UNKNOWN, ERR_SETUP.
 */
int resolve_payment(struct office *office, const struct platform *platform, int64_t payment,
    bool is_routine, struct payment *p, struct err *e);

/*
 * The same of one that somebody names, to be told what became of it: a checkout that ended without
 * money is asked about whenever that is, since it may have been paid late.  Besides: ERR_BUSY where
 * no clear answer came about such a one.
 */
int resolve_named(struct office *office, const struct platform *platform, int64_t payment,
    struct payment *p, struct err *e);

/* The next payment after *payment whose turn has come: 1, 0 when there is none, -1. */
int resolve_next(struct office *office, int64_t *payment, struct err *e);

struct declaration {
	int64_t payment;
	bool is_approved;	      /* else declined */
	char gateway_ref[129];	      /* of an approved one */
	char amount[MONEY_TEXT_SIZE]; /* captured, "": as asked */
	char reason[201];
};
/* An operator settles by hand.  ERR_CONFLICT where it is approved, or involves no platform. */
int resolve_declare(
    struct office *office, const struct declaration *declaration, struct payment *p, struct err *e);
/* Frees the holds of a payment that is not clear, and goes on asking about it. */
int resolve_release(
    struct office *office, int64_t payment, const char *reason, struct payment *p, struct err *e);

#endif
