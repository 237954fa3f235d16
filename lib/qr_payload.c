#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "emv.h"
#include "i18n.h"
#include "key.h"
#include "qr_payload.h"
#include "setting.h"
#include "utf8.h"

enum { NAME_CHARS = 25, CITY_CHARS = 15, FIELD_CHARS = 25, AMOUNT_CHARS = 13, MAC_DIGITS = 16 };
enum { FITTED_SIZE = 4 * EMV_VALUE_MAX + 1, GUID_SIZE = 33, CITY_SIZE = SETTING_SIZE };

static const char no_mac[MAC_DIGITS + 1] = "0000000000000000";

/* What the objects of a payload are made from. */
struct sheet {
	const char *guid, *account, *mcc, *name, *city, *country;
	char amount[MONEY_TEXT_SIZE];	     /* "" if open */
	const char *bill, *reference, *memo; /* "" where there is none */
	const char *expires_on;
	bool is_once;
	const struct currency *currency;
};

/* At most so many characters of text, controls made blanks, no blanks at the ends. */
static const char *
fit(const char *text, size_t chars, char fitted[FITTED_SIZE])
{
	size_t length = 0;

	while (*text != '\0' && chars > 0) {
		const char *at = text;
		unsigned character = utf8_next(&text);
		bool is_blank = character == ' ' || utf8_is_control(character);

		if (is_blank && length == 0)
			continue;
		memcpy(fitted + length, is_blank ? " " : at, is_blank ? 1 : (size_t)(text - at));
		length += is_blank ? 1 : (size_t)(text - at);
		chars--;
	}
	while (length > 0 && fitted[length - 1] == ' ')
		length--;
	fitted[length] = '\0';
	return fitted;
}

static void
add(struct text *t, int id, const char *value, size_t chars)
{
	char fitted[FITTED_SIZE];

	if (fit(value, chars, fitted)[0] != '\0')
		emv_add(t, id, fitted);
}

/* The template ends here; what it lacks for want of memory its payload lacks too. */
static void
add_template(struct text *t, int id, struct text *inside)
{
	if (text_failed(inside))
		t->is_broken = true;
	else
		emv_add(t, id, text_string(inside));
	text_close(inside);
}

/* Template 80: what only this office looks at. */
static void
add_own(struct text *t, const struct sheet *s, const char *mac)
{
	char day[9] = "";
	struct text own;

	text_open(&own);
	emv_add(&own, 0, s->guid);
	emv_add(&own, 1, s->is_once ? "once" : "many");
	if (s->expires_on[0] != '\0') {
		snprintf(day, sizeof day, "%.4s%.2s%.2s", s->expires_on, s->expires_on + 5,
		    s->expires_on + 8);
		emv_add(&own, 2, day);
	}
	emv_add(&own, 3, mac);
	add_template(t, 80, &own);
}

static void
add_merchant(struct text *t, const struct sheet *s)
{
	char number[4];
	struct text account;

	text_open(&account);
	emv_add(&account, 0, s->guid);
	emv_add(&account, 1, s->account);
	add_template(t, 26, &account);
	emv_add(t, 52, s->mcc);
	snprintf(number, sizeof number, "%03u", (unsigned)s->currency->number % 1000);
	emv_add(t, 53, number);
	if (s->amount[0] != '\0')
		emv_add(t, 54, s->amount);
	emv_add(t, 58, s->country);
	add(t, 59, s->name, NAME_CHARS);
	add(t, 60, s->city, CITY_CHARS);
}

/* All but the checksum. */
static void
compose(struct text *t, const struct sheet *s, const char *mac)
{
	struct text more;

	emv_add(t, 0, "01");
	emv_add(t, 1, s->is_once ? "12" : "11");
	add_merchant(t, s);
	text_open(&more);
	if (utf8_count(s->bill) <= FIELD_CHARS)
		add(&more, 1, s->bill, FIELD_CHARS);
	emv_add(&more, 5, s->reference);
	add(&more, 8, s->memo, FIELD_CHARS);
	add_template(t, 62, &more);
	add_own(t, s, mac);
}

static int
find_mac(struct office *office, const char *text, char mac[SECRET_HEX_SIZE], struct err *e)
{
	struct secret_key key;
	int result;

	if (key_load(office, &key, e) != 0)
		return -1;
	result = secret_mac(&key, "qr", text, mac, e);
	secret_forget(&key);
	mac[MAC_DIGITS] = '\0';
	return result;
}

/* The office's own identifier: as set, else 32 hex digits made from the key file. */
static int
find_guid(struct office *office, char guid[GUID_SIZE], struct err *e)
{
	struct secret_key key;
	int result;

	if (setting_text(office->db, "qr.guid", guid, GUID_SIZE, e) != 0)
		return -1;
	if (guid[0] != '\0')
		return 0;
	if (key_load(office, &key, e) != 0)
		return -1;
	result = secret_mac(&key, "qr guid", "", guid, e);
	secret_forget(&key);
	return result;
}

