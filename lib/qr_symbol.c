#define _DEFAULT_SOURCE /* explicit_bzero */
#include <dlfcn.h>
#include <errno.h>
#include <qrencode.h>
#include <stddef.h>
#include <string.h>
#include "i18n.h"
#include "qr_symbol.h"

static const char library_name[] = "libqrencode.so.4"; /* its header does not tell the 4 */

/* Loaded on first use: most runs of a program that can draw draw nothing. */
struct encoder {
	QRcode *(*encode)(const char *text, int version, QRecLevel level, QRencodeMode hint,
	    int is_case_sensitive);
	void (*free)(QRcode *code);
};

static const struct {
	const char *name;
	size_t at; /* in struct encoder */
} symbols[] = {
	{ "QRcode_encodeString", offsetof(struct encoder, encode) },
	{ "QRcode_free", offsetof(struct encoder, free) },
};

static int
load(struct encoder *encoder, struct err *e)
{
	void *library = dlopen(library_name, RTLD_LAZY | RTLD_LOCAL);

	for (size_t i = 0; library != NULL && i < sizeof symbols / sizeof *symbols; i++) {
		void *symbol = dlsym(library, symbols[i].name);

		if (symbol == NULL)
			library = NULL;
		/* POSIX lets a data pointer hold a function; ISO C has no cast for it. */
		memcpy((char *)encoder + symbols[i].at, &symbol, sizeof symbol);
	}
	if (library == NULL) {
		err_set(e, ERR_SETUP, _("the library %s is missing"), library_name);
		return -1;
	}
	return 0;
}

bool
qr_level_parse(const char *letter, enum qr_level *level)
{
	static const char letters[] = "LMQH";
	const char *at = *letter != '\0' && letter[1] == '\0' ? strchr(letters, *letter) : NULL;

	if (at == NULL)
		return false;
	*level = (enum qr_level)(at - letters);
	return true;
}

int
qr_symbol_make(const char *text, enum qr_level level, struct qr_symbol *symbol, struct err *e)
{
	static const QRecLevel levels[] = { QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q,
		QR_ECLEVEL_H };
	size_t length = strlen(text);
	struct encoder encoder = { NULL, NULL };
	QRcode *code;

	if (length == 0)
		return err_set(e, ERR_USAGE, _("there is nothing to draw"));
	if (load(&encoder, e) != 0)
		return -1;
	errno = 0;
	code = length <= QR_TEXT_MAX ? encoder.encode(text, 0, levels[level], QR_MODE_8, 1) : NULL;
	if (code == NULL && errno == ENOMEM)
		return err_set(e, ERR_FAILED, _("out of memory"));
	if (code == NULL)
		return err_set(e, ERR_USAGE,
		    _("%zu bytes are more than a QR code holds at level %c"), length,
		    "LMQH"[level]);
	symbol->version = code->version;
	symbol->side = code->width;
	for (int i = 0; i < code->width * code->width; i++)
		symbol->dark[i] = code->data[i] & 1;
	explicit_bzero(code->data, (size_t)code->width * (size_t)code->width); /* may be a secret */
	encoder.free(code);
	return 0;
}

bool
qr_symbol_is_dark(const struct qr_symbol *symbol, int x, int y)
{
	return x >= 0 && y >= 0 && x < symbol->side && y < symbol->side &&
	       symbol->dark[y * symbol->side + x] != 0;
}
