#ifndef PP_BIND_H
#define PP_BIND_H
/*
 * bind - values for the named parameters of a statement (a NULL name: for the next "?").  Layer 0.
 */
#include <stddef.h>
#include <stdint.h>

/* Make lists with BINDS(BIND_INT(":id", id), ...). */
enum bind_kind { BIND_KIND_END, BIND_KIND_INT, BIND_KIND_TEXT, BIND_KIND_BLOB, BIND_KIND_NULL };
struct bind {
	const char *name;
	enum bind_kind kind;
	int64_t integer;
	const void *bytes; /* must live until the statement ends */
	size_t length;
};
#define BINDS(...) ((const struct bind[]){ __VA_ARGS__, { NULL, BIND_KIND_END, 0, NULL, 0 } })
#define BIND_INT(name, i)                                                                          \
	{                                                                                          \
		(name), BIND_KIND_INT, (i), NULL, 0                                                \
	}
#define BIND_TEXT(name, s)                                                                         \
	{                                                                                          \
		(name), BIND_KIND_TEXT, 0, (s), 0                                                  \
	} /* NULL binds null */
#define BIND_BLOB(name, p, n)                                                                      \
	{                                                                                          \
		(name), BIND_KIND_BLOB, 0, (p), (n)                                                \
	}
/* Null where the text is empty, or the integer is zero. */
#define BIND_TEXT_OR_NULL(name, s)                                                                 \
	{                                                                                          \
		(name), (s)[0] ? BIND_KIND_TEXT : BIND_KIND_NULL, 0, (s), 0                        \
	}
#define BIND_INT_OR_NULL(name, i)                                                                  \
	{                                                                                          \
		(name), (i) ? BIND_KIND_INT : BIND_KIND_NULL, (i), NULL, 0                         \
	}

#endif
