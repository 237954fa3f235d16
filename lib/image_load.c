/*
 * image_load - the libraries that read images, none of which other verbs pay for.
 */
#include <dlfcn.h>
#include <string.h>
#include <unistd.h>
#include "i18n.h"
#include "image_private.h"

static const struct {
	const char *library, *name;
	size_t at; /* in struct image_libraries */
} symbols[] = {
#define AT(member) offsetof(struct image_libraries, member)
	{ "libpng16.so.16", "png_image_begin_read_from_memory", AT(png_begin) },
	{ "libpng16.so.16", "png_image_finish_read", AT(png_finish) },
	{ "libpng16.so.16", "png_image_free", AT(png_free) },
	{ "libjpeg.so.62", "jpeg_std_error", AT(jpeg_errors) },
	{ "libjpeg.so.62", "jpeg_CreateDecompress", AT(jpeg_create) },
	{ "libjpeg.so.62", "jpeg_mem_src", AT(jpeg_source) },
	{ "libjpeg.so.62", "jpeg_read_header", AT(jpeg_header) },
	{ "libjpeg.so.62", "jpeg_start_decompress", AT(jpeg_start) },
	{ "libjpeg.so.62", "jpeg_read_scanlines", AT(jpeg_lines) },
	{ "libjpeg.so.62", "jpeg_destroy_decompress", AT(jpeg_destroy) },
	{ "libzbar.so.0", "zbar_image_scanner_create", AT(scanner) },
	{ "libzbar.so.0", "zbar_image_scanner_destroy", AT(scanner_destroy) },
	{ "libzbar.so.0", "zbar_image_scanner_set_config", AT(scanner_set) },
	{ "libzbar.so.0", "zbar_image_create", AT(image) },
	{ "libzbar.so.0", "zbar_image_set_format", AT(image_format) },
	{ "libzbar.so.0", "zbar_image_set_size", AT(image_size) },
	{ "libzbar.so.0", "zbar_image_set_data", AT(image_data) },
	{ "libzbar.so.0", "zbar_image_destroy", AT(image_destroy) },
	{ "libzbar.so.0", "zbar_scan_image", AT(scan) },
	{ "libzbar.so.0", "zbar_image_first_symbol", AT(first) },
	{ "libzbar.so.0", "zbar_symbol_next", AT(next) },
	{ "libzbar.so.0", "zbar_symbol_get_data", AT(data) },
	{ "libzbar.so.0", "zbar_symbol_get_data_length", AT(data_length) },
};

static void
jpeg_fails(j_common_ptr d)
{
	(void)d;
	_exit(IMAGE_BAD);
}

int
image_load(struct image_libraries *l, struct err *e)
{
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
		void *library = dlopen(symbols[i].library, RTLD_NOW | RTLD_LOCAL);
		void *symbol = library != NULL ? dlsym(library, symbols[i].name) : NULL;

		if (symbol == NULL)
			return err_set(
			    e, ERR_SETUP, _("the library %s is missing"), symbols[i].library);
		/* POSIX lets a data pointer hold a function; ISO C has no cast for it. */
		memcpy((char *)l + symbols[i].at, &symbol, sizeof symbol);
	}
	l->jpeg_fails = jpeg_fails;
	return 0;
}
