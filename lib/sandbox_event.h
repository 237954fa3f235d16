#ifndef PP_SANDBOX_EVENT_H
#define PP_SANDBOX_EVENT_H
/*
 * sandbox_event - one thing that happened at the sandbox platform: a line of its book.  Layer 0,
 * pure.  Source: pp-gateway-sandbox(1), THE BOOK.
 */
#include <stddef.h>
#include <stdint.h>
#include "err.h"
#include "gateway_request.h"
#include "money.h"
#include "text.h"

enum sandbox_what {
	SANDBOX_OPENED, /* a checkout, or an inscription without amount: waits for the customer */
	SANDBOX_HELD,	/* will be approved (refunded) SANDBOX_HOLD_SECONDS later */
	SANDBOX_APPROVED,
	SANDBOX_DECLINED,
	SANDBOX_REFUNDED,
	SANDBOX_ABANDONED, /* a checkout or inscription was closed for ever */
	SANDBOX_ENROLLED,
	SANDBOX_FORGOTTEN, /* the card, not the key */
};

struct sandbox_event {
	int64_t at;
	char key[GATEWAY_KEY_SIZE];
	enum sandbox_what what;
	int64_t number; /* of approved and refunded, from 1: the reference is SB-000001; 0: none */
	struct money amount; /* currency "": none */
	int64_t token;	     /* of a hosted page, from 1: sbt-000001; 0: none */
	int64_t of;	     /* number of the charge that a refund gives back; 0: none */
	char code[33];	     /* of declined */
	char card[GATEWAY_TOKEN_SIZE];
	char memo[GATEWAY_TEXT_SIZE];
};

enum { SANDBOX_ID_SIZE = 32 };

/* "approved" */
const char *sandbox_what_name(enum sandbox_what what);
/* "SB-000012", "sbt-000012"; "" for 0.  Returns text. */
const char *sandbox_reference(int64_t number, char text[SANDBOX_ID_SIZE]);
const char *sandbox_token(int64_t number, char text[SANDBOX_ID_SIZE]);
/* The number in such a text, 0 if it is none. */
int64_t sandbox_reference_number(const char *text);
int64_t sandbox_token_number(const char *text);
/* Six digits, from the number. */
const char *sandbox_authorization(int64_t number, char text[SANDBOX_ID_SIZE]);

/* How each line begins, so that a line cut off anywhere is known to be one of ours. */
extern const char sandbox_event_start[];
/* Appends the event as one line with its LF. */
void sandbox_event_write(const struct sandbox_event *event, struct text *line);
/* ERR_USAGE if it is no event. */
int sandbox_event_read(const char *line, size_t length, struct sandbox_event *event, struct err *e);

#endif
