#ifndef PP_QR_SYMBOL_H
#define PP_QR_SYMBOL_H
/*
 * qr_symbol - text as the modules of a QR code.  Layer 0.
 *
 * Source: ISO/IEC 18004, through libqrencode; the smallest version (1 to 40) that holds the text.
 */
#include <stdbool.h>
#include "err.h"

enum qr_level { QR_LEVEL_L, QR_LEVEL_M, QR_LEVEL_Q, QR_LEVEL_H }; /* restores 7, 15, 25, 30 % */
enum { QR_SIDE_MAX = 177, QR_TEXT_MAX = 7089 };			  /* modules; bytes, digits at L */

struct qr_symbol {
	int version;
	int side; /* modules of an edge, without the quiet zone: 17 + 4 x version */
	unsigned char dark[QR_SIDE_MAX * QR_SIDE_MAX]; /* row after row, side to a row: 1 is dark */
};

/* *level of "L", "M", "Q" or "H"; false: another letter. */
bool qr_level_parse(const char *letter, enum qr_level *level);

/*
 * Fills *symbol: UTF-8 as bytes, digits and capitals in their shorter forms.  ERR_USAGE: empty, or
 * more than version 40 holds at that level; ERR_FAILED: out of memory; ERR_SETUP: no libqrencode.
 */
int qr_symbol_make(const char *text, enum qr_level level, struct qr_symbol *symbol, struct err *e);

/* Whether the module is dark; outside the symbol (its quiet zone) it is light. */
bool qr_symbol_is_dark(const struct qr_symbol *symbol, int x, int y);

#endif
