/*
 * show_card - a card as a record, and printed by its id.
 */
#include <string.h>
#include "cards.h"
#include "show.h"

void
fill_card(struct record *r, const struct card *card)
{
	record_clear(r);
	record_id(r, REF_CARD, card->id);
	record_ref(r, "customer", REF_CUSTOMER, card->customer);
	record_text(r, "gateway", card->gateway);
	record_text(r, "status", card->status);
	record_text(r, "brand", card->brand);
	record_text(r, "last4", card->last4);
	record_text(r, "expires", card->expires);
	record_bool(r, "default", card->is_default);
	record_text(r, "redirect_url", card->redirect_url);
	record_text(r, "gateway_token", card->gateway_token);
	record_ref(r, "replaces", REF_CARD, card->replaces);
	record_ref(r, "successor", REF_CARD, card->successor);
}

int
card_print(struct cli *cli, const struct card *card, struct err *e)
{
	struct record r;
	int result;

	record_open(&r, "card");
	fill_card(&r, card);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

/* One whose page was never heard of is as open as a payment without an answer. */
int
show_card(struct cli *cli, int64_t id, int *status, struct err *e)
{
	struct card card;

	if (card_show(cli->office.db, id, &card, e) != 0)
		return -1;
	if (card_is_enrolling(&card) && card.gateway_token[0] == '\0')
		*status = ERR_UNKNOWN;
	else if (strcmp(card.status, "failed") == 0)
		*status = ERR_DECLINED;
	return card_print(cli, &card, e);
}
