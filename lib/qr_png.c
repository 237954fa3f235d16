#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include "i18n.h"
#include "qr_png.h"

enum { WINDOW_BITS = 12, MEMORY_LEVEL = 5 };

static void
put_32(unsigned char *at, uint32_t number)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(number >> (24 - 8 * i));
}

static void
add_chunk(struct text *out, const char *type, const unsigned char *bytes, size_t length)
{
	unsigned char number[4];
	uLong sum = crc32(crc32(0, (const unsigned char *)type, 4), bytes, (uInt)length);

	put_32(number, (uint32_t)length);
	text_add_bytes(out, number, sizeof number);
	text_add_bytes(out, type, 4);
	text_add_bytes(out, bytes, length);
	put_32(number, (uint32_t)sum);
	text_add_bytes(out, number, sizeof number);
}

/* A line of pixels after its filter's byte: white is 1, here and beyond the edge. */
static void
fill_line(const struct qr_symbol *symbol, int y, int scale, unsigned char *line, size_t size)
{
	memset(line, 0xff, size);
	line[0] = 0;
	for (int x = 0; x < symbol->side; x++)
		for (int i = 0; qr_symbol_is_dark(symbol, x, y) && i < scale; i++) {
			int pixel = (x + QR_QUIET) * scale + i;

			line[1 + pixel / 8] &= (unsigned char)~(0x80 >> pixel % 8);
		}
}

/* The lines deflated; the caller frees *packed, NULL: out of memory.  In a small window: the usual
 * one of zlib costs a thousand drawings as much as what else they take. */
static void
deflate_lines(unsigned char *lines, size_t total, unsigned char **packed, size_t *length)
{
	z_stream stream = { .next_in = lines, .avail_in = (uInt)total };
	uLong bound;

	*packed = NULL;
	if (deflateInit2(&stream, 1, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) !=
	    Z_OK)
		return;
	bound = deflateBound(&stream, (uLong)total);
	*packed = malloc(bound);
	stream.next_out = *packed;
	stream.avail_out = (uInt)bound;
	if (*packed != NULL && deflate(&stream, Z_FINISH) != Z_STREAM_END) {
		free(*packed);
		*packed = NULL;
	}
	*length = stream.total_out;
	(void)deflateEnd(&stream);
}

/* *packed: the image data, deflated; the caller frees it. */
static int
pack(const struct qr_symbol *symbol, int scale, unsigned char **packed, size_t *length)
{
	int modules = symbol->side + 2 * QR_QUIET;
	size_t size = 1 + (size_t)(modules * scale + 7) / 8;
	size_t total = size * (size_t)(modules * scale);
	unsigned char *lines = malloc(total);

	if (lines == NULL)
		return -1;
	for (int y = 0; y < modules * scale; y++)
		if (y % scale == 0)
			fill_line(
			    symbol, y / scale - QR_QUIET, scale, lines + size * (size_t)y, size);
		else
			memcpy(lines + size * (size_t)y, lines + size * (size_t)(y - 1), size);
	deflate_lines(lines, total, packed, length);
	free(lines);
	return *packed != NULL ? 0 : -1;
}

int
qr_draw_png(const struct qr_symbol *symbol, int scale, struct text *out, struct err *e)
{
	static const unsigned char signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
	unsigned char header[13] = { [8] = 1 }; /* depth; gray, deflate, no interlace: 0 */
	unsigned char *packed = NULL;
	size_t length = 0;
	int status = pack(symbol, scale, &packed, &length);

	if (status == 0) {
		put_32(header, (uint32_t)((symbol->side + 2 * QR_QUIET) * scale));
		memcpy(header + 4, header, 4);
		text_add_bytes(out, signature, sizeof signature);
		add_chunk(out, "IHDR", header, sizeof header);
		add_chunk(out, "IDAT", packed, length);
		add_chunk(out, "IEND", header, 0);
	}
	free(packed);
	if (status != 0 || text_failed(out))
		return err_set(e, ERR_FAILED, _("out of memory"));
	return 0;
}
