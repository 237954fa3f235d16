#ifndef PP_COURIER_PRIVATE_H
#define PP_COURIER_PRIVATE_H
/*
 * courier_private - the journal, for the two sides of courier.  Edge.
 *
 * An entry is "msg-4 KEY", with a line feed on either side.  It is appended by who holds the lock
 * of that byte, and taken away by who holds the lock of all.
 */
#include "courier.h"

enum { COURIER_ENTRY_SIZE = 64 };

/* -1 and errno. */
int courier_open_journal(const char *path, int flags);
int courier_read_journal(int journal, struct text *out);
/* 1 and the lock, which ends with the process or when any descriptor of the journal is closed;
 * 0: another has it; -1 and errno.  bytes 0: to the end and beyond. */
int courier_lock(int journal, int64_t from, int64_t bytes);

#endif
