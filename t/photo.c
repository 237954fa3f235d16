/*
 * photo - what a camera makes of a QR code: turned, seen from the side, blurred, with noise and
 * shadow, as a JPEG of quality 40, the same for the same number.
 *
 *   pp-photo NUMBER TEXT >photo.jpg
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>
#include "qr_symbol.h"

enum { SIDE = 480, QUALITY = 40 };

static unsigned char plain[SIDE * SIDE], blurred[SIDE * SIDE];
static struct qr_symbol symbol;
static unsigned seed;

/* From 0 to 1. */
static double
chance(void)
{
	seed = seed * 1103515245U + 12345U;
	return (seed >> 16 & 0x7fff) / 32767.0;
}

static void
take(void)
{
	double angle = (chance() - 0.5) * 1.2, side = symbol.side + 8;
	double scale = side / (SIDE * (0.55 + 0.3 * chance()));
	double lean = (chance() - 0.5) * 0.25, tilt = (chance() - 0.5) * 0.25;
	double shadow = chance() * 0.4;

	for (int y = 0; y < SIDE; y++)
		for (int x = 0; x < SIDE; x++) {
			double u = x - SIDE / 2.0, v = y - SIDE / 2.0;
			double depth = 1 + lean * u / SIDE + tilt * v / SIDE;
			double a = (u * cos(angle) - v * sin(angle)) * scale / depth + side / 2;
			double b = (u * sin(angle) + v * cos(angle)) * scale / depth + side / 2;
			bool is_dark =
			    qr_symbol_is_dark(&symbol, (int)floor(a) - 4, (int)floor(b) - 4);
			double light = 1 - shadow * x / SIDE;

			plain[y * SIDE + x] = (unsigned char)((is_dark ? 50 : 215) * light);
		}
}

/* The mean of what is around a pixel. */
static int
around(int x, int y, int reach)
{
	int sum = 0, count = 0, width = 2 * reach + 1;

	for (int i = 0; i < width * width; i++) {
		int row = y + i / width - reach, column = x + i % width - reach;

		if (row < 0 || row >= SIDE || column < 0 || column >= SIDE)
			continue;
		sum += plain[row * SIDE + column];
		count++;
	}
	return sum / count;
}

static void
blur(int reach)
{
	for (int y = 0; y < SIDE; y++)
		for (int x = 0; x < SIDE; x++) {
			int light = around(x, y, reach) + (int)((chance() - 0.5) * 40);

			blurred[y * SIDE + x] = (unsigned char)(light < 0     ? 0
								: light > 255 ? 255
									      : light);
		}
}

static void
develop(void)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;

	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_stdio_dest(&c, stdout);
	c.image_width = c.image_height = SIDE;
	c.input_components = 1;
	c.in_color_space = JCS_GRAYSCALE;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, QUALITY, TRUE);
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < SIDE) {
		JSAMPROW line = blurred + c.next_scanline * SIDE;

		jpeg_write_scanlines(&c, &line, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
}

int
main(int argc, char **argv)
{
	struct err e;

	if (argc != 3 || qr_symbol_make(argv[2], QR_LEVEL_M, &symbol, &e) != 0)
		return 2;
	seed = (unsigned)strtoul(argv[1], NULL, 10) * 2654435761U + 1;
	take();
	blur(1 + (int)(chance() * 1.5));
	develop();
	return 0;
}
