#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "courier.h"
#include "digest.h"
#include "i18n.h"
#include "mail.h"
#include "notify.h"
#include "setting.h"
#include "utf8.h"

enum { PROGRAM_SIZE = 1024, ADDRESS_SIZE = 300, JOURNAL_SIZE = DB_PATH_SIZE + 8 };

struct parcel { /* a message as it is handed over */
	const struct notify_post *post;
	char command[SETTING_SIZE];
	char program[PROGRAM_SIZE];
	char key[COURIER_KEY_SIZE];
	char from_name[SETTING_SIZE];
	char from[SETTING_SIZE];
	char host[ADDRESS_SIZE];
	char request[sizeof((struct office *)NULL)->request]; /* done once it is sent */
	struct text text;
};

int64_t
notify_backoff(int64_t attempts)
{
	static const int64_t waits_s[] = { 60, 300, 1200, 3600, 14400, 43200, 86400 };
	int64_t last = (int64_t)(sizeof waits_s / sizeof waits_s[0]);

	return waits_s[attempts < 1 ? 0 : attempts > last ? last - 1 : attempts - 1];
}

static void
name_journal(struct office *office, char path[JOURNAL_SIZE])
{
	snprintf(path, JOURNAL_SIZE, "%s.sent", db_path(office->db));
}

/*
 * What a message is called outside, the same at every attempt: of its content too, since after a
 * restored backup its number may be another's.
 */
static int
name_message(struct office *office, const struct message *m, const char *body,
    char key[COURIER_KEY_SIZE], struct err *e)
{
	unsigned char bytes[DIGEST_SIZE];
	char fingerprint[65] = "", numbers[80], hex[DIGEST_HEX_SIZE];
	struct digest *d;
	int result;

	if (setting_internal(office->db, "internal.key", fingerprint, sizeof fingerprint, e) < 0 ||
	    digest_open(&d, e) != 0)
		return -1;
	snprintf(numbers, sizeof numbers, "%" PRId64 " %" PRId64, m->id, m->created_at);
	digest_add_text(d, fingerprint);
	digest_add_text(d, numbers);
	digest_add_text(d, m->to);
	digest_add_text(d, m->subject);
	digest_add_text(d, body);
	result = digest_take(d, bytes, e);
	digest_close(d);
	if (result != 0)
		return -1;
	digest_to_hex(bytes, hex);
	snprintf(key, COURIER_KEY_SIZE, "%.32s", hex);
	return 0;
}

static int
name_key(struct office *office, const struct message *m, char key[COURIER_KEY_SIZE], struct err *e)
{
	struct text body;
	int result;

	text_open(&body);
	result = outbox_text(office, m, false, &body, e);
	if (result == 0)
		result = name_message(office, m, text_string(&body), key, e);
	text_close(&body);
	return result;
}

/* The sender: setting office.email; without it nobody, at the portal's host. */
static int
name_sender(struct office *office, struct parcel *p, struct err *e)
{
	char portal[SETTING_SIZE];
	const char *at, *host;

	if (setting_text(office->db, "office.name", p->from_name, sizeof p->from_name, e) != 0 ||
	    setting_text(office->db, "office.email", p->from, sizeof p->from, e) != 0 ||
	    setting_text(office->db, "portal.url", portal, sizeof portal, e) != 0)
		return -1;
	at = strrchr(p->from, '@');
	host = strstr(portal, "://");
	if (at != NULL)
		snprintf(p->host, sizeof p->host, "%.250s", at + 1);
	else if (host != NULL && strcspn(host + 3, "/:?#") > 0)
		snprintf(p->host, sizeof p->host, "%.*s", (int)strcspn(host + 3, "/:?#"), host + 3);
	else
		snprintf(p->host, sizeof p->host, "localhost");
	if (at == NULL)
		snprintf(p->from, sizeof p->from, "no-reply@%s", p->host);
	p->from_name[utf8_fit_bytes(p->from_name, 200)] = '\0';
	return 0;
}

