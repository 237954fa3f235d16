/*
 * pdf_flow - text broken into lines, and drawn.
 */
#include <string.h>
#include "pdf_private.h"
#include "utf8.h"

static bool
is_blank(const struct pdf_glyph *glyph)
{
	return glyph->byte == ' ' || glyph->character == ' ';
}

/* Chinese and its like has no blanks and is broken anywhere. */
static bool
may_break_before(const struct pdf_glyph *glyph)
{
	return glyph->character >= 0x2E80 || is_blank(glyph);
}

/* The end of the line: after at least one character, before what does not fit. */
static size_t
end_line(const struct pdf *pdf, long room)
{
	size_t chance = 0, whole = 0;
	long width = 0;

	for (size_t end = 0; end < pdf->glyph_count; end++) {
		if (end > 0 && pdf->glyphs[end].at != pdf->glyphs[end - 1].at)
			whole = end;
		if (whole == end && may_break_before(&pdf->glyphs[end]))
			chance = end;
		width += pdf->glyphs[end].width;
		if (width > room && whole > 0)
			return chance > 0 ? chance : whole;
	}
	return pdf->glyph_count;
}

static long
width_of(const struct pdf *pdf, size_t begin, size_t end)
{
	long width = 0;

	for (size_t i = begin; i < end; i++)
		width += pdf->glyphs[i].width;
	return width;
}

/* Appends a glyph in the encoding of its font. */
static size_t
encode(const struct pdf_glyph *glyph, char *bytes)
{
	unsigned c = glyph->character;

	if (c == 0) {
		bytes[0] = (char)glyph->byte;
		return 1;
	}
	if (c < 0x80) {
		bytes[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		bytes[0] = (char)(0xC0 | c >> 6);
		bytes[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	bytes[0] = (char)(0xE0 | c >> 12);
	bytes[1] = (char)(0x80 | (c >> 6 & 0x3F));
	bytes[2] = (char)(0x80 | (c & 0x3F));
	return 3;
}

/* Draws glyphs of one font; x in thousandths of a point.  The end of what was drawn. */
static size_t
draw_run(struct pdf *pdf, size_t begin, size_t end, struct pdf_spot spot)
{
	const struct pdf_library *l = &pdf->library;
	bool is_named = pdf->glyphs[begin].character != 0;
	char bytes[3 * 256 + 1];
	size_t at = begin, length = 0;

	for (; at < end && at - begin < 256; at++) {
		if ((pdf->glyphs[at].character != 0) != is_named)
			break;
		length += encode(&pdf->glyphs[at], bytes + length);
	}
	bytes[length] = '\0';
	l->set_font(pdf->page, is_named ? pdf->font : pdf->faces[pdf_looks[spot.style].face],
	    (HPDF_REAL)pdf_looks[spot.style].size);
	l->text(pdf->page, (HPDF_REAL)spot.x / 1000, (HPDF_REAL)(PDF_HEIGHT - spot.y), bytes);
	return at;
}

static void
draw_line(struct pdf *pdf, size_t end, struct pdf_spot spot)
{
	const struct pdf_library *l = &pdf->library;

	if (end == 0)
		return;
	l->begin_text(pdf->page);
	for (size_t begin = 0, next; begin < end && !pdf_is_broken(pdf); begin = next) {
		next = draw_run(pdf, begin, end, spot);
		spot.x += width_of(pdf, begin, next) * pdf_looks[spot.style].size;
	}
	l->end_text(pdf->page);
}

int
pdf_leading(enum pdf_style style)
{
	return pdf_looks[style].leading;
}

/* Goes on after that line, and the blanks that it ends with. */
static void
pass_line(const struct pdf *pdf, struct pdf_flow *flow, size_t end)
{
	if (end < pdf->glyph_count)
		flow->rest += pdf->glyphs[end].at;
	else
		flow->rest += utf8_fit_chars(flow->rest, PDF_LINE_MAX);
	flow->rest += strspn(flow->rest, " ");
}

/* The next line's glyphs, up to its end; a broken document has no more lines. */
static size_t
next_line(struct pdf *pdf, struct pdf_flow *flow, int width)
{
	size_t end;

	pdf_take_glyphs(pdf, flow);
	if (pdf_is_broken(pdf)) {
		flow->rest = "";
		return 0;
	}
	end = end_line(pdf, 1000L * width / pdf_looks[flow->style].size);
	pass_line(pdf, flow, end);
	return end;
}

void
pdf_flow_line(struct pdf *pdf, struct pdf_flow *flow, struct pdf_box box)
{
	int size = pdf_looks[flow->style].size;
	struct pdf_spot spot = { 1000L * box.x, box.y + size, flow->style };
	size_t end = next_line(pdf, flow, box.width);

	if (box.is_right)
		spot.x += 1000L * box.width - width_of(pdf, 0, end) * size;
	draw_line(pdf, end, spot);
}

int
pdf_text(struct pdf *pdf, struct pdf_box box, enum pdf_style style, const char *text)
{
	struct pdf_flow flow;
	int top = box.y;

	pdf_flow_open(pdf, &flow, style, text);
	for (; flow.rest[0] != '\0'; box.y += pdf_looks[style].leading)
		pdf_flow_line(pdf, &flow, box);
	return box.y - top;
}

int
pdf_text_height(struct pdf *pdf, int width, enum pdf_style style, const char *text)
{
	struct pdf_flow flow;
	int height = 0;

	pdf_flow_open(pdf, &flow, style, text);
	for (; flow.rest[0] != '\0'; height += pdf_looks[style].leading)
		(void)next_line(pdf, &flow, width);
	return height;
}

int
pdf_text_width(struct pdf *pdf, enum pdf_style style, const char *text)
{
	struct pdf_flow flow;

	pdf_flow_open(pdf, &flow, style, text);
	pdf_take_glyphs(pdf, &flow);
	return (int)((width_of(pdf, 0, pdf->glyph_count) * pdf_looks[style].size + 999) / 1000);
}
