/*
 * gateway_answer - what a payment platform answered, as one line of JSON.
 */
#include <stdio.h>
#include <string.h>
#include "date.h"
#include "gateway_answer.h"
#include "i18n.h"
#include "json.h"
#include "utf8.h"

static const char *const result_names[] = { "unknown", "approved", "declined", "redirect",
	"pending", "not_found", "not_sent", "end" };
static const char *const kind_names[] = { NULL, "charge", "refund" };

enum { RESULT_COUNT = sizeof result_names / sizeof result_names[0] };

#define MEMBER(name)                                                                               \
#name, offsetof(struct gateway_answer, name), sizeof((struct gateway_answer *)0)->name
#define VOUCHER(name)                                                                              \
#name, offsetof(struct gateway_answer, voucher.name),                                      \
	    sizeof((struct gateway_answer *)0)->voucher.name

enum form {
	IDENTIFIER, /* too long or of another type: the answer cannot be believed */
	PROSE,	    /* cut when too long, dropped when of another type */
	MONEY,	    /* a money text in the answer's currency; dropped when it is none */
};

static const struct member {
	const char *name;
	size_t offset;
	size_t size;
	enum form form;
} members[] = {
	{ MEMBER(reference), IDENTIFIER },
	{ MEMBER(authorization), PROSE },
	{ MEMBER(code), PROSE },
	{ MEMBER(message), PROSE },
	{ MEMBER(redirect_url), IDENTIFIER },
	{ MEMBER(token), IDENTIFIER },
	{ MEMBER(card), IDENTIFIER },
	{ MEMBER(brand), PROSE },
	{ MEMBER(last4), IDENTIFIER },
	{ MEMBER(expires), IDENTIFIER },
	{ MEMBER(event), IDENTIFIER },
	{ MEMBER(payment), IDENTIFIER },
	{ MEMBER(of), IDENTIFIER },
	{ MEMBER(memo), PROSE },
	{ VOUCHER(transaction), PROSE },
	{ VOUCHER(total), MONEY },
	{ VOUCHER(tax), MONEY },
	{ VOUCHER(tax_refund_base), MONEY },
	{ VOUCHER(response_code), PROSE },
	{ VOUCHER(result_text), PROSE },
	{ VOUCHER(response_text), PROSE },
	{ VOUCHER(user_address), PROSE },
	{ VOUCHER(processor), PROSE },
};

enum { MEMBER_COUNT = sizeof members / sizeof members[0] };

const char *
gateway_result_name(enum gateway_result result)
{
	return result_names[result];
}

static void
write_members(const struct gateway_answer *a, struct json_writer *w)
{
	for (size_t i = 0; i < MEMBER_COUNT; i++) {
		const char *value = (const char *)a + members[i].offset;
		if (value[0] != '\0')
			json_write_text(w, members[i].name, value);
	}
	if (a->kind != GATEWAY_KIND_NONE)
		json_write_text(w, "kind", kind_names[a->kind]);
	if (a->voucher.instalments >= 0)
		json_write_int(w, "instalments", a->voucher.instalments);
	if (a->result == GATEWAY_END)
		json_write_int(w, "count", a->count);
}

void
gateway_answer_write(const struct gateway_answer *a, struct text *line)
{
	struct json_writer w;
	char amount[MONEY_TEXT_SIZE], at[INSTANT_SIZE];
	json_writer_open(&w, line);
	json_object_begin(&w, NULL);
	json_write_int(&w, "v", 1);
	json_write_text(&w, "key", a->key);
	json_write_text(&w, "result", result_names[a->result]);
	if (a->has_amount) {
		money_format(&a->amount, amount);
		json_write_text(&w, "amount", amount);
		json_write_text(&w, "currency", a->amount.currency);
	}
	if (a->at != 0) {
		instant_format(a->at, at);
		json_write_text(&w, "at", at);
	}
	write_members(a, &w);
	json_object_end(&w);
	text_add(line, "\n");
}

