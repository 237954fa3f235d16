#define _DEFAULT_SOURCE /* explicit_bzero */
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "base32.h"
#include "i18n.h"
#include "otpauth.h"
#include "utf8.h"

static const char scheme[] = "otpauth://", kind[] = "totp/";
static const char unreserved[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

/* ---- writing */

static char *
put_encoded(char *to, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *text != '\0'; text++) {
		if (strchr(unreserved, *text) != NULL) {
			*to++ = *text;
			continue;
		}
		*to++ = '%';
		*to++ = digits[(unsigned char)*text >> 4];
		*to++ = digits[*text & 15];
	}
	*to = '\0';
	return to;
}

static char *
put(char *to, const char *text)
{
	size_t length = strlen(text);

	memcpy(to, text, length + 1);
	return to + length;
}

static bool
is_name(const char *text)
{
	const char *at = text;

	if (!utf8_is_valid(text, strlen(text)) || strchr(text, ':') != NULL)
		return false;
	while (*at != '\0')
		if (utf8_is_control(utf8_next(&at)))
			return false;
	return true;
}

int
otpauth_write(const struct otpauth *o, char uri[OTPAUTH_URI_SIZE], struct err *e)
{
	char secret[(8 * TOTP_SECRET_MOST + 4) / 5 + 1];
	char *to = uri;

	assert(o->secret_length >= TOTP_SECRET_LEAST && o->secret_length <= TOTP_SECRET_MOST);
	assert(o->period >= TOTP_PERIOD_LEAST && o->period <= TOTP_PERIOD_MOST);
	if (!is_name(o->issuer) || !is_name(o->account) || o->account[0] == '\0')
		return err_set(e, ERR_USAGE, _("that name cannot stand in an otpauth URI"));
	to = put(put(to, scheme), kind);
	if (o->issuer[0] != '\0')
		to = put(put_encoded(to, o->issuer), ":");
	to = put(put_encoded(to, o->account), "?secret=");
	base32_write(o->secret, o->secret_length, secret, sizeof secret);
	to = put(to, secret);
	explicit_bzero(secret, sizeof secret);
	if (o->issuer[0] != '\0')
		to = put_encoded(put(to, "&issuer="), o->issuer);
	snprintf(to, (size_t)(uri + OTPAUTH_URI_SIZE - to), "&algorithm=SHA1&digits=6&period=%d",
	    o->period);
	return 0;
}

/* ---- reading */

enum { SECRET_TEXT_MOST = 8 * ((TOTP_SECRET_MOST + 4) / 5) }; /* padding included */

struct piece { /* of the URI, not ended by a NUL */
	const char *text;
	size_t length;
};

/* The parameters that mean something here; text NULL: absent. */
enum parameter { SECRET, ISSUER, ALGORITHM, DIGITS, PERIOD, PARAMETERS };
static const char *const names[PARAMETERS] = { "secret", "issuer", "algorithm", "digits",
	"period" };

