#ifndef PP_ASK_H
#define PP_ASK_H
/*
 * ask - questions and secrets on /dev/tty, never anywhere else.
 */
#include <stddef.h>
#include "err.h"

/*
 * Shows details (lines, other controls escaped) and a question, one line whatever is in it, and
 * reads a line: 1 for yes, 0 for anything else, -1 without a terminal.
 */
int ask_confirm(const char *details, const char *question);
/* Shows the same on standard error, and asks nothing: a dry run. */
void ask_show(const char *details, const char *question);
/*
 * Reads a secret with echo off: 0, -1 with ERR_USAGE where there is no terminal (naming
 * --option-file), or when nothing or too much was typed.
 */
int ask_secret(const char *prompt, const char *option, char *secret, size_t size, struct err *e);

/* The first line of a file (ERR_SETUP if others may read it) or descriptor; the rest is left. */
int secret_from_file(const char *path, char *secret, size_t size, struct err *e);
int secret_from_fd(int fd, char *secret, size_t size, struct err *e);

#endif
