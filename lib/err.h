#ifndef PP_ERR_H
#define PP_ERR_H
/*
 * err - what went wrong, once, where the facts are.  Layer 0.
 *
 * Every fallible function of lib/ ends in "struct err *e", returns 0 or -1, has filled *e when it
 * returns -1 and never touches it otherwise.  The code is the exit status of the program
 * (pp-exit(7)).
 */
#include <stddef.h>
#include <stdint.h>

enum err_code {
	ERR_FAILED = 1,	   /* input/output or internal fault */
	ERR_USAGE = 2,	   /* bad option, operand, value or input record; nothing changed */
	ERR_NOT_FOUND = 3, /* no such thing, or somebody else's */
	ERR_CONFLICT = 4,  /* its state forbids it */
	ERR_DECLINED = 5,  /* the platform or the balance said no */
	ERR_DENIED = 6,	   /* wrong secret, locked, no session, operators only */
	ERR_BUSY = 7,	   /* nothing was done; try again */
	ERR_PARTIAL = 8,   /* a batch ended; some items failed */
	ERR_SETUP = 9,	   /* no database, not ours, unsafe permissions, bad setting */
	ERR_DIFFERS = 10,  /* a check or comparison found a difference */
	ERR_UNKNOWN = 11,  /* a charge was sent and no clear answer came */
};

/* How a line about money ends.  ERR_MONEY_NONE: the line is not about money. */
enum err_money { ERR_MONEY_NONE, ERR_MONEY_NOTHING, ERR_MONEY_CHARGED, ERR_MONEY_UNKNOWN };

enum { ERR_MESSAGE_SIZE = 201 }; /* bytes with the NUL: a line has at most 200 */

struct err {
	enum err_code code;
	enum err_money money;
	char reason[24];		/* a word of pp-exit(7)'s closed list, or "" */
	char ref[32];			/* what the error is about: "inv-42", or "" */
	char until[21];			/* RFC 3339 instant at which it may be tried again, or "" */
	char receipt[32];		/* with ERR_MONEY_CHARGED: "pay-9" */
	char message[ERR_MESSAGE_SIZE]; /* lower case, no full stop, translated */
	char hint[ERR_MESSAGE_SIZE];	/* what to do about it, or "" */
};

/*
 * Fills *e: code, the formatted message (cut on a UTF-8 character at 200 bytes, control
 * characters replaced by '?'), everything else empty.  Returns -1, so that a caller can write
 * "return err_set(e, ...)".
 */
int err_set(struct err *e, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds the word of the closed list and the thing meant to an error just set.  Returns -1. */
int err_reason(struct err *e, const char *reason, const char *ref);

/* Adds a hint.  Returns -1. */
int err_hint(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "prefix: " before the message ("import.csv:12:3"), cutting its end.  Returns -1. */
int err_prefix(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says how the money stands; receipt only with ERR_MONEY_CHARGED, else NULL.  Returns -1. */
int err_money(struct err *e, enum err_money money, const char *receipt);

/*
 * The graver of two exit statuses, by the order 11, 1, 9, 10, 7, 8, then any other non-zero, 0:
 * what a run over several items answers.
 */
int err_graver(int one, int other);

#endif
