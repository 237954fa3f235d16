/*
 * pdf_text - text as glyphs of two fonts, broken into lines.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "i18n.h"
#include "pdf_private.h"
#include "text.h"
#include "utf8.h"

static const struct {
	int face, size, leading;
} styles[] = {
	[PDF_PLAIN] = { 0, 10, 14 },
	[PDF_BOLD] = { 1, 10, 14 },
	[PDF_SMALL] = { 0, 8, 11 },
	[PDF_SMALL_BOLD] = { 1, 8, 11 },
	[PDF_HEADING] = { 1, 12, 18 },
	[PDF_TITLE] = { 1, 16, 22 },
};

/* What Windows-1252 has in the place of C1 controls; 0: nothing. */
static const unsigned short special[32] = { 0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020,
	0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C,
	0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178 };

/* Scripts whose letters stand side by side from left to right, each as it is. */
static const struct {
	unsigned first, last;
} simple[] = {
	{ 0x00A0, 0x02FF }, /* Latin */
	{ 0x0370, 0x0482 }, /* Greek, Cyrillic */
	{ 0x048A, 0x058F }, /* Cyrillic, Armenian */
	{ 0x10A0, 0x10FF }, /* Georgian */
	{ 0x1E00, 0x1FFF }, /* Latin, Greek */
	{ 0x2010, 0x20CF }, /* punctuation, currencies */
	{ 0x2100, 0x2BFF }, /* symbols */
	{ 0x2C60, 0x2C7F }, /* Latin */
	{ 0x2E80, 0x3029 }, /* Chinese, Japanese, Korean */
	{ 0x3030, 0x3098 },
	{ 0x309B, 0x9FFF },
	{ 0xA720, 0xA7FF }, /* Latin */
	{ 0xAC00, 0xD7A3 },
	{ 0xF900, 0xFAFF },
	{ 0xFF01, 0xFFEE },
};

/* The byte of a character, 0: Windows-1252 does not have it. */
static unsigned char
byte_of(unsigned character)
{
	if ((character >= 0x20 && character < 0x7F) || (character >= 0xA0 && character <= 0xFF))
		return (unsigned char)character;
	for (unsigned i = 0; i < 32; i++)
		if (special[i] != 0 && special[i] == character)
			return (unsigned char)(0x80 + i);
	return 0;
}

void
pdf_measure_faces(struct pdf *pdf)
{
	for (int face = 0; face < PDF_FACES; face++)
		for (unsigned i = 0x20; i < 0x100; i++) {
			unsigned character = i >= 0x80 && i < 0xA0 ? special[i - 0x80] : i;

			pdf->widths[face][i] =
			    pdf->library.glyph_width(pdf->faces[face], (HPDF_UNICODE)character);
		}
}

static bool
is_simple(unsigned character)
{
	for (size_t i = 0; i < sizeof simple / sizeof *simple; i++)
		if (character >= simple[i].first && character <= simple[i].last)
			return !utf8_is_control(character);
	return false;
}

/* A device or a pipe is none: it might never end. */
static bool
is_file(const char *path)
{
	struct stat found;

	return stat(path, &found) == 0 && S_ISREG(found.st_mode);
}

/* Whether the named font is there; the first time it is read. */
static bool
has_font(struct pdf *pdf)
{
	const struct pdf_library *l = &pdf->library;
	const char *name = NULL;

	if (pdf->font != NULL)
		return true;
	if (pdf->font_path[0] == '\0' || pdf_is_broken(pdf))
		return false;
	if (is_file(pdf->font_path) && l->use_utf8(pdf->doc) == HPDF_OK)
		name = l->load_font(pdf->doc, pdf->font_path, HPDF_TRUE);
	if (name != NULL)
		pdf->definition = l->font_definition(pdf->doc, name);
	if (pdf->definition != NULL)
		pdf->font = l->font(pdf->doc, name, "UTF-8");
	if (pdf->font != NULL)
		return true;
	if (pdf->status != HPDF_FAILD_TO_ALLOC_MEM) {
		err_set(
		    &pdf->failure, ERR_SETUP, _("%.120s cannot be used as a font"), pdf->font_path);
		pdf->is_broken = true;
	}
	return false;
}

static void
add_glyph(struct pdf *pdf, struct pdf_glyph glyph)
{
	if (pdf->glyph_count < PDF_GLYPHS_MAX) {
		pdf->glyphs[pdf->glyph_count++] = glyph;
		return;
	}
	if (!pdf_is_broken(pdf))
		err_set(&pdf->failure, ERR_FAILED, _("a text is too long to be printed"));
	pdf->is_broken = true;
}

static void
add_byte(struct pdf *pdf, int face, unsigned char byte)
{
	add_glyph(pdf, (struct pdf_glyph){ .byte = byte, .width = pdf->widths[face][byte] });
}

