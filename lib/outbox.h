#ifndef PP_OUTBOX_H
#define PP_OUTBOX_H
/*
 * outbox - what waits for customers, and was sent.  Owns table message.  Layer 6.
 *
 * A message is written in the transaction that causes it, in the language of its customer, and
 * sent later by notify.h.  States: waiting > sent | failed, and failed > waiting when somebody
 * has it tried again.  Each move is logged.
 */
#include <stdbool.h>
#include <stdint.h>
#include "office.h"
#include "outbox_template.h"

enum outbox_channel { OUTBOX_EMAIL, OUTBOX_SMS };

struct outbox_note {
	const char *template; /* its name; asserted to exist */
	enum outbox_channel channel;
	int64_t customer;   /* 0: known by address only, and told in Spanish */
	const char *to;	    /* NULL: the customer's own; where that has none nothing is written */
	const char *secret; /* 1 to 100 bytes, for the template's {code}; NULL: none */
	int64_t expires_at; /* not worth sending after it; 0: never */
	struct ref about;   /* the thing that caused it; type REF_NONE for none */
	const struct outbox_value *values; /* for the template; ends with a NULL name; or NULL */
};

/*
 * Inside a write: a waiting message.  Templates know besides the note's values: office (its name),
 * portal (setting portal.url), contact (office.phone, office.email), minutes and seconds (until
 * expires_at).  An e-mail ends with the notice against fraud.  The secret is kept in a vault box
 * bound to message and customer.  ERR_USAGE: to is no address; ERR_SETUP: the key file.
 */
int outbox_add(struct office *office, const struct outbox_note *note, struct err *e);

#endif
