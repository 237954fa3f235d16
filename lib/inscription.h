#ifndef PP_INSCRIPTION_H
#define PP_INSCRIPTION_H
/*
 * inscription - cards come and go through their platform: begun, confirmed, removed.
 * Owns no table.  Layer 13.  Source: gateway.md section 2, for what becomes no payment.
 *
 * What is begun is recorded before anything leaves, and the answer in a second write, signals
 * blocked between.  A card counts only once the platform says approved with a token; whatever is
 * unclear leaves it enrolling, and asking again is safe.
 */
#include "card.h"
#include "platform.h"

/*
 * Begins: card's customer, gateway, return_url and replaces are given.  0: *card is enrolling and
 * the customer goes to its redirect_url; or a dry run.  -1: ERR_USAGE (no such platform),
 * ERR_CONFLICT (the customer is suspended or closed; card_begin), ERR_DECLINED, ERR_BUSY (nothing
 * was sent: the card is failed), ERR_UNKNOWN (no clear answer: confirm it).
 */
int inscription_begin(
    struct office *office, const struct platform *platform, struct card *card, struct err *e);

/*
 * The customer came back, or is asked about; params: JSON text of an object, or NULL.  0: *card is
 * active.  Also 0 where the beginning was never answered: it is begun again, and the card still
 * enrolling.  -1: ERR_DECLINED (failed), ERR_UNKNOWN (still enrolling), ERR_CONFLICT (removed).
 */
int inscription_confirm(struct office *office, const struct platform *platform, int64_t id,
    const char *params, struct card *card, struct err *e);

/* Makes it the card that is charged, and wakes the mandates that charge the default.  Refusals as
 * card_make_default. */
int inscription_default(struct office *office, int64_t id, struct card *card, struct err *e);

/*
 * Removes an active card, or gives up an enrolling one.  It cannot be charged from the first write
 * on, and mandates that named it charge the default; then the platform is told to forget it, unless
 * another active card has the same token.  0: removed (card->forgotten_at 0: the platform did not
 * confirm; a repeat tells it again), or failed.  ERR_CONFLICT: it failed.
 */
int inscription_remove(struct office *office, const struct platform *platform, int64_t id,
    struct card *card, struct err *e);

#endif
