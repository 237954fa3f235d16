#include <stdio.h>
#include <string.h>
#include "customer_private.h"
#include "i18n.h"
#include "setting.h"
#include "utf8.h"

enum { PHONE_DIGITS_MIN = 5, PHONE_DIGITS_MAX = 15 /* ITU-T E.164 */, DOCUMENT_MAX = 64 };

static void
trim(char *text)
{
	size_t start = strspn(text, " \t"), length = strlen(text);

	while (length > start && (text[length - 1] == ' ' || text[length - 1] == '\t'))
		length--;
	memmove(text, text + start, length - start);
	text[length - start] = '\0';
}

/* ASCII alone, the same in every locale. */
static void
set_case(char *text, size_t length, char first, int shift)
{
	for (size_t i = 0; i < length && text[i] != '\0'; i++)
		if (text[i] >= first && text[i] <= first + ('z' - 'a'))
			text[i] = (char)(text[i] + shift);
}

static void
drop(char *text, const char *unwanted)
{
	char *to = text;

	for (; *text != '\0'; text++)
		if (strchr(unwanted, *text) == NULL)
			*to++ = *text;
	*to = '\0';
}

void
customer_tidy_keys(struct customer *c)
{
	char *colon;

	trim(c->email);
	set_case(c->email, sizeof c->email, 'A', 'a' - 'A');
	drop(c->phone, " -.()\t");
	trim(c->document);
	colon = strchr(c->document, ':');
	if (colon == NULL)
		return;
	*colon = '\0';
	trim(colon + 1);
	trim(c->document);
	set_case(c->document, strlen(c->document), 'a', 'A' - 'a');
	memmove(c->document + strlen(c->document) + 1, colon + 1, strlen(colon + 1) + 1);
	c->document[strlen(c->document)] = ':';
}

static bool
is_phone(const char *phone)
{
	const char *digits = phone + (phone[0] == '+');
	size_t length = strspn(digits, "0123456789");

	return digits[length] == '\0' && length >= PHONE_DIGITS_MIN && length <= PHONE_DIGITS_MAX;
}

