#include <stdio.h>
#include <string.h>
#include "customer.h"
#include "enrolment.h"
#include "enrolment_private.h"
#include "i18n.h"
#include "money.h"
#include "outbox.h"

#define COLUMNS                                                                                    \
	"SELECT id, account, kind, status, customer, terms, email, method, card, source, day,"     \
	" max_minor, created_at, woken_at FROM enrolment WHERE status <> 'ended'"
static const char sql_find[] = COLUMNS " AND account = :account AND kind = :kind";
static const char sql_of_customer[] = COLUMNS " AND customer = :customer ORDER BY id";
static const char sql_of_account[] = COLUMNS " AND account = :account ORDER BY id";
static const char sql_of_source[] =
    COLUMNS " AND customer = :customer AND source = :source AND status = 'active' ORDER BY id";
static const char sql_of_card[] = COLUMNS " AND customer = :customer AND card = :card ORDER BY id";
static const char sql_of_default[] =
    COLUMNS " AND customer = :customer AND method = 'card' AND card IS NULL AND"
	    " status = 'stopped' ORDER BY id";
static const char sql_mandate[] =
    COLUMNS " AND status = 'active' AND kind = 'autodebit' AND id >= :from ORDER BY id LIMIT 1";
static const char sql_card[] = "UPDATE enrolment SET card = :card WHERE id = :id";
static const char sql_add[] =
    "INSERT INTO enrolment (account, kind, status, customer, terms, email, method, card, source,"
    " day, max_minor, created_at) VALUES (:account, :kind, 'active', :customer, :terms, :email,"
    " :method, :card, :source, :day, :max, :created_at) RETURNING id";
static const char sql_any[] =
    "SELECT 1 FROM enrolment WHERE kind = :kind AND status = 'active' LIMIT 1";
static const char sql_change[] =
    "UPDATE enrolment SET customer = :customer, terms = :terms, email = :email, method = :method,"
    " card = :card, source = :source, day = :day, max_minor = :max WHERE id = :id";
static const char sql_move[] =
    "UPDATE enrolment SET status = :to, ended_at = :ended_at,"
    " woken_at = COALESCE(:woken_at, woken_at) WHERE id = :id AND status = :from";

static const char *const kinds[] = { "paperless", "autodebit" };

const char *
enrolment_kind_name(enum enrolment_kind kind)
{
	return kinds[kind];
}

int
enrolment_kind_parse(const char *text, enum enrolment_kind *kind, struct err *e)
{
	for (int i = 0; i < 2; i++)
		if (strcmp(text, kinds[i]) == 0) {
			*kind = (enum enrolment_kind)i;
			return 0;
		}
	return err_set(e, ERR_USAGE, _("there are %s and %s, no %.40s"), kinds[0], kinds[1], text);
}

bool
enrolment_is_legal_move(const char *from, const char *to)
{
	static const char *const moves[][2] = { { "", "active" }, { "active", "stopped" },
		{ "stopped", "active" }, { "active", "ended" }, { "stopped", "ended" } };

	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (strcmp(from, moves[i][0]) == 0 && strcmp(to, moves[i][1]) == 0)
			return true;
	return false;
}

/* ---- looking up */

int
enrolment_next(struct query *q, struct enrolment *en, struct err *e)
{
	int row = query_next(q, e);
	const char *word;

	if (row != 1)
		return row;
	memset(en, 0, sizeof *en);
	en->id = query_int(q, 0);
	en->account = query_int(q, 1);
	word = query_peek(q, 2);
	en->kind =
	    word != NULL && strcmp(word, kinds[1]) == 0 ? ENROLMENT_AUTODEBIT : ENROLMENT_PAPERLESS;
	query_text(q, 3, en->status, sizeof en->status);
	en->customer = query_int(q, 4);
	en->terms = query_int(q, 5);
	query_text(q, 6, en->email, sizeof en->email);
	word = query_peek(q, 7);
	en->is_deposit = word != NULL && strcmp(word, "deposit") == 0;
	en->card = query_int(q, 8);
	en->source = query_int(q, 9);
	en->day = (int)query_int(q, 10);
	en->max_minor = query_int(q, 11);
	en->created_at = query_int(q, 12);
	en->woken_at = query_int(q, 13);
	return 1;
}