static int
write_parcel(struct office *office, const struct message *m, struct parcel *p, struct err *e)
{
	char message_id[COURIER_KEY_SIZE + ADDRESS_SIZE];
	struct mail mail = { p->from_name, p->from, m->to, m->subject, m->language, message_id,
		m->created_at, NULL };
	struct text body;
	int result;

	snprintf(message_id, sizeof message_id, "%s@%s", p->key, p->host);
	text_open(&body);
	result = outbox_text(office, m, true, &body, e);
	if (result == 0) {
		mail.body = text_string(&body);
		(strcmp(m->channel, "sms") == 0 ? mail_write_sms : mail_write)(&p->text, &mail);
		if (text_failed(&p->text))
			result = err_set(e, ERR_BUSY, _("out of memory"));
	}
	text_forget(&body); /* it may hold a code, as the parcel */
	return result;
}

/* 1 when all is ready, 0 where its channel has no command. */
static int
prepare(struct office *office, const struct message *m, struct parcel *p, struct err *e)
{
	char channel[SETTING_KEY_SIZE];

	snprintf(channel, sizeof channel, "channel.%s", m->channel);
	if (setting_text(office->db, channel, p->command, sizeof p->command, e) != 0)
		return -1;
	if (p->command[strspn(p->command, " \t")] == '\0')
		return 0;
	if (courier_find(p->command, p->post->folders, p->program, sizeof p->program, e) != 0)
		return err_prefix(e, "%s", channel);
	if (name_key(office, m, p->key, e) != 0 || name_sender(office, p, e) != 0 ||
	    write_parcel(office, m, p, e) != 0)
		return -1;
	return 1;
}

static int
start(struct office *office, const struct message *m, const struct parcel *p, struct courier *c,
    enum courier_word *word, struct err *e)
{
	char journal[JOURNAL_SIZE], id[24], limit[24];
	const char *const argv[] = { p->post->courier, "courier", p->post->is_heard ? "-v" : "-q",
		"--", journal, id, p->key, p->program, p->command, limit, NULL };

	if (setting_int(office->db, "notify.timeout", &c->limit_s, e) != 0)
		return -1;
	name_journal(office, journal);
	snprintf(id, sizeof id, "%" PRId64, m->id);
	snprintf(limit, sizeof limit, "%" PRId64, c->limit_s);
	return courier_start(c, (char *const *)(uintptr_t)argv, p->post->envp, word, e);
}

/* The command said no.  The last time, or where it had failed before, that is the end of it. */
static int
refused(
    struct office *office, const struct courier *c, struct message *m, bool is_last, struct err *e)
{
	char ref[REF_SIZE];
	struct err failure = *e;
	int64_t tries;

	ref_format(REF_MESSAGE, m->id, ref);
	err_set(e, ERR_PARTIAL, _("%s was not sent: %s"), ref, failure.message);
	err_reason(e, "not_sent", ref);
	/* The log has the courier's words, which are the same in every language. */
	if (setting_int(office->db, "notify.tries", &tries, &failure) != 0 ||
	    ((is_last || m->attempts >= tries) &&
		outbox_failed(office, m, c->said + strlen("failed "), &failure) != 0))
		*e = failure;
	return -1;
}

/* The one write of a sending that its request is remembered with. */
static int
mark_sent(struct office *office, const struct parcel *p, struct message *m, struct err *e)
{
	int result;

	memcpy(office->request, p->request, sizeof office->request);
	result = outbox_sent(office, m, e);
	office->request[0] = '\0';
	return result;
}

static int
hand_over(struct office *office, const struct parcel *p, struct courier *c, struct message *m,
    enum notify_outcome *outcome, struct err *e)
{
	int64_t next_at = office->now + notify_backoff(m->attempts + 1);
	bool had_failed = strcmp(m->status, "failed") == 0;

	if (m->expires_at > office->now && next_at > m->expires_at)
		next_at = m->expires_at; /* then its code is wiped */
	if (outbox_claim(office, m, next_at, e) != 0) {
		*outcome = NOTIFY_ELSEWHERE;
		return strcmp(e->reason, "busy") == 0 ? 0 : -1;
	}
	*outcome = NOTIFY_SENT;
	if (courier_hand_over(c, &p->text, e) == 0)
		return mark_sent(office, p, m, e);
	return e->code == ERR_PARTIAL ? refused(office, c, m, had_failed, e) : -1;
}

