#ifndef PP_BACKUP_PRIVATE_H
#define PP_BACKUP_PRIVATE_H
/*
 * backup_private - what backup.c and backup_restore.c share.  Layer 13.
 */
#include "backup.h"

/* Copies office->db to work, checks and marks it; out->at is the instant its books are of. */
int backup_copy(struct office *office, const char *work, const char *summary, struct backup *out,
    struct err *e);

/* For check_run: ERR_DIFFERS with the first that is wrong. */
int backup_refuse(const char *id, const char *what, const char *ref, void *context, struct err *e);
/* Tells the newest activity of the books. */
int backup_describe(struct db *db, struct backup *out, struct err *e);
/* ERR_SETUP unless the office's key file is that of its books. */
int backup_check_key(struct office *office, struct err *e);

#endif
