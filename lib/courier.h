#ifndef PP_COURIER_H
#define PP_COURIER_H
/*
 * courier - the process between us and a command that sends a message.  Edge.
 *
 * It is started for one message and outlives whoever started it: it alone runs the command, holds
 * that message's lock meanwhile (a byte of the journal, fcntl), and writes to the journal, synced,
 * that the command said yes, before anybody else hears of it.  So when the program that asked for
 * it is killed at any point, the next one finds in the journal what was sent, and finds the lock
 * held for what still may be.
 *
 * Between the two, on pipes: the courier says "ready", "busy" (another holds the lock) or "done"
 * (the journal has it); then reads the length of the message in digits, a line feed and the
 * message, and starts nothing if that is cut short; then says "sent" or "failed WHY".
 */
#include <stdbool.h>
#include <stdint.h>
#include "err.h"
#include "gateway_child.h"
#include "text.h"

enum { COURIER_KEY_SIZE = 33 };

/* ---- in the courier itself */
struct courier_job {
	const char *journal; /* made if it is missing */
	int64_t id;	     /* of the message: the byte that is locked */
	const char *key;     /* what the journal calls it */
	const char *program; /* a path */
	const char *command; /* the whole command: its words are separated by blanks */
	int64_t limit_s;     /* that the command may run; then it is killed, with its group */
	char *const *envp;   /* of the command */
};
/* Speaks on stdin and stdout.  ERR_FAILED: the journal cannot be had; nothing was started. */
int courier_work(const struct courier_job *job, struct err *e);

/* ---- in the program that asks for it */
enum courier_word { COURIER_READY, COURIER_BUSY, COURIER_DONE };

enum { COURIER_SAID_SIZE = 64 };
struct courier {
	struct gateway_child child;
	char said[COURIER_SAID_SIZE]; /* its last line, "failed WHY" after ERR_PARTIAL */
	int64_t limit_s;	      /* of the command, set by the caller */
};

/* Starts a courier, a program with argv, and takes its first word.  ERR_BUSY: it does not come. */
int courier_start(struct courier *c, char *const *argv, char *const *envp, enum courier_word *word,
    struct err *e);
/* Hands it the message and waits: 0, sent; ERR_PARTIAL: not, with the command's reason; ERR_BUSY:
 * nobody knows, the journal will tell. */
int courier_hand_over(struct courier *c, const struct text *message, struct err *e);
/* Lets go of it: before courier_hand_over it ends without having done anything. */
void courier_end(struct courier *c);

/*
 * Calls found for each entry of the journal, then empties it; 1, 0 when a courier is at work and
 * it was left alone, -1.  What found has recorded must be safe by the time it returns.
 */
typedef int courier_found(int64_t id, const char *key, void *context, struct err *e);
int courier_journal(const char *path, courier_found *found, void *context, struct err *e);

/* Where the command's first word is: itself if it has a slash, else in the folders of path ("a:b").
 * ERR_SETUP: there is no such program. */
int courier_find(
    const char *command, const char *folders, char *program, size_t size, struct err *e);

#endif
