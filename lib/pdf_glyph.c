/*
 * pdf_glyph - text as glyphs of Helvetica and of the font that was named.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "i18n.h"
#include "pdf_private.h"
#include "text.h"
#include "utf8.h"

const struct pdf_look pdf_looks[] = {
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
add_byte(struct pdf *pdf, int face, unsigned char byte, size_t at)
{
	assert(pdf->glyph_count < PDF_GLYPHS_MAX);
	pdf->glyphs[pdf->glyph_count++] = (struct pdf_glyph){
		.byte = byte, .at = (unsigned short)at, .width = pdf->widths[face][byte]
	};
}

static void
add_escape(struct pdf *pdf, int face, unsigned character, size_t at)
{
	struct text escape;

	text_open(&escape);
	text_add_escape(&escape, character);
	for (const char *byte = text_string(&escape); *byte != '\0'; byte++)
		add_byte(pdf, face, (unsigned char)*byte, at);
	text_close(&escape);
	pdf->has_escaped = true;
}

/* A text is of one font, as far as that goes: one letter of another would look like a mistake. */
static void
add_character(struct pdf *pdf, const struct pdf_flow *flow, unsigned character, size_t at)
{
	int face = pdf_looks[flow->style].face;
	unsigned char byte = byte_of(character);
	unsigned short code = (unsigned short)character;

	if (flow->is_named && (byte != 0 || is_simple(character)) &&
	    pdf->library.glyph(pdf->definition, code) != 0) {
		assert(pdf->glyph_count < PDF_GLYPHS_MAX);
		pdf->glyphs[pdf->glyph_count++] = (struct pdf_glyph){ .character = code,
			.at = (unsigned short)at,
			.width = pdf->library.glyph_width(pdf->font, code) };
	} else if (byte != 0) {
		add_byte(pdf, face, byte, at);
	} else {
		add_escape(pdf, face, character, at);
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

void
pdf_take_glyphs(struct pdf *pdf, const struct pdf_flow *flow)
{
	const char *text = flow->rest, *begin = text;
	unsigned character;

	pdf->glyph_count = 0;
	for (int i = 0; i < PDF_LINE_MAX && !pdf_is_broken(pdf); i++) {
		size_t at = (size_t)(text - begin);

		if ((character = utf8_next(&text)) == 0)
			return;
		add_character(pdf, flow, character, at);
	}
}

void
pdf_flow_open(struct pdf *pdf, struct pdf_flow *flow, enum pdf_style style, const char *text)
{
	flow->rest = text;
	flow->style = style;
	flow->is_named = needs_font(text) && has_font(pdf);
}
