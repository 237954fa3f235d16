#ifndef PP_LOGIN_H
#define PP_LOGIN_H
/*
 * login - proving who one is: registering, activating, recovering, logging in.  Owns no table.
 * Layer 8.  Source: domain.md section 9.
 *
 * To an outsider who logs in, activates or recovers, an address or document that nobody has looks
 * like one that somebody has, in words, status and time, and each attempt is logged; who registers
 * is told which of them is taken.  Secrets are tried outside any write (password_try,
 * code_try), new passwords are hashed before one, then one write has the effect.
 */
#include "code.h"
#include "customer.h"
#include "session.h"

/* A login: what the caller gives, and what comes of it. */
struct login {
	char hash[65];		      /* of the new session's secret (session_secret) */
	const struct session *before; /* a session that this one takes the place of, or NULL */
	bool is_limited;	      /* a temporary password: it must be changed first */
	struct customer customer;     /* who it is */
};

/*
 * By e-mail address and password.  ERR_DENIED: reason "password_wrong" for unknown, wrong and
 * locked alike; reason "suspended" only to who knows the password.  Acts as that customer from then
 * on (office->actor).
 */
int login_password(struct office *office, const char *email, const char *password,
    struct login *login, struct err *e);
/* Sends a login code to the confirmed phone of an active or invited customer; *sent is filled
 * alike for a document that nobody has. */
int login_ask(struct office *office, const char *document, struct code_sent *sent, struct err *e);
/* By document and the code: an invited customer becomes active.  ERR_DENIED, "code_wrong". */
int login_code(struct office *office, const char *document, const char *digits, struct login *login,
    struct err *e);

/*
 * Sends the code that sets the first password (CODE_ACTIVATION, of an invited customer) or a new
 * one (CODE_RECOVERY, of an active one) to the enrolled address; nothing, alike, for any other.
 * ERR_USAGE: no e-mail address.
 */
int login_reset_ask(struct office *office, enum code_purpose purpose, const char *email,
    struct code_sent *sent, struct err *e);
struct login_reset { /* what was given */
	enum code_purpose purpose;
	const char *email, *digits, *password;
};
/* With that code the password is set, the lock and all sessions end, the e-mail address is
 * confirmed, an invited customer active.  ERR_DENIED, "code_wrong". */
int login_reset(
    struct office *office, const struct login_reset *given, struct customer *c, struct err *e);

/* Active with a password, invited without (NULL).  Errors of customer_add. */
int login_register(struct office *office, struct customer *c, const char *password, struct err *e);
/* Who repeats a request must know the password that it set: 1 and *c, 0, -1. */
int login_is_same(struct office *office, const char *email, const char *password,
    struct customer *c, struct err *e);

/* The acting customer's password is changed and every session ends.  ERR_DENIED: reason
 * "password_wrong", or "locked" and until when; ERR_USAGE: the new one is the old one. */
int login_change(struct office *office, const char *password, const char *fresh, struct err *e);
/* The acting or named customer's phone (CODE_PHONE) or e-mail address (CODE_EMAIL): sends a code to
 * it, and confirms it with that code.  ERR_CONFLICT: there is none; "closed", the customer. */
int login_confirm_ask(struct office *office, enum code_purpose purpose, const struct customer *c,
    struct code_sent *sent, struct err *e);
int login_confirm(struct office *office, enum code_purpose purpose, const struct customer *c,
    const char *digits, struct err *e);

/* ---- what operators do; ERR_CONFLICT with the state as reason */

/* A password to be read out, which must be changed at the first login; who was invited is active,
 * the lock and all sessions end. */
int login_temporary(struct office *office, int64_t customer, const char *password, struct err *e);
/* Password, codes and token can be tried again at once. */
int login_unlock(struct office *office, int64_t customer, struct err *e);
int login_suspend(struct office *office, int64_t customer, struct err *e);
int login_resume(struct office *office, int64_t customer, struct err *e);

#endif
