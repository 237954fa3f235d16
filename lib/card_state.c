#include <stdio.h>
#include <string.h>
#include "card.h"
#include "i18n.h"
#include "utf8.h"

static const char sql_add[] =
    "INSERT INTO card (customer, gateway, status, token, brand, last4, expires, is_default,"
    " created_at) VALUES (:customer, :gateway, 'active', :token, :brand, :last4, :expires,"
    " :is_default, :created_at) RETURNING id";
static const char sql_begin[] =
    "INSERT INTO card (customer, gateway, status, is_default, key, replaces, created_at)"
    " VALUES (:customer, :gateway, 'enrolling', 0, :key, :replaces, :created_at) RETURNING id";
static const char sql_return[] = "UPDATE card SET return_url = :return_url WHERE id = :id";
static const char sql_page[] =
    "UPDATE card SET redirect_url = :redirect_url, gateway_token = :gateway_token WHERE id = :id";
static const char sql_activate[] =
    "UPDATE card SET status = 'active', token = :token, brand = :brand, last4 = :last4,"
    " expires = :expires, replaces = :replaces, return_url = NULL, redirect_url = NULL,"
    " gateway_token = NULL WHERE id = :id";
static const char sql_fail[] =
    "UPDATE card SET status = 'failed', reason = :reason, return_url = NULL, redirect_url = NULL,"
    " gateway_token = NULL WHERE id = :id";
static const char sql_remove[] =
    "UPDATE card SET status = 'removed', is_default = 0, successor = :successor WHERE id = :id";
static const char sql_set_default[] = "UPDATE card SET is_default = :is_default WHERE id = :id";
static const char sql_forgotten[] = "UPDATE card SET forgotten_at = :now WHERE id = :id";

static int
log_card(struct office *office, const struct card *card, const char *summary, struct err *e)
{
	return office_log(office,
	    &(struct office_note){
		.type = REF_CARD, .id = card->id, .customer = card->customer, .summary = summary },
	    e);
}

static int
set_default(struct office *office, struct card *card, bool is_default, struct err *e)
{
	card->is_default = is_default;
	return db_run(office->db, sql_set_default,
	    BINDS(BIND_INT(":is_default", is_default), BIND_INT(":id", card->id)), NULL, e);
}

int
card_add(struct office *office, struct card *card, struct err *e)
{
	struct card other;
	int known = card_default(office->db, card->customer, &other, e);

	if (known < 0)
		return -1;
	card->is_default = known == 0;
	card->created_at = office->now;
	snprintf(card->status, sizeof card->status, "active");
	if (db_int(office->db, sql_add,
		BINDS(BIND_INT(":customer", card->customer), BIND_TEXT(":gateway", card->gateway),
		    BIND_TEXT(":token", card->token), BIND_TEXT_OR_NULL(":brand", card->brand),
		    BIND_TEXT_OR_NULL(":last4", card->last4),
		    BIND_TEXT_OR_NULL(":expires", card->expires),
		    BIND_INT(":is_default", card->is_default),
		    BIND_INT(":created_at", card->created_at)),
		&card->id, e) < 0)
		return -1;
	return log_card(office, card, "> active", e);
}

static int
check_replaced(struct office *office, const struct card *card, struct err *e)
{
	char ref[REF_SIZE];
	struct card old;

	if (card->replaces == 0)
		return 0;
	if (card_show(office->db, card->replaces, &old, e) != 0)
		return -1;
	if (old.customer != card->customer)
		return err_set(e, ERR_USAGE, _("%s is another customer's card"),
		    ref_format(REF_CARD, old.id, ref));
	return card_check_active(&old, e);
}

/* Puts the card's ref where the URL says {ref}. */
static int
fill_return_url(struct card *card, struct err *e)
{
	char ref[REF_SIZE], url[GATEWAY_URL_SIZE];
	const char *mark = strstr(card->return_url, "{ref}");
	int length;

	if (mark == NULL)
		return 0;
	ref_format(REF_CARD, card->id, ref);
	length = snprintf(url, sizeof url, "%.*s%s%s", (int)(mark - card->return_url),
	    card->return_url, ref, mark + 5);
	if (length >= GATEWAY_URL_SIZE)
		return err_set(e, ERR_USAGE, _("the return URL is too long"));
	memcpy(card->return_url, url, (size_t)length + 1);
	return 0;
}

int
card_begin(struct office *office, struct card *card, struct err *e)
{
	if (check_replaced(office, card, e) != 0)
		return -1;
	card->created_at = office->now;
	snprintf(card->status, sizeof card->status, "enrolling");
	if (db_int(office->db, sql_begin,
		BINDS(BIND_INT(":customer", card->customer), BIND_TEXT(":gateway", card->gateway),
		    BIND_TEXT(":key", card->key), BIND_INT_OR_NULL(":replaces", card->replaces),
		    BIND_INT(":created_at", card->created_at)),
		&card->id, e) < 0 ||
	    fill_return_url(card, e) != 0)
		return -1;
	if (db_run(office->db, sql_return,
		BINDS(
		    BIND_TEXT_OR_NULL(":return_url", card->return_url), BIND_INT(":id", card->id)),
		NULL, e) != 0)
		return -1;
	return log_card(office, card, "> enrolling", e);
}

