#ifndef PP_CARD_H
#define PP_CARD_H
/*
 * card - a token of a card that a payment platform keeps.  Owns table card.  Layer 6.
 *
 * enrolling > active > removed, enrolling > failed.  A customer with an active card has exactly
 * one default: the one that is charged unless another is named.
 */
#include "gateway_request.h"
#include "office.h"
#include "secret.h"

struct card {
	int64_t id; /* set by card_begin and card_add */
	int64_t customer;
	char gateway[33];
	char status[10];		/* enrolling active removed failed */
	char token[GATEWAY_TOKEN_SIZE]; /* the platform's; "" until it is active */
	char brand[33];
	char last4[5];
	char expires[8]; /* YYYY-MM, or "" */
	bool is_default;
	char key[SECRET_HEX_SIZE];		/* of its inscription; "" where it had none */
	char return_url[GATEWAY_URL_SIZE];	/* while it is enrolling; "{ref}" is filled in, */
	char redirect_url[GATEWAY_URL_SIZE];	/* where the customer inscribes it, */
	char gateway_token[GATEWAY_TOKEN_SIZE]; /* and what the platform is asked by */
	int64_t replaces;     /* the card that it takes the place of once active, 0: none */
	int64_t successor;    /* of a removed one: the default that came after it, 0: none */
	char reason[201];     /* why it failed, or "" */
	int64_t created_at;   /* 0: not known */
	int64_t forgotten_at; /* when the platform confirmed the removal, 0: it did not */
};

struct card_filter {
	int64_t customer; /* 0: all */
};

/* Inside a write: an active card, the default if it is the customer's only one. */
int card_add(struct office *office, struct card *card, struct err *e);

/*
 * Inside a write: one that is being inscribed; customer, gateway, key, replaces and return_url are
 * given, "{ref}" in the URL becomes its ref.  ERR_CONFLICT where replaces is not active; ERR_USAGE
 * where it is another customer's or the URL is too long.
 */
int card_begin(struct office *office, struct card *card, struct err *e);
/* Inside a write: keeps redirect_url and gateway_token of an enrolling one. */
int card_page(struct office *office, struct card *card, struct err *e);
/*
 * Inside a write: enrolling > active with token, brand, last4, expires of *card; the default if it
 * is the only one.  A card that it replaces and that is still active is removed: its default passes
 * on, replaces tells it; else replaces becomes 0.
 */
int card_activate(struct office *office, struct card *card, struct err *e);
/* Inside a write: enrolling > failed; why is cut at 200 bytes. */
int card_fail(struct office *office, struct card *card, const char *why, struct err *e);
/* Inside a write: charged from now on unless another is named.  ERR_CONFLICT: not active, or the
 * customer has no other ("only_card"). */
int card_make_default(struct office *office, struct card *card, struct err *e);
/* Inside a write: active > removed; where it was the default, the customer's newest other one is it
 * now (successor).  ERR_CONFLICT: not active. */
int card_remove(struct office *office, struct card *card, struct err *e);
/* Inside a write: the platform forgot it. */
int card_forgotten(struct office *office, struct card *card, struct err *e);

bool card_is_active(const struct card *card);
/* ERR_CONFLICT "no_card" for one that is not. */
int card_check_active(const struct card *card, struct err *e);
bool card_is_enrolling(const struct card *card);
/* Whether a card may go from one status to the other ("": it begins there). */
bool card_is_legal_move(const char *from, const char *to);
/* Whether the platform's token is, or bears, a card's number: it must not be kept. */
bool card_token_is_number(const char *token);

/* By "card-4".  ERR_NOT_FOUND, ERR_USAGE. */
int card_find(struct db *db, const char *text, int64_t *id, struct err *e);
int card_show(struct db *db, int64_t id, struct card *card, struct err *e);
/* The customer's default card: 1, 0, -1. */
int card_default(struct db *db, int64_t customer, struct card *card, struct err *e);
/* The customer's newest active card but this: 1, 0, -1. */
int card_other(struct db *db, const struct card *card, struct card *other, struct err *e);
/* Whether another active card has the platform's same token: 1, 0, -1. */
int card_is_shared(struct db *db, const struct card *card, struct err *e);
int card_list(struct db *db, const struct card_filter *filter, struct query *q, struct err *e);
int card_next(struct query *q, struct card *card, struct err *e);

#endif
