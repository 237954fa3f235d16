#include <inttypes.h>
#include <stdio.h>
#include "check_private.h"
#include "i18n.h"
#include "ref.h"

/* What token_spend wrote; a customer's tokens follow each other. */
static const char sql_log[] = "SELECT customer, summary FROM activity WHERE customer IS NOT NULL"
			      " AND summary >= 'token ' AND summary < 'token!'"
			      " ORDER BY customer, id";
static const char sql_step[] = "SELECT last_step FROM token WHERE id = :id";

struct steps { /* of one token, in the order of the log */
	check_found *found;
	void *context;
	int64_t token, last; /* 0: none yet */
	char ref[REF_SIZE];  /* whose it is */
};

static int
broken(const struct steps *s, const char *what, struct err *e)
{
	return s->found("token-steps", what, s->ref, s->context, e);
}

static int
arrive(struct db *db, const struct steps *s, struct err *e)
{
	int64_t step = -1;
	char what[160];

	if (s->token == 0)
		return 0;
	if (db_int(db, sql_step, BINDS(BIND_INT(":id", s->token)), &step, e) < 0)
		return -1;
	if (step == s->last)
		return 0;
	snprintf(what, sizeof what, _("the token's last step is %lld, the log's %lld"),
	    (long long)step, (long long)s->last);
	return broken(s, what, e);
}

static int
follow(struct db *db, struct steps *s, int64_t customer, const char *summary, struct err *e)
{
	int64_t token, step;
	char what[160];

	if (sscanf(summary, "token %" SCNd64 " step %" SCNd64 ":", &token, &step) != 2)
		return 0;
	if (token != s->token) {
		if (arrive(db, s, e) != 0)
			return -1;
		s->token = token;
		s->last = -1;
		ref_format(REF_CUSTOMER, customer, s->ref);
	}
	snprintf(
	    what, sizeof what, _("the log accepts a code of step %lld again"), (long long)step);
	if (step <= s->last && broken(s, what, e) != 0)
		return -1;
	s->last = step;
	return 0;
}

int
check_tokens(struct db *db, check_found *found, void *context, struct err *e)
{
	struct steps steps = { .found = found, .context = context };
	struct query q;
	int row;

	if (db_query(db, sql_log, NULL, &q, e) != 0)
		return -1;
	while ((row = query_next(&q, e)) == 1)
		if (follow(db, &steps, query_int(&q, 0), query_peek(&q, 1), e) != 0)
			break;
	query_end(&q);
	return row == 0 ? arrive(db, &steps, e) : -1;
}
