#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "invoice_private.h"
#include "plan.h"
#include "utf8.h"

static const char sql_move[] = "UPDATE invoice SET status = :to, reopened_by = :refund"
			       " WHERE id = :id AND status = :from";
static const char sql_resume[] = "UPDATE invoice SET reopened_by = NULL"
				 " WHERE id = :id AND reopened_by IS NOT NULL RETURNING id";

static const char sql_freeze[] =
    "UPDATE invoice SET plan = :plan, frozen_on = :on, frozen_fee_minor = :fee, thawed_on = NULL"
    " WHERE id = :id";
static const char sql_thaw[] = "UPDATE invoice SET plan = :plan, thawed_on = :on WHERE id = :id";
static const char sql_cut[] = "UPDATE invoice SET amount_minor = :amount WHERE id = :id";

/* The legal moves, as domain.md section 3 lists them. */
static const struct {
	enum invoice_status from, to;
} moves[] = {
	{ INVOICE_UNBILLED, INVOICE_OPEN },
	{ INVOICE_UNBILLED, INVOICE_VOID },
	{ INVOICE_OPEN, INVOICE_PAID },
	{ INVOICE_OPEN, INVOICE_IN_PLAN },
	{ INVOICE_OPEN, INVOICE_VOID },
	{ INVOICE_IN_PLAN, INVOICE_PAID },
	{ INVOICE_IN_PLAN, INVOICE_OPEN },
	{ INVOICE_PAID, INVOICE_OPEN },
};

static bool
is_legal(enum invoice_status from, enum invoice_status to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (moves[i].from == from && moves[i].to == to)
			return true;
	return false;
}

bool
invoice_is_legal_move(const char *from, const char *to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (strcmp(invoice_status_name(moves[i].from), from) == 0 &&
		    strcmp(invoice_status_name(moves[i].to), to) == 0)
			return true;
	return from[0] == '\0' && (strcmp(to, "open") == 0 || strcmp(to, "unbilled") == 0);
}

static int
refuse(const struct invoice *inv, struct err *e)
{
	return ref_refuse(REF_INVOICE, inv->id, invoice_status_name(inv->status), e);
}

static int
move(struct office *office, const struct invoice *inv, enum invoice_status to, int64_t refund,
    const char *why, struct err *e)
{
	char summary[300];
	int64_t changed;

	if (!is_legal(inv->status, to))
		return refuse(inv, e);
	if (db_run(office->db, sql_move,
		BINDS(BIND_INT(":id", inv->id),
		    BIND_TEXT(":from", invoice_status_name(inv->status)),
		    BIND_TEXT(":to", invoice_status_name(to)), BIND_INT_OR_NULL(":refund", refund)),
		&changed, e) != 0)
		return -1;
	if (changed == 0)
		return refuse(inv, e);
	snprintf(summary, sizeof summary, "%s > %s%s%s", invoice_status_name(inv->status),
	    invoice_status_name(to), why[0] ? ": " : "", why);
	return invoice_note(office, inv->id, summary, e);
}

/* Instalments come and go with their plan; what a plan is about stays as it was agreed. */
static int
check_planned(struct db *db, const struct invoice *inv, struct err *e)
{
	char ref[REF_SIZE], plan[REF_SIZE];
	int64_t id = inv->plan;
	int row = inv->plan != 0 && inv->kind == INVOICE_INSTALMENT
		      ? 1
		      : plan_of_debt(db, inv->id, &id, e);

	if (row <= 0)
		return row;
	ref_format(REF_INVOICE, inv->id, ref);
	err_set(e, ERR_CONFLICT, _("%s belongs to %s"), ref, ref_format(REF_PLAN, id, plan));
	return err_reason(e, "in_plan", plan);
}

int
invoice_void(struct office *office, int64_t id, const char *reason, struct err *e)
{
	char ref[REF_SIZE];
	struct invoice inv;
	int64_t held_by, paid;

	if (text_check(reason, 200, N_("reason"), e) != 0 ||
	    invoice_show(office->db, id, &inv, e) != 0)
		return -1;
	if (plan_hold_of(office->db, id, &held_by, e) != 0)
		return -1;
	if (held_by != 0)
		return ref_refuse_held(REF_INVOICE, id, held_by, e);
	if (check_planned(office->db, &inv, e) != 0 ||
	    allocation_paid(office->db, id, &paid, e) != 0)
		return -1;
	if (paid != 0 && inv.status != INVOICE_PAID) {
		err_set(e, ERR_CONFLICT, _("%s is paid in part"), ref_format(REF_INVOICE, id, ref));
		return err_reason(e, "paid", ref);
	}
	return move(office, &inv, INVOICE_VOID, 0, reason, e);
}

