#ifndef PP_GATEWAY_H
#define PP_GATEWAY_H
/*
 * gateway - running a gateway filter: requests to its stdin, judged answers from its stdout.
 * Edge.  Source: pp-gateway(5).
 *
 * The filter is a child of its own process group, started without a shell, with both pipes
 * non-blocking on our side in one poll loop, our stderr, no other descriptor (every one above 2
 * is marked close-on-exec before), default signal dispositions and an empty mask.  It is always
 * reaped; past a limit its whole group is killed.  SIGPIPE is blocked meanwhile and none of ours
 * is left pending.  Limits run on the monotonic clock.
 *
 * What is believed, per request: the first line with its key, as gateway_judge() says.  Lines that
 * are no JSON or bear another key (a repeat, a stray) are counted and rescue or spoil nothing.
 * No line: unknown; but not_sent where not one byte of the request was written to the pipe, or
 * the program could not be started.
 */
#include <stdbool.h>
#include "err.h"
#include "gateway_answer.h"
#include "gateway_request.h"

enum { GATEWAY_IN_FLIGHT_MAX = 4096 };

struct gateway_filter {
	const char *program; /* path; never sought in PATH */
	char *const
	    *argv; /* its words, argv[0] included, NULL at the end; NULL: the program alone */
	char *const *envp; /* its environment, NULL at the end; NULL: empty */
	int64_t now;	/* the instant at the call, to know when a not_after is over; 0: unknown */
	int timeout_ms; /* longest silence while an answer is due (one call: its whole time); > 0 */
	size_t answer_bytes_max; /* most bytes between two accepted answers; 0: GATEWAY_LINE_MAX */
	int in_flight_max;	 /* requests drawn and not answered; 0: GATEWAY_IN_FLIGHT_MAX */
};

/*
 * One request, one judged answer.  0: *answer is filled: result unknown (the charge may have
 * happened) or not_sent (it has not) with answer->problem where the filter failed.
 * -1: nothing left: ERR_USAGE for a request that cannot be written, ERR_FAILED out of memory.
 */
int gateway_call(const struct gateway_filter *filter, const struct gateway_request *request,
    struct gateway_answer *answer, struct err *e);

/*
 * Many in flight.  The callbacks run between polls and may use the database; SIGPIPE is blocked
 * in them.  A callback's -1 ends the exchange: the filter is killed, what is in flight is left
 * for resolve, and -1 with the callback's error is returned.
 */
struct gateway_batch {
	/* 1 and the next request (zeroed before); 0: no more; -1.  Its pointers must live until the
	 * next call.  Each request that was given gets exactly one answer. */
	int (*next)(void *arg, struct gateway_request *request, struct err *e);
	/* The judged answer to one request. */
	int (*answer)(void *arg, const struct gateway_answer *answer, struct err *e);
	/* A burst of answers is over, or the exchange is: time to commit a group.  May be NULL. */
	int (*pause)(void *arg, struct err *e);
	void *arg;
};

struct gateway_tally {
	int64_t asked;	     /* requests given by next */
	int64_t answered;    /* of them, by a line of the filter */
	int64_t stray;	     /* lines with another key, or a repeat */
	int64_t garbage;     /* lines that are no JSON object with a key */
	const char *problem; /* why it ended early ("timed out", "not started"), or ""; static */
};

/*
 * 0 when every request drawn has had its answer called, also where the filter failed: then no
 * more requests are drawn and tally->problem says why.  A request past its not_after + timeout_ms
 * is answered unknown though others still move.  -1: a callback's error, ERR_USAGE for a request
 * that cannot be written (after the others had their answers), ERR_FAILED.
 */
int gateway_exchange(const struct gateway_filter *filter, const struct gateway_batch *batch,
    struct gateway_tally *tally, struct err *e);

/*
 * Asks for a report.  record is called for each line before the end (op report, payment, kind,
 * amount, reference, at, memo; a line without a key of 32 hex digits in payment keeps it "").
 * *answer: end when all its lines came (count agrees), else unknown, not_sent or declined.
 */
int gateway_report(const struct gateway_filter *filter, const struct gateway_request *request,
    int (*record)(void *arg, const struct gateway_answer *line, struct err *e), void *arg,
    struct gateway_answer *answer, struct err *e);

#endif