/* The biller's city, the office's, or that of its zone. */
static int
find_city(struct office *office, const char *own, char city[CITY_SIZE], struct err *e)
{
	char *slash;

	snprintf(city, CITY_SIZE, "%s", own);
	if (city[0] == '\0' && setting_text(office->db, "office.city", city, CITY_SIZE, e) != 0)
		return -1;
	if (city[0] != '\0')
		return 0;
	if (setting_text(office->db, "office.timezone", city, CITY_SIZE, e) != 0)
		return -1;
	slash = strrchr(city, '/');
	if (slash != NULL)
		memmove(city, slash + 1, strlen(slash));
	for (char *c = city; *c != '\0'; c++)
		if (*c == '_')
			*c = ' ';
	return 0;
}

static int
write_payload(
    struct office *office, const struct sheet *s, char payload[QR_PAYLOAD_SIZE], struct err *e)
{
	char mac[SECRET_HEX_SIZE];
	struct text t;
	int result;

	text_open(&t);
	compose(&t, s, no_mac);
	result = text_failed(&t) ? err_set(e, ERR_FAILED, _("out of memory"))
				 : find_mac(office, text_string(&t), mac, e);
	if (result == 0) {
		text_clear(&t);
		compose(&t, s, mac);
		emv_finish(&t);
		if (text_failed(&t) || t.length >= QR_PAYLOAD_SIZE)
			result = err_set(e, ERR_FAILED, _("out of memory"));
		else
			memcpy(payload, t.data, t.length + 1);
	}
	text_close(&t);
	return result;
}

/* A number that is too long beside the identifier gives way to the account's ref. */
static const char *
account_number(const struct account *a, const char *guid, char ref[REF_SIZE])
{
	if (utf8_count(a->number) + strlen(guid) + 8 <= EMV_VALUE_MAX)
		return a->number;
	return ref_format(REF_ACCOUNT, a->id, ref);
}

/* Completes the sheet by who is paid: the biller of a service account, else the holder. */
static int
write_for(struct office *office, const struct sheet *begun, const struct account *a,
    char payload[QR_PAYLOAD_SIZE], struct err *e)
{
	char guid[GUID_SIZE], city[CITY_SIZE], country[8], ref[REF_SIZE], name[FITTED_SIZE];
	struct biller b = { .id = 0 };
	struct sheet s = *begun;

	if (!a->is_deposit && biller_show(office->db, a->biller, &b, e) != 0)
		return -1;
	if (find_guid(office, guid, e) != 0 || find_city(office, b.city, city, e) != 0 ||
	    setting_text(office->db, "office.country", country, sizeof country, e) != 0)
		return -1;
	s.guid = guid;
	s.account = account_number(a, guid, ref);
	s.mcc = b.mcc[0] != '\0' ? b.mcc : "0000";
	s.name = fit(b.id != 0 ? b.name : a->holder, NAME_CHARS, name)[0] != '\0' ? name : "-";
	s.city = city;
	s.country = country;
	return write_payload(office, &s, payload, e);
}

int
qr_payload_make(struct office *office, struct qr *qr, struct err *e)
{
	struct sheet s = { .bill = "",
		.reference = qr->reference,
		.memo = qr->memo,
		.expires_on = qr->expires_on,
		.is_once = qr->is_once,
		.currency = currency_find(qr->amount.currency) };
	struct invoice inv = { .id = 0 };
	struct account a;

	if (qr->invoice != 0 && invoice_show(office->db, qr->invoice, &inv, e) != 0)
		return -1;
	if (account_show(office->db, qr->account, &a, e) != 0)
		return -1;
	s.bill = inv.number;
	if (qr->amount.minor != 0)
		money_format(&qr->amount, s.amount);
	if (strlen(s.amount) > AMOUNT_CHARS)
		return err_set(
		    e, ERR_USAGE, _("a QR takes amounts of at most %d characters"), AMOUNT_CHARS);
	return write_for(office, &s, &a, qr->payload, e);
}

int
qr_payload_of_invoice(
    struct office *office, int64_t invoice, char payload[QR_PAYLOAD_SIZE], struct err *e)
{
	char ref[REF_SIZE];
	struct sheet s = { .reference = ref, .memo = "", .expires_on = "", .is_once = true };
	struct invoice inv;
	struct account a;

	ref_format(REF_INVOICE, invoice, ref);
	if (invoice_show(office->db, invoice, &inv, e) != 0)
		return -1;
	if (inv.status != INVOICE_OPEN)
		return ref_refuse(REF_INVOICE, invoice, invoice_status_name(inv.status), e);
	s.bill = inv.number;
	s.memo = inv.concept;
	s.currency = currency_find(inv.amount.currency);
	if (account_show(office->db, inv.account, &a, e) != 0)
		return -1;
	return write_for(office, &s, &a, payload, e);
}

/* ---- whose it is */

static int
refuse_broken(const struct emv *emv, struct err *e)
{
	const struct emv_breach *b = emv->breaches;

	while (b->is_deviation)
		b++;
	if (emv->kind == EMV_KIND_TEXT || b->path[0] == '\0')
		err_set(e, ERR_USAGE, _("that is no whole QR payload: %s"), _(b->meaning));
	else
		err_set(e, ERR_USAGE, _("that is no whole QR payload: %s, at %s"), _(b->meaning),
		    b->path);
	return err_reason(e, "payload", "");
}

