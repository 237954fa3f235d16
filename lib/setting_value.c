#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "money.h"
#include "setting_private.h"
#include "utf8.h"

const struct setting_row setting_rows[] = {
	{ "channel.email", SETTING_TEXT, "", 0, 0, false,
	    N_("command that sends an e-mail from its standard input; else they wait") },
	{ "channel.sms", SETTING_TEXT, "", 0, 0, false,
	    N_("command that sends an SMS from its standard input; else they wait") },
	{ "clock.jump", SETTING_INT, "30", 1, 3650, false,
	    N_("days that the clock may be ahead of the newest activity") },
	{ "code.seconds", SETTING_INT, "109", 30, 3600, false,
	    N_("seconds that a code sent to a phone is good for") },
	{ "code.seconds.email", SETTING_INT, "900", 60, 86400, false,
	    N_("seconds that a code sent by e-mail is good for") },
	{ "customer.confirmed", SETTING_BOOL, "yes", 0, 0, false,
	    N_("a customer pays and commits itself only with a confirmed e-mail or phone") },
	{ "db.wait", SETTING_INT, "5000", 0, 600000, false,
	    N_("milliseconds to wait for another program's lock") },
	{ "notify.card-expiring", SETTING_INT, "30", 0, 90, false,
	    N_("days before a stored card expires that its owner is told; 0: never") },
	{ "notify.due-soon", SETTING_INT, "0", 0, 60, false,
	    N_("days before its due date that a customer is told of an invoice; 0: never") },
	{ "notify.timeout", SETTING_INT, "30", 1, 600, false,
	    N_("seconds that the command of a channel may run") },
	{ "notify.tries", SETTING_INT, "8", 1, 100, false,
	    N_("times that a message is tried before it has failed") },
	{ "office.city", SETTING_TEXT, "", 0, 0, false, N_("city of the office") },
	{ "office.country", SETTING_COUNTRY, "BO", 0, 0, false,
	    N_("country of the office (ISO 3166-1, two letters)") },
	{ "office.currency", SETTING_CURRENCY, "BOB", 0, 0, true,
	    N_("currency where none is named (ISO 4217)") },
	{ "office.email", SETTING_EMAIL, "", 0, 0, false,
	    N_("the office's own address: sender of e-mail, contact in messages") },
	{ "office.legal", SETTING_TEXT, "", 0, 0, false, N_("legal text at the foot of vouchers") },
	{ "office.name", SETTING_TEXT, "pp", 0, 0, false, N_("name of the office on documents") },
	{ "office.phone", SETTING_TEXT, "", 0, 0, false,
	    N_("the office's phone: contact in messages") },
	{ "office.regulator", SETTING_TEXT, "", 0, 0, false,
	    N_("who supervises the office, at the foot of documents") },
	{ "office.sandbox", SETTING_BOOL, "no", 0, 0, true,
	    N_("an office for trials: it may be given a clock (set by init)") },
	{ "office.timezone", SETTING_ZONE, "America/La_Paz", 0, 0, false,
	    N_("zone of the office's own dates (IANA)") },
	{ "portal.url", SETTING_URL, "", 0, 0, false,
	    N_("where customers log in, {ref} and {email} being theirs: the link in messages") },
	{ "print.font", SETTING_TEXT, "", 0, 0, false,
	    N_("path of a TrueType font for what Helvetica cannot print on PDF documents") },
	{ "qr.guid", SETTING_GUID, "", 0, 0, false,
	    N_("the office's identifier in QR codes: a reverse domain or 32 hex digits; else made "
	       "from the key file") },
	{ "session.idle", SETTING_INT, "900", 60, 86400, false,
	    N_("seconds without use after which who is logged in is not any more") },
	{ "session.life", SETTING_INT, "28800", 300, 604800, false,
	    N_("seconds that a login lasts at most") },
	{ "token.period", SETTING_INT, "30", 15, 60, false,
	    N_("seconds for which a token's device shows a code; for new tokens") },
	{ NULL, SETTING_TEXT, NULL, 0, 0, false, NULL },
};

const struct setting_row setting_gateway_rows[] = {
	{ "arguments", SETTING_TEXT, "", 0, 0, false,
	    N_("words given to the filter, separated by blanks") },
	{ "credentials", SETTING_TEXT, "", 0, 0, false,
	    N_("path of the file (0600) with the platform's credentials") },
	{ "merchant", SETTING_TEXT, "", 0, 0, false, N_("the office's code at the platform") },
	{ "session", SETTING_INT, "1800", 60, 604800, false,
	    N_("seconds that the platform keeps a hosted checkout open") },
	{ "timeout", SETTING_INT, "60", 1, 600, false, N_("seconds that a call may last in all") },
	{ "title", SETTING_TEXT, "", 0, 0, false, N_("name of the platform for people") },
	{ "visibility", SETTING_INT, "600", 0, 86400, false,
	    N_("seconds until the platform surely shows a payment it took") },
	{ NULL, SETTING_TEXT, NULL, 0, 0, false, NULL },
};