int
invoice_bill(struct office *office, int64_t id, struct err *e)
{
	struct invoice inv;

	if (invoice_show(office->db, id, &inv, e) != 0)
		return -1;
	if (inv.status != INVOICE_UNBILLED)
		return refuse(&inv, e);
	return move(office, &inv, INVOICE_OPEN, 0, "", e);
}

int
invoice_resume(struct office *office, int64_t id, struct err *e)
{
	char ref[REF_SIZE];
	struct invoice inv;
	int64_t resumed;
	int row;

	if (invoice_show(office->db, id, &inv, e) != 0)
		return -1;
	row = db_int(office->db, sql_resume, BINDS(BIND_INT(":id", id)), &resumed, e);
	if (row < 0)
		return -1;
	if (row == 1)
		return invoice_note(office, id, "debits resumed", e);
	err_set(e, ERR_CONFLICT, _("%s was not reopened by a refund"),
	    ref_format(REF_INVOICE, id, ref));
	return err_reason(e, "not_stopped", ref);
}

int
invoice_settle(struct office *office, const struct invoice *inv, int64_t payment, struct err *e)
{
	char why[REF_SIZE];

	return move(office, inv, INVOICE_PAID, 0, ref_format(REF_PAYMENT, payment, why), e);
}

int
invoice_note_part(struct office *office, int64_t id, int64_t payment, struct err *e)
{
	char ref[REF_SIZE], summary[80];

	snprintf(
	    summary, sizeof summary, "paid in part: %s", ref_format(REF_PAYMENT, payment, ref));
	return invoice_note(office, id, summary, e);
}

int
invoice_reopen(struct office *office, int64_t id, int64_t refund, struct err *e)
{
	char why[REF_SIZE];
	struct invoice inv;

	if (invoice_show(office->db, id, &inv, e) != 0)
		return -1;
	return move(office, &inv, INVOICE_OPEN, refund, ref_format(REF_PAYMENT, refund, why), e);
}

int
invoice_freeze(struct office *office, int64_t id, int64_t plan, const char *on, int64_t fee_minor,
    struct err *e)
{
	char why[REF_SIZE];
	struct invoice inv;

	if (invoice_show(office->db, id, &inv, e) != 0)
		return -1;
	if (db_run(office->db, sql_freeze,
		BINDS(BIND_INT(":plan", plan), BIND_TEXT(":on", on), BIND_INT(":fee", fee_minor),
		    BIND_INT(":id", id)),
		NULL, e) != 0)
		return -1;
	return move(office, &inv, INVOICE_IN_PLAN, 0, ref_format(REF_PLAN, plan, why), e);
}

int
invoice_thaw(struct office *office, const struct invoice *inv, enum invoice_status to,
    const char *on, struct err *e)
{
	char why[REF_SIZE];

	if (db_run(office->db, sql_thaw,
		BINDS(BIND_INT_OR_NULL(":plan", to == INVOICE_PAID ? inv->plan : 0),
		    BIND_TEXT(":on", on), BIND_INT(":id", inv->id)),
		NULL, e) != 0)
		return -1;
	return move(office, inv, to, 0, ref_format(REF_PLAN, inv->plan, why), e);
}

int
invoice_cut(struct office *office, const struct invoice *inv, int64_t minor, struct err *e)
{
	char why[120], ref[REF_SIZE], was[MONEY_TEXT_SIZE];
	struct invoice open = *inv;

	snprintf(why, sizeof why, "%s ended", ref_format(REF_PLAN, inv->plan, ref));
	if (minor == 0 && inv->status == INVOICE_PAID) {
		/* All of it was given back: open for an instant, as refunds leave it. */
		if (move(office, inv, INVOICE_OPEN, 0, "given back", e) != 0)
			return -1;
		open.status = INVOICE_OPEN;
	}
	if (minor == 0)
		return move(office, &open, INVOICE_VOID, 0, why, e);
	if (db_run(office->db, sql_cut, BINDS(BIND_INT(":amount", minor), BIND_INT(":id", inv->id)),
		NULL, e) != 0)
		return -1;
	money_format(&inv->amount, was);
	snprintf(why, sizeof why, "%s ended, the amount was %s", ref, was);
	return inv->status == INVOICE_PAID ? invoice_note(office, inv->id, why, e)
					   : move(office, inv, INVOICE_PAID, 0, why, e);
}
