#ifndef PP_REACH_H
#define PP_REACH_H
/*
 * reach - what may be touched by who acts: the one place that decides.  Owns no table.  Layer 11.
 *
 * Operators reach everything.  A customer reaches itself; deposit accounts that it owns and
 * service accounts that it has linked, with their invoices and plans; its cards and subscriptions;
 * charges (QR) that pay into deposit accounts of its own; payments of which it is the payer, and
 * their refunds; log entries that name it.  Billers are public.  A guest reaches nothing else, nor
 * does anybody who is no operator reach a type that is not named here.  What is not reached is
 * answered like what is not there (ref_absent).
 */
#include "account.h"
#include "office.h"

/* 0 if it is there and reached; text: what was asked for.  ERR_NOT_FOUND. */
int reach_check(
    struct office *office, enum ref_type type, int64_t id, const char *text, struct err *e);
/*
 * The thing that text names among those that are reached: by ref or natural key, as in the
 * type's own "find"; an account of a customer by its alias too.  ERR_NOT_FOUND; ERR_USAGE: another
 * type's ref, or ambiguous.
 */
int reach_find(
    struct office *office, enum ref_type type, const char *text, int64_t *id, struct err *e);
/* The same of an account, by number at that biller where it is not 0. */
int reach_account(
    struct office *office, const char *text, int64_t biller, int64_t *id, struct err *e);
/*
 * The account that one may name without having it, to look, link or pay: one that is reached, or
 * an open service account by its number.  A ref would be found by counting, and so would a number
 * that the office gave, a subscription's: they name one's own only.  biller 0: any.
 */
int reach_named_account(
    struct office *office, const char *text, int64_t biller, int64_t *id, struct err *e);
/* Whose things are listed: of a customer its own, of an operator those of the one that text names,
 * or of all (0) where it is NULL.  ERR_NOT_FOUND: another customer. */
int reach_owner(struct office *office, const char *text, int64_t *customer, struct err *e);

/* The accounts that a customer owns or has linked, in order of id. */
struct reach_set {
	size_t count;
	int64_t *ids;
};
int reach_accounts(struct db *db, int64_t customer, struct reach_set *set, struct err *e);
void reach_set_close(struct reach_set *set);

#endif
