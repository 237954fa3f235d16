#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "customer.h"
#include "i18n.h"
#include "key.h"
#include "outbox_private.h"
#include "setting.h"
#include "utf8.h"

enum { SMS_OFFICE_MAX = 30, PHONE_MAX = 20 };

static const char sql_add[] =
    "INSERT INTO message (status, channel, customer, recipient, template, language, subject, body,"
    " about, created_at, expires_at, attempts, next_at) VALUES ('waiting', :channel, :customer,"
    " :recipient, :template, :language, :subject, :body, :about, :created_at, :expires_at, 0,"
    " :created_at)";
static const char sql_supersede[] =
    "UPDATE message SET expires_at = :now WHERE customer = :customer AND template = :template"
    " AND status = 'waiting' AND secret IS NOT NULL AND expires_at > :now";
static const char sql_seal[] = "UPDATE message SET secret = :secret WHERE id = :id";

struct standards { /* what every template knows */
	char office[SETTING_SIZE];
	struct text portal;
	char contact[2 * SETTING_SIZE + 4];
	char minutes[24];
	char seconds[24];
};

const char *
outbox_channel_name(enum outbox_channel channel)
{
	return channel == OUTBOX_SMS ? "sms" : "email";
}

void
outbox_binding(int64_t id, int64_t customer, char binding[OUTBOX_BINDING_SIZE])
{
	snprintf(binding, OUTBOX_BINDING_SIZE, "message msg-%" PRId64 " cus-%" PRId64 " code", id,
	    customer);
}

static int
find_standards(struct office *office, const struct outbox_note *note, const struct customer *c,
    struct standards *s, struct err *e)
{
	char phone[SETTING_SIZE], email[SETTING_SIZE];
	int64_t left_s = note->expires_at - office->now;

	if (setting_text(office->db, "office.name", s->office, sizeof s->office, e) != 0 ||
	    customer_portal(office->db, c, &s->portal, e) != 0 ||
	    setting_text(office->db, "office.phone", phone, sizeof phone, e) != 0 ||
	    setting_text(office->db, "office.email", email, sizeof email, e) != 0)
		return -1;
	snprintf(s->contact, sizeof s->contact, "%s%s%s", phone,
	    phone[0] != '\0' && email[0] != '\0' ? ", " : "", email);
	if (note->channel == OUTBOX_SMS)
		s->office[utf8_fit_bytes(s->office, SMS_OFFICE_MAX)] = '\0';
	if (note->expires_at != 0 && left_s > 0) {
		snprintf(s->seconds, sizeof s->seconds, "%" PRId64, left_s);
		snprintf(s->minutes, sizeof s->minutes, "%" PRId64, (left_s + 59) / 60);
	}
	return 0;
}

struct content {
	const struct customer *customer; /* id 0: nobody known */
	struct text subject, body;
	const char *language;
};

static int
render(struct content *c, const struct outbox_note *note, const struct standards *s, struct err *e)
{
	const struct outbox_template *template = outbox_template_find(note->template, c->language);
	const struct outbox_template *notice = outbox_template_find("notice", c->language);
	const struct outbox_value values[] = {
		{ "office", s->office, false },
		{ "portal", text_string(&s->portal), false },
		{ "contact", s->contact, false },
		{ "minutes", s->minutes, false },
		{ "seconds", s->seconds, false },
		{ NULL, NULL, false },
	};

	assert(template != NULL && notice != NULL);
	outbox_render_subject(&c->subject, template->subject, note->values, values);
	outbox_render(&c->body, template->body, note->values, values);
	if (note->channel == OUTBOX_EMAIL)
		outbox_render(&c->body, notice->body, note->values, values);
	if (text_failed(&s->portal) || text_failed(&c->subject) || text_failed(&c->body))
		return err_set(e, ERR_BUSY, _("out of memory"));
	return 0;
}

