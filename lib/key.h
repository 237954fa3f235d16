#ifndef PP_KEY_H
#define PP_KEY_H
/*
 * key - whether a key file belongs to the books: their fingerprint of it.  Owns no table.  Layer 5.
 *
 * Setting "internal.key" is secret_mac(key, "fingerprint", "pp"), set once by pp-db init.
 */
#include "office.h"
#include "secret.h"

/* Loads the office's key file.  ERR_SETUP: it is missing, unsafe, or another office's. */
int key_load(struct office *office, struct secret_key *key, struct err *e);
/* Whether the key is that of the books: 1, 0, -1. */
int key_fits(struct db *db, const struct secret_key *key, struct err *e);
/* Inside a write: the books belong to this key from now on. */
int key_bind(struct office *office, const struct secret_key *key, struct err *e);

#endif
