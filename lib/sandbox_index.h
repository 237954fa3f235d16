#ifndef PP_SANDBOX_INDEX_H
#define PP_SANDBOX_INDEX_H
/*
 * sandbox_index - what the sandbox platform knows: the events of its book, by key, reference and
 * token.  Layer 0, pure.
 */
#include <stdbool.h>
#include "err.h"
#include "sandbox_event.h"
#include "sandbox_manner.h"

/* A key and what became of it. */
struct sandbox_entry {
	char key[GATEWAY_KEY_SIZE];
	enum sandbox_what what; /* of its newest event */
	bool is_refund;
	int64_t at;
	int64_t number;
	int64_t token;
	int64_t of;
	struct money amount;
	int64_t refunded_minor; /* of a charge: given back, or held to be */
	char code[33];
	size_t card; /* where there is a hosted page: see sandbox_index_text() */
	size_t memo; /* of what is not decided yet, likewise */
	const struct sandbox_manner *charge; /* towards its card */
	const struct sandbox_manner *refund;
};

struct sandbox_index;

/* ERR_FAILED without memory. */
int sandbox_index_open(struct sandbox_index **index, struct err *e);
void sandbox_index_close(struct sandbox_index *index);
/* Takes in the next event of the book.  ERR_SETUP for a number or token past the next unused one;
 * ERR_FAILED without memory. */
int sandbox_index_add(
    struct sandbox_index *index, const struct sandbox_event *event, struct err *e);

/* NULL if there is none.  Valid until the next event is taken in. */
const struct sandbox_entry *sandbox_index_key(const struct sandbox_index *index, const char *key);
const struct sandbox_entry *sandbox_index_number(const struct sandbox_index *index, int64_t number);
const struct sandbox_entry *sandbox_index_token(const struct sandbox_index *index, int64_t token);
/* The first charge or refund held that is due; NULL if none is. */
const struct sandbox_entry *sandbox_index_due(const struct sandbox_index *index, int64_t now);
bool sandbox_index_is_forgotten(const struct sandbox_index *index, const char *card);
/* A text that an entry has; "" for 0.  Valid until the next event is taken in. */
const char *sandbox_index_text(const struct sandbox_index *index, size_t at);
/* The next unused number of a reference, of a token. */
int64_t sandbox_index_next_number(const struct sandbox_index *index);
int64_t sandbox_index_next_token(const struct sandbox_index *index);

#endif
