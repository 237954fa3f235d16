/*
 * query_string - what a hosted checkout's page sent back with the customer, as JSON.
 */
#include <string.h>
#include "i18n.h"
#include "json.h"
#include "paying.h"
#include "utf8.h"

static int
hex(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c | 0x20) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Undoes %XX and '+' (application/x-www-form-urlencoded) in place: false where it is cut. */
static bool
decode(char *text)
{
	char *to = text;

	for (; *text; text++) {
		int value = *text == '+' ? ' ' : (unsigned char)*text;

		if (*text == '%') {
			int high = hex(text[1]), low = high < 0 ? -1 : hex(text[2]);

			if (low < 0 || high * 16 + low == 0)
				return false;
			value = high * 16 + low;
			text += 2;
		}
		*to++ = (char)value;
	}
	*to = '\0';
	return true;
}

static int
write_pair(struct json_writer *w, char *pair)
{
	char *value = strchr(pair, '=');

	if (value)
		*value++ = '\0';
	else
		value = pair + strlen(pair);
	if (!decode(pair) || !decode(value) || !utf8_is_valid(pair, strlen(pair)) ||
	    !utf8_is_valid(value, strlen(value)))
		return -1;
	json_write_text(w, pair, value);
	return 0;
}

int
paying_query_string(struct text *params, struct err *e)
{
	struct json_writer w;
	struct text out;
	char *at = params->data;
	int result = 0;

	if (params->length == 0)
		return 0;
	at[strcspn(at, "\r\n")] = '\0';
	at += *at == '?';
	text_open(&out);
	json_writer_open(&w, &out);
	json_object_begin(&w, NULL);
	while (*at && result == 0) {
		char *pair = at;

		at += strcspn(at, "&");
		if (*at)
			*at++ = '\0';
		if (*pair)
			result = write_pair(&w, pair);
	}
	json_object_end(&w);
	text_close(params);
	*params = out;
	return result == 0 ? 0 : err_set(e, ERR_USAGE, _("--params is no query string"));
}

enum { PARAMS_MAX = 65536 }; /* of what a platform sends back with the customer */

int
paying_params(struct cli *cli, struct text *params, struct err *e)
{
	const char *path = cli_value(cli, "params");
	char bytes[4096];
	json_t *object;
	size_t got;
	FILE *file;
	int result;

	if (!path)
		return 0;
	if (cli_input(cli, path, &file, e) != 0)
		return -1;
	while (params->length <= PARAMS_MAX && (got = fread(bytes, 1, sizeof(bytes), file)) > 0)
		text_add_bytes(params, bytes, got);
	fclose(file);
	if (params->length > PARAMS_MAX)
		return err_set(e, ERR_USAGE, _("%.80s has more than %d bytes"), path, PARAMS_MAX);
	if (params->length > 0 && params->data[0] == '{') {
		result = json_read(params->data, params->length, &object, e);
		if (result == 0)
			json_decref(object);
		return result == 0 ? 0 : err_prefix(e, "%s", path);
	}
	return paying_query_string(params, e);
}
