#ifndef PP_BACKUP_H
#define PP_BACKUP_H
/*
 * backup - a checked copy of the books with its key, and putting one in place.  Owns no table.
 * Layer 13.  Source: gateway.md section 2.
 *
 * A backup knows less than the platforms do, so the copy carries a mark: whoever opens it finds a
 * restored office, which takes no new money (readiness_check) until it is resolved.  Files are
 * finished and synced under another name and put in place by rename.
 */
#include <stdbool.h>
#include "office.h"

struct backup {
	char path[DB_PATH_SIZE]; /* the copy; after a restore the office */
	char key[DB_PATH_SIZE];	 /* its key file, or "" */
	int64_t at;		 /* the instant that its books are of */
	int64_t log;		 /* its newest activity, and the hash */
	char hash[DIGEST_HEX_SIZE];
	char aside[DB_PATH_SIZE]; /* restore: what the former database was renamed to, or "" */
};

/*
 * Copies the office to file, and with has_key its key file to FILE.key, while others write.
 * ERR_CONFLICT with reason "exists": never replaces; ERR_DIFFERS: the books are not right, naming
 * what; ERR_SETUP: the key file is not that of the books.  Of a failure (and of a dry run) nothing
 * stays.
 */
int backup_make(
    struct office *office, const char *file, bool has_key, struct backup *out, struct err *e);

/*
 * office->db is a backup, opened for reading: copies it to path, marked, which becomes the office.
 * What was there before is renamed with the instant as its suffix, with its head file and whatever
 * belongs to it; a key file that is missing is copied from beside the backup.  ERR_SETUP: no key
 * file fits, the backup is damaged, path is no plain file of ours; ERR_BUSY: another program has
 * path open; ERR_USAGE: path is the backup.  A failure leaves path as it was; a crash does too, or
 * leaves it finished, or renamed with nothing in its place yet: then repeating it is safe.
 */
int backup_restore(struct office *office, const char *path, struct backup *out, struct err *e);

/*
 * Copies the office to path, and its key file to PATH.key, as an office to try out the nights to
 * come: it has a clock (PP_NOW) that may run ahead, no channel for messages and no credentials; its
 * platforms' filters get the argument --any-card, those of others than the sandbox nothing else; no
 * backup of it is made, and it is never restored.  *log is its newest activity.
 * Refusals of readiness_check; ERR_DIFFERS, ERR_SETUP as of backup_make; ERR_CONFLICT: the office
 * is such a copy itself.  What a failure leaves the caller removes.
 */
int backup_rehearse(struct office *office, const char *path, int64_t *log, struct err *e);

#endif
