#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "office.h"
#include "utf8.h"

static const char sql_request[] = "SELECT digest, ref FROM request"
				  " WHERE actor = :actor AND verb = :verb AND request = :request";
static const char sql_remember[] = "INSERT INTO request (actor, verb, request, digest, ref)"
				   " VALUES (:actor, :verb, :request, :digest, :ref)";

struct write {
	struct office *office;
	office_work *work;
	void *context;
	int64_t id; /* of the last activity row, once finished */
	char hash[DIGEST_HEX_SIZE];
	bool is_empty; /* nothing was written */
};

void
office_actor_text(const struct office *office, char text[ACTIVITY_ACTOR_SIZE])
{
	if (office->actor.kind == ACTOR_OPERATOR)
		snprintf(text, ACTIVITY_ACTOR_SIZE, "op:%s", office->actor.name);
	else if (office->actor.kind == ACTOR_CUSTOMER)
		ref_format(REF_CUSTOMER, office->actor.customer, text);
	else
		snprintf(text, ACTIVITY_ACTOR_SIZE, "guest");
}

int
office_request_check(struct office *office, struct err *e)
{
	char actor[ACTIVITY_ACTOR_SIZE], digest[DIGEST_HEX_SIZE] = "", ref[REF_SIZE] = "";
	struct query q;
	int row;

	if (office->request[0] == '\0')
		return 0;
	office_actor_text(office, actor);
	if (db_query(office->db, sql_request,
		BINDS(BIND_TEXT(":actor", actor), BIND_TEXT(":verb", office->verb),
		    BIND_TEXT(":request", office->request)),
		&q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		query_text(&q, 0, digest, sizeof digest);
		query_text(&q, 1, ref, sizeof ref);
	}
	query_end(&q);
	if (row <= 0)
		return row;
	if (strcmp(digest, office->request_digest) != 0) {
		err_set(e, ERR_CONFLICT, _("that request id was used with other parameters"));
		/* Guests are nobody in particular: what one of them made is not another's. */
		return err_reason(
		    e, "request_reused", office->actor.kind == ACTOR_GUEST ? "" : ref);
	}
	err_set(e, ERR_CONFLICT, _("that request was done before"));
	return err_reason(e, "repeated", ref);
}

static int
remember_request(struct office *office, struct err *e)
{
	char actor[ACTIVITY_ACTOR_SIZE];

	if (office->request[0] == '\0' || chain_is_empty(office->chain))
		return 0;
	office_actor_text(office, actor);
	return db_run(office->db, sql_remember,
	    BINDS(BIND_TEXT(":actor", actor), BIND_TEXT(":verb", office->verb),
		BIND_TEXT(":request", office->request),
		BIND_TEXT(":digest", office->request_digest),
		BIND_TEXT_OR_NULL(":ref", office->request_ref)),
	    NULL, e);
}

static int
pass_gate(struct office *office, struct err *e)
{
	if (office->gate == NULL || office->is_dry_run || office->is_recording)
		return 0;
	return office->gate(office, e);
}

static int
run(struct db *db, void *context, struct err *e)
{
	struct write *w = context;
	struct office *office = w->office;
	int result = -1;

	office->request_ref[0] = '\0';
	if (chain_open(&office->chain, db, e) != 0)
		return -1;
	if (office_request_check(office, e) == 0 && pass_gate(office, e) == 0 &&
	    w->work(office, w->context, e) == 0 && remember_request(office, e) == 0 &&
	    chain_finish(office->chain, e) == 0) {
		w->is_empty = chain_is_empty(office->chain);
		w->id = chain_id(office->chain) - 1;
		snprintf(w->hash, sizeof w->hash, "%s", chain_hash(office->chain));
		result = 0;
	}
	chain_close(office->chain);
	office->chain = NULL;
	return result;
}

/* COMMIT failed: what it left behind is only certain once another write has been committed. */
static int
look_back(struct write *w, struct err *e)
{
	struct db *db = w->office->db;
	struct err why = *e;
	int found = db_fence(db, &why) == 0 ? activity_has(db, w->id, w->hash, &why) : -1;

	if (found == 1)
		return 0;
	if (found < 0) {
		err_set(
		    e, ERR_UNKNOWN, _("it is not known whether it was recorded: %s"), why.message);
		return err_reason(e, "commit", "");
	}
	why = *e;
	err_set(e, ERR_FAILED, _("nothing was recorded: %s"), why.message);
	return err_reason(e, "commit", "");
}

int
office_write(struct office *office, office_work *work, void *context, struct err *e)
{
	struct write w = { .office = office, .work = work, .context = context };
	enum db_outcome outcome;
	int result;

	assert(office->chain == NULL);
	result = db_write(office->db, run, &w, !office->is_dry_run, &outcome, e);
	if (outcome == DB_COMMIT_UNKNOWN)
		result = look_back(&w, e);
	if (result == 0 && !office->is_dry_run && !w.is_empty)
		activity_head_append(office->db, w.id, w.hash);
	else
		office->request_ref[0] = '\0';
	return result;
}

int
office_write_apart(struct office *office, office_work *work, void *context, struct err *e)
{
	struct office apart = *office;

	assert(office->chain == NULL);
	apart.is_dry_run = false;
	apart.request[0] = '\0';
	apart.gate = NULL; /* a try has no effect to be authorised */
	return office_write(&apart, work, context, e);
}

int
office_write_after(struct office *office, office_work *work, void *context, struct err *e)
{
	char request[sizeof office->request];
	int result;

	memcpy(request, office->request, sizeof request);
	office->request[0] = '\0';
	result = office_write(office, work, context, e);
	memcpy(office->request, request, sizeof request);
	return result;
}

struct part {
	struct office *office;
	office_work *work;
	void *context;
};

static int
run_part(struct db *db, void *context, struct err *e)
{
	struct part *part = context;

	(void)db;
	return part->work(part->office, part->context, e);
}

int
office_part(struct office *office, office_work *work, void *context, struct err *e)
{
	struct part part = { office, work, context };
	struct chain_mark mark;
	struct err why;

	chain_set_mark(office->chain, &mark);
	if (db_savepoint(office->db, run_part, &part, &why) == 0)
		return 0;
	if (chain_go_back(office->chain, &mark, e) == 0)
		*e = why;
	return -1;
}

int
office_log(struct office *office, const struct office_note *note, struct err *e)
{
	struct activity_row row = { .at = office->now, .customer = note->customer };
	size_t length = utf8_fit_bytes(note->summary, sizeof row.summary - 1);

	office_actor_text(office, row.actor);
	snprintf(row.verb, sizeof row.verb, "%s", office->verb);
	ref_format(note->type, note->id, row.ref);
	snprintf(row.reference, sizeof row.reference, "%s",
	    note->reference != NULL ? note->reference : "");
	memcpy(row.summary, note->summary, length);
	if (office->request_ref[0] == '\0')
		snprintf(office->request_ref, sizeof office->request_ref, "%s", row.ref);
	return chain_append(office->chain, &row, e);
}

int
office_log_customer(struct office *office, int64_t customer, const char *summary, struct err *e)
{
	const struct office_note note = { .type = customer != 0 ? REF_CUSTOMER : REF_NONE,
		.id = customer,
		.customer = customer,
		.summary = summary };

	return office_log(office, &note, e);
}

int
office_relieve(struct office *office, struct err *e)
{
	return chain_relieve(office->chain, e);
}

int64_t
office_log_id(const struct office *office)
{
	return chain_id(office->chain);
}

int
office_date(struct office *office, const char *zone, char on[DATE_SIZE], struct err *e)
{
	struct zone *opened;

	if (office->date.at != office->now || strcmp(office->date.zone, zone) != 0) {
		if (zone_open(&opened, zone, e) != 0)
			return -1;
		zone_date(opened, office->now, office->date.on);
		zone_close(opened);
		office->date.at = office->now;
		snprintf(office->date.zone, sizeof office->date.zone, "%s", zone);
	}
	memcpy(on, office->date.on, DATE_SIZE);
	return 0;
}
