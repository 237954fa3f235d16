#include <stdio.h>
#include <string.h>
#include "activity.h"
#include "card.h"
#include "check_private.h"
#include "customer.h"
#include "i18n.h"
#include "enrolment.h"
#include "invoice.h"
#include "outbox.h"
#include "payment.h"
#include "plan.h"
#include "qr.h"
#include "subscription.h"
#include "utf8.h"

struct run {
	bool is_quick;
	check_found *found;
	void *context;
};

/* What is checked by code rather than by one query. */
static const struct check_rule others[] = {
	{ "file", N_("the file, its references and its schema are whole"), NULL },
	{ "moves", N_("states moved along legal ways, to where they are"), NULL },
	{ "token-steps", N_("no code of a token was accepted twice"), NULL },
	{ "chain", N_("the activity log is as it was written"), NULL },
	{ "seal", N_("every row is as it was last written"), NULL },
	{ "head", N_("the head file agrees with the activity log"), NULL },
	{ "card-number", N_("no free text holds a card number"), NULL },
	{ NULL, NULL, NULL },
};

const char *
check_id(size_t i, const char **meaning)
{
	const size_t rules = sizeof others / sizeof *others - 1;
	const struct check_rule *rule = i < rules ? &others[i] : &check_rules[i - rules];

	*meaning = rule->meaning;
	return rule->id;
}