int
card_page(struct office *office, struct card *card, struct err *e)
{
	if (db_run(office->db, sql_page,
		BINDS(BIND_TEXT(":redirect_url", card->redirect_url),
		    BIND_TEXT(":gateway_token", card->gateway_token), BIND_INT(":id", card->id)),
		NULL, e) != 0)
		return -1;
	return log_card(office, card, "the platform's page is known", e);
}

static void
leave_page(struct card *card, const char *status)
{
	snprintf(card->status, sizeof card->status, "%s", status);
	card->return_url[0] = '\0';
	card->redirect_url[0] = '\0';
	card->gateway_token[0] = '\0';
}

/* The card that heir takes the place of, or that was removed, passes on what it was. */
static int
leave(struct office *office, struct card *card, struct card *heir, struct err *e)
{
	char summary[80], ref[REF_SIZE];
	bool was_default = card->is_default;

	card->is_default = false;
	card->successor = heir != NULL ? heir->id : 0;
	snprintf(card->status, sizeof card->status, "removed");
	if (db_run(office->db, sql_remove,
		BINDS(BIND_INT_OR_NULL(":successor", card->successor), BIND_INT(":id", card->id)),
		NULL, e) != 0)
		return -1;
	ref_format(REF_CARD, card->successor, ref);
	snprintf(summary, sizeof summary, "active > removed%s%s",
	    !was_default   ? ""
	    : heir == NULL ? ": no card is left"
			   : ": the default is ",
	    was_default ? ref : "");
	if (log_card(office, card, summary, e) != 0)
		return -1;
	return was_default && heir != NULL ? set_default(office, heir, true, e) : 0;
}

int
card_activate(struct office *office, struct card *card, struct err *e)
{
	struct card old = { 0 }, first;
	int known;

	if (card->replaces != 0 && card_show(office->db, card->replaces, &old, e) != 0)
		return -1;
	if (!card_is_active(&old))
		card->replaces = 0;
	leave_page(card, "active");
	if (db_run(office->db, sql_activate,
		BINDS(BIND_TEXT(":token", card->token), BIND_TEXT_OR_NULL(":brand", card->brand),
		    BIND_TEXT_OR_NULL(":last4", card->last4),
		    BIND_TEXT_OR_NULL(":expires", card->expires),
		    BIND_INT_OR_NULL(":replaces", card->replaces), BIND_INT(":id", card->id)),
		NULL, e) != 0 ||
	    log_card(office, card, "enrolling > active", e) != 0)
		return -1;
	if (card->replaces != 0 && leave(office, &old, card, e) != 0)
		return -1;
	known = card_default(office->db, card->customer, &first, e);
	if (known != 0)
		return known < 0 ? -1 : 0;
	return set_default(office, card, true, e);
}

int
card_fail(struct office *office, struct card *card, const char *why, struct err *e)
{
	size_t length =
	    text_has_card_number(why) ? 0 : utf8_fit_bytes(why, sizeof card->reason - 1);
	char summary[300];

	memcpy(card->reason, why, length);
	card->reason[length] = '\0';
	leave_page(card, "failed");
	if (db_run(office->db, sql_fail,
		BINDS(BIND_TEXT_OR_NULL(":reason", card->reason), BIND_INT(":id", card->id)), NULL,
		e) != 0)
		return -1;
	snprintf(summary, sizeof summary, "enrolling > failed: %s", card->reason);
	return log_card(office, card, summary, e);
}

int
card_make_default(struct office *office, struct card *card, struct err *e)
{
	char ref[REF_SIZE], summary[80];
	struct card other, old;
	int known;

	if (card_check_active(card, e) != 0)
		return -1;
	known = card_other(office->db, card, &other, e);
	if (known < 0)
		return -1;
	if (known == 0) {
		ref_format(REF_CARD, card->id, ref);
		err_set(
		    e, ERR_CONFLICT, _("%s is the only card: there is no other to change"), ref);
		return err_reason(e, "only_card", ref);
	}
	if (card->is_default)
		return 0;
	old.id = 0;
	if (card_default(office->db, card->customer, &old, e) < 0 ||
	    (old.id != 0 && set_default(office, &old, false, e) != 0) ||
	    set_default(office, card, true, e) != 0)
		return -1;
	snprintf(
	    summary, sizeof summary, "the default, after %s", ref_format(REF_CARD, old.id, ref));
	return log_card(office, card, summary, e);
}

int
card_remove(struct office *office, struct card *card, struct err *e)
{
	struct card other;
	int known;

	if (card_check_active(card, e) != 0)
		return -1;
	if (!card->is_default)
		return leave(office, card, NULL, e);
	known = card_other(office->db, card, &other, e);
	if (known < 0)
		return -1;
	return leave(office, card, known == 1 ? &other : NULL, e);
}

int
card_forgotten(struct office *office, struct card *card, struct err *e)
{
	card->forgotten_at = office->now;
	if (db_run(office->db, sql_forgotten,
		BINDS(BIND_INT(":now", office->now), BIND_INT(":id", card->id)), NULL, e) != 0)
		return -1;
	return log_card(office, card, "the platform forgot it", e);
}
