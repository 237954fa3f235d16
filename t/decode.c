/*
 * decode - the codes of an image, read as pp-qr reads them but without its jail, which neither
 * valgrind nor a sanitizer can live in.  Ends as the jailed child does: 0 found, 2 bad, 3 none.
 *
 *   pp-decode IMAGE
 */
#include <stdlib.h>
#include "image_private.h"

enum { BYTES_MAX = 1 << 22 };

static int
search(const unsigned char *bytes, size_t length)
{
	struct image_libraries libraries;
	struct image_gray gray;
	struct text found;
	struct err e;
	int count = 0;

	if (image_length(bytes, length) == 0 || image_load(&libraries, &e) != 0)
		return IMAGE_BAD;
	if (image_decode(&libraries, bytes, length, &gray) != 0)
		return IMAGE_BAD;
	text_open(&found);
	count = image_search(&libraries, &gray, &found);
	/* Texts end with NUL; each on a line. */
	for (size_t i = 0; i < found.length; i++)
		(void)putchar(found.data[i] != '\0' ? found.data[i] : '\n');
	text_close(&found);
	free(gray.pixels);
	return count > 0 ? IMAGE_FOUND : IMAGE_NONE;
}

int
main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	unsigned char *bytes = malloc(BYTES_MAX);
	int result = IMAGE_BAD;

	if (file != NULL && bytes != NULL)
		result = search(bytes, fread(bytes, 1, BYTES_MAX, file));
	if (file != NULL)
		(void)fclose(file);
	free(bytes);
	return result;
}
