#ifndef PP_SANDBOX_MANNER_H
#define PP_SANDBOX_MANNER_H
/*
 * sandbox_manner - how the sandbox platform behaves towards a card: what it does, what it says.
 * Layer 0, pure.
 */
#include <stdbool.h>
#include <stdint.h>

enum sandbox_deed {
	SANDBOX_CHARGES,
	SANDBOX_DECLINES,
	SANDBOX_HOLDS, /* not found at first, charged SANDBOX_HOLD_SECONDS later */
	SANDBOX_LOSES, /* nothing happens, nothing is recorded */
};

enum sandbox_speech {
	SANDBOX_SAYS_SO,
	SANDBOX_SAYS_NOTHING,
	SANDBOX_SAYS_LATER, /* after the time of --slow */
	SANDBOX_SAYS_RUBBISH,
	SANDBOX_SAYS_MORE, /* one minor unit more than was charged */
	SANDBOX_SAYS_TWICE,
};

enum { SANDBOX_HOLD_SECONDS = 30 * 60, SANDBOX_PAGE_SECONDS = 30 * 60 };

struct sandbox_manner {
	const char *name; /* "approve": static */
	enum sandbox_deed deed;
	enum sandbox_speech speech;
	const char *code; /* of a decline; else "" */
};

/* approve: it charges and says so. */
const struct sandbox_manner *sandbox_manner_plain(void);
/*
 * What the card token "sandbox-NAME" or "sandbox-NAME.ANYTHING" asks for; NULL if it is none.
 */
const struct sandbox_manner *sandbox_manner_charge(const char *card);
/* What a refund of such a charge meets: NAME of a token that ends in ".refund-NAME"; else plain. */
const struct sandbox_manner *sandbox_manner_refund(const char *card);
/*
 * Instead of the plain manner, percent of the keys (0 to 100) meet one of the others, drawn from
 * seed and key alone: order, time and process do not matter.  Other manners stay.
 */
const struct sandbox_manner *sandbox_manner_draw(
    const struct sandbox_manner *manner, uint64_t seed, int percent, const char *key);

#endif
