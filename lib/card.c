#include <stdio.h>
#include <string.h>
#include "card.h"

static const char sql_add[] =
    "INSERT INTO card (customer, gateway, status, token, brand, last4, expires, is_default)"
    " VALUES (:customer, :gateway, 'active', :token, :brand, :last4, :expires, :is_default)"
    " RETURNING id";
#define COLUMNS                                                                                    \
	"SELECT id, customer, gateway, status, token, brand, last4, expires, is_default FROM card"
static const char sql_show[] = COLUMNS " WHERE id = :id";
static const char sql_default[] = COLUMNS " WHERE customer = :customer AND is_default = 1";

static int
read_card(struct query *q, struct card *card, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	card->id = query_int(q, 0);
	card->customer = query_int(q, 1);
	query_text(q, 2, card->gateway, sizeof card->gateway);
	query_text(q, 3, card->status, sizeof card->status);
	query_text(q, 4, card->token, sizeof card->token);
	query_text(q, 5, card->brand, sizeof card->brand);
	query_text(q, 6, card->last4, sizeof card->last4);
	query_text(q, 7, card->expires, sizeof card->expires);
	card->is_default = query_int(q, 8) != 0;
	return 1;
}

int
card_default(struct db *db, int64_t customer, struct card *card, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_default, BINDS(BIND_INT(":customer", customer)), &q, e) != 0)
		return -1;
	row = read_card(&q, card, e);
	query_end(&q);
	return row;
}

int
card_add(struct office *office, struct card *card, struct err *e)
{
	struct card other;
	int known = card_default(office->db, card->customer, &other, e);

	if (known < 0)
		return -1;
	card->is_default = known == 0;
	snprintf(card->status, sizeof card->status, "active");
	if (db_int(office->db, sql_add,
		BINDS(BIND_INT(":customer", card->customer), BIND_TEXT(":gateway", card->gateway),
		    BIND_TEXT(":token", card->token), BIND_TEXT_OR_NULL(":brand", card->brand),
		    BIND_TEXT_OR_NULL(":last4", card->last4),
		    BIND_TEXT_OR_NULL(":expires", card->expires),
		    BIND_INT(":is_default", card->is_default)),
		&card->id, e) < 0)
		return -1;
	return office_log(office,
	    &(struct office_note){ .type = REF_CARD,
		.id = card->id,
		.customer = card->customer,
		.summary = "> active" },
	    e);
}

int
card_show(struct db *db, int64_t id, struct card *card, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = read_card(&q, card, e);
	query_end(&q);
	if (row == 0)
		return ref_absent_id(REF_CARD, id, e);
	return row < 0 ? -1 : 0;
}
