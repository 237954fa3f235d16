#ifndef PP_PAYMENT_H
#define PP_PAYMENT_H
/*
 * payment - one attempt to move money to invoices, or back; its states.
 * Owns tables payment, payment_item, payment_credit, payment_excess, voucher.  Layer 10.
 *
 * sending > approved | declined | redirected | unknown | cancelled;
 * redirected > approved | declined | expired | cancelled; unknown > approved | declined |
 * cancelled; approved > refunded; and late: cancelled | expired | declined > approved.
 */
#include <stdbool.h>
#include "gateway_answer.h"
#include "office.h"
#include "secret.h"

enum payment_status {
	PAYMENT_SENDING,
	PAYMENT_APPROVED,
	PAYMENT_DECLINED,
	PAYMENT_REDIRECTED,
	PAYMENT_UNKNOWN,
	PAYMENT_CANCELLED,
	PAYMENT_EXPIRED,
	PAYMENT_REFUNDED,
};
enum payment_method {
	METHOD_CASH,
	METHOD_CARD,
	METHOD_DEPOSIT,
	METHOD_CHECKOUT,
	METHOD_CREDIT, /* all of it from credit of the accounts */
};

struct payment {
	int64_t id;			       /* set by payment_insert */
	char key[SECRET_HEX_SIZE];	       /* its identity at the platform, for ever */
	char reference[SECRET_REFERENCE_SIZE]; /* for people */
	bool is_refund;
	enum payment_status status;
	enum payment_method method;
	struct money amount;	/* all that it pays, credit included */
	int64_t credit_minor;	/* of it, from credit of the accounts */
	int64_t customer;	/* the payer, 0: none */
	char operator_name[65]; /* whose till, for cash */
	int64_t source;		/* deposit account debited, or credited by a refund; 0: none */
	int64_t card;		/* 0: none */
	char card_token[201];	/* snapshot */
	char gateway[33];	/* "" where no platform is involved */
	char gateway_ref[129];
	char gateway_token[201]; /* of a checkout */
	char redirect_url[2001];
	int64_t captured_minor; /* what was really taken; approved and refunded only */
	char authorization[65];
	int64_t refund_of; /* of a refund: the payment */
	char reason[201];
	char memo[201];
	char client_address[65];
	char flag[12];		      /* late excess manual released mismatch orphan, or "" */
	int64_t debit_invoice;	      /* of an automatic debit: the invoice, 0: it is none; */
	char debit_due_on[DATE_SIZE]; /* the due date that it is for, */
	int debit_try;		      /* and which try it is, from 0; below 0: cancelled */
	char business_on[DATE_SIZE];
	int64_t not_after; /* 0 without a platform */
	int64_t created_at;
	int64_t settled_at; /* 0 unless approved or refunded */
	int64_t ended_at;   /* 0 while live */
	int64_t qr;	    /* the charge that it pays, 0: none */
	int64_t payee; /* deposit account credited, or debited by a refund; 0: it pays invoices */
	int64_t payee_minor; /* of its amount, what is for the payee */
};

struct payment_item {
	int64_t invoice;
	int64_t amount_minor; /* fee included */
	int64_t late_fee_minor;
	int64_t plan_fee_minor, plan_interest_minor; /* a refund's, as in an allocation; else 0 */
	char on[DATE_SIZE];			     /* in the biller's zone */
	bool is_settling;
};

struct payment_credit {
	int64_t account; /* 0: suspense of the refunded payment */
	int64_t amount_minor;
};

struct payment_filter {
	int64_t customer;	      /* 0: all */
	const char *method, *gateway; /* NULL: all */
	bool is_flagged_only;
	int64_t account, biller, qr, source, card; /* paid (for), the last two taken from; 0: all */
	int64_t since, until;		/* instants of creation, until exclusive; 0: open */
	int64_t paid_since, paid_until; /* instants of settlement, likewise */
};

const char *payment_status_name(enum payment_status status);
const char *payment_method_name(enum payment_method method);
/* Not final: the platform may still decide. */
bool payment_is_live(const struct payment *p);
/* The ledger's account that its money comes from: "clearing:webpay", "deposit:acc-3". */
void payment_till(const struct payment *p, char account[121]);

/* Inside a write.  key and reference are given by the caller. */
int payment_insert(struct office *office, struct payment *p, struct err *e);
int payment_item_add(
    struct office *office, int64_t payment, const struct payment_item *item, struct err *e);
int payment_credit_add(
    struct office *office, int64_t payment, const struct payment_credit *credit, struct err *e);
/* What fitted nowhere: account 0 is suspense; amount < 0 when the refund made_by gives it back. */
int payment_excess_add(struct office *office, int64_t payment, const struct payment_credit *excess,
    int64_t made_by, struct err *e);
int payment_voucher_set(
    struct office *office, int64_t payment, const struct gateway_voucher *v, struct err *e);

/*
 * Moves, inside a write; *p is updated; each appends "from > to: why" to the log.  ERR_CONFLICT
 * for an illegal one.  Approving takes captured_minor, gateway_ref, authorization from *p,
 * redirecting redirect_url and gateway_token.
 */
int payment_move(struct office *office, struct payment *p, enum payment_status to, const char *why,
    struct err *e);
/* Whether a payment may go from one status to the other ("": it begins there). */
bool payment_is_legal_move(const char *from, const char *to);
/* Flags it for a look, and says why in the log as an alarm. */
int payment_alarm(
    struct office *office, struct payment *p, const char *flag, const char *why, struct err *e);

/* By "pay-9" or reference, in whatever case it is typed.  ERR_NOT_FOUND. */
int payment_find(struct db *db, const char *text, int64_t *id, struct err *e);
int payment_by_key(struct db *db, const char *key, int64_t *id, struct err *e); /* 1, 0, -1 */
int payment_by_gateway_ref(struct db *db, const char *gateway, const char *reference, int64_t *id,
    struct err *e); /* 1, 0, -1 */
int payment_show(struct db *db, int64_t id, struct payment *p, struct err *e);
int payment_list(
    struct db *db, const struct payment_filter *filter, struct query *q, struct err *e);
int payment_next(struct query *q, struct payment *p, struct err *e);
int payment_items(struct db *db, int64_t payment, struct query *q, struct err *e);
int payment_item_next(struct query *q, struct payment_item *item, struct err *e);
int payment_credits(struct db *db, int64_t payment, struct query *q, struct err *e);
/* Excess of a payment by account, what refunds gave back deducted. */
int payment_excesses(struct db *db, int64_t payment, struct query *q, struct err *e);
int payment_credit_next(struct query *q, struct payment_credit *credit, struct err *e);
/* 1 and the voucher, 0 without one, -1. */
int payment_voucher(struct db *db, int64_t payment, struct gateway_voucher *v, struct err *e);
/* Sum of the refunds of a payment that are not declined, cancelled or expired. */
int payment_refunded_sum(struct db *db, int64_t payment, int64_t *minor, struct err *e);
/* Of it, what such refunds other than "but" take from one invoice. */
int payment_refunded_of(
    struct db *db, int64_t payment, int64_t but, struct payment_item *item, struct err *e);

#endif
