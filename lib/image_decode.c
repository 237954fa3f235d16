#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "image_private.h"

/* Beyond that a code is not read better, only more slowly. */
enum { SIDE_WANTED = 2400 };

static unsigned char *
room(size_t size)
{
	unsigned char *bytes = calloc(size, 1);

	if (bytes == NULL)
		_exit(IMAGE_BAD);
	return bytes;
}

static void
check_size(unsigned width, unsigned height)
{
	if (width < 1 || height < 1 || width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX ||
	    (size_t)width * height > (size_t)IMAGE_MEMORY_MAX / 4)
		_exit(IMAGE_BAD);
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

static void
decode_png(const struct image_libraries *l, const unsigned char *bytes, size_t length,
    struct image_gray *gray)
{
	const png_color white = { 255, 255, 255 };
	png_image image = { .version = PNG_IMAGE_VERSION };

	if (l->png_begin(&image, bytes, length) == 0)
		_exit(IMAGE_BAD);
	check_size(image.width, image.height);
	image.format = PNG_FORMAT_GRAY;
	gray->width = (int)image.width;
	gray->height = (int)image.height;
	gray->pixels = room((size_t)image.width * image.height);
	if (l->png_finish(&image, &white, gray->pixels, 0, NULL) == 0)
		_exit(IMAGE_BAD);
}

static void
jpeg_fails(j_common_ptr d)
{
	(void)d;
	_exit(IMAGE_BAD);
}

static void
jpeg_says(j_common_ptr d)
{
	(void)d;
}

static void
decode_jpeg(const struct image_libraries *l, const unsigned char *bytes, size_t length,
    struct image_gray *gray)
{
	struct jpeg_error_mgr errors;
	struct jpeg_decompress_struct d = { .err = l->jpeg_errors(&errors) };
	unsigned longest;

	errors.error_exit = jpeg_fails;
	errors.output_message = jpeg_says;
	l->jpeg_create(&d, JPEG_LIB_VERSION, sizeof d);
	l->jpeg_source(&d, bytes, (unsigned long)length);
	(void)l->jpeg_header(&d, TRUE);
	check_size(d.image_width, d.image_height);
	longest = d.image_width > d.image_height ? d.image_width : d.image_height;
	d.out_color_space = JCS_GRAYSCALE;
	d.scale_num = 1;
	d.scale_denom = longest > 4 * SIDE_WANTED ? 4 : longest > 2 * SIDE_WANTED ? 2 : 1;
	(void)l->jpeg_start(&d);
	if (d.output_components != 1)
		_exit(IMAGE_BAD);
	gray->width = (int)d.output_width;
	gray->height = (int)d.output_height;
	gray->pixels = room((size_t)d.output_width * d.output_height);
	while (d.output_scanline < d.output_height) {
		JSAMPROW line = gray->pixels + (size_t)d.output_scanline * d.output_width;

		if (l->jpeg_lines(&d, &line, 1) != 1)
			_exit(IMAGE_BAD);
	}
}

void
image_decode(const struct image_libraries *l, const unsigned char *bytes, size_t length,
    struct image_gray *gray)
{
	int longest;

	if (bytes[0] == 0x89)
		decode_png(l, bytes, length, gray);
	else
		decode_jpeg(l, bytes, length, gray);
	longest = gray->width > gray->height ? gray->width : gray->height;
	if (longest > SIDE_WANTED)
		shrink(gray, (longest + SIDE_WANTED - 1) / SIDE_WANTED);
}
