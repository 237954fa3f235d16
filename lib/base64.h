#ifndef PP_BASE64_H
#define PP_BASE64_H
/*
 * base64 - bytes as text and back.  Layer 0, pure.  Source: RFC 4648 section 4, with padding.
 */
#include <stdbool.h>
#include <stddef.h>
#include "text.h"

/* Appends length bytes as base64, without line breaks. */
void base64_write(struct text *out, const void *bytes, size_t length);
/*
 * Appends the bytes that base64 stands for.  false, out unspecified: a foreign character, missing
 * padding, or bits set that belong to no byte.
 */
bool base64_read(struct text *out, const char *base64);

#endif
