#include <errno.h>
#include <qrencode.h>
#include <string.h>
#include "i18n.h"
#include "qr_symbol.h"

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
	QRcode *code;

	if (length == 0)
		return err_set(e, ERR_USAGE, _("there is nothing to draw"));
	errno = 0;
	code = length <= QR_TEXT_MAX ? QRcode_encodeString(text, 0, levels[level], QR_MODE_8, 1)
				     : NULL;
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
	QRcode_free(code);
	return 0;
}

bool
qr_symbol_is_dark(const struct qr_symbol *symbol, int x, int y)
{
	return x >= 0 && y >= 0 && x < symbol->side && y < symbol->side &&
	       symbol->dark[y * symbol->side + x] != 0;
}
