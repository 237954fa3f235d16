#ifndef PP_OUTBOX_H
#define PP_OUTBOX_H
/*
 * outbox - what waits for customers, and was sent.  Owns table message.  Layer 6.
 *
 * A message is written in the transaction that causes it, in the language of its customer, and
 * sent later by notify.h.  States: waiting > sent | failed, waiting > waiting with each attempt,
 * failed > waiting when somebody has it tried again, failed > sent when it turns out that it was.
 * Each move is logged.
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
	int64_t expires_at; /* not worth sending after it; 0, without a secret: never */
	struct ref about;   /* the thing that caused it; type REF_NONE for none */
	const struct outbox_value *values; /* for the template; ends with a NULL name; or NULL */
};

/*
 * Inside a write: a waiting message.  Templates know besides the note's values: office (its name),
 * portal (customer_portal), contact (office.phone, office.email), minutes and seconds (until
 * expires_at).  An e-mail ends with the notice against fraud.  The secret is kept in a vault box
 * bound to message and customer; an older one of the same template that waits is not worth sending
 * any more.  ERR_USAGE: to is no address; ERR_SETUP: the key file.
 */
int outbox_add(struct office *office, const struct outbox_note *note, struct err *e);

enum { OUTBOX_SUBJECT_SIZE = 801 };

struct message { /* but for its text */
	int64_t id;
	char status[8];	  /* waiting sent failed */
	char channel[6];  /* email sms */
	int64_t customer; /* 0: known by address only */
	char to[255];
	char template[41];
	char language[3];
	char subject[OUTBOX_SUBJECT_SIZE];
	char about[41]; /* "pay-9", "" */
	int64_t created_at;
	int64_t expires_at; /* 0: never */
	int64_t attempts;   /* begun */
	int64_t next_at;    /* when it may be tried again; 0: it is not waiting */
	int64_t sent_at;    /* 0: it was not */
	bool has_secret;    /* still */
};

struct outbox_filter {
	int64_t customer; /* 0: all */
};

int outbox_list(struct db *db, const struct outbox_filter *filter, struct query *q, struct err *e);
int outbox_next(struct query *q, struct message *m, struct err *e);
int outbox_show(struct db *db, int64_t id, struct message *m, struct err *e);
/*
 * The next waiting message whose time has come, oldest first: 1, 0, -1.  No statement stays open
 * between two calls.  The cursor starts as { 0, 0 }.
 */
struct outbox_cursor {
	int64_t at, id;
};
int outbox_due(
    struct office *office, struct outbox_cursor *cursor, struct message *m, struct err *e);
/* Whether a message may go from one status to the other ("": it begins there). */
bool outbox_is_legal_move(const char *from, const char *to);
/* Appends its text: with its code, or, has_code false, with stars in its place. */
int outbox_text(
    struct office *office, const struct message *m, bool has_code, struct text *out, struct err *e);

/*
 * The moves; each one write, *m is the message afterwards.  ERR_CONFLICT, reason "busy": another
 * program moved it meanwhile.  Sent or failed it loses its code.
 */
/* About to be handed over: one more attempt; if that comes to nothing, not again before next_at. */
int outbox_claim(struct office *office, struct message *m, int64_t next_at, struct err *e);
int outbox_sent(struct office *office, struct message *m, struct err *e);
/* why: for the log, untranslated. */
int outbox_failed(struct office *office, struct message *m, const char *why, struct err *e);

#endif
