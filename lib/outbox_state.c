#define _DEFAULT_SOURCE /* explicit_bzero */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "key.h"
#include "outbox_private.h"

#define COLUMNS                                                                                    \
	"SELECT id, status, channel, customer, recipient, template, language, subject, about,"     \
	" created_at, expires_at, attempts, next_at, sent_at, secret IS NOT NULL FROM message"
static const char sql_show[] = COLUMNS " WHERE id = :id";
static const char sql_list[] = COLUMNS " ORDER BY id";
static const char sql_list_customer[] = COLUMNS " WHERE customer = :customer ORDER BY id";
static const char sql_due[] =
    COLUMNS " WHERE status = 'waiting' AND (next_at, id) > (:at, :id) AND next_at <= :now"
	    " ORDER BY next_at, id LIMIT 1";
static const char sql_text[] = "SELECT body, secret FROM message WHERE id = :id";
/* What was read is what is changed: of two programs one finds nothing. */
static const char sql_claim[] =
    "UPDATE message SET status = 'waiting', attempts = attempts + 1, next_at = :next_at"
    " WHERE id = :id AND status = :status AND attempts = :attempts";
static const char sql_sent[] =
    "UPDATE message SET status = 'sent', sent_at = :now, next_at = NULL, secret = NULL"
    " WHERE id = :id AND status <> 'sent'";
static const char sql_failed[] =
    "UPDATE message SET status = 'failed', next_at = NULL, secret = NULL"
    " WHERE id = :id AND status = 'waiting' AND attempts = :attempts";

static int
read_row(struct query *q, struct message *m, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	m->id = query_int(q, 0);
	query_text(q, 1, m->status, sizeof m->status);
	query_text(q, 2, m->channel, sizeof m->channel);
	m->customer = query_int(q, 3);
	query_text(q, 4, m->to, sizeof m->to);
	query_text(q, 5, m->template, sizeof m->template);
	query_text(q, 6, m->language, sizeof m->language);
	query_text(q, 7, m->subject, sizeof m->subject);
	query_text(q, 8, m->about, sizeof m->about);
	m->created_at = query_int(q, 9);
	m->expires_at = query_int(q, 10);
	m->attempts = query_int(q, 11);
	m->next_at = query_int(q, 12);
	m->sent_at = query_int(q, 13);
	m->has_secret = query_int(q, 14) != 0;
	return 1;
}

int
outbox_list(struct db *db, const struct outbox_filter *filter, struct query *q, struct err *e)
{
	if (filter->customer == 0)
		return db_query(db, sql_list, NULL, q, e);
	return db_query(
	    db, sql_list_customer, BINDS(BIND_INT(":customer", filter->customer)), q, e);
}

int
outbox_next(struct query *q, struct message *m, struct err *e)
{
	return read_row(q, m, e);
}

int
outbox_show(struct db *db, int64_t id, struct message *m, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = read_row(&q, m, e);
	query_end(&q);
	if (row == 0)
		return ref_absent_id(REF_MESSAGE, id, e);
	return row < 0 ? -1 : 0;
}

int
outbox_due(struct office *office, struct outbox_cursor *cursor, struct message *m, struct err *e)
{
	struct query q;
	int row;

	if (db_query(office->db, sql_due,
		BINDS(BIND_INT(":at", cursor->at), BIND_INT(":id", cursor->id),
		    BIND_INT(":now", office->now)),
		&q, e) != 0)
		return -1;
	row = read_row(&q, m, e);
	query_end(&q);
	if (row == 1)
		*cursor = (struct outbox_cursor){ m->next_at, m->id };
	return row;
}

static int
open_secret(struct office *office, const struct message *m, const struct vault_box *box,
    char secret[VAULT_PLAIN_MAX + 1], struct err *e)
{
	char binding[OUTBOX_BINDING_SIZE];
	struct secret_key key;
	size_t length = 0;
	int result;

	outbox_binding(m->id, m->customer, binding);
	if (key_load(office, &key, e) != 0)
		return -1;
	result = vault_open(&key, binding, box, secret, &length, e);
	secret_forget(&key);
	secret[result == 0 ? length : 0] = '\0';
	return result;
}

static void
take_box(const struct query *q, struct vault_box *box)
{
	const void *bytes = query_blob(q, 1, &box->length);

	if (bytes == NULL || box->length > sizeof box->bytes)
		box->length = 0;
	else
		memcpy(box->bytes, bytes, box->length);
}