/* "BOB" for "068"; what is none of ISO 4217 as it stands. */
static const char *
currency_name(const char *number)
{
	const struct currency *c;
	char own[4];

	for (size_t i = 0; (c = currency_at(i)) != NULL; i++) {
		snprintf(own, sizeof own, "%03u", (unsigned)c->number % 1000);
		if (strcmp(own, number) == 0)
			return c->code;
	}
	return number;
}

/* What can be said of somebody else's: who is paid and how much. */
static int
refuse_foreign(const struct emv *emv, struct err *e)
{
	char name[FITTED_SIZE] = "?", amount[FITTED_SIZE] = "", currency[FITTED_SIZE] = "";

	if (emv->kind == EMV_KIND_BANK) {
		err_set(e, ERR_CONFLICT,
		    _("issued by a bank, which alone can read it: it is not "
		      "payable here"));
		return err_reason(e, "foreign", "");
	}
	(void)emv_value(emv, "59", name, sizeof name);
	(void)emv_value(emv, "54", amount, sizeof amount);
	(void)emv_value(emv, "53", currency, sizeof currency);
	if (amount[0] != '\0')
		err_set(e, ERR_CONFLICT, _("the QR of %.100s (%s, %.13s %.3s) is not payable here"),
		    name, emv_kind_name(emv->kind), amount, currency_name(currency));
	else
		err_set(e, ERR_CONFLICT, _("the QR of %.100s (%s) is not payable here"), name,
		    emv_kind_name(emv->kind));
	return err_reason(e, "foreign", "");
}

static int
refuse_altered(struct err *e)
{
	err_set(e, ERR_CONFLICT, _("the QR was altered: it is not as this office made it"));
	return err_reason(e, "altered", "");
}

/* Whether 80-03 is the HMAC of the rest. */
static int
check_mac(struct office *office, const struct emv *emv, const char *payload, struct err *e)
{
	const struct emv_object *own = emv_find(emv, "80.03"), *end = emv_find(emv, "63");
	char mac[SECRET_HEX_SIZE], text[QR_PAYLOAD_SIZE];
	size_t length = (size_t)(end->value - 4 - payload);
	unsigned difference = 0;

	if (own == NULL || own->length != MAC_DIGITS || length >= sizeof text)
		return refuse_altered(e);
	memcpy(text, payload, length);
	text[length] = '\0';
	memcpy(text + (own->value - payload), no_mac, MAC_DIGITS);
	if (find_mac(office, text, mac, e) != 0)
		return -1;
	for (int i = 0; i < MAC_DIGITS; i++)
		difference |= (unsigned)(mac[i] ^ own->value[i]);
	return difference != 0 ? refuse_altered(e) : 0;
}

static int
read_charge(struct office *office, const char *payload, const char *reference,
    struct qr_target *target, struct err *e)
{
	struct qr qr;
	int row = qr_by_reference(office->db, reference, &target->qr, e);

	if (row < 0)
		return -1;
	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, _("there is no charge %.40s here"), reference);
	if (qr_show(office, target->qr, &qr, e) != 0)
		return -1;
	return strcmp(qr.payload, payload) == 0 ? 0 : refuse_altered(e);
}

static int
is_ours(struct office *office, const struct emv *emv, struct err *e)
{
	char guid[GUID_SIZE], own[FITTED_SIZE], merchant[FITTED_SIZE];

	if (find_guid(office, guid, e) != 0)
		return -1;
	return emv_value(emv, "80.00", own, sizeof own) &&
	       emv_value(emv, "26.00", merchant, sizeof merchant) && strcmp(own, guid) == 0 &&
	       strcmp(merchant, guid) == 0;
}

int
qr_payload_read(struct office *office, const char *payload, struct qr_target *target, struct err *e)
{
	char reference[FITTED_SIZE];
	struct ref ref;
	struct err why;
	struct emv emv;
	int ours;

	*target = (struct qr_target){ 0, 0 };
	emv_read(payload, &emv);
	if (emv.is_invalid)
		return refuse_broken(&emv, e);
	ours = emv.kind == EMV_KIND_BANK ? 0 : is_ours(office, &emv, e);
	if (ours < 0)
		return -1;
	/* The setting may have changed since it was printed: what this office signed is its own. */
	if (emv.kind == EMV_KIND_BANK || check_mac(office, &emv, payload, &why) != 0) {
		if (ours == 0 && (emv.kind == EMV_KIND_BANK || why.code == ERR_CONFLICT))
			return refuse_foreign(&emv, e);
		*e = why;
		return -1;
	}
	if (!emv_value(&emv, "62.05", reference, sizeof reference))
		return refuse_altered(e);
	if (ref_parse(reference, &ref) != 1)
		return read_charge(office, payload, reference, target, e);
	if (ref.type != REF_INVOICE)
		return refuse_altered(e);
	target->invoice = ref.id;
	return 0;
}
