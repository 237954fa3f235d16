/*
 * sandbox_manner - how the sandbox platform behaves towards a card.
 */
#include <string.h>
#include "sandbox_manner.h"

static const struct sandbox_manner manners[] = {
	{ "approve", SANDBOX_CHARGES, SANDBOX_SAYS_SO, "" },
	{ "decline", SANDBOX_DECLINES, SANDBOX_SAYS_SO, "05" },
	{ "insufficient", SANDBOX_DECLINES, SANDBOX_SAYS_SO, "51" },
	{ "unknown", SANDBOX_CHARGES, SANDBOX_SAYS_NOTHING, "" },
	{ "lost", SANDBOX_LOSES, SANDBOX_SAYS_NOTHING, "" },
	{ "slow", SANDBOX_CHARGES, SANDBOX_SAYS_LATER, "" },
	{ "garbage", SANDBOX_CHARGES, SANDBOX_SAYS_RUBBISH, "" },
	{ "wrong-amount", SANDBOX_CHARGES, SANDBOX_SAYS_MORE, "" },
	{ "twice", SANDBOX_CHARGES, SANDBOX_SAYS_TWICE, "" },
	{ "late", SANDBOX_HOLDS, SANDBOX_SAYS_NOTHING, "" },
};

enum { MANNER_COUNT = sizeof manners / sizeof manners[0] };

static const struct sandbox_manner *
find(const char *name, size_t length)
{
	for (size_t i = 0; i < MANNER_COUNT; i++) {
		if (strlen(manners[i].name) == length && memcmp(manners[i].name, name, length) == 0)
			return &manners[i];
	}
	return NULL;
}

const struct sandbox_manner *
sandbox_manner_plain(void)
{
	return &manners[0];
}

const struct sandbox_manner *
sandbox_manner_charge(const char *card)
{
	static const char prefix[] = "sandbox-";
	size_t skip = sizeof prefix - 1;
	if (strncmp(card, prefix, skip) != 0)
		return NULL;
	return find(card + skip, strcspn(card + skip, "."));
}

const struct sandbox_manner *
sandbox_manner_refund(const char *card)
{
	static const char suffix[] = ".refund-";
	const char *at = strstr(card, suffix);
	const struct sandbox_manner *manner = NULL;
	if (at != NULL)
		manner = find(at + sizeof suffix - 1, strlen(at + sizeof suffix - 1));
	return manner == NULL ? &manners[0] : manner;
}

/* Every bit of the result depends on every bit of x (the finalizer of splitmix64). */
static uint64_t
mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

const struct sandbox_manner *
sandbox_manner_draw(
    const struct sandbox_manner *manner, uint64_t seed, int percent, const char *key)
{
	if (manner != &manners[0])
		return manner;
	uint64_t drawn = mix(seed + UINT64_C(0x9e3779b97f4a7c15));
	for (const char *p = key; *p != '\0'; p++)
		drawn = mix(drawn ^ (unsigned char)*p);
	if (drawn % 100 >= (uint64_t)percent)
		return manner;
	return &manners[1 + mix(drawn) % (MANNER_COUNT - 1)];
}
