/*
 * access_session - a live session makes who acts a customer.
 */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <string.h>
#include "customer.h"
#include "i18n.h"
#include "private.h"
#include "session_file.h"

enum { TOUCH_WAIT_MS = 100 };

const struct session *
cli_session(const struct cli *cli)
{
	return cli->own->session.id != 0 ? &cli->own->session : NULL;
}

/* A session of who was suspended or closed is dead, even if somebody forgot to end it. */
static int
find(struct cli *cli, const char *secret, struct session *session, struct err *e)
{
	struct customer c;
	int row = session_find(&cli->office, secret, session, e);

	if (row != 1)
		return row;
	if (customer_show(cli->office.db, session->customer, &c, e) != 0)
		return -1;
	return strcmp(c.status, "active") == 0;
}

/* In a short write beside: that it was used is worth no failure of what it is used for. */
static void
touch(struct cli *cli, const struct session *session)
{
	struct db *db = NULL;
	struct err ignored;

	if (cli->office.now < session->seen_at + SESSION_MINUTE)
		return;
	if (db_open(&db, cli->db_file, DB_WRITE, &ignored) != 0)
		return;
	db_set_wait(db, TOUCH_WAIT_MS);
	(void)session_touch(db, session, cli->office.now, &ignored);
	db_close(db);
}

static int
refuse_limited(struct err *e)
{
	err_set(e, ERR_DENIED, _("the temporary password must be changed first"));
	err_reason(e, "password_temporary", "");
	return err_hint(e, "pp-customer password");
}

int
access_recognise(struct cli *cli, struct err *e)
{
	const char *path = cli_session_file(cli);
	struct session session;
	char secret[SESSION_SECRET_SIZE];
	int row;

	if (!path)
		return 0;
	row = session_file_read(path, secret, e);
	if (row == 1)
		row = find(cli, secret, &session, e);
	explicit_bzero(secret, sizeof(secret));
	if (row != 1)
		return row;
	if (session.is_limited && !(cli->verb->flags & (VERB_LIMITED | VERB_PUBLIC)))
		return refuse_limited(e);
	touch(cli, &session);
	if (session.is_limited && !(cli->verb->flags & VERB_LIMITED))
		return 0;
	cli->own->session = session;
	cli->office.actor.kind = ACTOR_CUSTOMER;
	cli->office.actor.customer = session.customer;
	return 0;
}
