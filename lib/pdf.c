#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "pdf_private.h"

/* libharu goes on after a failure, and so do we: the first one counts. */
static void
note_failure(HPDF_STATUS status, HPDF_STATUS detail, void *context)
{
	struct pdf *pdf = context;

	(void)detail;
	if (pdf->status == HPDF_OK)
		pdf->status = status;
}

bool
pdf_is_broken(const struct pdf *pdf)
{
	return pdf->is_broken || pdf->status != HPDF_OK;
}

int
pdf_open(struct pdf **pdf, const char *font, struct err *e)
{
	struct pdf *made = calloc(1, sizeof *made);
	const struct pdf_library *l;

	if (made == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	l = &made->library;
	if (pdf_load(&made->library, e) != 0) {
		free(made);
		return -1;
	}
	made->font_path = font != NULL ? font : "";
	made->doc = l->open(note_failure, made);
	if (made->doc == NULL) {
		free(made);
		return err_set(e, ERR_FAILED, _("out of memory"));
	}
	l->set_compression(made->doc, HPDF_COMP_ALL);
	made->faces[0] = l->font(made->doc, "Helvetica", "WinAnsiEncoding");
	made->faces[1] = l->font(made->doc, "Helvetica-Bold", "WinAnsiEncoding");
	if (!pdf_is_broken(made))
		pdf_measure_faces(made);
	*pdf = made;
	return 0;
}

void
pdf_close(struct pdf *pdf)
{
	if (pdf == NULL)
		return;
	pdf->library.close(pdf->doc);
	free(pdf);
}

void
pdf_page(struct pdf *pdf)
{
	const struct pdf_library *l = &pdf->library;

	if (pdf_is_broken(pdf))
		return;
	if (pdf->page_count == PDF_PAGES_MAX) {
		err_set(
		    &pdf->failure, ERR_FAILED, _("a document has at most %d pages"), PDF_PAGES_MAX);
		pdf->is_broken = true;
		return;
	}
	pdf->page = l->page(pdf->doc);
	l->page_size(pdf->page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
	l->line_width(pdf->page, (HPDF_REAL)0.5);
	pdf->page_count++;
}

int
pdf_page_count(const struct pdf *pdf)
{
	return pdf->page_count;
}

void
pdf_rule(struct pdf *pdf, int x, int y, int width)
{
	const struct pdf_library *l = &pdf->library;

	if (pdf_is_broken(pdf))
		return;
	l->move(pdf->page, (HPDF_REAL)x, (HPDF_REAL)(PDF_HEIGHT - y));
	l->line(pdf->page, (HPDF_REAL)(x + width), (HPDF_REAL)(PDF_HEIGHT - y));
	l->stroke(pdf->page);
}

void
pdf_frame(struct pdf *pdf, struct pdf_box box, int height)
{
	static const HPDF_UINT16 dashes[] = { 3 };
	const struct pdf_library *l = &pdf->library;

	if (pdf_is_broken(pdf))
		return;
	l->dash(pdf->page, dashes, 1, 0);
	l->rectangle(pdf->page, (HPDF_REAL)box.x, (HPDF_REAL)(PDF_HEIGHT - box.y - height),
	    (HPDF_REAL)box.width, (HPDF_REAL)height);
	l->stroke(pdf->page);
	l->dash(pdf->page, NULL, 0, 0);
}

/* Straight to the page's content: of every call libharu clears half a kilobyte, byte by byte, and a
 * QR has a thousand rectangles. */
static void
write_content(struct pdf *pdf, const char *text, size_t length)
{
	HPDF_PageAttr page;
	HPDF_STATUS status;

	if (pdf_is_broken(pdf))
		return;
	page = pdf->page->attr;
	status = pdf->library.write(page->stream, (const HPDF_BYTE *)text, (HPDF_UINT)length);
	if (status != HPDF_OK)
		note_failure(status, 0, pdf);
}

/* A number below a thousand and a blank. */
static char *
put_number(char *at, int number)
{
	assert(number >= 0 && number < 1000);
	if (number >= 100)
		*at++ = (char)('0' + number / 100);
	if (number >= 10)
		*at++ = (char)('0' + number / 10 % 10);
	*at++ = (char)('0' + number % 10);
	*at++ = ' ';
	return at;
}

/* The black runs of a row, each a rectangle of the height 1. */
static void
write_row(struct pdf *pdf, const unsigned char *cells, int row, int side)
{
	char text[PDF_SIDE_MAX * 10], *at = text;

	for (int begin = 0, end; begin < side; begin = end + 1) {
		for (end = begin; end < side && cells[end] == 1;)
			end++;
		if (end == begin)
			continue;
		at = put_number(at, begin);
		at = put_number(at, row);
		at = put_number(at, end - begin);
		memcpy(at, "1 re\n", 5);
		at += 5;
	}
	write_content(pdf, text, (size_t)(at - text));
}

void
pdf_squares(struct pdf *pdf, struct pdf_box box, const unsigned char *cells, int side, int points)
{
	char matrix[80];

	assert(side <= PDF_SIDE_MAX);
	/* In these coordinates a square is one by one, and rows count downwards. */
	snprintf(matrix, sizeof matrix, "q\n%d 0 0 %d %d %d cm\n", points, -points, box.x,
	    PDF_HEIGHT - box.y);
	write_content(pdf, matrix, strlen(matrix));
	for (int row = 0; row < side; row++)
		write_row(pdf, cells + (ptrdiff_t)row * side, row, side);
	write_content(pdf, "f\nQ\n", 4);
}

bool
pdf_has_escaped(const struct pdf *pdf)
{
	return pdf->has_escaped;
}

static int
fail(const struct pdf *pdf, struct err *e)
{
	if (pdf->is_broken) {
		*e = pdf->failure;
		return -1;
	}
	if (pdf->status == HPDF_FAILD_TO_ALLOC_MEM)
		return err_set(e, ERR_FAILED, _("out of memory"));
	return err_set(
	    e, ERR_FAILED, _("the document could not be made: libharu says %04lX"), pdf->status);
}

/* Read back and written here: libharu's own file says nothing of a full disk. */
int
pdf_write(struct pdf *pdf, FILE *out, struct err *e)
{
	const struct pdf_library *l = &pdf->library;
	HPDF_BYTE bytes[8192];
	HPDF_UINT32 size = sizeof bytes;

	if (!pdf_is_broken(pdf) && pdf->page_count > 0) {
		l->save(pdf->doc);
		l->reset(pdf->doc);
	}
	while (!pdf_is_broken(pdf) && pdf->page_count > 0 && size == sizeof bytes) {
		l->read(pdf->doc, bytes, &size);
		fwrite(bytes, 1, size, out);
	}
	return pdf_is_broken(pdf) ? fail(pdf, e) : 0;
}
