#include "qr_draw.h"

/* Colours 16 and 231 are black and white whatever a theme makes of the first sixteen. */
#define COLOURS "\033[38;5;16;48;5;231m"
#define RESET	"\033[0m"

void
qr_draw_utf8(const struct qr_symbol *symbol, struct text *out)
{
	static const char *const blocks[2][2] = { { " ", "\u2584" }, { "\u2580", "\u2588" } };
	int end = symbol->side + QR_QUIET;

	for (int y = -QR_QUIET; y < end; y += 2) {
		text_add(out, COLOURS);
		for (int x = -QR_QUIET; x < end; x++)
			text_add(out, blocks[qr_symbol_is_dark(symbol, x, y)]
					    [qr_symbol_is_dark(symbol, x, y + 1)]);
		text_add(out, RESET "\n");
	}
}

/* The dark modules of a row, each run as one rectangle. */
static void
add_row(const struct qr_symbol *symbol, int y, struct text *out)
{
	for (int x = 0; x < symbol->side; x++) {
		int begin = x;

		while (qr_symbol_is_dark(symbol, x, y))
			x++;
		if (x > begin)
			text_add_format(out, "M%d %dh%dv1h-%dz", begin + QR_QUIET, y + QR_QUIET,
			    x - begin, x - begin);
	}
}

void
qr_draw_svg(const struct qr_symbol *symbol, int scale, struct text *out)
{
	int side = symbol->side + 2 * QR_QUIET;

	text_add_format(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
	    " viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">\n"
	    "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>\n<path d=\"",
	    side * scale, side * scale, side, side, side, side);
	for (int y = 0; y < symbol->side; y++)
		add_row(symbol, y, out);
	text_add(out, "\"/>\n</svg>\n");
}
