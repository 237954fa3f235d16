#ifndef PP_PLACE_H
#define PP_PLACE_H
/*
 * place - putting finished databases and key files in their place by rename, so that a name holds
 * a whole file or none.  Layer 1.
 *
 * "All" of a database is the file itself, its journals (-wal, -shm, -journal) and its head file
 * (.head).
 */
#include "err.h"

enum { PLACE_PATH_SIZE = 1024 };

/* "PATH.new-PID", where a file is made before it is put in its place.  ERR_USAGE: too long;
 * ERR_FAILED: nothing can be made in that folder. */
int place_work_name(const char *path, char work[PLACE_PATH_SIZE], struct err *e);
/* ERR_CONFLICT with reason "exists" if anything has the name path + suffix. */
int place_check_free(const char *path, const char *suffix, struct err *e);
/* The same for all of a database. */
int place_check_free_all(const char *path, struct err *e);
/* ERR_FAILED unless the database, which was closed, is in its one file: a journal that is left has
 * what the file lacks. */
int place_check_closed(const char *path, struct err *e);
/* Renames work, which is synced, to path, which must be free, and syncs the folder.  ERR_CONFLICT
 * with reason "exists"; ERR_FAILED: then path is as it was. */
int place_put(const char *work, const char *path, struct err *e);
/* Renames path + suffix to aside + suffix, if it is there: 0 also when it is not. */
int place_move(const char *path, const char *aside, const char *suffix, struct err *e);
/* The same for all of a database; syncs the folder. */
int place_move_all(const char *path, const char *aside, struct err *e);
/* Syncs the folder of path. */
int place_sync(const char *path, struct err *e);
/* Removes all of a database that was not finished. */
void place_remove(const char *path);

#endif
