#ifndef PP_UTF8_H
#define PP_UTF8_H
/*
 * utf8 - text from users: valid, bounded, no card number; and safe to print.  Layer 0, pure.
 *
 * Text is stored intact and escaped when printed.  Source: RFC 3629 (no overlong forms, no
 * surrogates, at most U+10FFFF), Unicode TR9 (bidirectional controls).
 */
#include <stdbool.h>
#include <stddef.h>
#include "err.h"

/* Whether the bytes are valid UTF-8 without NUL. */
bool utf8_is_valid(const char *bytes, size_t length);
/* Characters (code points) of valid text. */
size_t utf8_count(const char *text);
/* Columns on a terminal: wide 2, combining, zero-width and control characters 0. */
size_t utf8_width(const char *text);
/* The length in bytes of the longest start of text with at most that many bytes (characters)
 * that does not cut a character. */
size_t utf8_fit_bytes(const char *text, size_t bytes);
size_t utf8_fit_chars(const char *text, size_t chars);
/* The longest end of text with at most that many bytes that does not cut a character. */
const char *utf8_tail(const char *text, size_t bytes);
/* Decodes the character that bytes begin with: its length, or 0 when it is cut or invalid. */
size_t utf8_decode(const char *bytes, size_t length, unsigned *character);
/* Decodes one character at *text and moves past it; 0 at the end.  Text must be valid. */
unsigned utf8_next(const char **text);
/* Whether a character must not reach a terminal: C0, DEL, C1, bidi and zero-width controls,
 * line and paragraph separators. */
bool utf8_is_control(unsigned character);

/*
 * Free text (names, memo, concept, address, alias, reason): valid UTF-8, 1 to max bytes (0
 * allowed if may_be_empty is wanted: pass "" yourself), no card number.  what names the field in
 * the message, which translates it and never echoes the text.  ERR_USAGE.
 */
int text_check(const char *text, size_t max, const char *what, struct err *e);
/* Identifiers (numbers of accounts and invoices, codes): valid UTF-8, 1 to max bytes, no control
 * characters, no blanks at the ends.  Not searched for card numbers.  ERR_USAGE. */
int number_check(const char *text, size_t max, const char *what, struct err *e);
/* Whether text holds whole groups of digits, with nothing but blanks and dashes between them, that
 * together have 13 to 19 digits, begin 2-6 and pass Luhn. */
bool text_has_card_number(const char *text);
/* An e-mail address: one @, a dot in the domain, ASCII printable without blanks, <= 254 bytes, none
 * of the marks ( ) < > [ ] : ; , \ " that could make it two in a header.  ERR_USAGE. */
int email_check(const char *text, struct err *e);
/* A page: http:// or https://, then something, all of it printable ASCII without blanks, < > and ".
 * Other schemes (javascript:, file:) are none. */
bool url_is_page(const char *text);
/* The same of at most max bytes; what names the field in the message.  ERR_USAGE. */
int url_check(const char *text, size_t max, const char *what, struct err *e);

#endif
