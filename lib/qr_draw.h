#ifndef PP_QR_DRAW_H
#define PP_QR_DRAW_H
/*
 * qr_draw - a QR code as text for a terminal, or as SVG.  Layer 0, pure.
 *
 * Every drawing has a quiet zone of four light modules around it (ISO/IEC 18004 section 9.1).
 * Running out of memory shows in text_failed() of what it is appended to.
 */
#include "qr_symbol.h"
#include "text.h"

enum { QR_QUIET = 4 };

/*
 * Appends lines of half blocks, two rows of modules each, every line with its own colours (black
 * on white, ECMA-48 SGR), so that it scans on dark and on light terminals.
 */
void qr_draw_utf8(const struct qr_symbol *symbol, struct text *out);

/* Appends an SVG document, scale user units to a module, a newline at its end. */
void qr_draw_svg(const struct qr_symbol *symbol, int scale, struct text *out);

#endif