static int
hex_value(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 'a' - 'A';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that "%XX" at that place stands for, or -1. */
static int
encoded_byte(struct piece from, size_t at)
{
	int high, low;

	if (from.length - at < 3)
		return -1;
	high = hex_value(from.text[at + 1]);
	low = hex_value(from.text[at + 2]);
	return high < 0 || low < 0 ? -1 : 16 * high + low;
}

/* false: a broken %XX, a NUL, a character that must have been written as %XX, no room. */
static bool
decode(struct piece from, const char *also, char *to, size_t size)
{
	size_t made = 0;

	for (size_t i = 0; i < from.length; i++) {
		int c = (unsigned char)from.text[i];

		if (c == '%') {
			c = encoded_byte(from, i);
			i += 2;
		} else if (strchr(unreserved, c) == NULL && strchr(also, c) == NULL) {
			return false;
		}
		if (c <= 0 || made + 1 >= size)
			return false;
		to[made++] = (char)c;
	}
	to[made] = '\0';
	return true;
}

static bool
is_word(struct piece piece, const char *word)
{
	return piece.length == strlen(word) && memcmp(piece.text, word, piece.length) == 0;
}

static int
read_secret(struct piece piece, struct otpauth *o, struct err *e)
{
	char text[SECRET_TEXT_MOST + 1];
	bool is_good =
	    decode(piece, "=", text, sizeof text) &&
	    base32_read(text, strlen(text), o->secret, sizeof o->secret, &o->secret_length) &&
	    o->secret_length >= TOTP_SECRET_LEAST;

	explicit_bzero(text, sizeof text);
	if (is_good)
		return 0;
	return err_set(e, ERR_USAGE,
	    _("a secret is %d to %d bytes in base32: capitals A to Z and digits 2 to 7"),
	    TOTP_SECRET_LEAST, TOTP_SECRET_MOST);
}

static int
read_period(struct piece piece, struct otpauth *o, struct err *e)
{
	int period = 0;

	for (size_t i = 0; i < piece.length && period <= TOTP_PERIOD_MOST; i++) {
		if (piece.text[i] < '0' || piece.text[i] > '9' || (i == 0 && piece.text[i] == '0'))
			period = TOTP_PERIOD_MOST;
		period = 10 * period + (piece.text[i] - '0');
	}
	if (period < TOTP_PERIOD_LEAST || period > TOTP_PERIOD_MOST)
		return err_set(e, ERR_USAGE, _("the period of an otpauth URI is %d to %d seconds"),
		    TOTP_PERIOD_LEAST, TOTP_PERIOD_MOST);
	o->period = period;
	return 0;
}

/* "ISSUER:ACCOUNT", or "ACCOUNT"; blanks may follow the colon. */
static bool
read_label(struct piece label, struct otpauth *o)
{
	char text[OTPAUTH_ISSUER_SIZE + OTPAUTH_ACCOUNT_SIZE];
	const char *account = text;
	char *colon;

	if (!decode(label, "@:!$&'()*,;=+", text, sizeof text))
		return false;
	colon = strchr(text, ':');
	if (colon != NULL) {
		*colon = '\0';
		account = colon + 1 + strspn(colon + 1, " ");
		if (strlen(text) >= sizeof o->issuer || text[0] == '\0')
			return false;
		memcpy(o->issuer, text, strlen(text) + 1);
	}
	if (strlen(account) >= sizeof o->account || account[0] == '\0')
		return false;
	memcpy(o->account, account, strlen(account) + 1);
	return is_name(o->issuer) && is_name(o->account);
}

/* The issuer stands in the label, in a parameter, or in both alike. */
static bool
read_issuer(struct piece piece, struct otpauth *o)
{
	char issuer[OTPAUTH_ISSUER_SIZE];

	if (!decode(piece, "@!$'()*,;/?", issuer, sizeof issuer) || !is_name(issuer))
		return false;
	if (o->issuer[0] != '\0' && strcmp(o->issuer, issuer) != 0)
		return false;
	memcpy(o->issuer, issuer, strlen(issuer) + 1);
	return true;
}

/* Parts "a=1&b=2" at its marks. */
static bool
read_parameters(const char *query, struct piece found[PARAMETERS])
{
	while (*query != '\0') {
		size_t length = strcspn(query, "&"), name = strcspn(query, "=&");
		int i = 0;

		if (name == length)
			return false;
		while (i < PARAMETERS && !is_word((struct piece){ query, name }, names[i]))
			i++;
		if (i < PARAMETERS && found[i].text != NULL)
			return false;
		if (i < PARAMETERS)
			found[i] = (struct piece){ query + name + 1, length - name - 1 };
		query += length + (query[length] == '&');
	}
	return true;
}

static int
read_values(const struct piece found[PARAMETERS], struct otpauth *o, struct err *e)
{
	if (found[ISSUER].text != NULL && !read_issuer(found[ISSUER], o))
		return err_set(e, ERR_USAGE, _("the names in the otpauth URI are not clear"));
	if ((found[ALGORITHM].text != NULL && !is_word(found[ALGORITHM], "SHA1")) ||
	    (found[DIGITS].text != NULL && !is_word(found[DIGITS], "6")))
		return err_set(
		    e, ERR_USAGE, _("only otpauth URIs of SHA1 and six digits are known"));
	if (found[PERIOD].text != NULL && read_period(found[PERIOD], o, e) != 0)
		return -1;
	return read_secret(found[SECRET], o, e);
}

int
otpauth_read(const char *text, struct otpauth *o, struct err *e)
{
	struct piece found[PARAMETERS] = { { NULL, 0 } };
	const char *label = text + sizeof scheme - 1 + sizeof kind - 1;
	size_t length;

	memset(o, 0, sizeof *o);
	o->period = TOTP_PERIOD;
	if (strncmp(text, scheme, sizeof scheme - 1) != 0)
		return read_secret((struct piece){ text, strlen(text) }, o, e);
	if (strncmp(text + sizeof scheme - 1, kind, sizeof kind - 1) != 0)
		return err_set(e, ERR_USAGE, _("only otpauth URIs of totp are known"));
	length = strcspn(label, "?");
	if (!read_label((struct piece){ label, length }, o))
		return err_set(e, ERR_USAGE, _("the names in the otpauth URI are not clear"));
	if (label[length] == '\0' || !read_parameters(label + length + 1, found))
		return err_set(e, ERR_USAGE, _("the otpauth URI is broken, or says a thing twice"));
	return read_values(found, o, e);
}
