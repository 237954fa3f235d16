#ifndef PP_PLACE_H
#define PP_PLACE_H
/*
 * place - putting finished files in their place by rename, so that a name holds a whole file or
 * none.  Layer 1.
 */
#include "err.h"

enum { PLACE_PATH_SIZE = 1024 };

/* "PATH.new-PID", where a file is made before it is put in its place.  ERR_USAGE: too long;
 * ERR_FAILED: nothing can be made in that folder. */
int place_work_name(const char *path, char work[PLACE_PATH_SIZE], struct err *e);
/* ERR_CONFLICT with reason "exists" if anything has the name path + suffix. */
int place_check_free(const char *path, const char *suffix, struct err *e);
/* Renames work, which is synced, to path, which must be free, and syncs the folder.  ERR_CONFLICT
 * with reason "exists"; ERR_FAILED: then path is as it was. */
int place_put(const char *work, const char *path, struct err *e);
/* Renames path + suffix to aside + suffix, if it is there: 0 also when it is not. */
int place_move(const char *path, const char *aside, const char *suffix, struct err *e);
/* Syncs the folder of path. */
int place_sync(const char *path, struct err *e);
/* Removes path + suffix, if it is there. */
void place_remove(const char *path, const char *suffix);

#endif
