#ifndef PP_QR_PNG_H
#define PP_QR_PNG_H
/*
 * qr_png - a QR code as a PNG image.  Layer 0, pure.
 *
 * Source: PNG (ISO/IEC 15948); one bit of gray to a pixel, no filter, deflated quickly.
 */
#include "qr_draw.h"

enum { QR_SCALE_MAX = 64 };

/*
 * Appends the image with its quiet zone, 1 <= scale <= QR_SCALE_MAX pixels to a module.
 * ERR_FAILED: out of memory.
 */
int qr_draw_png(const struct qr_symbol *symbol, int scale, struct text *out, struct err *e);

#endif
