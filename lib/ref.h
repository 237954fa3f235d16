#ifndef PP_REF_H
#define PP_REF_H
/*
 * ref - typed references: "inv-42" is invoice 42.  Layer 0, pure.
 */
#include <stdint.h>
#include "err.h"

enum ref_type {
	REF_NONE,
	REF_CUSTOMER,	  /* cus */
	REF_BILLER,	  /* bil */
	REF_ACCOUNT,	  /* acc */
	REF_INVOICE,	  /* inv */
	REF_PLAN,	  /* plan */
	REF_SUBSCRIPTION, /* sub */
	REF_CARD,	  /* card */
	REF_PAYMENT,	  /* pay */
	REF_QR,		  /* qr */
	REF_MESSAGE,	  /* msg */
	REF_LOG,	  /* log */
	REF_TXN,	  /* txn */
};

enum { REF_SIZE = 32 };

struct ref {
	enum ref_type type;
	int64_t id; /* > 0 */
};

/*
 * 1 and *ref when text is a well-formed ref (lower case, no leading zeros, fits 63 bits), 0 when
 * it is not one (it may be a natural key).
 */
int ref_parse(const char *text, struct ref *ref);
/* "inv-42"; "" when id is 0.  Size REF_SIZE.  Returns text. */
const char *ref_format(enum ref_type type, int64_t id, char *text);
/* "inv" */
const char *ref_prefix(enum ref_type type);

/*
 * ERR_NOT_FOUND: no such thing, or somebody else's.  These are the only words for it, so that the
 * two cannot be told apart: "there is no inv-42" for a ref, else "there is no invoice water:F-1".
 * text: what was asked for.  Returns -1.
 */
int ref_absent(enum ref_type type, const char *text, struct err *e);
/* The same by id. */
int ref_absent_id(enum ref_type type, int64_t id, struct err *e);
/* ERR_CONFLICT: its status forbids it, "inv-42 is void", with the status as reason.  Returns -1. */
int ref_refuse(enum ref_type type, int64_t id, const char *status, struct err *e);
/* ERR_CONFLICT: a live payment has claimed it: reason "held", ref the payment's.  Returns -1. */
int ref_refuse_held(enum ref_type type, int64_t id, int64_t payment, struct err *e);

/* The word of a state as people read it in a message; records and reasons keep the state itself. */
const char *ref_state_word(const char *status);

#endif
