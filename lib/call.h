#ifndef PP_CALL_H
#define PP_CALL_H
/*
 * call - the way of a payment through a platform: intent, call, settle, undisturbed by signals.
 * Owns no table.  Layer 15.  Source: gateway.md section 2.
 */
#include "payment.h"
#include "platform.h"

enum { CALL_NOT_AFTER_S = 900, CALL_ROOM_BYTES = 1 << 20 };

struct call {
	enum gateway_op op;
	const char *params;	    /* what the customer came back with, or NULL */
	const char *return_url;	    /* "{ref}" stands for the payment's ref; or NULL */
	enum gateway_result *heard; /* of call_ask: what the platform answered; or NULL */
	office_work *intent; /* of call_run: one write that leaves *p sending, or settled at once */
	void *context;	     /* of the intent */
};

/*
 * Runs the intent, and where it leaves *p sending and it is no dry run, asks the platform and
 * settles.  0: approved or redirected, or a dry run.
 * -1: the intent's refusals, ending "nothing was charged"; ERR_FAILED where its COMMIT failed (no
 * call was made); then as outcome_of; ERR_BUSY where nothing was sent; ERR_UNKNOWN where the
 * settlement could not be recorded (resolve will).
 */
int call_run(struct office *office, const struct platform *platform, const struct call *call,
    struct payment *p, struct err *e);
/* One question about a recorded payment, settled.  0, whatever the answer; -1: ERR_UNKNOWN where it
 * could not be recorded, ERR_SETUP where the platform is not listed. */
int call_ask(struct office *office, const struct platform *platform, const struct call *call,
    struct payment *p, struct err *e);

#endif
