#ifndef PP_ACTIVITY_PRIVATE_H
#define PP_ACTIVITY_PRIVATE_H
/*
 * activity_private - what activity.c, activity_seal*.c and activity_check.c share.  Layer 2.
 */
#include "activity.h"

enum { SEAL_ENTRY = 24, SEAL_DIGEST = 16, SEAL_CHUNK = 2048 };

/* The digest of the present row of q. */
int seal_row(struct digest *d, const struct db_row *row, const struct query *q,
    unsigned char out[SEAL_DIGEST], struct err *e);
/* The chain's hash of a row, given the hash before and the seals' digest in hex (or ""). */
int activity_hash(struct digest *d, const char *before, const struct activity_row *row,
    const char *seals, char hash[DIGEST_HEX_SIZE], struct err *e);
/* Compares every sealed row with its last seal. */
int seal_check(struct db *db, activity_found *found, void *context, struct err *e);
/* PATH.head */
void activity_head_path(const struct db *db, char path[DB_PATH_SIZE]);

#endif
