#ifndef PP_BASE32_H
#define PP_BASE32_H
/*
 * base32 - bytes as text that can be typed, and back.  Layer 0, pure.  Source: RFC 4648 section 6.
 *
 * Both write into the caller's storage, so that a secret leaves no copy behind.
 */
#include <stdbool.h>
#include <stddef.h>

/* Writes length bytes as base32 without padding, and a NUL; asserts that size has room. */
void base32_write(const void *bytes, size_t length, char *text, size_t size);
/*
 * Reads length characters of capitals A to Z and digits 2 to 7, with the padding that belongs there
 * or none.  false: anything else, bits set that belong to no byte, or more than size bytes.
 */
bool base32_read(const char *text, size_t length, unsigned char *bytes, size_t size, size_t *count);

#endif
