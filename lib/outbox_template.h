#ifndef PP_OUTBOX_TEMPLATE_H
#define PP_OUTBOX_TEMPLATE_H
/*
 * outbox_template - the texts of messages and how values get into them.  Layer 0, pure.
 *
 * The texts are share/templates/LANGUAGE/NAME.txt, built in.  {name} stands for a value; a line
 * with a value that is empty is left out.  What comes out of outbox_render still holds {code} for
 * the secret, and "{{" for a brace of somebody's value, until outbox_reveal.
 */
#include <stdbool.h>
#include <stddef.h>
#include "text.h"

struct outbox_template {
	const char *name;     /* "receipt" */
	const char *language; /* es en */
	const char *subject;
	const char *body;
};

struct outbox_value { /* lists end with a NULL name */
	const char *name;
	const char *value; /* NULL or "": none */
	bool is_block;	   /* of several lines, which the caller made: else it is one line */
};

/* NULL where there is none. */
const struct outbox_template *outbox_template_find(const char *name, const char *language);
/* The i-th, NULL past the end. */
const struct outbox_template *outbox_template_at(size_t i);

/*
 * Appends the pattern with its values, each looked for in the first list, then in the second;
 * one that neither has is our own mistake (asserted).  A value's control characters become blanks
 * (but the line feeds of a block), so that it can forge neither a header nor a paragraph; one line
 * is cut at 300 bytes.
 */
void outbox_render(struct text *out, const char *pattern, const struct outbox_value *first,
    const struct outbox_value *second);
/* The same for a subject: in one line of at most 200 bytes, braces as they are. */
void outbox_render_subject(struct text *out, const char *pattern, const struct outbox_value *first,
    const struct outbox_value *second);
/* Appends a rendered body as it is read: with the secret, or "******" where that is NULL. */
void outbox_reveal(struct text *out, const char *body, const char *secret);

#endif
