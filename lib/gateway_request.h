#ifndef PP_GATEWAY_REQUEST_H
#define PP_GATEWAY_REQUEST_H
/*
 * gateway_request - what a payment platform is asked, as a record and as one line of JSON.
 * Layer 0, pure.  Source: pp-gateway(5).
 */
#include <stdint.h>
#include "err.h"
#include "money.h"
#include "text.h"

enum gateway_op {
	GATEWAY_CHECKOUT, /* start a hosted payment: redirect */
	GATEWAY_CONFIRM,  /* the customer came back: what became of it? */
	GATEWAY_ABANDON,  /* make a checkout unpayable for ever: declined once that is certain */
	GATEWAY_CHARGE,	  /* charge a stored card now */
	GATEWAY_STATUS,	  /* what became of this key? */
	GATEWAY_REFUND,	  /* give back amount of the payment "of" */
	GATEWAY_REPORT,	  /* every charge and refund, one answer each, then GATEWAY_END */
	GATEWAY_WEBHOOK,  /* is this message authentic?  approved: yes, declined: forged */
	GATEWAY_ENROL,	  /* start the hosted inscription of a card: redirect */
	GATEWAY_ENROLLED, /* its outcome: approved with the card's token */
	GATEWAY_FORGET,	  /* remove a stored card: approved, also where it is gone already */
};

enum {
	GATEWAY_KEY_SIZE = 33, /* 32 lower-case hex digits */
	GATEWAY_REFERENCE_SIZE = 129,
	GATEWAY_TOKEN_SIZE = 201,
	GATEWAY_URL_SIZE = 2001,
	GATEWAY_TEXT_SIZE = 201,
	GATEWAY_PATH_SIZE = 1025,
	GATEWAY_LINE_MAX = 1 << 18, /* bytes of one line */
	GATEWAY_BODY_MAX = 1 << 16, /* bytes of a webhook's body */
};

/* Texts: "" is absent (null on the line).  Zero it, then fill what the op needs. */
struct gateway_request {
	enum gateway_op op;
	char key
	    [GATEWAY_KEY_SIZE]; /* charge, checkout, refund: the payment's.  Others: any new one */
	struct money
	    amount;	   /* of checkout confirm abandon charge status refund; currency "": none */
	int64_t not_after; /* not to be begun later than this instant; 0: no limit */
	int64_t since;	   /* report: instant */
	char memo[GATEWAY_TEXT_SIZE];
	char description[GATEWAY_TEXT_SIZE]; /* what the hosted page shows */
	char merchant[GATEWAY_TEXT_SIZE];    /* who is paid, in the platform's words */
	char customer[GATEWAY_TEXT_SIZE];    /* who pays, in the platform's words */
	char user_address[65];		     /* the payer's network address */
	char credentials[GATEWAY_PATH_SIZE]; /* path of a 0600 file: never the secret itself */
	char card[GATEWAY_TOKEN_SIZE];	     /* charge forget: the platform's token of the card */
	char token[GATEWAY_TOKEN_SIZE];	     /* of a checkout or an inscription */
	char of[GATEWAY_REFERENCE_SIZE];     /* refund: the platform's reference of the payment */
	char return_url[GATEWAY_URL_SIZE];
	const char *params; /* JSON text of an object: what the customer came back with; or NULL */
	const char
	    *headers; /* webhook: JSON text of an object of texts, names lower case; or NULL */
	const unsigned char *body; /* webhook: the raw bytes (base64 on the line) */
	size_t body_length;
};

/* "checkout" */
const char *gateway_op_name(enum gateway_op op);

/* Appends the request as one line with its LF.  ERR_USAGE: params or headers are no JSON object. */
int gateway_request_write(const struct gateway_request *r, struct text *line, struct err *e);

/* Where a request that was read keeps its long members; reused from line to line. */
struct gateway_store {
	struct text params, headers, body;
};
void gateway_store_open(struct gateway_store *store);
void gateway_store_close(struct gateway_store *store);
/*
 * Reads one line (filters).  ERR_USAGE naming the member: not JSON, "v" not 1, no key, unknown
 * op, bad amount or instant, too long.  r->key is filled, also then, where the line has one.
 */
int gateway_request_read(const char *line, size_t length, struct gateway_store *store,
    struct gateway_request *r, struct err *e);

/* 1 and the count if the line is {"op":"end","count":N}, the last of "pp-pay claim"; else 0. */
int gateway_line_end(const char *line, size_t length, int64_t *count);
/* Whether the line is a request: a JSON object that has an op and no result. */
bool gateway_line_is_request(const char *line, size_t length);

#endif
