#define _DEFAULT_SOURCE /* explicit_bzero */
#include <string.h>
#include "i18n.h"
#include "qr_draw.h"
#include "qr_people.h"

int
qr_people_draw(FILE *out, const char *text, struct err *e)
{
	struct qr_symbol symbol;
	struct text drawn;
	int result = 0;

	if (qr_symbol_make(text, QR_LEVEL_M, &symbol, e) != 0)
		return -1;
	text_open(&drawn);
	qr_draw_utf8(&symbol, &drawn);
	if (text_failed(&drawn))
		result = err_set(e, ERR_FAILED, _("out of memory"));
	else
		fprintf(out, "%s", text_string(&drawn));
	text_forget(&drawn);
	explicit_bzero(&symbol, sizeof(symbol));
	return result;
}
