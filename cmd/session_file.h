#ifndef PP_SESSION_FILE_H
#define PP_SESSION_FILE_H
/*
 * session_file - the file that says who is logged in: the session's secret and a newline, 0600.
 */
#include "err.h"
#include "session.h"

enum { SESSION_PATH_SIZE = 1024 };

/* 1 and the secret, 0: there is none (missing, empty, no such thing); ERR_SETUP: others can read
 * the file, or it is another user's. */
int session_file_read(const char *path, char secret[SESSION_SECRET_SIZE], struct err *e);

/* A new file that takes the place of an old one at once, or not at all. */
struct session_file {
	char path[SESSION_PATH_SIZE], temporary[SESSION_PATH_SIZE + 16];
};

/* Writes it beside, synced, before the session begins: what cannot be written is known early.
 * ERR_USAGE: not there, or what is there is no session file, or the office's key file; ERR_FAILED:
 * disk full and the like. */
int session_file_prepare(struct session_file *file, const char *path, const char *key_path,
    const char *secret, struct err *e);
int session_file_commit(struct session_file *file, struct err *e);
/* Allowed after a commit too. */
void session_file_abandon(struct session_file *file);

#endif
