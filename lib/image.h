#ifndef PP_IMAGE_H
#define PP_IMAGE_H
/*
 * image - QR codes in PNG and JPEG images.  Edge.
 *
 * An image is decoded and searched in a child of its own, which can open, start and reach nothing:
 * Landlock, no new privileges, a filter of system calls, and limits of memory, processor time and
 * open files, as far as the kernel has them.  libpng, libjpeg and ZBar are loaded on first use.
 */
#include <stddef.h>
#include "err.h"
#include "text.h"

enum {
	IMAGE_BYTES_MAX = 64 << 20, /* of an image file */
	IMAGE_SIDE_MAX = 16384,	    /* pixels */
	IMAGE_MEMORY_MAX = 232 << 20,
	IMAGE_WAIT_MS = 1700, /* of 2 s, the rest is for starting and telling */
};

/* The length of the image that bytes begin with, where several follow each other: up to the next
 * one's signature, else all.  0: it is neither PNG nor JPEG. */
size_t image_length(const unsigned char *bytes, size_t length);
/* Where the next signature is, whatever is before it: of a damaged image and what follows. */
size_t image_next(const unsigned char *bytes, size_t length);

/*
 * Appends the texts of the symbols found, each ended by NUL.  ERR_USAGE: no image, damaged, or too
 * much for the limits; ERR_NOT_FOUND: an image without a symbol; ERR_SETUP: a library is missing.
 */
int image_read(const unsigned char *bytes, size_t length, struct text *payloads, struct err *e);

#endif
