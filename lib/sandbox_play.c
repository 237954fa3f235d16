/*
 * sandbox_play - the customer at the sandbox platform's hosted pages.
 */
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "sandbox.h"
#include "sandbox_say.h"

static const char *const act_names[] = { "approve", "decline", "abandon" };

/* What the act leads to; the card decides only where it is approved. */
static enum sandbox_what
aim_of(const struct sandbox_entry *entry, enum sandbox_act act, const struct sandbox_manner *manner)
{
	bool is_enrolment = entry->amount.currency[0] == '\0';
	if (act == SANDBOX_ABANDON)
		return SANDBOX_ABANDONED;
	if (act == SANDBOX_DECLINE)
		return SANDBOX_DECLINED;
	if (is_enrolment)
		return SANDBOX_ENROLLED;
	return manner->deed == SANDBOX_DECLINES ? SANDBOX_DECLINED
	       : manner->deed == SANDBOX_HOLDS	? SANDBOX_HELD
						: SANDBOX_APPROVED;
}

static struct sandbox_event
event_of(const struct sandbox *s, const struct sandbox_entry *entry, enum sandbox_what what,
    const struct sandbox_manner *manner, const char *card)
{
	const struct sandbox_index *index = sandbox_book_index(s->book);
	struct sandbox_event event;
	memset(&event, 0, sizeof event);
	event.at = s->now;
	event.what = what;
	event.amount = entry->amount;
	event.token = entry->token;
	memcpy(event.key, entry->key, sizeof event.key);
	snprintf(event.memo, sizeof event.memo, "%s", sandbox_index_text(index, entry->memo));
	if (what == SANDBOX_APPROVED)
		event.number = sandbox_index_next_number(index);
	if (what == SANDBOX_APPROVED || what == SANDBOX_HELD || what == SANDBOX_ENROLLED)
		snprintf(event.card, sizeof event.card, "%s", card);
	if (what == SANDBOX_ABANDONED)
		snprintf(event.code, sizeof event.code, "abandoned");
	if (what == SANDBOX_DECLINED)
		snprintf(event.code, sizeof event.code, "%s",
		    manner->code[0] == '\0' ? "05" : manner->code);
	return event;
}

/* The event that made the entry what it is. */
static void
write_again(const struct sandbox_index *index, const struct sandbox_entry *entry, struct text *out)
{
	struct sandbox_event event;
	memset(&event, 0, sizeof event);
	event.at = entry->at;
	event.what = entry->what;
	event.amount = entry->amount;
	event.token = entry->token;
	event.number = entry->number;
	memcpy(event.key, entry->key, sizeof event.key);
	memcpy(event.code, entry->code, sizeof event.code);
	snprintf(event.card, sizeof event.card, "%s", sandbox_index_text(index, entry->card));
	snprintf(event.memo, sizeof event.memo, "%s", sandbox_index_text(index, entry->memo));
	sandbox_event_write(&event, out);
}

static bool
is_open(const struct sandbox_entry *entry, bool is_late, int64_t now)
{
	bool is_refused = entry->what == SANDBOX_DECLINED || entry->what == SANDBOX_ABANDONED;
	if (entry->what == SANDBOX_OPENED)
		return is_late || !sandbox_page_is_closed(entry, now);
	return is_late && is_refused;
}

int
sandbox_play(struct sandbox *s, const struct sandbox_visit *visit, struct text *out, struct err *e)
{
	const char *with = visit->card[0] == '\0' ? "sandbox-approve" : visit->card;
	const struct sandbox_manner *manner = sandbox_manner_charge(with);
	const struct sandbox_entry *entry =
	    sandbox_index_token(sandbox_book_index(s->book), sandbox_token_number(visit->token));
	if (manner == NULL)
		return err_set(e, ERR_USAGE, _("no such card: %s"), with);
	if (entry == NULL)
		return err_set(e, ERR_NOT_FOUND, _("no such token: %s"), visit->token);
	enum sandbox_what aim = aim_of(entry, visit->act, manner);
	if (entry->what == aim) {
		write_again(sandbox_book_index(s->book), entry, out);
		return 0;
	}
	if (entry->what == SANDBOX_OPENED && !is_open(entry, visit->is_late, s->now))
		return err_set(
		    e, ERR_CONFLICT, _("the page of %s was closed unpaid"), visit->token);
	if (!is_open(entry, visit->is_late, s->now))
		return err_set(e, ERR_CONFLICT, _("cannot %s %s: already %s"),
		    act_names[visit->act], visit->token, sandbox_what_name(entry->what));
	if (aim == SANDBOX_APPROVED && manner->deed == SANDBOX_LOSES)
		return 0;
	struct sandbox_event event = event_of(s, entry, aim, manner, with);
	sandbox_event_write(&event, out);
	return sandbox_book_add(s->book, &event, e);
}
