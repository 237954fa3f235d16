#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "plan.h"

#define COLUMNS                                                                                    \
	"SELECT id, account, status, currency, debt_minor, late_fee_minor, instalments,"           \
	" amount_minor, last_minor, rate, rule, default_days, created_on, first_due_on, ended_on," \
	" terms, customer, phone, email, created_at FROM plan"
static const char sql_show[] = COLUMNS " WHERE id = :id";
static const char sql_list[] = COLUMNS " WHERE (:live = 0 OR ended_on IS NULL) ORDER BY id";
static const char sql_list_account[] =
    COLUMNS " WHERE account = :account AND (:live = 0 OR ended_on IS NULL) ORDER BY id";
static const char sql_debts[] =
    "SELECT id, invoice, due_minor, late_fee_minor, frozen_fee_minor, paid_minor, fee_paid_minor"
    " FROM plan_debt WHERE plan = :plan ORDER BY id";
#define INSTALMENT                                                                                 \
	"SELECT plan, n, due_on, amount_minor, late_fee_minor, interest_minor, invoice"            \
	" FROM plan_instalment"
static const char sql_instalments[] = INSTALMENT " WHERE plan = :plan ORDER BY n";
static const char sql_instalment_of[] = INSTALMENT " WHERE invoice = :invoice";
static const char sql_of_debt[] =
    "SELECT p.id FROM plan_debt d JOIN plan p ON p.id = d.plan"
    " WHERE d.invoice = :invoice AND p.status IN ('pending', 'active')";
static const char sql_of_account[] =
    "SELECT id FROM plan WHERE account = :account AND status IN ('pending', 'active')";
/* What is held together with an invoice. */
static const char sql_mates[] =
    "SELECT i.invoice FROM plan_debt d JOIN plan p ON p.id = d.plan AND p.status = 'pending'"
    " JOIN plan_instalment i ON i.plan = p.id AND i.n = 1 WHERE d.invoice = :invoice"
    " UNION ALL SELECT d.invoice FROM plan_instalment i JOIN plan p ON p.id = i.plan"
    " AND p.status = 'pending' JOIN plan_debt d ON d.plan = p.id WHERE i.invoice = :invoice";

static const char *const statuses[] = { "pending", "active", "completed", "defaulted", "cancelled",
	"lapsed" };

const char *
plan_status_name(enum plan_status status)
{
	return statuses[status];
}

bool
plan_is_live(const struct plan *plan)
{
	return plan->status == PLAN_PENDING || plan->status == PLAN_ACTIVE;
}

bool
plan_is_own(const struct office *office, const struct plan *plan)
{
	const struct actor *actor = &office->actor;

	return actor->kind == ACTOR_OPERATOR ||
	       (actor->kind == ACTOR_CUSTOMER && actor->customer == plan->customer);
}

int
plan_check_own(const struct office *office, const struct plan *plan, struct err *e)
{
	char ref[REF_SIZE];

	if (plan_is_own(office, plan))
		return 0;
	ref_format(REF_PLAN, plan->id, ref);
	err_set(e, ERR_CONFLICT, _("%s was made by somebody else"), ref);
	return err_reason(e, "made_by_other", ref);
}

static int
read_rate(struct query *q, struct plan *plan, struct err *e)
{
	struct err why;

	if (rate_parse(query_peek(q, 9), &plan->rate, &why) == 0)
		return 1;
	return err_set(e, ERR_SETUP, _("a plan holds a rate that cannot be read"));
}

int
plan_next(struct query *q, struct plan *plan, struct err *e)
{
	int row = query_next(q, e);
	const char *status;

	if (row != 1)
		return row;
	memset(plan, 0, sizeof *plan);
	plan->id = query_int(q, 0);
	plan->account = query_int(q, 1);
	status = query_peek(q, 2);
	for (int i = 0; status != NULL && i < 6; i++)
		if (strcmp(status, statuses[i]) == 0)
			plan->status = (enum plan_status)i;
	query_text(q, 3, plan->debt.currency, sizeof plan->debt.currency);
	plan->debt.minor = query_int(q, 4);
	plan->late_fee_minor = query_int(q, 5);
	plan->offer.instalments = (int)query_int(q, 6);
	plan->offer.amount_minor = query_int(q, 7);
	plan->offer.last_minor = query_int(q, 8);
	plan->offer.total_minor =
	    plan->offer.amount_minor * (plan->offer.instalments - 1) + plan->offer.last_minor;
	plan->rule = query_int(q, 10);
	plan->default_days = (int)query_int(q, 11);
	query_text(q, 12, plan->created_on, sizeof plan->created_on);
	query_text(q, 13, plan->first_due_on, sizeof plan->first_due_on);
	query_text(q, 14, plan->ended_on, sizeof plan->ended_on);
	plan->terms = query_int(q, 15);
	plan->customer = query_int(q, 16);
	query_text(q, 17, plan->phone, sizeof plan->phone);
	query_text(q, 18, plan->email, sizeof plan->email);
	plan->created_at = query_int(q, 19);
	return read_rate(q, plan, e);
}