/* TYPE:NUMBER, the type one to twelve capitals and digits. */
static bool
is_document(const char *document)
{
	size_t length = strspn(document, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

	return length >= 1 && length <= 12 && document[length] == ':' &&
	       document[length + 1] != '\0';
}

static int
check_document(const char *document, struct err *e)
{
	if (!is_document(document))
		return err_set(e, ERR_USAGE, _("a document is TYPE:NUMBER, as in CI:1234567"));
	return number_check(document, DOCUMENT_MAX, N_("document"), e);
}

int
customer_tidy_document(const char *text, char document[65], struct err *e)
{
	struct customer c = { 0 };

	if (snprintf(c.document, sizeof c.document, "%s", text) > DOCUMENT_MAX)
		return err_set(e, ERR_USAGE, _("a document is TYPE:NUMBER, as in CI:1234567"));
	customer_tidy_keys(&c);
	memcpy(document, c.document, sizeof c.document);
	return check_document(document, e);
}

static int
refuse_phone(struct err *e)
{
	return err_set(e, ERR_USAGE, _("a phone is 5 to 15 digits, with or without a plus"));
}

static int
check_kind(const struct customer *c, struct err *e)
{
	if (strcmp(c->kind, "person") != 0 && strcmp(c->kind, "business") != 0)
		return err_set(e, ERR_USAGE, _("a customer is a person or a business"));
	if (c->language[0] == '\0' || strcmp(c->language, "es") == 0 ||
	    strcmp(c->language, "en") == 0)
		return 0;
	return err_set(e, ERR_USAGE, _("a customer's language is es or en"));
}

int
customer_tidy(struct customer *c, struct err *e)
{
	if (c->kind[0] == '\0')
		memcpy(c->kind, "person", sizeof "person");
	customer_tidy_keys(c);
	trim(c->name);
	if (text_check(c->name, sizeof c->name - 1, N_("name"), e) != 0 ||
	    email_check(c->email, e) != 0)
		return -1;
	if (c->phone[0] != '\0' && !is_phone(c->phone))
		return refuse_phone(e);
	if (c->document[0] != '\0' && check_document(c->document, e) != 0)
		return -1;
	if (c->address[0] != '\0' &&
	    text_check(c->address, sizeof c->address - 1, N_("address"), e) != 0)
		return -1;
	if (c->adviser[0] != '\0' &&
	    text_check(c->adviser, sizeof c->adviser - 1, N_("adviser"), e) != 0)
		return -1;
	return check_kind(c, e);
}

int
customer_tidy_contact(char phone[21], char email[255], struct err *e)
{
	struct customer c = { .id = 0 };

	memcpy(c.phone, phone, sizeof c.phone);
	memcpy(c.email, email, sizeof c.email);
	customer_tidy_keys(&c);
	memcpy(phone, c.phone, sizeof c.phone);
	memcpy(email, c.email, sizeof c.email);
	if (email[0] != '\0' && email_check(email, e) != 0)
		return -1;
	return phone[0] == '\0' || is_phone(phone) ? 0 : refuse_phone(e);
}

int
customer_hint_ask(const struct customer *c, struct err *e)
{
	if (c->adviser[0] != '\0')
		return err_hint(e, _("ask %s"), c->adviser);
	return err_hint(e, _("ask the office: pp-biller guide --kind=contact"));
}

int
customer_check_ready(struct office *office, struct err *e)
{
	struct customer c;
	bool is_wanted;

	if (office->actor.kind != ACTOR_CUSTOMER)
		return 0;
	if (customer_show(office->db, office->actor.customer, &c, e) != 0)
		return -1;
	if (strcmp(c.status, "active") != 0) {
		customer_refuse_state(&c, e);
		return customer_hint_ask(&c, e);
	}
	if (setting_bool(office->db, "customer.confirmed", &is_wanted, e) != 0)
		return -1;
	if (!is_wanted || c.email_confirmed_at != 0 || c.phone_confirmed_at != 0)
		return 0;
	err_set(e, ERR_CONFLICT, _("neither e-mail address nor phone is confirmed"));
	err_reason(e, "unconfirmed", "");
	if (c.adviser[0] != '\0')
		return err_hint(e, _("pp-customer confirm email, or ask %s"), c.adviser);
	return err_hint(e, "pp-customer confirm email");
}

/* "d***.bo": the first character of the domain and all that follows its last dot. */
void
customer_mask_email(const char *email, char masked[CUSTOMER_MASK_SIZE])
{
	const char *at = strchr(email, '@');
	const char *dot = strrchr(email, '.');

	if (at == NULL || dot == NULL || dot < at)
		snprintf(masked, CUSTOMER_MASK_SIZE, "***");
	else
		snprintf(masked, CUSTOMER_MASK_SIZE, "%.1s***@%.1s***%.20s", email, at + 1, dot);
}

void
customer_mask_phone(const char *phone, char masked[CUSTOMER_MASK_SIZE])
{
	size_t length = strlen(phone);

	snprintf(masked, CUSTOMER_MASK_SIZE, "****%s", phone + (length > 3 ? length - 3 : 0));
}

/* RFC 3986: all but the unreserved characters as %XX. */
static void
add_percent(struct text *out, const char *value)
{
	static const char unreserved[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *value != '\0'; value++)
		if (strchr(unreserved, *value) != NULL)
			text_add_char(out, *value);
		else
			text_add_format(out, "%%%02X", (unsigned)(unsigned char)*value);
}

int
customer_portal(struct db *db, const struct customer *c, struct text *out, struct err *e)
{
	char setting[SETTING_SIZE], ref[REF_SIZE];
	const char *pattern = setting;

	if (setting_text(db, "portal.url", setting, sizeof setting, e) != 0)
		return -1;
	while (*pattern != '\0') {
		if (strncmp(pattern, "{ref}", 5) == 0) {
			text_add(out, c->id != 0 ? ref_format(REF_CUSTOMER, c->id, ref) : "");
			pattern += 5;
		} else if (strncmp(pattern, "{email}", 7) == 0) {
			add_percent(out, c->email);
			pattern += 7;
		} else {
			text_add_char(out, *pattern++);
		}
	}
	return 0;
}
