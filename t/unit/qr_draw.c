/* Drawings are read back module by module; what they mean is read by other programs in t/80. */
#include <stdlib.h>
#include <zlib.h>
#include "qr_png.h"
#include "tap.h"

static void
test_symbol(void)
{
	static struct qr_symbol symbol;
	static char text[QR_TEXT_MAX + 2];
	bool is_seen[41] = { false };
	enum qr_level level = QR_LEVEL_L;
	struct err e;
	int seen = 0;

	for (int length = 1; length <= 2953; length += length < 400 ? 1 : 13) {
		memset(text, 'x', (size_t)length);
		text[length] = '\0';
		if (qr_symbol_make(text, QR_LEVEL_L, &symbol, &e) != 0 ||
		    symbol.side != 17 + 4 * symbol.version)
			break;
		is_seen[symbol.version] = true;
	}
	for (int i = 1; i <= 40; i++)
		seen += is_seen[i];
	is_int(seen, 40, "every version is reached, its side 17 + 4 x version");
	memset(text, 'x', 2954);
	ok(qr_symbol_make(text, QR_LEVEL_L, &symbol, &e) == -1 && e.code == ERR_USAGE,
	    "one byte more than version 40 holds is refused");
	is_text(e.message, "2954 bytes are more than a QR code holds at level L", "in words");
	memset(text, '7', QR_TEXT_MAX + 1);
	ok(qr_symbol_make(text, QR_LEVEL_L, &symbol, &e) == -1, "so is a digit too many");
	text[QR_TEXT_MAX] = '\0';
	ok(qr_symbol_make(text, QR_LEVEL_L, &symbol, &e) == 0 && symbol.version == 40,
	    "7089 digits fit");
	ok(qr_symbol_make("", QR_LEVEL_M, &symbol, &e) == -1 && e.code == ERR_USAGE,
	    "nothing is not drawn");
	ok(qr_level_parse("H", &level) && level == QR_LEVEL_H && !qr_level_parse("h", &level) &&
		!qr_level_parse("", &level) && !qr_level_parse("LM", &level),
	    "levels are L M Q H");
}

/* The two modules of a character: half block, full block or blank. */
static int
halves(const char **at)
{
	if (**at == ' ') {
		(*at)++;
		return 0;
	}
	*at += 3;
	return (*at)[-1] == '\x84' ? 2 : (*at)[-1] == '\x80' ? 1 : 3;
}

static bool
is_drawn(const struct qr_symbol *symbol, const char *at)
{
	for (int y = -QR_QUIET; y < symbol->side + QR_QUIET; y += 2) {
		at = strchr(at, 'm') + 1;
		for (int x = -QR_QUIET; x < symbol->side + QR_QUIET; x++) {
			int pair = halves(&at);

			if ((pair & 1) != qr_symbol_is_dark(symbol, x, y) ||
			    pair >> 1 != qr_symbol_is_dark(symbol, x, y + 1))
				return false;
		}
		if (strncmp(at, "\033[0m\n", 5) != 0)
			return false;
		at += 5;
	}
	return *at == '\0';
}

static void
test_text(const struct qr_symbol *symbol)
{
	struct text drawing;
	struct err e;
	unsigned dark = 0, drawn = 0;

	text_open(&drawing);
	qr_draw_utf8(symbol, &drawing);
	ok(is_drawn(symbol, text_string(&drawing)), "half blocks, every line in its own colours");
	text_clear(&drawing);
	qr_draw_svg(symbol, 3, &drawing);
	for (const char *at = strstr(text_string(&drawing), "\n<path d="); at != NULL;
	     at = strchr(at + 1, 'h')) {
		int run = (int)strtol(at + 1, NULL, 10);

		drawn += *at == 'h' && run > 0 ? (unsigned)run : 0;
	}
	for (int i = 0; i < symbol->side * symbol->side; i++)
		dark += symbol->dark[i];
	is_int(drawn, dark, "SVG: as many modules as are dark");
	text_clear(&drawing);
	ok(qr_draw_png(symbol, 1, &drawing, &e) == 0 && drawing.length > 50, "PNG");
	text_close(&drawing);
}

static void
test_png(const struct qr_symbol *symbol, int scale)
{
	static unsigned char lines[200 * 64 * 200 * 8 + 200 * 64];
	struct text image;
	struct err e;
	int side = (symbol->side + 2 * QR_QUIET) * scale;
	size_t size = 1 + (size_t)(side + 7) / 8;
	uLongf length = sizeof lines;
	unsigned wrong = 0;

	text_open(&image);
	/* 33 bytes of signature and header, 8 of a chunk's length and type; 16 of what ends it */
	ok(qr_draw_png(symbol, scale, &image, &e) == 0 &&
		uncompress(lines, &length, (unsigned char *)image.data + 41,
		    (uLong)image.length - 57) == Z_OK &&
		length == size * (size_t)side,
	    "scale %d: as many lines as the image is high", scale);
	for (int y = 0; y < side; y++)
		for (int x = 0; x < side; x++) {
			int is_white =
			    lines[size * (size_t)y + 1 + (size_t)x / 8] >> (7 - x % 8) & 1;

			wrong += is_white == qr_symbol_is_dark(symbol, x / scale - QR_QUIET,
						 y / scale - QR_QUIET);
		}
	is_int(wrong, 0, "scale %d: every pixel", scale);
	text_close(&image);
}

int
main(void)
{
	static struct qr_symbol symbol;
	struct err e;

	test_symbol();
	ok(qr_symbol_make("pp", QR_LEVEL_M, &symbol, &e) == 0, "a small one");
	test_text(&symbol);
	test_png(&symbol, 1);
	test_png(&symbol, 3);
	ok(qr_symbol_make("a longer text than fits into the first version of all", QR_LEVEL_H,
	       &symbol, &e) == 0,
	    "a larger one");
	test_text(&symbol);
	test_png(&symbol, 7);
	return done();
}
