#ifndef PP_GUIDE_H
#define PP_GUIDE_H
/*
 * guide - the public directory: where to pay, how-tos, where each datum stands on a bill, whom to
 * ask.  Owns table guide.  Layer 6.
 *
 * An entry is known by its biller, kind, kind of invoice, language and title.
 */
#include "biller.h"
#include "office.h"

enum { GUIDE_TEXT_SIZE = 4001 };

struct guide {
	int64_t id;	       /* set by guide_put */
	int64_t biller;	       /* 0: the office's own */
	char kind[10];	       /* place procedure topic contact */
	char invoice_kind[33]; /* on which kind of bill; "" for none, here and below */
	char title[201];
	char text[GUIDE_TEXT_SIZE];
	char pays[201];	 /* places: what can be paid there */
	char url[1001];	 /* of an external system */
	char chat[1001]; /* link or number of an assistant */
	char phone[41];
	char email[255];
	char address[301];
	char hours[201];
	char language[3]; /* es en; "": any */
	int64_t place;	  /* order among its like; 0: after the last */
};

struct guide_filter {
	int64_t biller;	  /* 0: all; else its own, and then the office's */
	const char *kind; /* NULL: all, here and below */
	const char *invoice_kind;
	const char *language; /* entries of any language are there too */
};

enum guide_change { GUIDE_SAME, GUIDE_NEW, GUIDE_CHANGED };

/* Inside a write: adds the entry or brings it up to date.  ERR_USAGE for a bad value. */
int guide_put(struct office *office, struct guide *g, enum guide_change *change, struct err *e);
/* Inside a write: takes the entry out; GUIDE_SAME where there is none. */
int guide_remove(
    struct office *office, const struct guide *g, enum guide_change *change, struct err *e);

/* A biller's first, then the office's; by kind and place. */
int guide_list(struct db *db, const struct guide_filter *filter, struct query *q, struct err *e);
int guide_next(struct query *q, struct guide *g, struct err *e);
/*
 * Whom to ask about a biller (0: the office): its first contact, else the office's, as one line
 * "title, phone, e-mail, chat, link"; "" where there is none.
 */
enum { GUIDE_CONTACT_SIZE = 161 };
int guide_contact(struct db *db, int64_t biller, char contact[GUIDE_CONTACT_SIZE], struct err *e);

#endif
