/*
 * decoding - an image of a few pixels decoded and searched in this process, for the fuzz targets of
 * PNG and JPEG.  What claims more is turned away where its header has been read, as time is short;
 * outside, the jail's limits see to that.
 */
#include <assert.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "image_private.h"

enum { PIXELS_MAX = 1 << 15 };

static struct image_libraries libraries; /* as they are */
static struct image_gray gray;
static jmp_buf given_up;

static int
begin_small_png(png_imagep image, png_const_voidp bytes, size_t length)
{
	if (libraries.png_begin(image, bytes, length) == 0)
		return 0;
	if ((size_t)image->width * image->height <= PIXELS_MAX)
		return 1;
	libraries.png_free(image);
	return 0;
}

static int
read_small_header(j_decompress_ptr d, boolean is_required)
{
	int result = libraries.jpeg_header(d, is_required);

	if ((size_t)d->image_width * d->image_height > PIXELS_MAX)
		d->err->error_exit((j_common_ptr)d);
	return result;
}

static void
give_up(j_common_ptr d)
{
	libraries.jpeg_destroy((j_decompress_ptr)d);
	longjmp(given_up, 1);
}

/* image_decode, with an end that leaves this process alive. */
static int
decode_small(const uint8_t *bytes, size_t length)
{
	struct image_libraries small = libraries;

	small.png_begin = begin_small_png;
	small.jpeg_header = read_small_header;
	small.jpeg_fails = give_up;
	if (setjmp(given_up) == 0)
		return image_decode(&small, bytes, length, &gray);
	free(gray.pixels);
	gray.pixels = NULL;
	return -1;
}

/* The texts found are ended by NUL, as many as were counted. */
static void
check_found(const struct text *found, int count)
{
	int ends = 0;

	for (size_t i = 0; i < found->length; i++)
		ends += found->data[i] == '\0';
	assert(count >= 0 && ends >= count);
	assert(count > 0 ? found->data[found->length - 1] == '\0' : found->length == 0);
}

static void
decode(const uint8_t *bytes, size_t length)
{
	struct text found;
	struct err e;

	if (image_length(bytes, length) == 0)
		return;
	if (libraries.scan == NULL)
		assert(image_load(&libraries, &e) == 0);
	if (decode_small(bytes, length) != 0) {
		assert(gray.pixels == NULL);
		return;
	}
	assert((size_t)gray.width * (size_t)gray.height <= PIXELS_MAX);
	text_open(&found);
	check_found(&found, image_search(&libraries, &gray, &found));
	text_close(&found);
	free(gray.pixels);
}

/* Images that follow each other are taken apart without a byte lost. */
static void
take_apart(const uint8_t *bytes, size_t length)
{
	size_t at = 0, one;

	while (at < length && (one = image_length(bytes + at, length - at)) > 0)
		at += one;
	assert(at <= length && (at == 0 || at == length));
}
