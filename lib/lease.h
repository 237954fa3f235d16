#ifndef PP_LEASE_H
#define PP_LEASE_H
/*
 * lease - when a platform is asked about a payment, by whom alone.  Owns table lease.  Layer 10.
 *
 * Back-off of a live payment: 1 minute, 5 minutes, 1 hour, then daily.  An ended one is asked about
 * again 1 hour, 1 day and 7 days after its end.  What was asked about in the future (the clock was
 * wrong then) is asked about now.
 */
#include <stdbool.h>
#include "office.h"

/* Inside a write: the routine asks first at next_at. */
int lease_add(struct office *office, int64_t payment, int64_t next_at, struct err *e);
/*
 * Inside a write: whoever gets 1 asks now, alone, for wait_s seconds.  is_routine: only when the
 * back-off is over; else at most once a minute.  0: somebody asks, or did a moment ago.
 */
int lease_take(
    struct office *office, int64_t payment, bool is_routine, int64_t wait_s, struct err *e);
/* Inside a write: no clear answer, ask again after the back-off. */
int lease_wait(struct office *office, int64_t payment, struct err *e);
/* Inside a write: the payment ended without money; asked about thrice more. */
int lease_end(struct office *office, int64_t payment, struct err *e);
/* Inside a write: an ended one was asked about; plans the next time, or drops it after the last. */
int lease_asked_late(struct office *office, int64_t payment, int64_t ended_at, struct err *e);
/* Inside a write: never again. */
int lease_drop(struct office *office, int64_t payment, struct err *e);
/* The payments whose time has come after payment id "after", in order: 1 and *payment, 0, -1. */
int lease_due(struct db *db, int64_t now, int64_t after, int64_t *payment, struct err *e);

#endif
