#ifndef PP_SANDBOX_BOOK_H
#define PP_SANDBOX_BOOK_H
/*
 * sandbox_book - the sandbox platform's own book: an append-only file of events that several
 * processes share.  Edge.
 *
 * The file is made 0600.  Between begin and commit the process holds an exclusive lock on it and
 * has read all that others wrote.  What commit returned 0 for is on the disk.  A last line cut off
 * (its writer was killed before it could commit) never counted: begin takes it off the file.
 */
#include "err.h"
#include "sandbox_event.h"
#include "sandbox_index.h"

struct sandbox_book;

/* ERR_SETUP: not a regular file, or not a sandbox book (begin).  ERR_FAILED: input/output. */
int sandbox_book_open(struct sandbox_book **book, const char *path, struct err *e);
void sandbox_book_close(struct sandbox_book *book);

/* Waits for the lock, takes in what others wrote.  ERR_SETUP "FILE:LINE: ..." for a foreign
 * file. */
int sandbox_book_begin(struct sandbox_book *book, struct err *e);
/* Adds an event, to be written at commit; the index knows it at once. */
int sandbox_book_add(struct sandbox_book *book, const struct sandbox_event *event, struct err *e);
/* Writes, syncs, unlocks.  After -1 only close may be called. */
int sandbox_book_commit(struct sandbox_book *book, struct err *e);

const struct sandbox_index *sandbox_book_index(const struct sandbox_book *book);
/* Calls with each event in order, those not yet written last; between begin and commit. */
int sandbox_book_each(struct sandbox_book *book,
    int (*visit)(void *arg, const struct sandbox_event *event, struct err *e), void *arg,
    struct err *e);

#endif
