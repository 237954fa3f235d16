#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "plan.h"

static const char sql_add[] =
    "INSERT INTO plan (account, status, currency, debt_minor, late_fee_minor, instalments,"
    " amount_minor, last_minor, rate, rule, default_days, created_on, first_due_on, terms,"
    " customer, phone, email, created_at) VALUES (:account, 'pending', :currency, :debt,"
    " :late_fee, :instalments, :amount, :last, :rate, :rule, :default_days, :created_on,"
    " :first_due_on, :terms, :customer, :phone, :email, :created_at) RETURNING id";
static const char sql_add_debt[] =
    "INSERT INTO plan_debt (plan, invoice, due_minor, late_fee_minor, frozen_fee_minor,"
    " paid_minor, fee_paid_minor) VALUES (:plan, :invoice, :due, :late_fee, :frozen_fee, 0, 0)";
static const char sql_add_instalment[] =
    "INSERT INTO plan_instalment (plan, n, due_on, amount_minor, late_fee_minor, interest_minor)"
    " VALUES (:plan, :n, :due_on, :amount, :late_fee, :interest)";
static const char sql_move[] = "UPDATE plan SET status = :to, ended_on = :ended_on"
			       " WHERE id = :id AND status = :from RETURNING id";
static const char sql_issued[] =
    "UPDATE plan_instalment SET invoice = :invoice WHERE plan = :plan AND n = :n";
static const char sql_paid[] =
    "UPDATE plan_debt SET paid_minor = :paid, fee_paid_minor = :fee_paid WHERE id = :id";

/* The legal moves, as domain.md section 3 lists them. */
static const struct {
	enum plan_status from, to;
} moves[] = {
	{ PLAN_PENDING, PLAN_ACTIVE },
	{ PLAN_PENDING, PLAN_LAPSED },
	{ PLAN_PENDING, PLAN_CANCELLED },
	{ PLAN_ACTIVE, PLAN_COMPLETED },
	{ PLAN_ACTIVE, PLAN_DEFAULTED },
	{ PLAN_ACTIVE, PLAN_CANCELLED },
};

bool
plan_is_legal_move(const char *from, const char *to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (strcmp(plan_status_name(moves[i].from), from) == 0 &&
		    strcmp(plan_status_name(moves[i].to), to) == 0)
			return true;
	return from[0] == '\0' && strcmp(to, "pending") == 0;
}

static int
note(struct office *office, const struct plan *plan, const char *summary, struct err *e)
{
	const struct office_note note = {
		.type = REF_PLAN, .id = plan->id, .customer = plan->customer, .summary = summary
	};

	return office_log(office, &note, e);
}

static int
insert_row(struct office *office, struct plan *plan, struct err *e)
{
	char rate[RATE_TEXT_SIZE];

	rate_format(&plan->rate, rate);
	return db_int(office->db, sql_add,
	    BINDS(BIND_INT(":account", plan->account), BIND_TEXT(":currency", plan->debt.currency),
		BIND_INT(":debt", plan->debt.minor), BIND_INT(":late_fee", plan->late_fee_minor),
		BIND_INT(":instalments", plan->offer.instalments),
		BIND_INT(":amount", plan->offer.amount_minor),
		BIND_INT(":last", plan->offer.last_minor), BIND_TEXT(":rate", rate),
		BIND_INT_OR_NULL(":rule", plan->rule),
		BIND_INT(":default_days", plan->default_days),
		BIND_TEXT(":created_on", plan->created_on),
		BIND_TEXT(":first_due_on", plan->first_due_on),
		BIND_INT_OR_NULL(":terms", plan->terms),
		BIND_INT_OR_NULL(":customer", plan->customer),
		BIND_TEXT_OR_NULL(":phone", plan->phone), BIND_TEXT_OR_NULL(":email", plan->email),
		BIND_INT(":created_at", plan->created_at)),
	    &plan->id, e);
}

static int
check_only_one(struct db *db, int64_t account, struct err *e)
{
	char ref[REF_SIZE], live[REF_SIZE];
	int64_t other;
	int row = plan_of_account(db, account, &other, e);

	if (row <= 0)
		return row;
	err_set(e, ERR_CONFLICT, _("%s has %s already"), ref_format(REF_ACCOUNT, account, ref),
	    ref_format(REF_PLAN, other, live));
	return err_reason(e, "in_plan", live);
}

