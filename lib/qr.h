#ifndef PP_QR_H
#define PP_QR_H
/*
 * qr - charges that are collected by QR: their states, and the holds of live payments on them.
 * Owns tables qr, qr_hold.  Layer 8.  Source: domain.md sections 3 and 10.
 *
 * active > used (good for one payment) | expired | cancelled.  Expired is not stored: it is what an
 * active one is after its last day in the office's zone.
 */
#include <stdbool.h>
#include "account.h"
#include "money.h"
#include "office.h"
#include "secret.h"

enum qr_status { QR_ACTIVE, QR_USED, QR_EXPIRED, QR_CANCELLED };

enum { QR_PAYLOAD_SIZE = 2049 }; /* 512 characters and the NUL */

struct qr {
	int64_t id;			       /* set by qr_insert */
	char reference[SECRET_REFERENCE_SIZE]; /* object 62-05 of its payload */
	enum qr_status status;		       /* as it is on the day that was asked about */
	int64_t account;		       /* the payee's, or that of the invoice */
	int64_t invoice;		       /* what is paid; 0: the account gets the money */
	struct money amount;		       /* minor 0: the payer's choice, or what is due */
	char memo[201];
	bool is_once;		    /* good for one payment */
	char expires_on[DATE_SIZE]; /* its last day; "": never */
	char payload[QR_PAYLOAD_SIZE];
	int64_t created_at;
	int64_t customer; /* who owns the account, 0: none; read only */
};

struct qr_filter {
	int64_t account, customer; /* 0: all */
};

const char *qr_status_name(enum qr_status status);
/* Whether a charge may go from one status to the other ("": it begins there). */
bool qr_is_legal_move(const char *from, const char *to);

/* Inside a write.  The reference, the payload and all else are given. */
int qr_insert(struct office *office, struct qr *qr, struct err *e);

/* By "qr-19".  ERR_NOT_FOUND; ERR_USAGE for another type's ref. */
int qr_find(struct db *db, const char *text, int64_t *id, struct err *e);
int qr_by_reference(struct db *db, const char *reference, int64_t *id, struct err *e); /* 1, 0 */
/* The statuses are those of office's today (setting_today). */
int qr_show(struct office *office, int64_t id, struct qr *qr, struct err *e);
int qr_list(struct db *db, const struct qr_filter *filter, struct query *q, struct err *e);
/* today: what qr_next judges expiry by; "": the statuses as stored. */
int qr_next(struct query *q, const char *today, struct qr *qr, struct err *e);

/* ERR_CONFLICT, reasons used, expired, cancelled. */
int qr_check_active(const struct qr *qr, struct err *e);
/* The same, and "held": it cannot be paid now by another payment. */
int qr_check_payable(struct office *office, const struct qr *qr, struct err *e);

/* Inside a write: ends it by hand.  ERR_CONFLICT: it is not active, or held. */
int qr_cancel(struct office *office, int64_t id, struct err *e);
/* Inside a write: a payment reached it; one that is good for one payment is used by that. */
int qr_use(struct office *office, int64_t id, int64_t payment, struct err *e);

/* Inside a write: claims it for a payment.  ERR_CONFLICT with reason "held". */
int qr_hold_add(struct office *office, int64_t payment, int64_t qr, struct err *e);
/* Inside a write: gives up the hold of a payment, if it has one. */
int qr_hold_release(struct office *office, int64_t payment, struct err *e);
/* Which payment holds it, 0: none. */
int qr_hold_of(struct db *db, int64_t qr, int64_t *payment, struct err *e);

#endif
