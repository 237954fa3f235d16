/*
 * pdf_load - libharu, which no other verb pays for.
 */
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include "i18n.h"
#include "pdf_private.h"

/* Debian names it by its version, others do not. */
static const char *const names[] = { "libhpdf-" HPDF_VERSION_TEXT ".so", "libhpdf.so" };

static const struct {
	const char *name;
	size_t at; /* in struct pdf_library */
} symbols[] = {
#define AT(member) offsetof(struct pdf_library, member)
	{ "HPDF_New", AT(open) },
	{ "HPDF_Free", AT(close) },
	{ "HPDF_SetCompressionMode", AT(set_compression) },
	{ "HPDF_UseUTFEncodings", AT(use_utf8) },
	{ "HPDF_GetFont", AT(font) },
	{ "HPDF_LoadTTFontFromFile", AT(load_font) },
	{ "HPDF_Doc_FindFontDef", AT(font_definition) },
	{ "HPDF_TTFontDef_GetGlyphid", AT(glyph) },
	{ "HPDF_Font_GetUnicodeWidth", AT(glyph_width) },
	{ "HPDF_AddPage", AT(page) },
	{ "HPDF_Page_SetSize", AT(page_size) },
	{ "HPDF_Page_BeginText", AT(begin_text) },
	{ "HPDF_Page_EndText", AT(end_text) },
	{ "HPDF_Page_SetFontAndSize", AT(set_font) },
	{ "HPDF_Page_TextOut", AT(text) },
	{ "HPDF_Page_SetLineWidth", AT(line_width) },
	{ "HPDF_Page_SetDash", AT(dash) },
	{ "HPDF_Page_MoveTo", AT(move) },
	{ "HPDF_Page_LineTo", AT(line) },
	{ "HPDF_Page_Rectangle", AT(rectangle) },
	{ "HPDF_Page_Stroke", AT(stroke) },
	{ "HPDF_Stream_Write", AT(write) },
	{ "HPDF_SaveToStream", AT(save) },
	{ "HPDF_ResetStream", AT(reset) },
	{ "HPDF_ReadFromStream", AT(read) },
};

/* Another version may lay out its pages otherwise than the headers say. */
static bool
is_of_headers(void *library)
{
	void *symbol = dlsym(library, "HPDF_GetVersion");
	const char *(*version)(void);

	if (symbol == NULL)
		return false;
	memcpy(&version, &symbol, sizeof version);
	return strcmp(version(), HPDF_VERSION_TEXT) == 0;
}

static void *
open_library(void)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		void *library = dlopen(names[i], RTLD_LAZY | RTLD_LOCAL);

		if (library != NULL && is_of_headers(library))
			return library;
	}
	return NULL;
}

int
pdf_load(struct pdf_library *l, struct err *e)
{
	void *library = open_library();

	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
		void *symbol = library != NULL ? dlsym(library, symbols[i].name) : NULL;

		if (symbol == NULL)
			return err_set(e, ERR_SETUP, _("the library %s is missing"), names[0]);
		/* POSIX lets a data pointer hold a function; ISO C has no cast for it. */
		memcpy((char *)l + symbols[i].at, &symbol, sizeof symbol);
	}
	return 0;
}
