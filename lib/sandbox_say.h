#ifndef PP_SANDBOX_SAY_H
#define PP_SANDBOX_SAY_H
/*
 * sandbox_say - how the sandbox platform puts what it knows into answers.  Layer 0, pure.
 */
#include <stdbool.h>
#include "gateway_answer.h"
#include "sandbox_event.h"
#include "sandbox_index.h"
#include "sandbox_manner.h"
#include "text.h"

/* Where an answer's lines go. */
struct sandbox_reply {
	struct text *out;
	const struct sandbox_index *index;
	int64_t now; /* a hosted page closes SANDBOX_PAGE_SECONDS after it was opened */
	bool is_slow;
};

/* Appends the answer in that manner: nothing, once, twice, with another amount, or rubbish. */
void sandbox_say(
    struct sandbox_reply *reply, const struct gateway_answer *a, enum sandbox_speech speech);
/* A result with a code and its words, nothing else. */
void sandbox_say_code(struct sandbox_reply *reply, const char *key, enum gateway_result result,
    const char *code, const char *message);
/* What is so with the entry, told to who asks under that key. */
void sandbox_say_entry(struct sandbox_reply *reply, const char *key,
    const struct sandbox_entry *entry, enum sandbox_speech speech);
/* Whether the time of an opened page is over: nobody can pay there any more. */
bool sandbox_page_is_closed(const struct sandbox_entry *entry, int64_t now);
/* The hosted page of the entry. */
void sandbox_say_page(struct sandbox_reply *reply, const struct sandbox_entry *entry);
/* One line of the report asked for under that key. */
void sandbox_say_event(
    struct sandbox_reply *reply, const char *key, const struct sandbox_event *event);

#endif
