#ifndef PP_VAULT_H
#define PP_VAULT_H
/*
 * vault - secrets at rest: sealed under the key file and bound to where they lie.  Layer 3.
 *
 * AES-256-GCM under HMAC-SHA256(key file, "pp vault 1"), a fresh random nonce for each box, the
 * binding as associated data.  A box is nonce (12 bytes), ciphertext, tag (16 bytes): a copied
 * database tells nothing, and a box that was moved to another row does not open.
 */
#include <stddef.h>
#include "err.h"
#include "secret.h"

enum { VAULT_NONCE_SIZE = 12, VAULT_TAG_SIZE = 16, VAULT_PLAIN_MAX = 100, VAULT_BOX_MAX = 128 };

struct vault_box {
	size_t length;
	unsigned char bytes[VAULT_BOX_MAX];
};

/*
 * binding: whose and what ("token cus-5", "message cus-5 code"); length: 1 to VAULT_PLAIN_MAX.
 * ERR_SETUP without libcrypto, ERR_BUSY without memory, ERR_FAILED.
 */
int vault_seal(const struct secret_key *key, const char *binding, const void *plain, size_t length,
    struct vault_box *box, struct err *e);
/*
 * plain has room for VAULT_PLAIN_MAX bytes; the caller zeroes them (explicit_bzero).  ERR_SETUP:
 * the box was changed, is bound to something else, or sealed under another key; plain is zeroed.
 */
int vault_open(const struct secret_key *key, const char *binding, const struct vault_box *box,
    void *plain, size_t *length, struct err *e);

#endif
