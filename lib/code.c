#define _DEFAULT_SOURCE /* explicit_bzero */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "code.h"
#include "crypto.h"
#include "i18n.h"
#include "key.h"
#include "readiness.h"
#include "setting.h"
#include "vault.h"

static const char sql_add[] =
    "INSERT INTO code (customer, purpose, mac, sent_to, sent_at, expires_at, tried)"
    " VALUES (:customer, :purpose, :mac, :sent_to, :now, :expires_at, 0)";
static const char sql_replace[] = "UPDATE code SET ended_at = :now WHERE customer = :customer"
				  " AND purpose = :purpose AND ended_at IS NULL";
/* The oldest of the last ones that count. */
static const char sql_sent[] =
    "SELECT sent_at FROM code WHERE (customer = :customer OR sent_to = :sent_to)"
    " AND sent_at > :since ORDER BY sent_at DESC LIMIT 1 OFFSET :before";
static const char sql_spend[] =
    "UPDATE code SET tried = tried + 1 WHERE customer = :customer AND purpose = :purpose"
    " AND ended_at IS NULL AND expires_at > :now AND tried < :tries RETURNING id, mac, sent_to";
static const char sql_use[] = "UPDATE code SET ended_at = :now WHERE id = :id AND ended_at IS NULL"
			      " AND (sent_to IN (:email, :phone)"
			      " OR (purpose = 'recovery' AND sent_to = :former_email))"
			      " RETURNING id";
static const char sql_unlock[] = "UPDATE code SET tried = 0 WHERE customer = :customer"
				 " AND ended_at IS NULL AND tried > 0";
static const char sql_end_all[] = "UPDATE code SET ended_at = :now WHERE customer = :customer"
				  " AND ended_at IS NULL";

static const struct {
	const char *name; /* in the table */
	const char *template;
	enum outbox_channel channel;
} purposes[] = {
	[CODE_ACTIVATION] = { "activation", "activation", OUTBOX_EMAIL },
	[CODE_RECOVERY] = { "recovery", "recovery", OUTBOX_EMAIL },
	[CODE_LOGIN] = { "login", "login", OUTBOX_SMS },
	[CODE_PHONE] = { "phone", "confirm-phone", OUTBOX_SMS },
	[CODE_EMAIL] = { "email", "confirm-email", OUTBOX_EMAIL },
};

enum outbox_channel
code_channel(enum code_purpose purpose)
{
	return purposes[purpose].channel;
}

int
code_seconds(struct db *db, enum code_purpose purpose, int64_t *seconds, struct err *e)
{
	bool is_sms = code_channel(purpose) == OUTBOX_SMS;

	return setting_int(db, is_sms ? "code.seconds" : "code.seconds.email", seconds, e);
}

static int
note(struct office *office, int64_t customer, enum code_purpose purpose, const char *what,
    struct err *e)
{
	char summary[100];

	snprintf(summary, sizeof summary, "%s code %s", purposes[purpose].name, what);
	return office_log_customer(office, customer, summary, e);
}

/* A code that is sent, or tried. */
struct sending {
	int64_t customer, id;
	enum code_purpose purpose;
	char sent_to[255];
	char mac[SECRET_HEX_SIZE]; /* as it is kept */
	int64_t expires_at;
};

/* The HMAC of digits as they were sent to that address. */
static int
compute(struct office *office, const struct sending *s, const char *digits,
    char mac[SECRET_HEX_SIZE], struct err *e)
{
	struct secret_key key;
	char text[400];
	int result;

	if (key_load(office, &key, e) != 0)
		return -1;
	snprintf(text, sizeof text, "cus-%" PRId64 " %s %s %.63s", s->customer,
	    purposes[s->purpose].name, s->sent_to, digits);
	result = secret_mac(&key, "code", text, mac, e);
	secret_forget(&key);
	explicit_bzero(text, sizeof text);
	return result;
}

