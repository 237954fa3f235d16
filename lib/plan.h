#ifndef PP_PLAN_H
#define PP_PLAN_H
/*
 * plan - a debt spread over instalments: its terms, its parts, its states.
 * Owns tables plan, plan_debt, plan_instalment.  Layer 6.  Source: domain.md section 8.
 *
 * pending > active > completed | defaulted | cancelled; pending > lapsed | cancelled.
 * What a move means for invoices is in plan_course.h; how one is made in plan_deal.h.
 */
#include <stdbool.h>
#include "allocation.h"
#include "plan_offer.h"

enum plan_status {
	PLAN_PENDING, /* its first instalment is not paid yet */
	PLAN_ACTIVE,
	PLAN_COMPLETED,
	PLAN_DEFAULTED,
	PLAN_CANCELLED,
	PLAN_LAPSED,
};

enum { PLAN_DEBTS_MAX = 200 };

struct plan {
	int64_t id; /* set by plan_insert, as is created_at */
	int64_t account;
	enum plan_status status;
	struct money debt;	/* when it was made */
	int64_t late_fee_minor; /* of it, late fees not paid */
	struct plan_offer offer;
	struct rate rate;
	int64_t rule;	  /* version of the biller's rules when it was made; 0: defaults */
	int default_days; /* an instalment unpaid for longer ends it */
	char created_on[DATE_SIZE]; /* at the biller; the debt is of that date */
	char first_due_on[DATE_SIZE];
	char ended_on[DATE_SIZE];   /* "" while it is live */
	int64_t terms;		    /* what was accepted; 0: the biller has none */
	int64_t customer;	    /* who asked for it; 0: an operator */
	char phone[21], email[255]; /* "": none */
	int64_t created_at;
};

/* An invoice of the debt, as it stood when the plan was made. */
struct plan_debt {
	int64_t id; /* of the row */
	int64_t invoice;
	int64_t due_minor;
	int64_t late_fee_minor;	  /* of it: the fee that was not paid */
	int64_t frozen_fee_minor; /* the whole fee, paid or not */
	int64_t paid_minor;	  /* of due_minor, by instalments */
	int64_t fee_paid_minor;	  /* of that, fee */
};

struct plan_instalment {
	int64_t plan;
	int n; /* from 1 */
	char due_on[DATE_SIZE];
	struct plan_part part;
	int64_t invoice; /* 0: not issued */
};

struct plan_filter {
	int64_t account; /* 0: all */
	bool is_live_only;
};

const char *plan_status_name(enum plan_status status);
bool plan_is_live(const struct plan *plan); /* pending or active */
/* Whether a plan may go from one status to the other ("": it begins there). */
bool plan_is_legal_move(const char *from, const char *to);

/* Whether who acts made it, or is an operator: who sees whom to reach, and may cancel it. */
bool plan_is_own(const struct office *office, const struct plan *plan);
/* ERR_CONFLICT, reason "made_by_other", for anybody else. */
int plan_check_own(const struct office *office, const struct plan *plan, struct err *e);

/* Inside a write: a pending plan with its debts, in order, and the parts of its instalments.
 * ERR_CONFLICT, reason "in_plan": its account has a live one. */
int plan_insert(struct office *office, struct plan *plan, const struct plan_debt *debts,
    size_t count, const struct plan_part *parts, struct err *e);
/* Inside a write: moves it, ended on that date unless it becomes active.  *plan is updated.
 * ERR_CONFLICT with the status as reason. */
int plan_move(struct office *office, struct plan *plan, enum plan_status to, const char *on,
    const char *why, struct err *e);
/* Inside a write: instalment n was issued; so much of a debt is paid now. */
int plan_issued(struct office *office, int64_t plan, int n, int64_t invoice, struct err *e);
int plan_debt_paid(struct office *office, const struct plan_debt *debt, struct err *e);

/* ERR_NOT_FOUND. */
int plan_show(struct db *db, int64_t id, struct plan *plan, struct err *e);
int plan_list(struct db *db, const struct plan_filter *filter, struct query *q, struct err *e);
int plan_next(struct query *q, struct plan *plan, struct err *e);
/* Room for PLAN_DEBTS_MAX and PLAN_INSTALMENTS_MAX. */
int plan_debts(struct db *db, int64_t id, struct plan_debt *debts, size_t *count, struct err *e);
int plan_instalments(
    struct db *db, int64_t id, struct plan_instalment *instalments, size_t *count, struct err *e);

/* 1 and the answer, 0, -1. */
/* The instalment that an invoice is. */
int plan_instalment_of(
    struct db *db, int64_t invoice, struct plan_instalment *instalment, struct err *e);
/* The live plan whose debt an invoice is part of; of an account. */
int plan_of_debt(struct db *db, int64_t invoice, int64_t *id, struct err *e);
int plan_of_account(struct db *db, int64_t account, int64_t *id, struct err *e);

/* The live payment that holds an invoice, 0: none.  A hold on the first instalment of a pending
 * plan holds its debt's invoices, and the reverse. */
int plan_hold_of(struct db *db, int64_t invoice, int64_t *payment, struct err *e);
/* The live payment that holds anything of a plan: its instalments; of a pending one its debt. */
int plan_hold(struct db *db, const struct plan *plan, int64_t *payment, struct err *e);

#endif
