#ifndef PP_READINESS_H
#define PP_READINESS_H
/*
 * readiness - may this office take new money and codes now?  Owns no table.  Layer 5.
 * Source: domain.md section 2 (the clock), gateway.md section 2 (restored backups).
 *
 * State: settings "internal.restored" (the instant of the backup that the file was opened from,
 * RFC 3339; "" or unset: none) and "internal.clock" (the instant, RFC 3339, at which an operator
 * last vouched for the clock; set by init), "internal.rehearsal" (the instant at which the file was
 * copied for pp-db rehearse).
 */
#include "office.h"

enum { READINESS_BEHIND_SECONDS = 300 };

/*
 * ERR_BUSY, reason "restored": the file is a restored backup and does not know what the platforms
 * have taken since.  ERR_BUSY, reason "clock": office->now is more than READINESS_BEHIND_SECONDS
 * behind the newest activity, or more than the days of clock.jump ahead of both the newest activity
 * and internal.clock.  0 always where office->is_recording.  Call it inside the write it guards.
 */
int readiness_check(struct office *office, struct err *e);

/* Makes office->now the reference of the clock: a write of its own, or part of the running one. */
int readiness_accept_clock(struct office *office, struct err *e);

/* Inside a write: the file is (no longer) a restored backup.  since: an instant, or 0. */
int readiness_mark_restored(struct office *office, int64_t since, struct err *e);
/* Inside a write: the file is a rehearsal's copy: what it tells is made up. */
int readiness_mark_rehearsal(struct office *office, struct err *e);
/* Whether it is one: 1, 0, -1. */
int readiness_is_rehearsal(struct db *db, struct err *e);
/* Whether the file is a restored backup: 1 and the instant of the backup, 0, -1. */
int readiness_is_restored(struct db *db, int64_t *since, struct err *e);

#endif