/* Every number of six digits is as likely as any other. */
static int
draw(char digits[CODE_DIGITS + 1], struct err *e)
{
	enum { COUNT = 1000000 };
	uint32_t number;

	do {
		if (crypto_random(&number, sizeof number, e) != 0)
			return -1;
	} while (number >= UINT32_MAX - UINT32_MAX % COUNT);
	snprintf(digits, CODE_DIGITS + 1, "%06u", number % COUNT);
	return 0;
}

static int
check_limit(struct office *office, const struct customer *c, const char *to, struct err *e)
{
	int64_t oldest;
	int row = db_int(office->db, sql_sent,
	    BINDS(BIND_INT(":customer", c->id), BIND_TEXT(":sent_to", to),
		BIND_INT(":since", office->now - CODE_SENDS_SECONDS),
		BIND_INT(":before", CODE_SENDS - 1)),
	    &oldest, e);

	if (row <= 0)
		return row;
	err_set(e, ERR_DENIED, _("%d codes were sent already, wait %d seconds"), (int)CODE_SENDS,
	    (int)(oldest + CODE_SENDS_SECONDS - office->now));
	instant_format(oldest + CODE_SENDS_SECONDS, e->until);
	return err_reason(e, "code_limit", "");
}

static int
keep(struct office *office, const struct sending *s, struct err *e)
{
	const char *name = purposes[s->purpose].name;

	if (db_run(office->db, sql_replace,
		BINDS(BIND_INT(":now", office->now), BIND_INT(":customer", s->customer),
		    BIND_TEXT(":purpose", name)),
		NULL, e) != 0)
		return -1;
	if (db_run(office->db, sql_add,
		BINDS(BIND_INT(":customer", s->customer), BIND_TEXT(":purpose", name),
		    BIND_TEXT(":mac", s->mac), BIND_TEXT(":sent_to", s->sent_to),
		    BIND_INT(":now", office->now), BIND_INT(":expires_at", s->expires_at)),
		NULL, e) != 0)
		return -1;
	return note(office, s->customer, s->purpose, "sent", e);
}

static int
tell(struct office *office, const struct sending *s, const char *digits, struct err *e)
{
	const struct outbox_note message = { .template = purposes[s->purpose].template,
		.channel = purposes[s->purpose].channel,
		.customer = s->customer,
		.to = s->sent_to,
		.secret = digits,
		.expires_at = s->expires_at,
		.about = { REF_CUSTOMER, s->customer } };

	return outbox_add(office, &message, e);
}

int
code_send(struct office *office, const struct customer *c, enum code_purpose purpose, struct err *e)
{
	struct sending s = { .customer = c->id, .purpose = purpose };
	char digits[CODE_DIGITS + 1];
	int64_t seconds;
	int result = -1;

	snprintf(s.sent_to, sizeof s.sent_to, "%s",
	    code_channel(purpose) == OUTBOX_SMS ? c->phone
	    : purpose == CODE_RECOVERY		? customer_proven_email(c)
						: c->email);
	if (readiness_check(office, e) != 0 || check_limit(office, c, s.sent_to, e) != 0 ||
	    code_seconds(office->db, purpose, &seconds, e) != 0)
		return -1;
	s.expires_at = office->now + seconds;
	if (draw(digits, e) == 0 && compute(office, &s, digits, s.mac, e) == 0 &&
	    keep(office, &s, e) == 0)
		result = tell(office, &s, digits, e);
	explicit_bzero(digits, sizeof digits);
	return result;
}

int
code_pretend(struct office *office, enum code_purpose purpose, struct err *e)
{
	const struct sending s = { .purpose = purpose };
	char digits[CODE_DIGITS + 1], mac[SECRET_HEX_SIZE];
	struct secret_key key;
	struct vault_box box;
	int result;

	if (readiness_check(office, e) != 0 || draw(digits, e) != 0 ||
	    compute(office, &s, digits, mac, e) != 0 || key_load(office, &key, e) != 0)
		return -1;
	result = vault_seal(&key, "nobody", digits, CODE_DIGITS, &box, e);
	secret_forget(&key);
	return result == 0 ? note(office, 0, purpose, "not sent", e) : -1;
}