/* The first problem stands. */
static void
disbelieve(struct gateway_answer *a, const char *problem)
{
	a->result = GATEWAY_UNKNOWN;
	a->is_alarm = true;
	if (a->problem[0] == '\0')
		a->problem = problem;
}

static void
clear(struct gateway_answer *a)
{
	memset(a, 0, sizeof *a);
	a->problem = "";
	a->voucher.instalments = -1;
}

void
gateway_answer_without(
    struct gateway_answer *a, const char *key, enum gateway_result result, const char *problem)
{
	clear(a);
	(void)snprintf(a->key, sizeof a->key, "%s", key);
	a->result = result;
	a->problem = problem;
}

static void
read_prose(const json_t *value, char *text, size_t size)
{
	if (!json_is_string(value))
		return;
	const char *told = json_string_value(value);
	size_t length = utf8_fit_bytes(told, size - 1);
	memcpy(text, told, length);
	text[length] = '\0';
}

static void
read_member(const json_t *object, const struct member *m, struct gateway_answer *a)
{
	struct err ignored;
	struct money money;
	char *text = (char *)a + m->offset;
	switch (m->form) {
	case IDENTIFIER:
		if (json_get_text(object, m->name, text, m->size, &ignored) < 0) {
			text[0] = '\0';
			disbelieve(a, "bad answer");
		}
		break;
	case PROSE:
		read_prose(json_object_get(object, m->name), text, m->size);
		break;
	case MONEY:
		if (json_get_text(object, m->name, text, m->size, &ignored) != 1 ||
		    money_parse(text, a->amount.currency, MONEY_POINT, &money, &ignored) != 0)
			text[0] = '\0';
		break;
	}
}

static void
read_amount(const json_t *object, struct gateway_answer *a)
{
	struct err ignored;
	char amount[MONEY_TEXT_SIZE], currency[4];
	int has = json_get_text(object, "amount", amount, sizeof amount, &ignored);
	int in = json_get_text(object, "currency", currency, sizeof currency, &ignored);
	if (has == 0)
		return;
	if (has == 1 && in == 1 &&
	    money_parse(amount, currency, MONEY_POINT, &a->amount, &ignored) == 0)
		a->has_amount = true;
	else
		disbelieve(a, "bad amount");
}

static void
read_result(const json_t *object, struct gateway_answer *a)
{
	struct err ignored;
	int64_t version = 0;
	char result[16] = "";
	(void)json_get_int(object, "v", &version, &ignored);
	(void)json_get_text(object, "result", result, sizeof result, &ignored);
	int i = 0;
	while (i < RESULT_COUNT && strcmp(result_names[i], result) != 0)
		i++;
	if (version != 1)
		disbelieve(a, "other version");
	else if (i == RESULT_COUNT)
		disbelieve(a, "no result");
	else
		a->result = (enum gateway_result)i;
}

/* What is neither text nor amount.  Of the time and the instalments nothing depends. */
static void
read_rest(const json_t *object, struct gateway_answer *a)
{
	struct err ignored;
	char text[40];
	int64_t instalments = -1;
	if (json_get_text(object, "at", text, sizeof text, &ignored) == 1 &&
	    instant_parse(text, &a->at, &ignored) != 0)
		a->at = 0;
	if (json_get_int(object, "instalments", &instalments, &ignored) == 1 && instalments >= 0 &&
	    instalments <= 999)
		a->voucher.instalments = (int)instalments;
	if (json_get_text(object, "kind", text, sizeof text, &ignored) == 1)
		a->kind = strcmp(text, "charge") == 0	? GATEWAY_KIND_CHARGE
			  : strcmp(text, "refund") == 0 ? GATEWAY_KIND_REFUND
							: GATEWAY_KIND_NONE;
	if (a->result == GATEWAY_END && json_get_int(object, "count", &a->count, &ignored) != 1)
		disbelieve(a, "no count");
}

