#include <stddef.h>
#include <stdlib.h>
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

void
pdf_squares(struct pdf *pdf, struct pdf_box box, const unsigned char *cells, int side, int points)
{
	const struct pdf_library *l = &pdf->library;

	if (pdf_is_broken(pdf))
		return;
	for (int row = 0; row < side; row++) {
		const unsigned char *cell = cells + (ptrdiff_t)row * side;
		int y = PDF_HEIGHT - box.y - (row + 1) * points;

		for (int begin = 0, end; begin < side; begin = end + 1) {
			for (end = begin; end < side && cell[end] == 1;)
				end++;
			if (end > begin)
				l->rectangle(pdf->page, (HPDF_REAL)(box.x + begin * points),
				    (HPDF_REAL)y, (HPDF_REAL)((end - begin) * points),
				    (HPDF_REAL)points);
		}
	}
	l->fill(pdf->page);
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