static int
spend(struct office *office, void *context, struct err *e)
{
	struct sending *a = context;
	struct query q;
	int row;

	if (readiness_check(office, e) != 0 ||
	    db_query(office->db, sql_spend,
		BINDS(BIND_INT(":customer", a->customer),
		    BIND_TEXT(":purpose", purposes[a->purpose].name), BIND_INT(":now", office->now),
		    BIND_INT(":tries", CODE_TRIES)),
		&q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		a->id = query_int(&q, 0);
		query_text(&q, 1, a->mac, sizeof a->mac);
		query_text(&q, 2, a->sent_to, sizeof a->sent_to);
		row = query_next(&q, e) < 0 ? -1 : 1;
	}
	query_end(&q);
	if (row < 0)
		return -1;
	return note(
	    office, a->customer, a->purpose, row == 1 ? "tried" : "tried, and there is none", e);
}

int
code_refuse(struct err *e)
{
	err_set(e, ERR_DENIED, _("the code is wrong, too old, or was used"));
	return err_reason(e, "code_wrong", "");
}

/* A message sets the code apart with blanks, which come along when its line is copied. */
static void
bare(const char *typed, char digits[CODE_DIGITS + 1])
{
	static const char blanks[] = " \t\r";
	const char *start = typed + strspn(typed, blanks);
	size_t length = strcspn(start, blanks);

	digits[0] = '\0';
	if (length != CODE_DIGITS || start[length + strspn(start + length, blanks)] != '\0')
		return;
	memcpy(digits, start, CODE_DIGITS);
	digits[CODE_DIGITS] = '\0';
}

int
code_try(struct office *office, int64_t customer, enum code_purpose purpose, const char *typed,
    struct code_tried *tried, struct err *e)
{
	struct sending a = { .customer = customer, .purpose = purpose };
	char mac[SECRET_HEX_SIZE], digits[CODE_DIGITS + 1];
	int result;

	tried->id = 0;
	bare(typed, digits);
	result = office_write_apart(office, spend, &a, e);
	if (result == 0)
		result = compute(office, &a, digits, mac, e);
	explicit_bzero(digits, sizeof digits);
	if (result != 0)
		return -1;
	if (!crypto_equal(mac, a.mac, sizeof mac) || a.id == 0)
		return code_refuse(e);
	tried->id = a.id;
	return 0;
}

int
code_use(
    struct office *office, const struct code_tried *tried, const struct customer *c, struct err *e)
{
	int64_t used;
	int row = db_int(office->db, sql_use,
	    BINDS(BIND_INT(":now", office->now), BIND_INT(":id", tried->id),
		BIND_TEXT(":email", c->email), BIND_TEXT(":phone", c->phone),
		BIND_TEXT_OR_NULL(":former_email", c->former_email)),
	    &used, e);

	return row == 0 ? code_refuse(e) : row < 0 ? -1 : 0;
}

int
code_unlock(struct office *office, int64_t customer, struct err *e)
{
	int64_t changed;

	if (db_run(office->db, sql_unlock, BINDS(BIND_INT(":customer", customer)), &changed, e) !=
	    0)
		return -1;
	return changed == 0 ? 0 : office_log_customer(office, customer, "codes unlocked", e);
}

int
code_end_all(struct office *office, int64_t customer, struct err *e)
{
	return db_run(office->db, sql_end_all,
	    BINDS(BIND_INT(":now", office->now), BIND_INT(":customer", customer)), NULL, e);
}

int
code_pretend_phone(
    struct office *office, const char *text, char masked[CUSTOMER_MASK_SIZE], struct err *e)
{
	char mac[SECRET_HEX_SIZE], digits[24];
	struct secret_key key;
	int result;

	if (key_load(office, &key, e) != 0)
		return -1;
	result = secret_mac(&key, "mask", text, mac, e);
	secret_forget(&key);
	if (result != 0)
		return -1;
	mac[8] = '\0';
	snprintf(digits, sizeof digits, "%03lu", strtoul(mac, NULL, 16) % 1000);
	customer_mask_phone(digits, masked);
	return 0;
}