int
outbox_text(
    struct office *office, const struct message *m, bool has_code, struct text *out, struct err *e)
{
	char secret[VAULT_PLAIN_MAX + 1] = "";
	struct vault_box box = { .length = 0 };
	struct query q;
	int result = 0, row;

	if (db_query(office->db, sql_text, BINDS(BIND_INT(":id", m->id)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		take_box(&q, &box);
		if (has_code && box.length > 0)
			result = open_secret(office, m, &box, secret, e);
		if (result == 0)
			outbox_reveal(out, query_peek(&q, 0), secret[0] != '\0' ? secret : NULL);
	}
	query_end(&q);
	explicit_bzero(secret, sizeof secret);
	if (row < 0 || result != 0)
		return -1;
	return text_failed(out) ? err_set(e, ERR_BUSY, _("out of memory")) : 0;
}

static int
note_move(struct office *office, const struct message *m, const char *summary, struct err *e)
{
	return office_log(office,
	    &(struct office_note){
		.type = REF_MESSAGE, .id = m->id, .customer = m->customer, .summary = summary },
	    e);
}

bool
outbox_is_legal_move(const char *from, const char *to)
{
	static const char *const moves[][2] = { { "", "waiting" }, { "waiting", "waiting" },
		{ "waiting", "sent" }, { "waiting", "failed" }, { "failed", "waiting" },
		{ "failed", "sent" } };

	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (strcmp(from, moves[i][0]) == 0 && strcmp(to, moves[i][1]) == 0)
			return true;
	return false;
}

struct move {
	struct message *message;
	int64_t next_at;
	const char *why;
};

static int
moved_by_another(int64_t changed, const struct message *m, struct err *e)
{
	char ref[REF_SIZE];

	if (changed == 1)
		return 0;
	ref_format(REF_MESSAGE, m->id, ref);
	err_set(e, ERR_CONFLICT, _("%s is being sent by another program"), ref);
	return err_reason(e, "busy", ref);
}

static int
claim(struct office *office, void *context, struct err *e)
{
	struct move *move = context;
	struct message *m = move->message;
	char summary[60];
	int64_t changed;

	if (db_run(office->db, sql_claim,
		BINDS(BIND_INT(":next_at", move->next_at), BIND_INT(":id", m->id),
		    BIND_TEXT(":status", m->status), BIND_INT(":attempts", m->attempts)),
		&changed, e) != 0 ||
	    moved_by_another(changed, m, e) != 0)
		return -1;
	snprintf(
	    summary, sizeof summary, "%s > waiting: attempt %" PRId64, m->status, m->attempts + 1);
	return note_move(office, m, summary, e);
}

int
outbox_claim(struct office *office, struct message *m, int64_t next_at, struct err *e)
{
	struct move move = { m, next_at, NULL };

	if (office_write(office, claim, &move, e) != 0)
		return -1;
	snprintf(m->status, sizeof m->status, "waiting");
	m->attempts++;
	m->next_at = next_at;
	return 0;
}

static int
sent(struct office *office, void *context, struct err *e)
{
	struct move *move = context;
	struct message *m = move->message;
	char summary[60];
	int64_t changed;

	if (db_run(office->db, sql_sent,
		BINDS(BIND_INT(":now", office->now), BIND_INT(":id", m->id)), &changed, e) != 0)
		return -1;
	if (changed == 0)
		return 0;
	snprintf(summary, sizeof summary, "%s > sent", m->status);
	return note_move(office, m, summary, e);
}

int
outbox_sent(struct office *office, struct message *m, struct err *e)
{
	struct move move = { m, 0, NULL };

	if (office_write(office, sent, &move, e) != 0)
		return -1;
	return outbox_show(office->db, m->id, m, e);
}

static int
failed(struct office *office, void *context, struct err *e)
{
	struct move *move = context;
	struct message *m = move->message;
	char summary[200];
	int64_t changed;

	if (db_run(office->db, sql_failed,
		BINDS(BIND_INT(":id", m->id), BIND_INT(":attempts", m->attempts)), &changed,
		e) != 0 ||
	    moved_by_another(changed, m, e) != 0)
		return -1;
	snprintf(summary, sizeof summary, "waiting > failed: %.150s", move->why);
	return note_move(office, m, summary, e);
}

int
outbox_failed(struct office *office, struct message *m, const char *why, struct err *e)
{
	struct move move = { m, 0, why };

	if (office_write(office, failed, &move, e) != 0)
		return -1;
	snprintf(m->status, sizeof m->status, "failed");
	m->next_at = 0;
	m->has_secret = false;
	return 0;
}
