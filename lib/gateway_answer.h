#ifndef PP_GATEWAY_ANSWER_H
#define PP_GATEWAY_ANSWER_H
/*
 * gateway_answer - what a payment platform answered, as one line of JSON and as a record; and
 * what of it may be believed.  Layer 0, pure.  Source: pp-gateway(5).
 */
#include <stdbool.h>
#include <stdint.h>
#include "err.h"
#include "gateway_request.h"
#include "money.h"
#include "text.h"

enum gateway_result {
	GATEWAY_UNKNOWN, /* it may have happened or not: ask status, never repeat as new */
	GATEWAY_APPROVED,
	GATEWAY_DECLINED,  /* certainly not charged (refunded, enrolled), and never will be */
	GATEWAY_REDIRECT,  /* send the customer to redirect_url */
	GATEWAY_PENDING,   /* the platform has it and has not decided */
	GATEWAY_NOT_FOUND, /* the platform does not know the key (yet) */
	GATEWAY_NOT_SENT,  /* not one byte left for the platform */
	GATEWAY_END,	   /* of a report: all its lines came */
};

enum gateway_kind { GATEWAY_KIND_NONE, GATEWAY_KIND_CHARGE, GATEWAY_KIND_REFUND };

/* The card network's fields; "" or -1 where the platform gives none. */
struct gateway_voucher {
	char transaction[65];
	char total[MONEY_TEXT_SIZE]; /* money texts in the answer's currency */
	char tax[MONEY_TEXT_SIZE];
	char tax_refund_base[MONEY_TEXT_SIZE];
	int instalments; /* 0 to 999 */
	char response_code[17];
	char result_text[65];
	char response_text[GATEWAY_TEXT_SIZE];
	char user_address[65];
	char processor[GATEWAY_TEXT_SIZE];
};

struct gateway_answer {
	char key[GATEWAY_KEY_SIZE]; /* the request's */
	enum gateway_result result;
	const char
	    *problem;  /* why it was judged unknown or not_sent ("wrong amount"), or ""; static */
	bool is_alarm; /* the problem is a lie or a fault of the filter, not mere silence */
	bool has_amount;
	struct money amount;			/* as told, also where that is the problem */
	int64_t at;				/* instant, 0 if not told */
	char reference[GATEWAY_REFERENCE_SIZE]; /* the platform's; an approval always has one */
	char authorization[65];
	char code[65];			     /* the platform's word for the outcome */
	char message[GATEWAY_TEXT_SIZE];     /* for people; emptied if it held a card number */
	char redirect_url[GATEWAY_URL_SIZE]; /* with redirect, and */
	char token[GATEWAY_TOKEN_SIZE];	     /* the checkout's or inscription's */
	char card[GATEWAY_TOKEN_SIZE];	     /* enrolled: the platform's token of the card, and */
	char brand[33];
	char last4[5];
	char expires[8];		    /* YYYY-MM */
	char event[GATEWAY_REFERENCE_SIZE]; /* webhook: the message's id; "payment" its payment */
	char payment[GATEWAY_KEY_SIZE];	 /* report and webhook: the key it is about; "" if none */
	enum gateway_kind kind;		 /* report */
	char of[GATEWAY_REFERENCE_SIZE]; /* report, a refund: what it gives back */
	char memo[GATEWAY_TEXT_SIZE];	 /* report: as the request gave it */
	int64_t count;			 /* end: how many lines came before */
	struct gateway_voucher voucher;
};

/* "not_sent" */
const char *gateway_result_name(enum gateway_result result);

/* Appends the answer as one line with its LF: an answer to that op, only the members it has. */
void gateway_answer_write(const struct gateway_answer *a, struct text *line);
/*
 * Reads one line.  ERR_USAGE: no JSON object, or no key in it.  Any other flaw (version, result,
 * a member of another type, an identifier too long) makes the result unknown with its problem.
 * Prose that is too long is cut.
 */
int gateway_answer_read(const char *line, size_t length, struct gateway_answer *a, struct err *e);
/*
 * Believes or not the answer to a request of that op and amount: another amount or currency than
 * asked; approved (of money) without amount or reference; redirect without URL or token; a result
 * that the op cannot have: unknown, with problem and is_alarm.
 */
void gateway_judge(enum gateway_op op, const struct money *asked, struct gateway_answer *a);
/* An answer to key that never came as a line: "timed out", "no answer". */
void gateway_answer_without(
    struct gateway_answer *a, const char *key, enum gateway_result result, const char *problem);
#endif
