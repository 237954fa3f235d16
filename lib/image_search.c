#include <stdlib.h>
#include <string.h>
#include "image_private.h"

enum {
	SIDE_LEAST = 21, /* modules of the smallest code */
	DOUBLED_MAX = 1600,
	MARGIN = 16,
};

static struct image_gray
blank(int width, int height)
{
	struct image_gray made = { width, height, malloc((size_t)width * (size_t)height) };

	if (made.pixels != NULL)
		memset(made.pixels, 255, (size_t)width * (size_t)height);
	return made;
}

static int
scan(const struct image_libraries *l, zbar_image_scanner_t *scanner, const struct image_gray *gray,
    struct text *payloads)
{
	size_t size = (size_t)gray->width * (size_t)gray->height;
	zbar_image_t *image = l->image();
	int found = 0;

	if (image == NULL || gray->pixels == NULL)
		return 0;
	l->image_format(image, zbar_fourcc('Y', '8', '0', '0'));
	l->image_size(image, (unsigned)gray->width, (unsigned)gray->height);
	l->image_data(image, gray->pixels, size, NULL);
	if (l->scan(scanner, image) > 0)
		for (const zbar_symbol_t *s = l->first(image); s != NULL; s = l->next(s)) {
			text_add_bytes(payloads, l->data(s), l->data_length(s));
			text_add_char(payloads, '\0');
			found++;
		}
	l->image_destroy(image);
	return found;
}

/* Sums of all pixels above and to the left. */
static uint32_t *
sums(const struct image_gray *gray)
{
	size_t width = (size_t)gray->width + 1;
	uint32_t *sum = calloc(width * ((size_t)gray->height + 1), sizeof *sum);

	for (size_t y = 0; sum != NULL && y < (size_t)gray->height; y++)
		for (size_t x = 0; x + 1 < width; x++)
			sum[(y + 1) * width + x + 1] =
			    gray->pixels[y * (width - 1) + x] + sum[y * width + x + 1] +
			    sum[(y + 1) * width + x] - sum[y * width + x];
	return sum;
}

static int
within(int value, int most)
{
	return value < 0 ? 0 : value > most ? most : value;
}

/* The mean of the square around a pixel, side 2 x reach + 1. */
static unsigned
mean(const uint32_t *sum, const struct image_gray *gray, int x, int y, int reach)
{
	size_t width = (size_t)gray->width + 1;
	size_t left = (size_t)within(x - reach, gray->width);
	size_t right = (size_t)within(x + reach + 1, gray->width);
	size_t top = (size_t)within(y - reach, gray->height);
	size_t bottom = (size_t)within(y + reach + 1, gray->height);
	uint32_t pixels = (uint32_t)((right - left) * (bottom - top));

	if (pixels == 0)
		return 0;
	return (sum[bottom * width + right] - sum[top * width + right] -
		   sum[bottom * width + left] + sum[top * width + left]) /
	       pixels;
}

/* Black or white by what is around: shadows and gradients go. */
static struct image_gray
threshold(const struct image_gray *gray)
{
	struct image_gray made = blank(gray->width, gray->height);
	int longest = gray->width > gray->height ? gray->width : gray->height;
	int reach = longest / 16 > 12 ? longest / 16 : 12;
	uint32_t *sum = sums(gray);

	for (int y = 0; sum != NULL && made.pixels != NULL && y < gray->height; y++)
		for (int x = 0; x < gray->width; x++) {
			size_t at = (size_t)y * (size_t)gray->width + (size_t)x;

			if (gray->pixels[at] * 100U < mean(sum, gray, x, y, reach) * 95U)
				made.pixels[at] = 0;
		}
	free(sum);
	return made;
}

/* What differs from its surroundings differs more. */
static struct image_gray
sharpen(const struct image_gray *gray)
{
	struct image_gray made = blank(gray->width, gray->height);
	uint32_t *sum = sums(gray);

	for (int y = 0; sum != NULL && made.pixels != NULL && y < gray->height; y++)
		for (int x = 0; x < gray->width; x++) {
			size_t at = (size_t)y * (size_t)gray->width + (size_t)x;
			int around = (int)mean(sum, gray, x, y, 2);

			made.pixels[at] =
			    (unsigned char)within(3 * gray->pixels[at] - 2 * around, 255);
		}
	free(sum);
	return made;
}

/* Twice as large, between the pixels their mean, with a white margin. */
static struct image_gray
enlarge(const struct image_gray *gray)
{
	struct image_gray made = blank(2 * gray->width + 2 * MARGIN, 2 * gray->height + 2 * MARGIN);

	for (int y = 0; made.pixels != NULL && y < 2 * gray->height; y++)
		for (int x = 0; x < 2 * gray->width; x++) {
			size_t left = (size_t)(x / 2), top = (size_t)(y / 2);
			size_t right = (size_t)within((x + 1) / 2, gray->width - 1);
			size_t bottom = (size_t)within((y + 1) / 2, gray->height - 1);
			size_t width = (size_t)gray->width;

			made.pixels[(size_t)(y + MARGIN) * (size_t)made.width +
				    (size_t)(x + MARGIN)] =
			    (unsigned char)((gray->pixels[top * width + left] +
						gray->pixels[top * width + right] +
						gray->pixels[bottom * width + left] +
						gray->pixels[bottom * width + right]) /
					    4);
		}
	return made;
}

static int
try_one(const struct image_libraries *l, zbar_image_scanner_t *scanner, struct image_gray made,
    struct text *payloads)
{
	int found = scan(l, scanner, &made, payloads);

	free(made.pixels);
	return found;
}

static int
try_enlarged(const struct image_libraries *l, zbar_image_scanner_t *scanner,
    const struct image_gray *gray, struct text *payloads)
{
	struct image_gray large;
	int found = 0;

	if (gray->width > DOUBLED_MAX || gray->height > DOUBLED_MAX)
		return 0;
	large = enlarge(gray);
	if (large.pixels != NULL)
		found = try_one(l, scanner, threshold(&large), payloads);
	if (found == 0 && large.pixels != NULL)
		found = scan(l, scanner, &large, payloads);
	free(large.pixels);
	return found;
}

static int
search(const struct image_libraries *l, zbar_image_scanner_t *scanner,
    const struct image_gray *gray, struct text *payloads)
{
	int found;

	(void)l->scanner_set(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
	(void)l->scanner_set(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
	(void)l->scanner_set(scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
	/* In the order of what photographs were found to need. */
	found = try_one(l, scanner, threshold(gray), payloads);
	if (found == 0)
		found = scan(l, scanner, gray, payloads);
	if (found == 0)
		found = try_one(l, scanner, sharpen(gray), payloads);
	return found != 0 ? found : try_enlarged(l, scanner, gray, payloads);
}

int
image_search(const struct image_libraries *l, const struct image_gray *gray, struct text *payloads)
{
	zbar_image_scanner_t *scanner;
	int found;

	if (gray->width < SIDE_LEAST || gray->height < SIDE_LEAST)
		return 0;
	scanner = l->scanner();
	if (scanner == NULL)
		return 0;
	found = search(l, scanner, gray, payloads);
	l->scanner_destroy(scanner);
	return found;
}
