#ifndef PP_PDF_H
#define PP_PDF_H
/*
 * pdf - pages of text, rules and squares as one PDF document.  Edge.
 * Source: ISO 32000-1, made by libharu, which is loaded on first use.
 *
 * A4 pages.  Lengths are whole points (1/72 inch), counted from the upper left corner of the page,
 * y growing downwards.  The same calls make the same bytes: no date is in the file.
 *
 * Text is Helvetica, which every reader has: the characters of Windows-1252 (Latin-1, the euro
 * sign, dashes and quotes).  A text with others is set in the font that was named, of which what
 * is used is embedded.  A character that neither has, or that such simple setting would make
 * unreadable (writing from right to left, letters that join or stack), stands as \uXXXX, as on
 * a terminal.
 *
 * A failure makes the document broken: later calls do nothing, and pdf_write says what it was.
 */
#include <stdbool.h>
#include <stdio.h>
#include "err.h"

enum { PDF_WIDTH = 595, PDF_HEIGHT = 842 };
enum { PDF_PAGES_MAX = 32000 /* libharu's arrays end there */, PDF_SIDE_MAX = 200 };

enum pdf_style {
	PDF_PLAIN,
	PDF_BOLD,
	PDF_SMALL,
	PDF_SMALL_BOLD,
	PDF_HEADING,
	PDF_TITLE,
};

/* Where text goes: the upper left corner of its first line, and how wide its lines may be. */
struct pdf_box {
	int x, y, width;
	bool is_right; /* flush with the right edge instead */
};

struct pdf;

/* font: the path of a TrueType font, read when a text needs it; NULL or "": none.  ERR_SETUP:
 * libharu is missing; ERR_FAILED: out of memory. */
int pdf_open(struct pdf **pdf, const char *font, struct err *e);
void pdf_close(struct pdf *pdf); /* NULL is allowed */

/* Begins a page; what is drawn goes on the last one. */
void pdf_page(struct pdf *pdf);
int pdf_page_count(const struct pdf *pdf);

/* The height of a line of that style. */
int pdf_leading(enum pdf_style style);

/* A text on its way, line by line: broken between words, or within one wider than a line. */
struct pdf_flow {
	const char *rest; /* "" at its end */
	enum pdf_style style;
	bool is_named; /* in the font that was named */
};
void pdf_flow_open(struct pdf *pdf, struct pdf_flow *flow, enum pdf_style style, const char *text);
/* Draws the next line there, which is pdf_leading high; nothing at the end. */
void pdf_flow_line(struct pdf *pdf, struct pdf_flow *flow, struct pdf_box box);

/* Draws all lines of a text.  Their height. */
int pdf_text(struct pdf *pdf, struct pdf_box box, enum pdf_style style, const char *text);
/* That height, and nothing is drawn. */
int pdf_text_height(struct pdf *pdf, int width, enum pdf_style style, const char *text);
/* The width of a text of one line, rounded up; of a long one that of its beginning. */
int pdf_text_width(struct pdf *pdf, enum pdf_style style, const char *text);
/* A thin line to the right. */
void pdf_rule(struct pdf *pdf, int x, int y, int width);
/* The outline of a rectangle, dashed. */
void pdf_frame(struct pdf *pdf, struct pdf_box box, int height);
/* Black squares of that many points: side rows of side cells, at most PDF_SIDE_MAX, 1 is black. */
void pdf_squares(
    struct pdf *pdf, struct pdf_box box, const unsigned char *cells, int side, int points);

/* Whether a character had to be written as \uXXXX. */
bool pdf_has_escaped(const struct pdf *pdf);

/* Writes the document; nothing where it has no page.  ERR_SETUP: the font cannot be used;
 * ERR_FAILED: out of memory, too many pages.  Errors of out itself show when it is closed. */
int pdf_write(struct pdf *pdf, FILE *out, struct err *e);

#endif
