#ifndef PP_QR_PEOPLE_H
#define PP_QR_PEOPLE_H
/*
 * qr_people - a QR code on a terminal: half blocks, for a telephone's camera.
 */
#include <stdio.h>
#include "err.h"

/* The text may be a secret: what was made of it is wiped. */
int qr_people_draw(FILE *out, const char *text, struct err *e);

#endif
