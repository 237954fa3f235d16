#include <stdlib.h>
#include <string.h>
#include "image_private.h"

/* Beyond that a code is not read better, only more slowly. */
enum { SIDE_WANTED = 2400 };

/* Room for so many pixels; -1 where there are none or too many. */
static int
open_gray(struct image_gray *gray, unsigned width, unsigned height)
{
	if (width < 1 || height < 1 || width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX ||
	    (size_t)width * height > (size_t)IMAGE_MEMORY_MAX / 4)
		return -1;
	gray->width = (int)width;
	gray->height = (int)height;
	gray->pixels = calloc((size_t)width * height, 1);
	return gray->pixels != NULL ? 0 : -1;
}

/* Every pixel the mean of factor x factor of them. */
static void
shrink(struct image_gray *gray, int factor)
{
	int width = gray->width / factor, height = gray->height / factor;

	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			unsigned sum = 0;

			for (int i = 0; i < factor * factor; i++)
				sum += gray->pixels[(size_t)(y * factor + i / factor) *
							(size_t)gray->width +
						    (size_t)(x * factor + i % factor)];
			gray->pixels[(size_t)y * (size_t)width + (size_t)x] =
			    (unsigned char)(sum / (unsigned)(factor * factor));
		}
	gray->width = width;
	gray->height = height;
}

static int
decode_png(const struct image_libraries *l, const unsigned char *bytes, size_t length,
    struct image_gray *gray)
{
	const png_color white = { 255, 255, 255 };
	png_image image = { .version = PNG_IMAGE_VERSION };
	int result = -1;

	if (l->png_begin(&image, bytes, length) == 0)
		return -1;
	image.format = PNG_FORMAT_GRAY;
	if (open_gray(gray, image.width, image.height) == 0 &&
	    l->png_finish(&image, &white, gray->pixels, 0, NULL) != 0)
		result = 0;
	l->png_free(&image);
	return result;
}

static void
jpeg_says(j_common_ptr d)
{
	(void)d;
}

static int
read_lines(
    const struct image_libraries *l, struct jpeg_decompress_struct *d, struct image_gray *gray)
{
	unsigned longest = d->image_width > d->image_height ? d->image_width : d->image_height;

	d->out_color_space = JCS_GRAYSCALE;
	d->scale_num = 1;
	d->scale_denom = longest > 4 * SIDE_WANTED ? 4 : longest > 2 * SIDE_WANTED ? 2 : 1;
	(void)l->jpeg_start(d);
	if (d->output_components != 1 || open_gray(gray, d->output_width, d->output_height) != 0)
		return -1;
	while (d->output_scanline < d->output_height) {
		JSAMPROW line = gray->pixels + (size_t)d->output_scanline * d->output_width;

		if (l->jpeg_lines(d, &line, 1) != 1)
			return -1;
	}
	return 0;
}

static int
decode_jpeg(const struct image_libraries *l, const unsigned char *bytes, size_t length,
    struct image_gray *gray)
{
	struct jpeg_error_mgr errors;
	struct jpeg_decompress_struct d = { .err = l->jpeg_errors(&errors) };
	int result;

	errors.error_exit = l->jpeg_fails;
	errors.output_message = jpeg_says;
	l->jpeg_create(&d, JPEG_LIB_VERSION, sizeof d);
	l->jpeg_source(&d, bytes, (unsigned long)length);
	(void)l->jpeg_header(&d, TRUE);
	result = read_lines(l, &d, gray);
	l->jpeg_destroy(&d);
	return result;
}

int
image_decode(const struct image_libraries *l, const unsigned char *bytes, size_t length,
    struct image_gray *gray)
{
	int longest, result;

	gray->pixels = NULL;
	result = bytes[0] == 0x89 ? decode_png(l, bytes, length, gray)
				  : decode_jpeg(l, bytes, length, gray);
	if (result != 0) {
		free(gray->pixels);
		gray->pixels = NULL;
		return -1;
	}
	longest = gray->width > gray->height ? gray->width : gray->height;
	if (longest > SIDE_WANTED)
		shrink(gray, (longest + SIDE_WANTED - 1) / SIDE_WANTED);
	return 0;
}