/* Empties what must not be kept, and what has not its shape. */
static void
clean(struct gateway_answer *a)
{
	if (text_has_card_number(a->message))
		a->message[0] = '\0';
	if (text_has_card_number(a->memo))
		a->memo[0] = '\0';
	if (strlen(a->payment) != 32 || strspn(a->payment, "0123456789abcdef") != 32)
		a->payment[0] = '\0';
	if (strlen(a->last4) != 4 || strspn(a->last4, "0123456789") != 4)
		a->last4[0] = '\0';
	if (strlen(a->expires) != 7)
		a->expires[0] = '\0';
}

int
gateway_answer_read(const char *line, size_t length, struct gateway_answer *a, struct err *e)
{
	json_t *object;
	clear(a);
	if (json_read(line, length, &object, e) != 0)
		return -1;
	int has_key = json_get_text(object, "key", a->key, sizeof a->key, e);
	if (has_key == 1) {
		read_result(object, a);
		read_amount(object, a);
		for (size_t i = 0; i < MEMBER_COUNT; i++)
			read_member(object, &members[i], a);
		read_rest(object, a);
		clean(a);
	}
	json_decref(object);
	if (has_key == 0)
		return err_set(e, ERR_USAGE, _("no key"));
	return has_key < 0 ? -1 : 0;
}

#define BIT(result) (1U << GATEWAY_##result)
#define FAILURES    (BIT(UNKNOWN) | BIT(NOT_SENT))
#define OUTCOMES    (FAILURES | BIT(APPROVED) | BIT(DECLINED) | BIT(PENDING))

/* Which results an op can have, and whether its approval moves money. */
static const struct {
	unsigned results;
	bool is_money;
} judgement[] = {
	[GATEWAY_CHECKOUT] = { FAILURES | BIT(REDIRECT) | BIT(DECLINED), false },
	[GATEWAY_CONFIRM] = { OUTCOMES | BIT(NOT_FOUND), true },
	[GATEWAY_ABANDON] = { OUTCOMES | BIT(NOT_FOUND), true },
	[GATEWAY_CHARGE] = { OUTCOMES, true },
	[GATEWAY_STATUS] = { OUTCOMES | BIT(NOT_FOUND), true },
	[GATEWAY_REFUND] = { OUTCOMES, true },
	[GATEWAY_REPORT] = { FAILURES | BIT(APPROVED) | BIT(DECLINED) | BIT(END), false },
	[GATEWAY_WEBHOOK] = { FAILURES | BIT(APPROVED) | BIT(DECLINED), false },
	[GATEWAY_ENROL] = { FAILURES | BIT(REDIRECT) | BIT(DECLINED), false },
	[GATEWAY_ENROLLED] = { OUTCOMES | BIT(NOT_FOUND), false },
	[GATEWAY_FORGET] = { FAILURES | BIT(APPROVED) | BIT(DECLINED) | BIT(NOT_FOUND), false },
};

static void
judge_amount(const struct money *asked, struct gateway_answer *a)
{
	if (strcmp(a->amount.currency, asked->currency) != 0)
		disbelieve(a, "wrong currency");
	else if (a->amount.minor != asked->minor)
		disbelieve(a, "wrong amount");
}

void
gateway_judge(enum gateway_op op, const struct money *asked, struct gateway_answer *a)
{
	bool is_approval = a->result == GATEWAY_APPROVED;
	if (!(judgement[op].results & 1U << a->result)) {
		disbelieve(a, "unexpected result");
		return;
	}
	if (a->has_amount && judgement[op].is_money)
		judge_amount(asked, a);
	if (is_approval && judgement[op].is_money && !a->has_amount)
		disbelieve(a, "no amount");
	if (is_approval && judgement[op].is_money && a->reference[0] == '\0')
		disbelieve(a, "no reference");
	if (a->result == GATEWAY_REDIRECT && (a->redirect_url[0] == '\0' || a->token[0] == '\0'))
		disbelieve(a, "no redirect");
	if (is_approval && op == GATEWAY_ENROLLED && a->card[0] == '\0')
		disbelieve(a, "no card");
}
