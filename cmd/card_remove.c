/*
 * card_remove - a card goes: what that means, the question, and what is told afterwards.
 */
#include <stdio.h>
#include <string.h>
#include "authorise.h"
#include "cards.h"
#include "enrolment.h"
#include "i18n.h"
#include "inscription.h"
#include "paying.h"

/* ---- the automatic debits that charge another card from then on */

enum { MOVED_MAX = 100 }; /* no more are told */

struct moved {
	size_t count;
	int64_t accounts[MOVED_MAX];
	bool is_stopped[MOVED_MAX];
};

/* Those that name the card; where it is the default, those too that charge the default. */
static int
find_moved(struct cli *cli, const struct card *card, struct moved *moved, struct err *e)
{
	const struct enrolment_filter filter = { .customer = card->customer };
	struct enrolment en;
	struct query q;
	int row;

	moved->count = 0;
	if (!card_is_active(card))
		return 0;
	if (enrolment_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	while ((row = enrolment_next(&q, &en, e)) == 1) {
		if (en.kind != ENROLMENT_AUTODEBIT || en.is_deposit ||
		    (en.card != card->id && (en.card != 0 || !card->is_default)))
			continue;
		if (moved->count < MOVED_MAX) {
			moved->accounts[moved->count] = en.account;
			moved->is_stopped[moved->count] =
			    en.card != 0 && strcmp(en.status, "stopped") == 0;
		}
		moved->count++;
	}
	query_end(&q);
	return row;
}

/* What is charged once the card is gone: its ref, or "" for none. */
static int
find_heir(struct cli *cli, const struct card *card, char heir[REF_SIZE], struct err *e)
{
	struct card other;
	int known = card->is_default ? card_other(cli->office.db, card, &other, e)
				     : card_default(cli->office.db, card->customer, &other, e);

	heir[0] = '\0';
	if (known == 1)
		ref_format(REF_CARD, other.id, heir);
	return known < 0 ? -1 : 0;
}

/* Each in a line of the question, or where text is NULL as a note. */
static void
tell_moved(struct cli *cli, const struct moved *moved, const char *heir, struct text *text)
{
	char ref[REF_SIZE], line[200];

	for (size_t i = 0; i < moved->count && i < MOVED_MAX && heir[0] != '\0'; i++) {
		ref_format(REF_ACCOUNT, moved->accounts[i], ref);
		if (moved->is_stopped[i])
			snprintf(line, sizeof line,
			    _("the automatic debit of %s goes over to %s, and stays stopped"), ref,
			    heir);
		else
			snprintf(line, sizeof line, _("the automatic debit of %s goes over to %s"),
			    ref, heir);
		if (text != NULL)
			text_add_line(text, "  %s", line);
		else
			cli_note(cli, 0, "%s", line);
	}
}

/* ---- the removal */

struct removal {
	struct card card; /* as it was */
	struct moved moved;
	char heir[REF_SIZE];
};

/* Who is charged from now on, and what can no longer be. */
static void
note_heir(struct cli *cli, const struct card *card, bool was_default)
{
	char ref[REF_SIZE], heir[REF_SIZE];

	ref_format(REF_CARD, card->successor, heir);
	if (card->successor != 0)
		cli_note(cli, 0, _("%s is the default now"), heir);
	else if (was_default)
		cli_note(cli, 0, _("%s has no card left: nothing can be charged"),
		    ref_format(REF_CUSTOMER, card->customer, ref));
}

/* What the removal of an active card means, for the question. */
static void
warn(struct cli *cli, const struct removal *r, struct text *text)
{
	const struct card *card = &r->card;
	char ref[REF_SIZE];

	ref_format(REF_CARD, card->id, ref);
	text_add_line(text, "  %s  %s  %s  %s", ref, card->brand, card->last4, card->expires);
	if (card_is_active(card) && card->is_default && r->heir[0] != '\0')
		text_add_format(text, _("%s will be the default.\n"), r->heir);
	else if (card_is_active(card) && card->is_default)
		text_add(text, _("It is the only card: nothing can be charged without it.\n"));
	tell_moved(cli, &r->moved, r->heir, text);
}

static int
ask_removal(struct cli *cli, const struct removal *r, struct err *e)
{
	struct text text;
	int result;

	if (strcmp(r->card.status, "removed") == 0)
		return 0;
	text_open(&text);
	warn(cli, r, &text);
	result = cli_confirm(cli, text_string(&text), e, _("Remove %s?"), cli->operands[0]);
	text_close(&text);
	return result;
}

int
card_verb_remove(struct cli *cli, struct err *e)
{
	struct paying_platform platform;
	struct removal r;
	struct card card;
	char ref[REF_SIZE];
	int result;

	if (find_card(cli, cli->operands[0], &r.card, e) != 0 ||
	    find_moved(cli, &r.card, &r.moved, e) != 0 || find_heir(cli, &r.card, r.heir, e) != 0 ||
	    ask_removal(cli, &r, e) != 0 ||
	    authorise(cli, e, N_("remove %s"), ref_format(REF_CARD, r.card.id, ref)) != 0 ||
	    paying_platform_open(&platform, cli, e) != 0)
		return -1;
	result = inscription_remove(&cli->office, &platform.platform, r.card.id, &card, e);
	paying_platform_close(&platform);
	if (result != 0)
		return -1;
	if (strcmp(r.card.status, "removed") != 0)
		note_heir(cli, &card, r.card.is_default);
	tell_moved(cli, &r.moved, r.heir, NULL);
	return card_print(cli, &card, e);
}
