#ifndef PP_PRINT_H
#define PP_PRINT_H
/*
 * print - documents on paper: what is laid one below the other on A4 pages.
 */
#include "money.h"
#include "pdf.h"

enum { PRINT_LEFT = 57, PRINT_WIDTH = 481, PRINT_TOP = 57, PRINT_BOTTOM = 785 };
enum { PRINT_LABEL_WIDTH = 160 };

/* Where the next thing goes. */
struct print {
	struct pdf *pdf;
	const char *heading; /* told again at the top of further pages */
	int page;	     /* of this document, from 1 */
	int y;
};

/* Begins a document on a page of its own; heading stays the caller's. */
void print_begin(struct print *p, struct pdf *pdf, const char *heading);
/* Goes to the next page unless there is so much room on this one. */
void print_room(struct print *p, int height);
void print_gap(struct print *p, int height);
/* Nothing where there is no text. */
void print_text(struct print *p, enum pdf_style style, const char *text);
/* The same of a longer text with line ends of its own.  false: out of memory. */
bool print_paragraphs(struct print *p, enum pdf_style style, const char *text);
/* A label and its value; nothing where there is no value. */
void print_row(struct print *p, const char *label, const char *value);
/* A text and, flush right, an amount. */
void print_amount(struct print *p, enum pdf_style style, const char *what, const char *amount);
void print_money(
    struct print *p, enum pdf_style style, const char *what, const struct money *money);
void print_rule(struct print *p);

#endif
