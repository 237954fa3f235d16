#ifndef PP_ANNOUNCE_H
#define PP_ANNOUNCE_H
/*
 * announce - what happened to payments, invoices, plans and cards, as messages to whom it concerns.
 * Owns no table.  Layer 10.
 *
 * Each inside the write that made it happen; where nobody is to be told nothing is done.
 */
#include <stdbool.h>
#include "card.h"
#include "invoice.h"
#include "payment.h"
#include "plan.h"

/* What tells somebody, as a part of the write: what happened is recorded, whatever of texts and
 * addresses keeps us from telling it (0).  -1: the file. */
int announce_safely(struct office *office, office_work *tell, void *context, struct err *e);

/* The receipt of a payment, or of a refund, that was approved: to its payer. */
int announce_payment(struct office *office, const struct payment *p, struct err *e);

/* Whether any account is enrolled in paperless bills: 1, 0, -1.  Asked once before many. */
int announce_has_readers(struct db *db, struct err *e);
/* An invoice that was issued and is open: to the address enrolled for its account. */
int announce_bill(struct office *office, const struct invoice *inv, struct err *e);

/*
 * What falls due within the days of setting notify.due-soon, to customers who linked its account
 * and have an e-mail address: once for each invoice, so it is done once a day.  One write.  *count:
 * how many were told.
 */
int announce_due_soon(struct office *office, int64_t *count, struct err *e);

/* A plan just made, or moved: to who asked for it, else to customers who linked its account. */
int announce_plan(struct office *office, const struct plan *plan, struct err *e);
/* Whether an active plan has an instalment that was due before the date, is not paid, and of which
 * nobody was told yet: 1, 0, -1. */
int announce_has_missed(struct db *db, const struct plan *plan, const char *on, struct err *e);
/* Tells of each of them, once. */
int announce_missed(struct office *office, const struct plan *plan, const char *on, struct err *e);

enum announce_card { ANNOUNCE_CARD_ADDED, ANNOUNCE_CARD_DEFAULT, ANNOUNCE_CARD_REMOVED };
/* A card was inscribed, is charged from now on, or was removed (was_default: what is charged now is
 * told, or that nothing can be): to its owner. */
int announce_card(struct office *office, const struct card *card, enum announce_card what,
    bool was_default, struct err *e);
/*
 * Cards that expire within the days of setting notify.card-expiring, to their owners: once for each
 * card, so it is done once a day.  One write.  *count: how many were told.
 */
int announce_expiring(struct office *office, int64_t *count, struct err *e);

#endif