static int
first(struct db *db, const char *sql, const struct bind *binds, struct enrolment *en, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql, binds, &q, e) != 0)
		return -1;
	row = enrolment_next(&q, en, e);
	query_end(&q);
	return row;
}

int
enrolment_find(
    struct db *db, int64_t account, enum enrolment_kind kind, struct enrolment *en, struct err *e)
{
	return first(db, sql_find,
	    BINDS(BIND_INT(":account", account), BIND_TEXT(":kind", kinds[kind])), en, e);
}

int
enrolment_next_mandate(struct db *db, int64_t from, struct enrolment *en, struct err *e)
{
	return first(db, sql_mandate, BINDS(BIND_INT(":from", from)), en, e);
}

int
enrolment_list(struct db *db, const struct enrolment_filter *f, struct query *q, struct err *e)
{
	if (f->customer != 0)
		return db_query(
		    db, sql_of_customer, BINDS(BIND_INT(":customer", f->customer)), q, e);
	return db_query(db, sql_of_account, BINDS(BIND_INT(":account", f->account)), q, e);
}

/* ---- moves */

static int
note(struct office *office, const struct enrolment *en, const char *what, struct err *e)
{
	char summary[ACTIVITY_TEXT_SIZE];

	snprintf(summary, sizeof summary, "%s %s", kinds[en->kind], what);
	return office_log(office,
	    &(struct office_note){ .type = REF_ACCOUNT,
		.id = en->account,
		.customer = en->customer,
		.summary = summary },
	    e);
}

static int
note_change(struct office *office, const struct enrolment *en, const char *what, struct err *e)
{
	char text[ACTIVITY_TEXT_SIZE];

	snprintf(text, sizeof text, "changed: %s", what);
	return note(office, en, text, e);
}

static int
move(struct office *office, struct enrolment *en, const char *to, const char *why, struct err *e)
{
	bool is_end = strcmp(to, "ended") == 0;
	char what[ACTIVITY_TEXT_SIZE], ref[REF_SIZE];
	int64_t changed = 0;

	if (enrolment_is_legal_move(en->status, to) &&
	    db_run(office->db, sql_move,
		BINDS(BIND_TEXT(":to", to), BIND_INT_OR_NULL(":ended_at", is_end ? office->now : 0),
		    BIND_INT_OR_NULL(":woken_at", strcmp(to, "active") == 0 ? office->now : 0),
		    BIND_INT(":id", en->id), BIND_TEXT(":from", en->status)),
		&changed, e) != 0)
		return -1;
	if (changed != 1) {
		err_set(e, ERR_CONFLICT, _("the %s of %s is %s"), kinds[en->kind],
		    ref_format(REF_ACCOUNT, en->account, ref), ref_state_word(en->status));
		return err_reason(e, "not_active", ref);
	}
	snprintf(what, sizeof what, "%s > %s: %s", en->status, to, why);
	snprintf(en->status, sizeof en->status, "%s", to);
	return note(office, en, what, e);
}

/* Bills would wait for a debit that does not come. */
static int
tell_stopped(struct office *office, const struct enrolment *en, struct err *e)
{
	struct account a;
	struct biller b;
	const struct outbox_value values[] = {
		{ "biller", b.name, false },
		{ "account", a.number, false },
		{ NULL, NULL, false },
	};

	if (en->kind != ENROLMENT_AUTODEBIT || en->customer == 0)
		return 0;
	if (account_show(office->db, en->account, &a, e) != 0 ||
	    biller_show(office->db, a.biller, &b, e) != 0)
		return -1;
	return outbox_add(office,
	    &(struct outbox_note){ .template = "mandate-stopped",
		.customer = en->customer,
		.about = { REF_ACCOUNT, en->account },
		.values = values },
	    e);
}

int
enrolment_stop(struct office *office, struct enrolment *en, const char *why, struct err *e)
{
	return move(office, en, "stopped", why, e) != 0 ? -1 : tell_stopped(office, en, e);
}

int
enrolment_wake(struct office *office, struct enrolment *en, const char *why, struct err *e)
{
	return move(office, en, "active", why, e);
}

