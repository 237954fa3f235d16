#ifndef PP_SECRET_H
#define PP_SECRET_H
/*
 * secret - the key file, random numbers, keyed digests.  Layer 2.
 *
 * The key file holds 32 random bytes as 64 hex digits and a newline; 0600, beside the database.
 */
#include <stddef.h>
#include <stdint.h>
#include "err.h"

enum { SECRET_KEY_SIZE = 32, SECRET_HEX_SIZE = 33, SECRET_REFERENCE_SIZE = 13 };

struct secret_key {
	unsigned char bytes[SECRET_KEY_SIZE];
};

/* Makes a key file; ERR_CONFLICT if there is one. */
int secret_create(const char *path, struct err *e);
/* ERR_SETUP: missing, no key, a link, or readable by others. */
int secret_load(const char *path, struct secret_key *key, struct err *e);
void secret_forget(struct secret_key *key); /* zeroes it */
/* Copies a key file, 0600, synced; never replacing. */
int secret_copy(const char *from, const char *to, struct err *e);

/* HMAC-SHA256 under the key over purpose and text; the first 128 bits as 32 hex digits. */
int secret_mac(const struct secret_key *key, const char *purpose, const char *text,
    char hex[SECRET_HEX_SIZE], struct err *e);

/* 128 random bits as 32 hex digits. */
int secret_random(char hex[SECRET_HEX_SIZE], struct err *e);
/* The reference for people of a thing with that key: its first 60 bits in 12 of the 32 digits and
 * letters without I L O U (Crockford). */
void secret_reference(const char *hex, char reference[SECRET_REFERENCE_SIZE]);

#endif
