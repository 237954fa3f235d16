#ifndef PP_PDF_PRIVATE_H
#define PP_PDF_PRIVATE_H
/*
 * pdf_private - the parts of pdf: the library (pdf_load.c), text as glyphs (pdf_glyph.c) and lines
 * (pdf_flow.c), pages and the file (pdf.c).  Edge.
 */
#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_fontdef.h>
#include <hpdf_pages.h>
#include "pdf.h"

struct pdf_library {
	HPDF_Doc (*open)(HPDF_Error_Handler handler, void *context);
	void (*close)(HPDF_Doc doc);
	HPDF_STATUS (*set_compression)(HPDF_Doc doc, HPDF_UINT mode);
	HPDF_STATUS (*use_utf8)(HPDF_Doc doc);
	HPDF_Font (*font)(HPDF_Doc doc, const char *name, const char *encoding);
	const char *(*load_font)(HPDF_Doc doc, const char *path, HPDF_BOOL is_embedded);
	HPDF_FontDef (*font_definition)(HPDF_Doc doc, const char *name);
	HPDF_UINT16 (*glyph)(HPDF_FontDef definition, HPDF_UINT16 character);
	HPDF_INT (*glyph_width)(HPDF_Font font, HPDF_UNICODE character);
	HPDF_Page (*page)(HPDF_Doc doc);
	HPDF_STATUS (*page_size)(HPDF_Page page, HPDF_PageSizes size, HPDF_PageDirection direction);
	HPDF_STATUS (*begin_text)(HPDF_Page page);
	HPDF_STATUS (*end_text)(HPDF_Page page);
	HPDF_STATUS (*set_font)(HPDF_Page page, HPDF_Font font, HPDF_REAL size);
	HPDF_STATUS (*text)(HPDF_Page page, HPDF_REAL x, HPDF_REAL y, const char *text);
	HPDF_STATUS (*line_width)(HPDF_Page page, HPDF_REAL width);
	HPDF_STATUS(*dash)
	(HPDF_Page page, const HPDF_UINT16 *lengths, HPDF_UINT count, HPDF_UINT phase);
	HPDF_STATUS (*move)(HPDF_Page page, HPDF_REAL x, HPDF_REAL y);
	HPDF_STATUS (*line)(HPDF_Page page, HPDF_REAL x, HPDF_REAL y);
	HPDF_STATUS(*rectangle)
	(HPDF_Page page, HPDF_REAL x, HPDF_REAL y, HPDF_REAL width, HPDF_REAL height);
	HPDF_STATUS (*stroke)(HPDF_Page page);
	HPDF_STATUS (*write)(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT size);
	HPDF_STATUS (*save)(HPDF_Doc doc);
	HPDF_STATUS (*reset)(HPDF_Doc doc);
	HPDF_STATUS (*read)(HPDF_Doc doc, HPDF_BYTE *bytes, HPDF_UINT32 *size);
};

/* ERR_SETUP: it is missing. */
int pdf_load(struct pdf_library *l, struct err *e);

/* More than a line holds, of characters and of what they are drawn as. */
enum { PDF_LINE_MAX = 512, PDF_GLYPHS_MAX = 12 * PDF_LINE_MAX };
enum { PDF_FACES = 2 }; /* plain and bold */

/* A style: which face, how large, how high a line. */
struct pdf_look {
	int face, size, leading;
};
extern const struct pdf_look pdf_looks[];

/* A character as it is drawn. */
struct pdf_glyph {
	unsigned short character; /* of the named font, or 0 */
	unsigned char byte;	  /* of Windows-1252, where character is 0 */
	unsigned short at;	  /* where its character begins, from the line's first byte */
	int width;		  /* thousandths of the font's size */
};

struct pdf {
	struct pdf_library library;
	HPDF_Doc doc;
	HPDF_Page page; /* the last one */
	int page_count;
	HPDF_Font faces[PDF_FACES];
	int widths[PDF_FACES][256]; /* of the characters of Windows-1252 */
	const char *font_path;	    /* "": none is named */
	HPDF_Font font;		    /* the named one, once it was needed */
	HPDF_FontDef definition;    /* and what it has */
	bool has_escaped;
	HPDF_STATUS status; /* libharu's first failure, 0: none */
	bool is_broken;	    /* failure says why */
	struct err failure;
	size_t glyph_count; /* of the line at hand */
	struct pdf_glyph glyphs[PDF_GLYPHS_MAX];
};

/* Where a line begins: thousandths of a point from the left, points from the top. */
struct pdf_spot {
	long x;
	int y;
	enum pdf_style style;
};

/* Whether later calls do nothing. */
bool pdf_is_broken(const struct pdf *pdf);
/* Takes over how wide the characters of the faces are. */
void pdf_measure_faces(struct pdf *pdf);
/* The glyphs of as many characters as a line can have. */
void pdf_take_glyphs(struct pdf *pdf, const struct pdf_flow *flow);

#endif