int
enrolment_end(struct office *office, struct enrolment *en, const char *why, struct err *e)
{
	return move(office, en, "ended", why, e);
}

int
enrolment_end_all(struct office *office, const struct enrolment_filter *f, const char *why,
    int *count, struct err *e)
{
	const char *sql = f->customer != 0 ? sql_of_customer : sql_of_account;
	const struct bind *binds = f->customer != 0 ? BINDS(BIND_INT(":customer", f->customer))
						    : BINDS(BIND_INT(":account", f->account));
	struct enrolment en;
	int row, ended = 0;

	/* One at a time: what a query walks is not changed under it. */
	while ((row = first(office->db, sql, binds, &en, e)) == 1) {
		if (enrolment_end(office, &en, why, e) != 0)
			return -1;
		ended++;
	}
	if (count != NULL)
		*count = ended;
	return row;
}

int
enrolment_stop_source(
    struct office *office, const struct account *source, const char *why, struct err *e)
{
	const struct bind *binds =
	    BINDS(BIND_INT(":customer", source->customer), BIND_INT(":source", source->id));
	struct enrolment en;
	int row;

	while ((row = first(office->db, sql_of_source, binds, &en, e)) == 1)
		if (enrolment_stop(office, &en, why, e) != 0)
			return -1;
	return row;
}

int
enrolment_move_card(
    struct office *office, int64_t customer, int64_t from, int64_t to, struct err *e)
{
	const struct bind *binds = BINDS(BIND_INT(":customer", customer), BIND_INT(":card", from));
	char what[80], ref[REF_SIZE], old[REF_SIZE];
	struct enrolment en;
	int row;

	snprintf(what, sizeof what, "%s in place of %s",
	    to != 0 ? ref_format(REF_CARD, to, ref) : "the default card",
	    ref_format(REF_CARD, from, old));
	while ((row = first(office->db, sql_of_card, binds, &en, e)) == 1) {
		if (db_run(office->db, sql_card,
			BINDS(BIND_INT_OR_NULL(":card", to), BIND_INT(":id", en.id)), NULL, e) != 0)
			return -1;
		if (to != 0 && strcmp(en.status, "stopped") == 0
			? enrolment_wake(office, &en, what, e) != 0
			: note_change(office, &en, what, e) != 0)
			return -1;
	}
	return row;
}

int
enrolment_wake_default(struct office *office, int64_t customer, struct err *e)
{
	const struct bind *binds = BINDS(BIND_INT(":customer", customer));
	struct enrolment en;
	int row;

	while ((row = first(office->db, sql_of_default, binds, &en, e)) == 1)
		if (enrolment_wake(office, &en, "a new default card", e) != 0)
			return -1;
	return row;
}

/* ---- enrolling */

const char *
enrolment_method(const struct enrolment *en, char text[ENROLMENT_METHOD_SIZE])
{
	char ref[REF_SIZE] = "card";

	if (en->card != 0)
		ref_format(REF_CARD, en->card, ref);
	if (en->is_deposit)
		ref_format(REF_ACCOUNT, en->source, ref);
	snprintf(text, ENROLMENT_METHOD_SIZE, "%s", ref);
	return text;
}

/* "card-4, day 10, max 100.00" or the address, and the terms that were accepted. */
static void
describe(const struct enrolment *en, const struct consent *c, char *text, size_t size)
{
	char method[ENROLMENT_METHOD_SIZE], max[MONEY_TEXT_SIZE];
	struct money most = money_of(en->max_minor, c->account.currency);
	int length;

	enrolment_method(en, method);
	length = snprintf(text, size, "%s", en->kind == ENROLMENT_PAPERLESS ? en->email : method);
	if (en->day != 0)
		length += snprintf(text + length, size - (size_t)length, ", day %d", en->day);
	if (en->max_minor != 0) {
		money_format(&most, max);
		length += snprintf(text + length, size - (size_t)length, ", max %s", max);
	}
	if (en->terms != 0)
		snprintf(text + length, size - (size_t)length, ", terms version %lld %s",
		    (long long)c->terms_version, c->terms_hash);
}

