#ifndef PP_OFFICE_H
#define PP_OFFICE_H
/*
 * office - the open books, who acts, and when; the runner of writes.
 * Owns table request.  Layer 3.
 *
 * A write is one transaction: it appends to the activity log, seals every row it wrote, and is
 * remembered by its request id.  Its last act, after COMMIT, is a line in the head file.
 */
#include <stdbool.h>
#include <stdint.h>
#include "activity.h"
#include "date.h"
#include "db.h"
#include "err.h"
#include "ref.h"
#include "zone.h"

enum actor_kind { ACTOR_OPERATOR, ACTOR_CUSTOMER, ACTOR_GUEST };

struct actor {
	enum actor_kind kind;
	char name[65];	  /* the operating system's user, for operators */
	int64_t customer; /* for customers */
};

struct office {
	struct db *db;
	struct actor actor;
	char verb[41];		 /* "pay invoice" */
	int64_t now;		 /* UTC seconds */
	char as_of[DATE_SIZE];	 /* the business date asked for, or "" */
	bool is_dry_run;	 /* do it all, then roll back */
	bool is_recording;	 /* records what happened outside: the clock must not refuse it */
	char request[129];	 /* --request-id, or "" */
	char request_digest[65]; /* of its parameters */
	char request_ref[REF_SIZE];  /* what the running write is about: its first log entry's ref;
				     * after it the same, "" where nothing was kept */
	char key_path[DB_PATH_SIZE]; /* key file, for secret_* */
	/* Refuses a write that a customer did not authorise (token_gate); NULL: none is. */
	int (*gate)(struct office *office, struct err *e);
	bool is_authorised;  /* the customer's token was spent for what is done */
	struct chain *chain; /* inside a write only */
	struct {
		char zone[ZONE_NAME_SIZE]; /* "": none yet */
		int64_t at;
		char on[DATE_SIZE];
	} date; /* what office_date found last */
};

/* What an activity row says; at, actor and verb come from the office. */
struct office_note {
	enum ref_type type; /* the thing it is about; REF_NONE for none */
	int64_t id;
	int64_t customer;      /* 0: none */
	const char *reference; /* a payment's reference, or NULL */
	const char *summary;   /* "open > paid"; untranslated, no secret; cut at 400 bytes */
};

typedef int office_work(struct office *office, void *context, struct err *e);

/*
 * Runs work in one IMMEDIATE transaction.  Refusals: those of the gate (but a dry run, a repeat and
 * what is_recording need no authority); ERR_CONFLICT when the request id was used
 * with other parameters; ERR_CONFLICT with reason "repeated" and the ref when the same request was
 * done before (the caller prints the thing).  With is_dry_run all is rolled back at the end and 0
 * returned.  A COMMIT that fails is fenced and looked up: 0 if it was recorded, ERR_FAILED if it
 * was not, ERR_UNKNOWN if nobody can tell.
 */
int office_write(struct office *office, office_work *work, void *context, struct err *e);

/*
 * The same in a transaction of its own that is kept whatever becomes of the verb: dry runs too, and
 * no request id is looked at or remembered.  It is for spending a try of a secret before anything
 * is computed with it, so that no dry run and no repeat makes guesses free.
 */
int office_write_apart(struct office *office, office_work *work, void *context, struct err *e);

/* The same as office_write for what follows an earlier write of the verb, which its request was
 * remembered with. */
int office_write_after(struct office *office, office_work *work, void *context, struct err *e);

/* 0, or the refusals of a request id that was used before (also without a write). */
int office_request_check(struct office *office, struct err *e);

/* Inside a write: appends to the activity log. */
int office_log(struct office *office, const struct office_note *note, struct err *e);
/* The same about a customer and of interest to it; 0: about nobody. */
int office_log_customer(
    struct office *office, int64_t customer, const char *summary, struct err *e);
/* Inside a write: a part that can fail alone; then what it wrote and logged is undone. */
int office_part(struct office *office, office_work *work, void *context, struct err *e);
/* Inside a long write: seals what was written so far, so that memory stays bounded. */
int office_relieve(struct office *office, struct err *e);
/* Inside a write: the id of the activity row that office_log appended last, else the next. */
int64_t office_log_id(const struct office *office);

/* The civil date of office->now in that zone; the last answer is kept, since asking again and again
 * would open the zone's file each time.  ERR_SETUP. */
int office_date(struct office *office, const char *zone, char on[DATE_SIZE], struct err *e);

/* "op:ana", "cus-5" or "guest". */
void office_actor_text(const struct office *office, char text[ACTIVITY_ACTOR_SIZE]);

#endif
