#ifndef PP_JSON_H
#define PP_JSON_H
/*
 * json - a small writer of JSON (RFC 8259) and strict reading through jansson.  Layer 0.
 *
 * Written text is UTF-8; C0, DEL, C1, bidi and zero-width controls are written as \uXXXX so that
 * they never reach a terminal raw.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include "err.h"
#include "text.h"

/* A writer appends to a text; commas are its business.  Depth at most 16 (asserted). */
struct json_writer {
	struct text *out;
	int depth;
	bool has_items[17]; /* whether a comma is due, per depth */
};

void json_writer_open(struct json_writer *w, struct text *out);
/* key is NULL inside arrays and for the outermost value. */
void json_object_begin(struct json_writer *w, const char *key);
void json_object_end(struct json_writer *w);
void json_array_begin(struct json_writer *w, const char *key);
void json_array_end(struct json_writer *w);
void json_write_text(struct json_writer *w, const char *key, const char *value); /* NULL: null */
void json_write_int(struct json_writer *w, const char *key, int64_t value);
void json_write_bool(struct json_writer *w, const char *key, bool value);
void json_write_null(struct json_writer *w, const char *key);

/*
 * Reads one object from length bytes: duplicate keys, NaN, lone surrogates, invalid UTF-8, NUL,
 * more than 32 levels and anything after it are ERR_USAGE.  The caller json_decref()s *object.
 */
int json_read(const char *bytes, size_t length, json_t **object, struct err *e);

/*
 * Members: 1 and the value, 0 when absent or null (value untouched), -1 and ERR_USAGE naming the
 * key when of another type or too long for size (bytes with NUL).  json_get_scalar also takes
 * integers and booleans and gives their text ("1001", "yes").
 */
int json_get_text(const json_t *object, const char *key, char *value, size_t size, struct err *e);
int json_get_scalar(const json_t *object, const char *key, char *value, size_t size, struct err *e);
int json_get_int(const json_t *object, const char *key, int64_t *value, struct err *e);

#endif
