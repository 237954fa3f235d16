/*
 * pp-card - stored cards: tokens that a payment platform gave for them, never their numbers.
 */
#include <stdio.h>
#include <string.h>
#include "authorise.h"
#include "cards.h"
#include "i18n.h"
#include "inscription.h"
#include "paying.h"
#include "reach.h"
#include "show.h"
#include "utf8.h"

int
find_card(struct cli *cli, const char *text, struct card *card, struct err *e)
{
	int64_t id;

	if (reach_find(&cli->office, REF_CARD, text, &id, e) != 0)
		return -1;
	return card_show(cli->office.db, id, card, e);
}

static int
read_place(struct cli *cli, struct card *card, struct err *e)
{
	const char *gateway = cli_value(cli, "gateway"), *url = cli_value(cli, "return-url");

	if (number_check(gateway, sizeof(card->gateway) - 1, "gateway", e) != 0 ||
	    url_check(url, sizeof(card->return_url) - 1, "return-url", e) != 0)
		return -1;
	snprintf(card->gateway, sizeof(card->gateway), "%s", gateway);
	snprintf(card->return_url, sizeof(card->return_url), "%s", url);
	return 0;
}

static int
read_order(struct cli *cli, struct card *card, struct err *e)
{
	const char *replaces = cli_value(cli, "replaces");
	struct card old;

	if (reach_owner(&cli->office, cli_value(cli, "customer"), &card->customer, e) != 0 ||
	    read_place(cli, card, e) != 0)
		return -1;
	if (replaces) {
		if (find_card(cli, replaces, &old, e) != 0)
			return -1;
		card->replaces = old.id;
		if (card->customer == 0)
			card->customer = old.customer;
	}
	if (card->customer == 0)
		return err_set(e, ERR_USAGE, _("whose card? --customer=REF"));
	return 0;
}

static int
authorise_add(struct cli *cli, const struct card *card, struct err *e)
{
	char ref[REF_SIZE];

	if (card->replaces == 0)
		return authorise(cli, e, N_("add a card at %s"), card->gateway);
	return authorise(cli, e, N_("add a card at %s in place of %s"), card->gateway,
	    ref_format(REF_CARD, card->replaces, ref));
}

static int
add(struct cli *cli, struct err *e)
{
	struct paying_platform platform;
	struct card card = { 0 };
	int result;

	if (read_order(cli, &card, e) != 0 || authorise_add(cli, &card, e) != 0 ||
	    paying_platform_open(&platform, cli, e) != 0)
		return -1;
	result = inscription_begin(&cli->office, &platform.platform, &card, e);
	paying_platform_close(&platform);
	return result == 0 ? card_print(cli, &card, e) : -1;
}

static int
confirm(struct cli *cli, struct err *e)
{
	struct paying_platform platform;
	struct text params;
	struct card card;
	int64_t id, replaces;
	char ref[REF_SIZE];
	int result;

	if (find_card(cli, cli->operands[0], &card, e) != 0)
		return -1;
	id = card.id;
	replaces = card_is_enrolling(&card) ? card.replaces : 0;
	text_open(&params);
	result = paying_params(cli, &params, e);
	if (result == 0)
		result = paying_platform_open(&platform, cli, e);
	if (result == 0) {
		result = inscription_confirm(&cli->office, &platform.platform, id,
		    params.length > 0 ? text_string(&params) : NULL, &card, e);
		paying_platform_close(&platform);
	}
	text_close(&params);
	if (result == 0 && replaces != 0 && card.replaces == 0 && card_is_active(&card))
		cli_note(cli, 0, _("%s takes the place of none: what it was to replace is removed"),
		    ref_format(REF_CARD, id, ref));
	return result == 0 ? card_print(cli, &card, e) : -1;
}

static int
list(struct cli *cli, struct err *e)
{
	struct card_filter filter = { 0 };
	struct card card;
	struct record r;
	struct query q;
	int row = 0;

	if (reach_owner(&cli->office, cli_value(cli, "customer"), &filter.customer, e) != 0 ||
	    card_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	record_open(&r, "card");
	while (cli_wants_more(cli) && (row = card_next(&q, &card, e)) == 1) {
		fill_card(&r, &card);
		row = cli_print(cli, &r, e);
		if (row != 0)
			break;
	}
	record_close(&r);
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static int
show_one(struct cli *cli, const struct item *item, struct err *e)
{
	struct card card;

	return find_card(cli, item->text, &card, e) == 0 ? card_print(cli, &card, e) : -1;
}

static int
show(struct cli *cli, struct err *e)
{
	return cli_each(cli, show_one, e);
}

static int
make_default(struct cli *cli, struct err *e)
{
	struct card card;
	char ref[REF_SIZE];

	if (find_card(cli, cli->operands[0], &card, e) != 0 ||
	    authorise(cli, e, N_("charge %s from now on"), ref_format(REF_CARD, card.id, ref)) !=
		0 ||
	    inscription_default(&cli->office, card.id, &card, e) != 0)
		return -1;
	return card_print(cli, &card, e);
}

static const struct option_row options_add[] = {
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("whose card (operators)"), false },
	{ "gateway", 0, OPTION_TEXT, "NAME", NULL, N_("the platform that keeps it"), true },
	{ "return-url", 0, OPTION_TEXT, "URL", NULL,
	    N_("where the platform's page returns; {ref} is the card"), true },
	{ "replaces", 0, OPTION_REF, "REF", "card",
	    N_("the card whose place it takes once it is active"), false },
	{ 0 },
};
static const struct option_row options_confirm[] = {
	{ "params", 0, OPTION_FILE, "FILE", NULL, N_("what came back: a query string or JSON"),
	    false },
	{ 0 },
};
static const struct option_row options_list[] = {
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("whose cards (operators)"), false },
	{ 0 },
};

static const struct verb verbs[] = {
	{ "add", "", N_("begins the inscription of a card at a platform's page"),
	    "pp-card add --customer=cus-5 --gateway=sandbox "
	    "--return-url='https://example.com/{ref}'",
	    options_add, 0, 0, VERB_WRITE | VERB_CUSTOMER, NULL, "card", NULL, add },
	{ "confirm", "REF", N_("asks the platform what became of an inscription"),
	    "pp-card confirm card-4\npp-card confirm card-4 --params=-", options_confirm, 1, 1,
	    VERB_WRITE | VERB_CUSTOMER | VERB_PROVES, "card", "card", NULL, confirm },
	{ "list", "", N_("lists cards"), "pp-card list --customer=cus-5 --status=active",
	    options_list, 0, 0, VERB_READ | VERB_CUSTOMER | VERB_LIST, NULL, "card", NULL, list },
	{ "show", "REF...|-", N_("shows cards"), "pp-card show card-4 --json", NULL, 1,
	    OPERANDS_ANY, VERB_READ | VERB_CUSTOMER | VERB_STDIN, "card", "card", NULL, show },
	{ "default", "REF", N_("makes a card the one that is charged"), "pp-card default card-4",
	    NULL, 1, 1, VERB_WRITE | VERB_CUSTOMER, "card", "card", NULL, make_default },
	{ "remove", "REF", N_("removes a card: it cannot be charged any more"),
	    "pp-card remove card-4", NULL, 1, 1, VERB_WRITE | VERB_CUSTOMER, "card", "card", NULL,
	    card_verb_remove },
	{ 0 },
};

static const struct program program = { "pp-card", N_("stored cards (tokens only)"), verbs,
	show_ref };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
