#ifndef PP_NOTIFY_H
#define PP_NOTIFY_H
/*
 * notify - sending what waits in the outbox.  Owns no table.  Layer 7.
 *
 * A message is claimed in a transaction of its own (one more attempt, not again before its
 * back-off), handed to the command of its channel by a courier (courier.h), and marked in another.
 * No transaction is open meanwhile.  What a courier wrote to the journal (DATABASE.sent) before
 * somebody was killed is marked by notify_recover.
 */
#include <stdbool.h>
#include "outbox.h"

struct notify_post {	     /* what sending needs from outside */
	const char *courier; /* path of the program that has the verb "courier" */
	char *const *envp;   /* for it and the commands: nothing secret */
	const char *folders; /* where commands are sought: "/usr/sbin:/usr/bin" */
	bool is_heard;	     /* what commands write to stderr is let through */
};

enum notify_outcome {
	NOTIFY_SENT,
	NOTIFY_EXPIRED,	  /* failed: its code is worth nothing any more */
	NOTIFY_WAITS,	  /* there is no command for its channel */
	NOTIFY_ELSEWHERE, /* another program is at it */
};

/*
 * Sends a waiting message; *m is the message afterwards.  With is_dry_run nothing leaves and *m is
 * as if it had.  -1: ERR_PARTIAL, reason "not_sent": the command said no (after the last try the
 * message has failed); ERR_SETUP: there is no such command, and no attempt was counted; ERR_BUSY:
 * it is not known yet, a later notify_recover may find it sent.  office->request is remembered
 * with what marks the message sent, and empty afterwards.
 */
int notify_send(struct office *office, const struct notify_post *post, struct message *m,
    enum notify_outcome *outcome, struct err *e);
/*
 * The same for one that is named, waiting or failed, whatever its back-off.  Also ERR_CONFLICT,
 * reason "sent" or "expired" (a code is gone once its message has failed), ERR_SETUP without a
 * command for its channel, and ERR_BUSY for what the command or another program prevents.
 */
int notify_retry(
    struct office *office, const struct notify_post *post, struct message *m, struct err *e);

/* Marks what the journal says was sent, and calls told for each. */
typedef int notify_told(const struct message *m, void *context, struct err *e);
int notify_recover(struct office *office, notify_told *told, void *context, struct err *e);

/* When a message is tried again after that many attempts: seconds. */
int64_t notify_backoff(int64_t attempts);

#endif
