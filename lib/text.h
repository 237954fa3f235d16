#ifndef PP_TEXT_H
#define PP_TEXT_H
/*
 * text - a growing buffer of bytes.  Layer 0, pure.
 *
 * A failed allocation makes the buffer broken: later calls do nothing, and text_failed() says so
 * once, at the end, so that writers need no check at every append.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	char *data;    /* NUL-terminated when not NULL */
	size_t length; /* bytes without the NUL */
	size_t size;
	bool is_broken; /* out of memory once */
};

void text_open(struct text *t); /* empty; no allocation yet */
void text_close(struct text *t);
void text_clear(struct text *t); /* empty again, memory kept */
/* The same as text_close for what may hold a secret: zeroed first. */
void text_forget(struct text *t);
void text_add(struct text *t, const char *string);
void text_add_bytes(struct text *t, const void *bytes, size_t length);
void text_add_char(struct text *t, char c);
void text_add_format(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Appends a character as \uXXXX, as JSON does: past U+FFFF as two surrogates. */
void text_add_escape(struct text *t, unsigned character);
/*
 * Appends string up to its end or the first byte out of special, which is returned: controls
 * (utf8_is_control) escaped, invalid bytes as U+FFFD, so that it is safe on a terminal.
 */
const char *text_add_safe(struct text *t, const char *string, const char *special);
/* One line, whatever is in what it is made of: escaped as above, and ended. */
void text_add_line(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool text_failed(const struct text *t);
const char *text_string(const struct text *t); /* never NULL */

#endif