int
plan_show(struct db *db, int64_t id, struct plan *plan, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = plan_next(&q, plan, e);
	query_end(&q);
	if (row == 0)
		return ref_absent_id(REF_PLAN, id, e);
	return row < 0 ? -1 : 0;
}

int
plan_list(struct db *db, const struct plan_filter *f, struct query *q, struct err *e)
{
	if (f->account != 0)
		return db_query(db, sql_list_account,
		    BINDS(BIND_INT(":account", f->account), BIND_INT(":live", f->is_live_only)), q,
		    e);
	return db_query(db, sql_list, BINDS(BIND_INT(":live", f->is_live_only)), q, e);
}

int
plan_debts(struct db *db, int64_t id, struct plan_debt *debts, size_t *count, struct err *e)
{
	struct query q;
	int row = 1;

	*count = 0;
	if (db_query(db, sql_debts, BINDS(BIND_INT(":plan", id)), &q, e) != 0)
		return -1;
	while (*count < PLAN_DEBTS_MAX && (row = query_next(&q, e)) == 1) {
		struct plan_debt *d = &debts[(*count)++];

		d->id = query_int(&q, 0);
		d->invoice = query_int(&q, 1);
		d->due_minor = query_int(&q, 2);
		d->late_fee_minor = query_int(&q, 3);
		d->frozen_fee_minor = query_int(&q, 4);
		d->paid_minor = query_int(&q, 5);
		d->fee_paid_minor = query_int(&q, 6);
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static int
next_instalment(struct query *q, struct plan_instalment *i, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	i->plan = query_int(q, 0);
	i->n = (int)query_int(q, 1);
	query_text(q, 2, i->due_on, sizeof i->due_on);
	i->part.amount_minor = query_int(q, 3);
	i->part.late_fee_minor = query_int(q, 4);
	i->part.interest_minor = query_int(q, 5);
	i->invoice = query_int(q, 6);
	return 1;
}

int
plan_instalments(
    struct db *db, int64_t id, struct plan_instalment *instalments, size_t *count, struct err *e)
{
	struct query q;
	int row = 1;

	*count = 0;
	if (db_query(db, sql_instalments, BINDS(BIND_INT(":plan", id)), &q, e) != 0)
		return -1;
	while (*count < PLAN_INSTALMENTS_MAX &&
	       (row = next_instalment(&q, &instalments[*count], e)) == 1)
		++*count;
	query_end(&q);
	return row < 0 ? -1 : 0;
}

int
plan_instalment_of(
    struct db *db, int64_t invoice, struct plan_instalment *instalment, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_instalment_of, BINDS(BIND_INT(":invoice", invoice)), &q, e) != 0)
		return -1;
	row = next_instalment(&q, instalment, e);
	query_end(&q);
	return row;
}

int
plan_of_debt(struct db *db, int64_t invoice, int64_t *id, struct err *e)
{
	return db_int(db, sql_of_debt, BINDS(BIND_INT(":invoice", invoice)), id, e);
}

int
plan_of_account(struct db *db, int64_t account, int64_t *id, struct err *e)
{
	return db_int(db, sql_of_account, BINDS(BIND_INT(":account", account)), id, e);
}

int
plan_hold_of(struct db *db, int64_t invoice, int64_t *payment, struct err *e)
{
	struct query q;
	int row = 0;

	if (hold_of(db, invoice, payment, e) != 0)
		return -1;
	if (*payment != 0)
		return 0;
	if (db_query(db, sql_mates, BINDS(BIND_INT(":invoice", invoice)), &q, e) != 0)
		return -1;
	while (*payment == 0 && (row = query_next(&q, e)) == 1)
		if (hold_of(db, query_int(&q, 0), payment, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

int
plan_hold(struct db *db, const struct plan *plan, int64_t *payment, struct err *e)
{
	struct plan_instalment instalments[PLAN_INSTALMENTS_MAX];
	size_t count;

	*payment = 0;
	if (plan_instalments(db, plan->id, instalments, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count && *payment == 0; i++)
		if (instalments[i].invoice != 0 &&
		    plan_hold_of(db, instalments[i].invoice, payment, e) != 0)
			return -1;
	return 0;
}