static int
insert(struct office *office, struct enrolment *en, const char *what, struct err *e)
{
	const char *method = en->kind == ENROLMENT_PAPERLESS ? NULL
			     : en->is_deposit		     ? "deposit"
							     : "card";
	char text[ACTIVITY_TEXT_SIZE];

	snprintf(en->status, sizeof en->status, "active");
	en->created_at = office->now;
	if (db_int(office->db, sql_add,
		BINDS(BIND_INT(":account", en->account), BIND_TEXT(":kind", kinds[en->kind]),
		    BIND_INT_OR_NULL(":customer", en->customer),
		    BIND_INT_OR_NULL(":terms", en->terms), BIND_TEXT_OR_NULL(":email", en->email),
		    BIND_TEXT(":method", method), BIND_INT_OR_NULL(":card", en->card),
		    BIND_INT_OR_NULL(":source", en->source), BIND_INT_OR_NULL(":day", en->day),
		    BIND_INT_OR_NULL(":max", en->max_minor),
		    BIND_INT(":created_at", en->created_at)),
		&en->id, e) < 0)
		return -1;
	snprintf(text, sizeof text, "> active: %s", what);
	return note(office, en, text, e);
}

/* Whether it would change nothing to enrol so. */
static bool
is_same(const struct enrolment *live, const struct enrolment *en)
{
	return strcmp(live->status, "active") == 0 && live->customer == en->customer &&
	       live->terms == en->terms && strcmp(live->email, en->email) == 0 &&
	       live->is_deposit == en->is_deposit && live->card == en->card &&
	       live->source == en->source && live->day == en->day &&
	       live->max_minor == en->max_minor;
}

static int
change(struct office *office, struct enrolment *en, const struct enrolment *live, const char *what,
    struct err *e)
{
	const char *method = en->kind == ENROLMENT_PAPERLESS ? NULL
			     : en->is_deposit		     ? "deposit"
							     : "card";

	en->id = live->id;
	en->created_at = live->created_at;
	memcpy(en->status, live->status, sizeof en->status);
	if (is_same(live, en))
		return 0;
	if (db_run(office->db, sql_change,
		BINDS(BIND_INT_OR_NULL(":customer", en->customer),
		    BIND_INT_OR_NULL(":terms", en->terms), BIND_TEXT_OR_NULL(":email", en->email),
		    BIND_TEXT(":method", method), BIND_INT_OR_NULL(":card", en->card),
		    BIND_INT_OR_NULL(":source", en->source), BIND_INT_OR_NULL(":day", en->day),
		    BIND_INT_OR_NULL(":max", en->max_minor), BIND_INT(":id", en->id)),
		NULL, e) != 0)
		return -1;
	if (strcmp(en->status, "stopped") == 0)
		return enrolment_wake(office, en, what, e);
	return note_change(office, en, what, e);
}

int
enrolment_set(struct office *office, struct enrolment *en, struct err *e)
{
	char what[ACTIVITY_TEXT_SIZE - 40], ref[REF_SIZE];
	struct enrolment live;
	struct consent consent;
	int row;

	if (en->kind == ENROLMENT_AUTODEBIT && customer_check_ready(office, e) != 0)
		return -1;
	if (enrolment_check_consent(office, en, &consent, e) != 0)
		return -1;
	row = enrolment_find(office->db, en->account, en->kind, &live, e);
	if (row < 0)
		return -1;
	if (row == 1 && office->actor.kind != ACTOR_OPERATOR && live.customer != en->customer) {
		ref_format(REF_ACCOUNT, en->account, ref);
		err_set(e, ERR_CONFLICT, _("the %s of %s was enrolled by somebody else"),
		    kinds[en->kind], ref);
		return err_reason(e, "enrolled_by_other", ref);
	}
	/* An operator replaces another's: the log of each tells. */
	if (row == 1 && live.customer != en->customer) {
		if (enrolment_end(office, &live, "enrolled by another", e) != 0)
			return -1;
		row = 0;
	}
	describe(en, &consent, what, sizeof what);
	return row == 1 ? change(office, en, &live, what, e) : insert(office, en, what, e);
}

int
enrolment_any(struct db *db, enum enrolment_kind kind, struct err *e)
{
	int64_t one;

	return db_int(db, sql_any, BINDS(BIND_TEXT(":kind", kinds[kind])), &one, e);
}
