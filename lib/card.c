#include <stdio.h>
#include <string.h>
#include "card.h"
#include "i18n.h"
#include "utf8.h"

static const char sql_shared[] = "SELECT 1 FROM card WHERE gateway = :gateway AND token = :token"
				 " AND status = 'active' AND id <> :id";
#define COLUMNS                                                                                    \
	"SELECT id, customer, gateway, status, token, brand, last4, expires, is_default, key,"     \
	" return_url, redirect_url, gateway_token, replaces, successor, reason, created_at,"       \
	" forgotten_at FROM card"
static const char sql_show[] = COLUMNS " WHERE id = :id";
static const char sql_default[] = COLUMNS " WHERE customer = :customer AND is_default = 1";
static const char sql_other[] = COLUMNS
    " WHERE customer = :customer AND status = 'active' AND id <> :id ORDER BY id DESC LIMIT 1";
static const char sql_list[] = COLUMNS " ORDER BY id";
static const char sql_list_customer[] = COLUMNS " WHERE customer = :customer ORDER BY id";

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
	query_text(q, 9, card->key, sizeof card->key);
	query_text(q, 10, card->return_url, sizeof card->return_url);
	query_text(q, 11, card->redirect_url, sizeof card->redirect_url);
	query_text(q, 12, card->gateway_token, sizeof card->gateway_token);
	card->replaces = query_int(q, 13);
	card->successor = query_int(q, 14);
	query_text(q, 15, card->reason, sizeof card->reason);
	card->created_at = query_int(q, 16);
	card->forgotten_at = query_int(q, 17);
	return 1;
}

static int
find(struct db *db, const char *sql, const struct bind *binds, struct card *card, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql, binds, &q, e) != 0)
		return -1;
	row = read_card(&q, card, e);
	query_end(&q);
	return row;
}

int
card_show(struct db *db, int64_t id, struct card *card, struct err *e)
{
	int row = find(db, sql_show, BINDS(BIND_INT(":id", id)), card, e);

	if (row == 0)
		return ref_absent_id(REF_CARD, id, e);
	return row < 0 ? -1 : 0;
}

int
card_find(struct db *db, const char *text, int64_t *id, struct err *e)
{
	struct card card;
	struct ref ref;

	if (!ref_parse(text, &ref))
		return ref_absent(REF_CARD, text, e);
	if (ref.type != REF_CARD)
		return err_set(e, ERR_USAGE, _("%.40s is not a card"), text);
	*id = ref.id;
	return card_show(db, ref.id, &card, e);
}

int
card_default(struct db *db, int64_t customer, struct card *card, struct err *e)
{
	return find(db, sql_default, BINDS(BIND_INT(":customer", customer)), card, e);
}

int
card_other(struct db *db, const struct card *card, struct card *other, struct err *e)
{
	return find(db, sql_other,
	    BINDS(BIND_INT(":customer", card->customer), BIND_INT(":id", card->id)), other, e);
}

int
card_is_shared(struct db *db, const struct card *card, struct err *e)
{
	int64_t one;

	return db_int(db, sql_shared,
	    BINDS(BIND_TEXT(":gateway", card->gateway), BIND_TEXT(":token", card->token),
		BIND_INT(":id", card->id)),
	    &one, e);
}

int
card_list(struct db *db, const struct card_filter *filter, struct query *q, struct err *e)
{
	if (filter->customer == 0)
		return db_query(db, sql_list, NULL, q, e);
	return db_query(
	    db, sql_list_customer, BINDS(BIND_INT(":customer", filter->customer)), q, e);
}

int
card_next(struct query *q, struct card *card, struct err *e)
{
	return read_card(q, card, e);
}

bool
card_is_active(const struct card *card)
{
	return strcmp(card->status, "active") == 0;
}

int
card_check_active(const struct card *card, struct err *e)
{
	char ref[REF_SIZE];

	if (card_is_active(card))
		return 0;
	ref_refuse(REF_CARD, card->id, card->status, e);
	return err_reason(e, "no_card", ref_format(REF_CARD, card->id, ref));
}

bool
card_is_enrolling(const struct card *card)
{
	return strcmp(card->status, "enrolling") == 0;
}

bool
card_is_legal_move(const char *from, const char *to)
{
	static const char *const moves[][2] = {
		{ "", "enrolling" },
		{ "", "active" },
		{ "enrolling", "active" },
		{ "enrolling", "failed" },
		{ "active", "removed" },
	};

	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (strcmp(moves[i][0], from) == 0 && strcmp(moves[i][1], to) == 0)
			return true;
	return false;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t
word_length(const char *at, bool *has_letter)
{
	size_t length = 0;

	*has_letter = false;
	for (; is_letter(at[length]) || (at[length] >= '0' && at[length] <= '9'); length++)
		*has_letter |= is_letter(at[length]);
	return length;
}

/* Digits among letters are no number: hexadecimal tokens would be taken for one now and then. */
bool
card_token_is_number(const char *token)
{
	char digits[GATEWAY_TOKEN_SIZE];
	bool has_letter;

	snprintf(digits, sizeof digits, "%s", token);
	for (char *at = digits; *at != '\0';) {
		size_t length = word_length(at, &has_letter);

		if (has_letter)
			memset(at, 'x', length);
		at += length > 0 ? length : 1;
	}
	return text_has_card_number(digits);
}
