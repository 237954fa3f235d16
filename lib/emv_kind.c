/*
 * emv_kind - whose payload it is: national profiles, and what banks issue in forms of their own.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include "emv_private.h"

static bool
is_digits(const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

/* Base64 of at least 32 characters, a bar, at least 8 hex digits: what Bolivian banks issue. */
static bool
is_opaque(const char *text)
{
	static const char base64[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t length = strspn(text, base64), hex;

	text += length;
	length += strspn(text, "=");
	text += strspn(text, "=");
	if (length < 32 || *text++ != '|')
		return false;
	hex = strspn(text, "0123456789ABCDEFabcdef");
	return hex >= 8 && text[hex] == '\0';
}

enum emv_kind
emv_kind_of_text(const char *text)
{
	size_t length = strlen(text);

	if (is_opaque(text))
		return EMV_KIND_BANK;
	if (length < 8 || !is_digits(text, 4))
		return EMV_KIND_TEXT;
	/* Another number begins so too; a payload has its checksum somewhere. */
	return strncmp(text, "00", 2) == 0 || strstr(text, "6304") != NULL ? EMV_KIND_EMVCO
									   : EMV_KIND_TEXT;
}

static bool
begins(const struct emv_object *o, const char *start)
{
	size_t length = strlen(start);

	return o->length >= length && strncasecmp(o->value, start, length) == 0;
}

/* What the first object of a template tells. */
static enum emv_kind
kind_of_guid(const struct emv_object *o)
{
	if (o->length == 14 && begins(o, "br.gov.bcb.pix"))
		return EMV_KIND_PIX;
	if (begins(o, "co.com."))
		return EMV_KIND_COLOMBIA;
	if (begins(o, "py."))
		return EMV_KIND_PARAGUAY;
	/* The tax number (CUIT) in 50, the account (CBU) or its alias in 51. */
	if ((strcmp(o->path, "50.00") == 0 && o->length == 11 && is_digits(o->value, 11)) ||
	    (strcmp(o->path, "51.00") == 0 && o->length == 22 && is_digits(o->value, 22)))
		return EMV_KIND_ARGENTINA;
	return EMV_KIND_EMVCO;
}

/* In Argentina 50 and 51 hold what they hold without saying whose they are. */
static void
forgive(struct emv *emv)
{
	bool is_invalid = false;

	for (size_t i = 0; i < emv->breach_count; i++) {
		struct emv_breach *b = &emv->breaches[i];

		if ((strncmp(b->path, "50", 2) == 0 || strncmp(b->path, "51", 2) == 0) &&
		    (strcmp(b->rule, "guid") == 0 || strcmp(b->rule, "id") == 0 ||
			strcmp(b->rule, "length") == 0 || strcmp(b->rule, "cut") == 0))
			b->is_deviation = true;
		is_invalid = is_invalid || !b->is_deviation;
	}
	if (emv->breach_count < EMV_BREACHES_MAX)
		emv->is_invalid = is_invalid;
}

void
emv_name_kinds(struct emv *emv)
{
	char country[3] = "";

	for (size_t i = 0; i < emv->count; i++) {
		struct emv_object *o = &emv->objects[i];
		size_t own = strlen(o->path);
		enum emv_kind kind = EMV_KIND_EMVCO;

		if (own > 2 && strcmp(o->path + own - 3, ".00") == 0)
			kind = kind_of_guid(o);
		o->kind = EMV_KIND_EMVCO;
		/* The first that is known names the whole. */
		if (kind != EMV_KIND_EMVCO && emv->kind == EMV_KIND_EMVCO)
			emv->kind = kind;
		for (size_t j = 0; kind != EMV_KIND_EMVCO && j < emv->count; j++)
			if (strncmp(emv->objects[j].path, o->path, own - 3) == 0)
				emv->objects[j].kind = kind;
	}
	(void)emv_value(emv, "58", country, sizeof country);
	if (strcmp(country, "AR") == 0 && emv->kind == EMV_KIND_EMVCO &&
	    (emv_find(emv, "50") != NULL || emv_find(emv, "51") != NULL))
		emv->kind = EMV_KIND_ARGENTINA;
	if (emv->kind == EMV_KIND_ARGENTINA)
		forgive(emv);
}
