#ifndef PP_ACTIVITY_H
#define PP_ACTIVITY_H
/*
 * activity - who did what, when: the hash-chained log and the seals of what it wrote.
 * Owns tables activity, seal, and the head file beside the database.  Layer 2.
 *
 * Row digest: the first 16 bytes of SHA-256 over the table's number (1 byte), the row's id (8
 * bytes, big-endian) and, for each column that is not null, its index (1), its storage class 'i',
 * 't' or 'b' (1), the length (4, little-endian) and the value (integers: 8 bytes, little-endian).
 * A deleted row's digest is 16 zeros.  A seal entry is the table's number (1), the row's id (7,
 * big-endian) and the digest (16).
 * Chain: hash = SHA-256 over the hash before (64 hex digits; zeros for the first), the id, at,
 * actor, verb, ref, customer, reference and summary as texts, and the hex digest of all the seal
 * entries that name this row ("" without any).
 */
#include <stdbool.h>
#include <stdint.h>
#include "db.h"
#include "digest.h"
#include "err.h"
#include "ref.h"

enum { ACTIVITY_TEXT_SIZE = 401, ACTIVITY_ACTOR_SIZE = 81 };

struct activity_row {
	int64_t id;
	int64_t at;
	char actor[ACTIVITY_ACTOR_SIZE];
	char verb[41];
	char ref[REF_SIZE];
	int64_t customer; /* 0: none */
	char reference[17];
	char summary[ACTIVITY_TEXT_SIZE];
	char hash[DIGEST_HEX_SIZE];
};

struct chain; /* the log's open end within a write transaction */

/* Inside a write transaction. */
int chain_open(struct chain **chain, struct db *db, struct err *e);
void chain_close(struct chain *chain); /* NULL is allowed */
/* Appends a row: id and hash are set by the chain.  The row before it, if any, is finished. */
int chain_append(struct chain *chain, const struct activity_row *row, struct err *e);
/* Seals the rows touched so far. */
int chain_relieve(struct chain *chain, struct err *e);
/* Seals what is left and finishes the last row.  ERR_FAILED if rows were written and none was
 * appended: every write says who and why. */
int chain_finish(struct chain *chain, struct err *e);
/* Where the log stands before a part of the write that may be undone. */
struct chain_mark {
	int64_t id;
	char hash[DIGEST_HEX_SIZE];
	bool is_empty, has_pending;
	struct activity_row pending;
};
void chain_set_mark(const struct chain *chain, struct chain_mark *mark);
/* Once the rows written since the mark are undone: forgets what was appended since.  No
 * chain_relieve may lie between. */
int chain_go_back(struct chain *chain, const struct chain_mark *mark, struct err *e);
/* Id of the row appended last, else of the next; and the hash of the last finished one. */
int64_t chain_id(const struct chain *chain);
const char *chain_hash(const struct chain *chain);
bool chain_is_empty(const struct chain *chain); /* nothing was appended */

/* Whether row id with that hash is in the file: 1, 0, -1. */
int activity_has(struct db *db, int64_t id, const char *hash, struct err *e);
/* The newest row's instant: 1, 0 for an empty log, -1. */
int activity_newest(struct db *db, int64_t *at, struct err *e);
/* Appends "SEQ HASH" to the head file PATH.head.  Called after COMMIT; a failure is not an error of
 * the write (a shorter head file is no violation). */
void activity_head_append(const struct db *db, int64_t id, const char *hash);

struct activity_filter {
	int64_t customer;     /* 0: all */
	char ref[REF_SIZE];   /* "": all */
	int64_t since, until; /* instants, until exclusive; 0: open */
	int64_t after;	      /* only rows with a higher id; 0: all */
};

int activity_list(
    struct db *db, const struct activity_filter *filter, struct query *q, struct err *e);
int activity_next(struct query *q, struct activity_row *row, struct err *e);
int activity_show(struct db *db, int64_t id, struct activity_row *row, struct err *e);

/*
 * Walks the chain, compares every sealed row with its last seal and the head file with the chain;
 * calls found(id, what, ref) for each difference.
 */
typedef int activity_found(
    const char *id, const char *what, const char *ref, void *context, struct err *e);
int activity_check(struct db *db, activity_found *found, void *context, struct err *e);

#endif