static const struct setting_row *
find(const struct setting_row *rows, const char *key)
{
	for (; rows->key != NULL; rows++)
		if (strcmp(rows->key, key) == 0)
			return rows;
	return NULL;
}

static bool
is_gateway_name(const char *name, size_t length)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

	return length >= 1 && length <= 32 && strspn(name, allowed) >= length && name[0] != '-';
}

const struct setting_row *
setting_row_of(const char *key, char gateway[33])
{
	static const char prefix[] = "gateway.";
	const char *name = key + sizeof prefix - 1, *dot;

	gateway[0] = '\0';
	if (strncmp(key, prefix, sizeof prefix - 1) != 0)
		return find(setting_rows, key);
	dot = strchr(name, '.');
	if (dot == NULL || !is_gateway_name(name, (size_t)(dot - name)))
		return NULL;
	memcpy(gateway, name, (size_t)(dot - name));
	gateway[dot - name] = '\0';
	return find(setting_gateway_rows, dot + 1);
}

static int
check_int(const struct setting_row *row, const char *value, struct err *e)
{
	char *end;
	long long number;

	errno = 0;
	number = strtoll(value, &end, 10);
	if (errno == 0 && value[0] >= '0' && value[0] <= '9' && *end == '\0' &&
	    number >= row->least && number <= row->most)
		return 0;
	return err_set(e, ERR_USAGE, _("%s takes a whole number from %lld to %lld"), row->key,
	    (long long)row->least, (long long)row->most);
}

static int
check_zone(const char *value, struct err *e)
{
	struct zone *zone;

	if (zone_open(&zone, value, e) != 0) {
		e->code = ERR_USAGE;
		return -1;
	}
	zone_close(zone);
	return 0;
}

static bool
is_country(const char *value)
{
	return value[0] >= 'A' && value[0] <= 'Z' && value[1] >= 'A' && value[1] <= 'Z' &&
	       value[2] == '\0';
}

/* Of printable ASCII, so that it can stand in any message. */
static bool
is_url(const char *value)
{
	return url_is_page(value) && strlen(value) < SETTING_SIZE;
}

/* "bo.example.pay", or 32 hex digits. */
static bool
is_guid(const char *value)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	size_t length = strlen(value), dots = 0;

	if (length == 32 && strspn(value, "0123456789ABCDEFabcdef") == length)
		return true;
	for (const char *label = value; *label != '\0'; dots++) {
		size_t size = strspn(label, letters);

		if (size == 0 || (label[size] != '.' && label[size] != '\0'))
			return false;
		label += size;
		if (*label == '.' && *++label == '\0')
			return false;
	}
	return dots >= 2 && length <= 32;
}

int
setting_value_check(const struct setting_row *row, const char *value, struct err *e)
{
	switch (row->kind) {
	case SETTING_INT:
		return check_int(row, value, e);
	case SETTING_BOOL:
		if (strcmp(value, "yes") == 0 || strcmp(value, "no") == 0)
			return 0;
		return err_set(e, ERR_USAGE, _("%s takes yes or no"), row->key);
	case SETTING_CURRENCY:
		if (currency_find(value) != NULL)
			return 0;
		return err_set(e, ERR_USAGE, _("%s takes a currency of ISO 4217"), row->key);
	case SETTING_ZONE:
		return check_zone(value, e);
	case SETTING_COUNTRY:
		if (is_country(value))
			return 0;
		return err_set(e, ERR_USAGE, _("%s takes a country code of two letters"), row->key);
	case SETTING_EMAIL:
		return email_check(value, e);
	case SETTING_URL:
		if (is_url(value))
			return 0;
		return err_set(e, ERR_USAGE, _("%s takes a link that begins https://"), row->key);
	case SETTING_GUID:
		if (value[0] == '\0' || is_guid(value))
			return 0;
		return err_set(e, ERR_USAGE,
		    _("%s takes a reverse domain of at most 32 characters, or 32 hex digits"),
		    row->key);
	default:
		return value[0] == '\0' ? 0 : text_check(value, SETTING_SIZE - 1, row->key, e);
	}
}
