#ifndef PP_IMAGE_PRIVATE_H
#define PP_IMAGE_PRIVATE_H
/*
 * image_private - the parts of image: the libraries, the jail, decoding, searching.  Edge.
 */
#include <stdbool.h>
#include <stdio.h>
#include <jpeglib.h>
#include <png.h>
#include <zbar.h>
#include "image.h"

/* How a child ends. */
enum image_end { IMAGE_FOUND = 0, IMAGE_BAD = 2, IMAGE_NONE = 3 };

struct image_libraries {
	int (*png_begin)(png_imagep image, png_const_voidp bytes, size_t length);
	int (*png_finish)(png_imagep image, png_const_colorp background, void *buffer,
	    png_int_32 row_stride, void *colormap);
	void (*png_free)(png_imagep image);
	struct jpeg_error_mgr *(*jpeg_errors)(struct jpeg_error_mgr *errors);
	void (*jpeg_create)(j_decompress_ptr d, int version, size_t size);
	void (*jpeg_source)(j_decompress_ptr d, const unsigned char *bytes, unsigned long length);
	int (*jpeg_header)(j_decompress_ptr d, boolean is_required);
	boolean (*jpeg_start)(j_decompress_ptr d);
	JDIMENSION (*jpeg_lines)(j_decompress_ptr d, JSAMPARRAY lines, JDIMENSION count);
	void (*jpeg_destroy)(j_decompress_ptr d);
	/* Ours: called where libjpeg gives up; never returns, so it ends the process. */
	void (*jpeg_fails)(j_common_ptr d);
	zbar_image_scanner_t *(*scanner)(void);
	void (*scanner_destroy)(zbar_image_scanner_t *s);
	int (*scanner_set)(
	    zbar_image_scanner_t *s, zbar_symbol_type_t type, zbar_config_t config, int value);
	zbar_image_t *(*image)(void);
	void (*image_format)(zbar_image_t *image, unsigned long format);
	void (*image_size)(zbar_image_t *image, unsigned width, unsigned height);
	void (*image_data)(zbar_image_t *image, const void *bytes, unsigned long length,
	    zbar_image_cleanup_handler_t *cleanup);
	void (*image_destroy)(zbar_image_t *image);
	int (*scan)(zbar_image_scanner_t *s, zbar_image_t *image);
	const zbar_symbol_t *(*first)(const zbar_image_t *image);
	const zbar_symbol_t *(*next)(const zbar_symbol_t *symbol);
	const char *(*data)(const zbar_symbol_t *symbol);
	unsigned (*data_length)(const zbar_symbol_t *symbol);
};

int image_load(struct image_libraries *l, struct err *e);

/* Gives up all that a child of the kernel's mercy can do without; fd stays writable. */
void image_jail(int fd);

struct image_gray {
	int width, height;
	unsigned char *pixels; /* 0 is black; row after row */
};

/* Decodes a PNG or JPEG, made smaller where it is large; the caller frees the pixels.  -1: it is no
 * good image, and there are none; but a JPEG that libjpeg gives up ends with l->jpeg_fails. */
int image_decode(const struct image_libraries *l, const unsigned char *bytes, size_t length,
    struct image_gray *gray);
/* Appends the texts found, each ended by NUL; how many. */
int image_search(
    const struct image_libraries *l, const struct image_gray *gray, struct text *payloads);

#endif