static int
write_content(
    struct office *office, const struct outbox_note *note, struct content *c, struct err *e)
{
	struct standards s = { .minutes = "", .seconds = "" };
	int result;

	text_open(&s.portal);
	result = find_standards(office, note, c->customer, &s, e);
	if (result == 0)
		result = render(c, note, &s, e);
	text_close(&s.portal);
	return result;
}

/* Sealed once the message has its id, which the box is bound to. */
static int
keep_secret(struct office *office, const struct outbox_note *note, int64_t id, struct err *e)
{
	char binding[OUTBOX_BINDING_SIZE];
	struct secret_key key;
	struct vault_box box;
	int result;

	if (note->secret == NULL)
		return 0;
	if (key_load(office, &key, e) != 0)
		return -1;
	outbox_binding(id, note->customer, binding);
	result = vault_seal(&key, binding, note->secret, strlen(note->secret), &box, e);
	secret_forget(&key);
	if (result != 0)
		return -1;
	return db_run(office->db, sql_seal,
	    BINDS(BIND_BLOB(":secret", box.bytes, box.length), BIND_INT(":id", id)), NULL, e);
}

static int
phone_check(const char *phone, struct err *e)
{
	size_t length = strlen(phone);

	if (length >= 5 && length <= PHONE_MAX &&
	    strspn(phone + (phone[0] == '+'), "0123456789") == length - (phone[0] == '+'))
		return 0;
	return err_set(e, ERR_USAGE, _("not a phone number"));
}

static int
add(struct office *office, const struct outbox_note *note, const char *to, struct content *c,
    struct err *e)
{
	char about[REF_SIZE], summary[100];
	int64_t id;

	if (note->secret != NULL &&
	    db_run(office->db, sql_supersede,
		BINDS(BIND_INT(":now", office->now), BIND_INT_OR_NULL(":customer", note->customer),
		    BIND_TEXT(":template", note->template)),
		NULL, e) != 0)
		return -1;
	if (write_content(office, note, c, e) != 0)
		return -1;
	ref_format(note->about.type, note->about.id, about);
	if (db_insert(office->db, sql_add,
		BINDS(BIND_TEXT(":channel", outbox_channel_name(note->channel)),
		    BIND_INT_OR_NULL(":customer", note->customer), BIND_TEXT(":recipient", to),
		    BIND_TEXT(":template", note->template), BIND_TEXT(":language", c->language),
		    BIND_TEXT(":subject", text_string(&c->subject)),
		    BIND_TEXT(":body", text_string(&c->body)), BIND_TEXT_OR_NULL(":about", about),
		    BIND_INT(":created_at", office->now),
		    BIND_INT_OR_NULL(":expires_at", note->expires_at)),
		&id, e) != 0 ||
	    keep_secret(office, note, id, e) != 0)
		return -1;
	snprintf(summary, sizeof summary, "> waiting %s", note->template);
	return office_log(office,
	    &(struct office_note){
		.type = REF_MESSAGE, .id = id, .customer = note->customer, .summary = summary },
	    e);
}

int
outbox_add(struct office *office, const struct outbox_note *note, struct err *e)
{
	struct customer c = { .id = 0 };
	struct content content = { .customer = &c, .language = "es" };
	const char *to = note->to;
	int result;

	assert(note->secret == NULL || note->expires_at != 0);
	if (note->customer != 0 && customer_show(office->db, note->customer, &c, e) != 0)
		return -1;
	if (c.language[0] != '\0')
		content.language = c.language;
	if (to == NULL)
		to = note->channel == OUTBOX_SMS ? c.phone : c.email;
	if (to[0] == '\0')
		return 0;
	if (note->channel == OUTBOX_SMS ? phone_check(to, e) != 0 : email_check(to, e) != 0)
		return -1;
	text_open(&content.subject);
	text_open(&content.body);
	result = add(office, note, to, &content, e);
	text_close(&content.subject);
	text_close(&content.body);
	return result;
}