static void
add_escape(struct pdf *pdf, int face, unsigned character)
{
	struct text escape;

	text_open(&escape);
	text_add_escape(&escape, character);
	for (const char *byte = text_string(&escape); *byte != '\0'; byte++)
		add_byte(pdf, face, (unsigned char)*byte);
	text_close(&escape);
	pdf->has_escaped = true;
}

/* A word is of one font, as far as it goes: one letter of another would look like a mistake. */
static void
add_character(struct pdf *pdf, int face, unsigned character, bool is_named)
{
	unsigned char byte = byte_of(character);
	struct pdf_glyph glyph = { .character = (unsigned short)character };

	if (is_named && (byte != 0 || is_simple(character)) &&
	    pdf->library.glyph(pdf->definition, glyph.character) != 0) {
		glyph.width = pdf->library.glyph_width(pdf->font, glyph.character);
		add_glyph(pdf, glyph);
	} else if (byte != 0) {
		add_byte(pdf, face, byte);
	} else {
		add_escape(pdf, face, character);
	}
}

/* Whether the text has a character that only the named font can have. */
static bool
needs_font(const char *text)
{
	unsigned character;

	while ((character = utf8_next(&text)) != 0)
		if (byte_of(character) == 0 && is_simple(character))
			return true;
	return false;
}

static void
take_text(struct pdf *pdf, enum pdf_style style, const char *text)
{
	bool is_named = needs_font(text) && has_font(pdf);
	unsigned character;

	pdf->glyph_count = 0;
	while (!pdf_is_broken(pdf) && (character = utf8_next(&text)) != 0)
		add_character(pdf, styles[style].face, character, is_named);
}

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

/* The end of the line that begins there: after at least one glyph, before what does not fit. */
static size_t
end_line(const struct pdf *pdf, size_t begin, long room)
{
	size_t end = begin, chance = begin;
	long width = 0;

	for (; end < pdf->glyph_count; end++) {
		if (end > begin && may_break_before(&pdf->glyphs[end]))
			chance = end;
		width += pdf->glyphs[end].width;
		if (width > room && end > begin)
			return chance > begin ? chance : end;
	}
	return end;
}

static size_t
skip_blanks(const struct pdf *pdf, size_t at)
{
	while (at < pdf->glyph_count && is_blank(&pdf->glyphs[at]))
		at++;
	return at;
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
	l->set_font(pdf->page, is_named ? pdf->font : pdf->faces[styles[spot.style].face],
	    (HPDF_REAL)styles[spot.style].size);
	l->text(pdf->page, (HPDF_REAL)spot.x / 1000, (HPDF_REAL)(PDF_HEIGHT - spot.y), bytes);
	return at;
}

static void
draw_line(struct pdf *pdf, size_t begin, size_t end, struct pdf_spot spot)
{
	const struct pdf_library *l = &pdf->library;
	size_t next;

	if (begin == end)
		return;
	l->begin_text(pdf->page);
	for (; begin < end && !pdf_is_broken(pdf); begin = next) {
		next = draw_run(pdf, begin, end, spot);
		spot.x += width_of(pdf, begin, next) * styles[spot.style].size;
	}
	l->end_text(pdf->page);
}

/* Lays the text out, and draws it unless only its height is asked for. */
static int
flow(struct pdf *pdf, struct pdf_box box, enum pdf_style style, bool is_drawn)
{
	long size = styles[style].size, room = 1000L * box.width / size;
	int height = 0;

	for (size_t at = 0; at < pdf->glyph_count && !pdf_is_broken(pdf);) {
		size_t end = end_line(pdf, at, room);
		struct pdf_spot spot = { 1000L * box.x, box.y + height + (int)size, style };

		if (box.is_right)
			spot.x += 1000L * box.width - width_of(pdf, at, end) * size;
		if (is_drawn)
			draw_line(pdf, at, end, spot);
		height += styles[style].leading;
		at = skip_blanks(pdf, end);
	}
	return height;
}

int
pdf_leading(enum pdf_style style)
{
	return styles[style].leading;
}

int
pdf_text(struct pdf *pdf, struct pdf_box box, enum pdf_style style, const char *text)
{
	take_text(pdf, style, text);
	return flow(pdf, box, style, true);
}

int
pdf_text_height(struct pdf *pdf, int width, enum pdf_style style, const char *text)
{
	take_text(pdf, style, text);
	return flow(pdf, (struct pdf_box){ .width = width }, style, false);
}

int
pdf_text_width(struct pdf *pdf, enum pdf_style style, const char *text)
{
	take_text(pdf, style, text);
	return (int)((width_of(pdf, 0, pdf->glyph_count) * styles[style].size + 999) / 1000);
}