static int
insert_parts(struct office *office, const struct plan *plan, const struct plan_debt *debts,
    size_t count, const struct plan_part *parts, struct err *e)
{
	for (size_t i = 0; i < count; i++)
		if (db_run(office->db, sql_add_debt,
			BINDS(BIND_INT(":plan", plan->id), BIND_INT(":invoice", debts[i].invoice),
			    BIND_INT(":due", debts[i].due_minor),
			    BIND_INT(":late_fee", debts[i].late_fee_minor),
			    BIND_INT(":frozen_fee", debts[i].frozen_fee_minor)),
			NULL, e) != 0)
			return -1;
	for (int n = 1; n <= plan->offer.instalments; n++) {
		const struct plan_part *part = &parts[n - 1];
		char due_on[DATE_SIZE];

		plan_offer_date(plan->first_due_on, n, due_on);
		if (db_run(office->db, sql_add_instalment,
			BINDS(BIND_INT(":plan", plan->id), BIND_INT(":n", n),
			    BIND_TEXT(":due_on", due_on), BIND_INT(":amount", part->amount_minor),
			    BIND_INT(":late_fee", part->late_fee_minor),
			    BIND_INT(":interest", part->interest_minor)),
			NULL, e) != 0)
			return -1;
	}
	return 0;
}

int
plan_insert(struct office *office, struct plan *plan, const struct plan_debt *debts, size_t count,
    const struct plan_part *parts, struct err *e)
{
	char summary[160], debt[MONEY_TEXT_SIZE];

	plan->status = PLAN_PENDING;
	plan->created_at = office->now;
	if (check_only_one(office->db, plan->account, e) != 0 || insert_row(office, plan, e) < 0)
		return -1;
	money_format(&plan->debt, debt);
	snprintf(summary, sizeof summary, "> pending: %s %s in %d instalments", debt,
	    plan->debt.currency, plan->offer.instalments);
	if (note(office, plan, summary, e) != 0)
		return -1;
	return insert_parts(office, plan, debts, count, parts, e);
}

static int
refuse(const struct plan *plan, struct err *e)
{
	return ref_refuse(REF_PLAN, plan->id, plan_status_name(plan->status), e);
}

int
plan_move(struct office *office, struct plan *plan, enum plan_status to, const char *on,
    const char *why, struct err *e)
{
	const char *from = plan_status_name(plan->status);
	const char *ended_on = to == PLAN_ACTIVE ? "" : on;
	char summary[300];
	int64_t id;
	int row;

	if (!plan_is_legal_move(from, plan_status_name(to)))
		return refuse(plan, e);
	row = db_int(office->db, sql_move,
	    BINDS(BIND_INT(":id", plan->id), BIND_TEXT(":from", from),
		BIND_TEXT(":to", plan_status_name(to)), BIND_TEXT_OR_NULL(":ended_on", ended_on)),
	    &id, e);
	if (row <= 0)
		return row < 0 ? -1 : refuse(plan, e);
	snprintf(summary, sizeof summary, "%s > %s%s%s", from, plan_status_name(to),
	    why[0] ? ": " : "", why);
	plan->status = to;
	snprintf(plan->ended_on, sizeof plan->ended_on, "%s", ended_on);
	return note(office, plan, summary, e);
}

int
plan_issued(struct office *office, int64_t plan, int n, int64_t invoice, struct err *e)
{
	return db_run(office->db, sql_issued,
	    BINDS(BIND_INT(":invoice", invoice), BIND_INT(":plan", plan), BIND_INT(":n", n)), NULL,
	    e);
}

int
plan_debt_paid(struct office *office, const struct plan_debt *debt, struct err *e)
{
	return db_run(office->db, sql_paid,
	    BINDS(BIND_INT(":paid", debt->paid_minor), BIND_INT(":fee_paid", debt->fee_paid_minor),
		BIND_INT(":id", debt->id)),
	    NULL, e);
}