static int
run_rule(struct db *db, const struct check_rule *rule, const struct run *run, struct err *e)
{
	char what[300];
	struct query q;
	int row;

	if (db_query(db, rule->sql, NULL, &q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1) {
		const char *ref = query_peek(&q, 0);
		const char *detail = query_peek(&q, 1);

		snprintf(what, sizeof what, "%s%s%.120s", rule->meaning,
		    detail != NULL && detail[0] ? ": " : "", detail != NULL ? detail : "");
		if (run->found(rule->id, what, ref != NULL ? ref : "", run->context, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row;
}

static int
file_found(const char *what, void *context, struct err *e)
{
	const struct run *run = context;

	return run->found("file", what, "", run->context, e);
}

static int
check_cards(struct db *db, const struct run *run, struct err *e)
{
	for (const struct check_text *t = check_texts; t->what != NULL; t++) {
		struct query q;
		int row;

		if (db_query(db, t->sql, NULL, &q, e) != 0)
			return -1;
		while ((row = query_next(&q, e)) == 1) {
			const char *text = query_peek(&q, 1);

			if (text == NULL || !text_has_card_number(text))
				continue;
			if (run->found(
				"card-number", t->what, query_peek(&q, 0), run->context, e) != 0) {
				row = -1;
				break;
			}
		}
		query_end(&q);
		if (row < 0)
			return -1;
	}
	return 0;
}

/* The log's words about one thing, in order: "> sending: ...", "sending > approved". */
struct trail {
	const struct run *run;
	const char *sql_status;
	bool (*is_legal)(const char *from, const char *to);
	char ref[REF_SIZE];
	char status[16]; /* where the log left it; "" at first */
	bool is_known;	 /* its first words were a move */
	bool is_renewed; /* once ended it begins anew under the same ref */
};

static int
broken(const struct trail *t, const char *what, struct err *e)
{
	return t->run->found("moves", what, t->ref, t->run->context, e);
}

/* "from > to: why": false where the summary tells no move, or is damaged. */
static bool
read_move(const char *summary, char from[16], char to[16])
{
	const char *mark = summary != NULL ? strstr(summary, "> ") : NULL;
	size_t before = mark != NULL ? (size_t)(mark - summary) : 0;
	size_t length;

	if (mark == NULL || (before > 0 && summary[before - 1] != ' ') || before > 16)
		return false;
	before -= before > 0;
	if (strcspn(summary, " :") < before)
		return false;
	length = strcspn(mark + 2, ": ");
	if (length == 0 || length > 15)
		return false;
	memcpy(from, summary, before);
	from[before] = '\0';
	memcpy(to, mark + 2, length);
	to[length] = '\0';
	return true;
}

static bool
begins_anew(const struct trail *t, const char *from)
{
	return t->is_renewed && from[0] == '\0' && strcmp(t->status, "ended") == 0;
}

static int
follow(struct trail *t, const char *summary, struct err *e)
{
	char from[16], to[16], what[160];

	if (!read_move(summary, from, to))
		return 0;
	snprintf(what, sizeof what, "%s: %s > %s", N_("the log tells an illegal move"), from, to);
	if (!t->is_legal(from, to) && broken(t, what, e) != 0)
		return -1;
	snprintf(
	    what, sizeof what, "%s: %s, %s", N_("the log goes on from elsewhere"), t->status, from);
	if (t->is_known && strcmp(t->status, from) != 0 && !begins_anew(t, from) &&
	    broken(t, what, e) != 0)
		return -1;
	memcpy(t->status, to, sizeof t->status);
	t->is_known = true;
	return 0;
}

static int
arrive(struct db *db, const struct trail *t, struct err *e)
{
	char status[16] = "", what[160];
	struct query q;
	struct ref ref;
	int row;

	if (!t->is_known || !ref_parse(t->ref, &ref))
		return 0;
	if (db_query(db, t->sql_status, BINDS(BIND_INT(":id", ref.id)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1)
		query_text(&q, 0, status, sizeof status);
	query_end(&q);
	if (row < 0 || strcmp(status, t->status) == 0)
		return row < 0 ? -1 : 0;
	snprintf(
	    what, sizeof what, "%s: %s, %s", N_("it is not as the log left it"), status, t->status);
	return broken(t, what, e);
}

static int
walk_trails(struct db *db, const char *sql, struct trail *t, struct err *e)
{
	struct query q;
	int row;

	t->ref[0] = '\0';
	t->is_known = false;
	if (db_query(db, sql, NULL, &q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1) {
		if (strcmp(query_peek(&q, 0), t->ref) != 0) {
			if (arrive(db, t, e) != 0)
				break;
			query_text(&q, 0, t->ref, sizeof t->ref);
			t->status[0] = '\0';
			t->is_known = false;
		}
		if (follow(t, query_peek(&q, 1), e) != 0)
			break;
	}
	query_end(&q);
	return row == 0 ? arrive(db, t, e) : -1;
}

/* Of an account's enrolments of a kind: "autodebit active > stopped: ...". */
#define ENROLMENT_WORDS(kind)                                                                      \
	"SELECT ref, substr(summary, 11) FROM activity WHERE ref >= 'acc-' AND ref < 'acc.'"       \
	" AND substr(summary, 1, 10) = '" kind " ' ORDER BY ref, id"
#define ENROLMENT_STATUS(kind)                                                                     \
	"SELECT status FROM enrolment WHERE account = :id AND kind = '" kind                       \
	"' ORDER BY id DESC LIMIT 1"

/* What moves, the words of the log about its kind, and what it is now. */
static const struct mover {
	const char *sql_words, *sql_status;
	bool (*is_legal)(const char *from, const char *to);
	bool is_renewed; /* once ended it begins anew under the same ref */
} movers[] = {
	{ "SELECT ref, summary FROM activity WHERE ref >= 'inv-' AND ref < 'inv.' ORDER BY ref, id",
	    "SELECT status FROM invoice WHERE id = :id", invoice_is_legal_move, false },
	{ "SELECT ref, summary FROM activity WHERE ref >= 'pay-' AND ref < 'pay.' ORDER BY ref, id",
	    "SELECT status FROM payment WHERE id = :id", payment_is_legal_move, false },
	{ "SELECT ref, summary FROM activity WHERE ref >= 'card-' AND ref < 'card.' ORDER BY ref, "
	  "id",
	    "SELECT status FROM card WHERE id = :id", card_is_legal_move, false },
	{ "SELECT ref, summary FROM activity WHERE ref >= 'plan-' AND ref < 'plan.' ORDER BY ref, "
	  "id",
	    "SELECT status FROM plan WHERE id = :id", plan_is_legal_move, false },
	{ "SELECT ref, summary FROM activity WHERE ref >= 'qr-' AND ref < 'qr.' ORDER BY ref, id",
	    "SELECT status FROM qr WHERE id = :id", qr_is_legal_move, false },
	{ "SELECT ref, summary FROM activity WHERE ref >= 'sub-' AND ref < 'sub.' ORDER BY ref, id",
	    "SELECT status FROM subscription WHERE id = :id", subscription_is_legal_move, false },
	{ "SELECT ref, summary FROM activity WHERE ref >= 'cus-' AND ref < 'cus.' ORDER BY ref, id",
	    "SELECT status FROM customer WHERE id = :id", customer_is_legal_move, false },
	{ ENROLMENT_WORDS("paperless"), ENROLMENT_STATUS("paperless"), enrolment_is_legal_move,
	    true },
	{ ENROLMENT_WORDS("autodebit"), ENROLMENT_STATUS("autodebit"), enrolment_is_legal_move,
	    true },
	{ "SELECT ref, summary FROM activity WHERE ref >= 'msg-' AND ref < 'msg.' ORDER BY ref, id",
	    "SELECT status FROM message WHERE id = :id", outbox_is_legal_move, false },
};

static int
check_moves(struct db *db, const struct run *run, struct err *e)
{
	for (size_t i = 0; i < sizeof movers / sizeof *movers; i++) {
		struct trail trail = {
			.run = run,
			.sql_status = movers[i].sql_status,
			.is_legal = movers[i].is_legal,
			.is_renewed = movers[i].is_renewed,
		};

		if (walk_trails(db, movers[i].sql_words, &trail, e) != 0)
			return -1;
	}
	return 0;
}

static int
check_all(struct db *db, void *context, struct err *e)
{
	struct run *run = context;

	if (db_check(db, run->is_quick, file_found, run, e) != 0)
		return -1;
	for (const struct check_rule *rule = check_rules; rule->id != NULL; rule++)
		if (run_rule(db, rule, run, e) != 0)
			return -1;
	if (run->is_quick)
		return 0;
	if (check_moves(db, run, e) != 0 || check_cards(db, run, e) != 0 ||
	    check_tokens(db, run->found, run->context, e) != 0)
		return -1;
	return activity_check(db, run->found, run->context, e);
}

int
check_run(struct db *db, bool is_quick, check_found *found, void *context, struct err *e)
{
	struct run run = { is_quick, found, context };

	return db_read(db, check_all, &run, e);
}
