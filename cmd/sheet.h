#ifndef PP_SHEET_H
#define PP_SHEET_H
/*
 * sheet - a short document for people, put together once: as lines of text, or on pages.
 *
 * Texts are kept as they are and made safe where they are shown.  Running out of memory is kept,
 * and told by what shows it.
 */
#include "pdf.h"
#include "text.h"

struct sheet {
	struct text parts; /* each a letter and its texts, which end in NUL */
};

void sheet_open(struct sheet *s);
void sheet_close(struct sheet *s);

/* Who it is from, and what it is. */
void sheet_title(struct sheet *s, const char *text);
void sheet_heading(struct sheet *s, const char *text);
/* Nothing where there is no text, or no value. */
void sheet_line(struct sheet *s, const char *text);
void sheet_row(struct sheet *s, const char *label, const char *value);
/* A text and, flush right, an amount; the last of them being the total. */
void sheet_amount(struct sheet *s, const char *what, int64_t minor, const char *currency);
void sheet_total(struct sheet *s, const char *what, int64_t minor, const char *currency);
void sheet_rule(struct sheet *s);

/* Appends it as lines of text.  ERR_FAILED: out of memory. */
int sheet_write(const struct sheet *s, struct text *out, struct err *e);
/* Lays it out on a page of its own, or more.  ERR_FAILED: out of memory. */
int sheet_print(const struct sheet *s, struct pdf *pdf, struct err *e);

#endif
