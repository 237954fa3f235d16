#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "private.h"

static bool
is_kept(const struct cli *cli)
{
	return cli->verb->flags & VERB_WRITE && !cli->office.is_dry_run;
}

void
recorded_payment(struct cli *cli, int64_t payment, const char *status)
{
	struct recorded *next = &cli->own->telling.next;

	if (!is_kept(cli))
		return;
	ref_format(REF_PAYMENT, payment, next->ref);
	snprintf(next->status, sizeof(next->status), "%s", status);
}

/* A payment that moved no money hides none that did. */
static bool
says_more(const struct recorded *one, const struct recorded *other)
{
	return other->ref[0] == '\0' ||
	       (strcmp(one->status, "approved") == 0 && strcmp(other->status, "approved") != 0);
}

void
recorded_shown(struct cli *cli, const struct record *r)
{
	struct telling *t = &cli->own->telling;
	struct recorded now = { "", "" };

	if (!is_kept(cli))
		return;
	snprintf(now.ref, sizeof(now.ref), "%s", r->id);
	if (strcmp(now.ref, t->next.ref) == 0)
		now = t->next;
	t->next.ref[0] = '\0';
	if (says_more(&now, &t->shown))
		t->shown = now;
}

void
recorded_forget(struct cli *cli)
{
	cli->own->telling.next.ref[0] = '\0';
	cli->office.request_ref[0] = '\0';
}

static bool
name(const struct recorded *r, struct err *e)
{
	struct err why = *e;

	if (r->ref[0] == '\0')
		return false;
	err_set(e, ERR_FAILED, _("recorded as %s, but %.120s"), r->ref, why.message);
	err_reason(e, "", r->ref);
	if (strcmp(r->status, "approved") == 0)
		err_money(e, ERR_MONEY_CHARGED, r->ref);
	else if (strcmp(r->status, "unknown") == 0)
		err_money(e, ERR_MONEY_UNKNOWN, NULL);
	else if (r->status[0] != '\0')
		err_money(e, ERR_MONEY_NOTHING, NULL);
	return true;
}

bool
recorded_name(struct cli *cli, struct err *e)
{
	const struct telling *t = &cli->own->telling;

	return name(t->next.ref[0] != '\0' ? &t->next : &t->shown, e);
}

bool
recorded_name_fault(struct cli *cli, struct err *e)
{
	struct recorded written = { "", "" };

	if (e->code != ERR_FAILED && e->code != ERR_BUSY && e->code != ERR_SETUP)
		return false;
	if (cli->own->is_repeat || e->reason[0] != '\0' || e->money != ERR_MONEY_NONE)
		return false;
	if (recorded_name(cli, e))
		return true;
	snprintf(written.ref, sizeof(written.ref), "%s", cli->office.request_ref);
	return name(&written, e);
}