static int
send_parcel(struct office *office, const struct parcel *p, struct message *m,
    enum notify_outcome *outcome, struct err *e)
{
	enum courier_word word;
	struct courier c;
	int result = 0;

	if (start(office, m, p, &c, &word, e) != 0)
		return -1;
	if (word == COURIER_READY) {
		result = hand_over(office, p, &c, m, outcome, e);
	} else if (word == COURIER_BUSY) {
		*outcome = NOTIFY_ELSEWHERE;
	} else {
		*outcome = NOTIFY_SENT;
		result = mark_sent(office, p, m, e);
	}
	courier_end(&c);
	return result;
}

static int
expire(struct office *office, struct message *m, enum notify_outcome *outcome, struct err *e)
{
	*outcome = NOTIFY_EXPIRED;
	return outbox_failed(office, m, "its code has expired", e);
}

int
notify_send(struct office *office, const struct notify_post *post, struct message *m,
    enum notify_outcome *outcome, struct err *e)
{
	struct parcel p = { .post = post };
	int result;

	memcpy(p.request, office->request, sizeof p.request);
	office->request[0] = '\0';
	if (m->expires_at != 0 && m->expires_at <= office->now)
		return expire(office, m, outcome, e);
	text_open(&p.text);
	*outcome = NOTIFY_WAITS;
	result = prepare(office, m, &p, e);
	if (result == 1 && office->is_dry_run) {
		*outcome = NOTIFY_SENT;
		snprintf(m->status, sizeof m->status, "sent");
		m->attempts++;
		m->sent_at = office->now;
	} else if (result == 1) {
		result = send_parcel(office, &p, m, outcome, e);
	}
	text_forget(&p.text);
	return result < 0 ? -1 : 0;
}

static int
check_named(struct office *office, const struct message *m, struct err *e)
{
	char ref[REF_SIZE];

	ref_format(REF_MESSAGE, m->id, ref);
	if (strcmp(m->status, "sent") == 0) {
		err_set(e, ERR_CONFLICT, _("%s was sent already"), ref);
		return err_reason(e, "sent", ref);
	}
	if (m->expires_at != 0 &&
	    (m->expires_at <= office->now || strcmp(m->status, "failed") == 0)) {
		err_set(e, ERR_CONFLICT, _("%s has no code any more: ask for a new one"), ref);
		return err_reason(e, "expired", ref);
	}
	return 0;
}

int
notify_retry(
    struct office *office, const struct notify_post *post, struct message *m, struct err *e)
{
	enum notify_outcome outcome;
	char ref[REF_SIZE];

	if (check_named(office, m, e) != 0)
		return -1;
	if (notify_send(office, post, m, &outcome, e) != 0) {
		if (e->code == ERR_PARTIAL)
			e->code = ERR_BUSY;
		return -1;
	}
	ref_format(REF_MESSAGE, m->id, ref);
	if (outcome == NOTIFY_WAITS)
		return err_set(e, ERR_SETUP, _("no command is set for %s: pp-db config channel.%s"),
		    ref, m->channel);
	if (outcome == NOTIFY_ELSEWHERE) {
		err_set(e, ERR_BUSY, _("%s is being sent by another program"), ref);
		return err_reason(e, "busy", ref);
	}
	return 0;
}

struct recovery {
	struct office *office;
	notify_told *told;
	void *context;
};

static int
recover_one(int64_t id, const char *key, void *context, struct err *e)
{
	struct recovery *r = context;
	char ours[COURIER_KEY_SIZE];
	struct message m;

	if (outbox_show(r->office->db, id, &m, e) != 0)
		return e->code == ERR_NOT_FOUND ? 0 : -1; /* an older backup was restored */
	if (name_key(r->office, &m, ours, e) != 0)
		return -1;
	if (strcmp(m.status, "sent") == 0 || strcmp(ours, key) != 0)
		return 0;
	return outbox_sent(r->office, &m, e) != 0 ? -1 : r->told(&m, r->context, e);
}

int
notify_recover(struct office *office, notify_told *told, void *context, struct err *e)
{
	struct recovery r = { office, told, context };
	char journal[JOURNAL_SIZE];

	if (office->is_dry_run)
		return 0;
	name_journal(office, journal);
	return courier_journal(journal, recover_one, &r, e) < 0 ? -1 : 0;
}
