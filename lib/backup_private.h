#ifndef PP_BACKUP_PRIVATE_H
#define PP_BACKUP_PRIVATE_H
/*
 * backup_private - what backup.c and backup_restore.c share.  Layer 13.
 */
#include "backup.h"

/* Copies office->db to work, checks and marks it; out->at is the instant its books are of. */
int backup_copy(struct office *office, const char *work, const char *summary, struct backup *out,
    struct err *e);

#endif
