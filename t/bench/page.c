/*
 * page - libharu alone: draws what a page's content says, on that many pages, and writes the file.
 *
 *   page PAGES <CONTENT >FILE       CONTENT: of a page of ours, as pdf.pl --content prints it
 *
 * Each thing by the call that libharu has for it, in the page's own coordinates.
 */
#include <hpdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONTENT_MAX = 1 << 20, STEPS_MAX = 1 << 16, NUMBERS = 6 };

struct step {
	char name[4]; /* the operator, as in the file */
	float numbers[NUMBERS];
	char *text; /* of Tj; of Tf its font */
};

static char content[CONTENT_MAX + 1];
static struct step steps[STEPS_MAX];
static size_t step_count;

static void
fail(HPDF_STATUS status, HPDF_STATUS detail, void *context)
{
	(void)context;
	fprintf(stderr, "page: libharu says %04lX %lu\n", status, detail);
	exit(1);
}

/* "(a\)b)" at text: its bytes, in its place; the end of it. */
static char *
read_string(char *text, char **bytes)
{
	char *to = text, *at = text + 1;

	*bytes = to;
	for (; *at != ')'; at++) {
		if (*at == '\\' && at[1] >= '0' && at[1] <= '7') {
			char octal[4] = { at[1], at[2], at[3], '\0' };

			*to++ = (char)strtol(octal, NULL, 8);
			at += 3;
		} else {
			at += *at == '\\';
			*to++ = *at;
		}
	}
	*to = '\0';
	return at + 1;
}

static void
read_steps(void)
{
	struct step step = { .text = NULL };
	int count = 0;

	for (char *at = content; *at && step_count < STEPS_MAX;) {
		if (*at == ' ' || *at == '\n' || *at == '[' || *at == ']') {
			at++;
		} else if (*at == '(') {
			at = read_string(at, &step.text);
		} else if (strchr("-.0123456789", *at)) {
			float number = strtof(at, &at);

			step.numbers[count < NUMBERS ? count++ : 0] = number;
		} else {
			size_t length = strcspn(at, " \n");

			if (*at == '/') {
				step.text = at + 1;
			} else {
				snprintf(step.name, sizeof(step.name), "%.*s", (int)length, at);
				steps[step_count++] = step;
				count = 0;
			}
			at += length;
			if (*at)
				*at++ = '\0';
		}
	}
}

static void
draw(HPDF_Page page, HPDF_Font plain, HPDF_Font bold)
{
	static const float whole[NUMBERS] = { 1, 0, 0, 1, 0, 0 };
	const float *scale = whole; /* of the squares: points to one, rows counted downwards */
	float x = 0, y = 0, down = 0;

	for (size_t i = 0; i < step_count; i++) {
		const struct step *s = &steps[i];
		const float *n = s->numbers;

		if (strcmp(s->name, "BT") == 0)
			HPDF_Page_BeginText(page);
		else if (strcmp(s->name, "ET") == 0)
			HPDF_Page_EndText(page);
		else if (strcmp(s->name, "Tf") == 0)
			HPDF_Page_SetFontAndSize(
			    page, strcmp(s->text, "F1") == 0 ? bold : plain, n[0]);
		else if (strcmp(s->name, "Td") == 0)
			x = n[0], y = n[1];
		else if (strcmp(s->name, "Tj") == 0)
			HPDF_Page_TextOut(page, x, y, s->text);
		else if (strcmp(s->name, "re") == 0)
			HPDF_Page_Rectangle(page, scale[4] + n[0] * scale[0],
			    scale[5] + (n[1] - down * n[3]) * scale[3], n[2] * scale[0],
			    n[3] * scale[0]);
		else if (strcmp(s->name, "m") == 0)
			HPDF_Page_MoveTo(page, n[0], n[1]);
		else if (strcmp(s->name, "l") == 0)
			HPDF_Page_LineTo(page, n[0], n[1]);
		else if (strcmp(s->name, "S") == 0)
			HPDF_Page_Stroke(page);
		else if (strcmp(s->name, "f") == 0)
			HPDF_Page_Fill(page);
		else if (strcmp(s->name, "cm") == 0)
			scale = n, down = -1;
		else if (strcmp(s->name, "Q") == 0)
			scale = whole, down = 0;
		else if (strcmp(s->name, "w") == 0)
			HPDF_Page_SetLineWidth(page, n[0]);
	}
}

static void
write_out(HPDF_Doc doc)
{
	HPDF_BYTE bytes[8192];
	HPDF_UINT32 size = sizeof(bytes);

	HPDF_SaveToStream(doc);
	HPDF_ResetStream(doc);
	while (size == sizeof(bytes)) {
		HPDF_ReadFromStream(doc, bytes, &size);
		fwrite(bytes, 1, size, stdout);
	}
}

int
main(int argc, char **argv)
{
	int pages = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1;
	HPDF_Doc doc = HPDF_New(fail, NULL);
	HPDF_Font plain, bold;

	content[fread(content, 1, CONTENT_MAX, stdin)] = '\0';
	read_steps();
	HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
	plain = HPDF_GetFont(doc, "Helvetica", "WinAnsiEncoding");
	bold = HPDF_GetFont(doc, "Helvetica-Bold", "WinAnsiEncoding");
	for (int i = 0; i < pages; i++) {
		HPDF_Page page = HPDF_AddPage(doc);

		HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
		draw(page, plain, bold);
	}
	write_out(doc);
	HPDF_Free(doc);
	return fclose(stdout) == 0 ? 0 : 1;
}
