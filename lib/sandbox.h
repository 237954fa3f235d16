#ifndef PP_SANDBOX_H
#define PP_SANDBOX_H
/*
 * sandbox - a payment platform that is not one: what pp-gateway-sandbox answers.  Edge.
 * Source: pp-gateway-sandbox(1).
 *
 * Each call works on a book between its begin and commit.  Answers may leave after the commit
 * only.
 */
#include <stdbool.h>
#include "err.h"
#include "gateway_request.h"
#include "sandbox_book.h"
#include "text.h"

struct sandbox {
	struct sandbox_book *book;
	int64_t now;   /* its clock */
	uint64_t seed; /* with fault_percent: see sandbox_manner_draw() */
	int fault_percent;
	bool is_any_card; /* charges cards that it does not know, too */
};

/*
 * Does what the request asks and appends the answer's lines to out: one, none, two, or rubbish.
 * *is_slow: they must wait as long as --slow says.  ERR_FAILED: the book cannot be used.
 */
int sandbox_answer(struct sandbox *s, const struct gateway_request *r, struct text *out,
    bool *is_slow, struct err *e);

/* What the customer does at a hosted page. */
enum sandbox_act { SANDBOX_APPROVE, SANDBOX_DECLINE, SANDBOX_ABANDON };
struct sandbox_visit {
	const char *token; /* of the page */
	enum sandbox_act act;
	const char *card; /* what is paid with or inscribed; "" is sandbox-approve */
	bool is_late;	  /* approve also what was declined or abandoned */
};

/*
 * Plays the customer.  Appends the event as the book has it to out; nothing if nothing happened
 * (sandbox-lost).  Doing again what was done changes nothing.  ERR_USAGE: no such card;
 * ERR_NOT_FOUND: no such token; ERR_CONFLICT: decided.
 */
int sandbox_play(
    struct sandbox *s, const struct sandbox_visit *visit, struct text *out, struct err *e);

#endif
