/*
 * sandbox_say - how the sandbox platform puts what it knows into answers.
 */
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "sandbox_say.h"

static void
set(char *text, size_t size, const char *value)
{
	snprintf(text, size, "%s", value);
}

static void
begin(struct gateway_answer *a, const char *key, enum gateway_result result)
{
	gateway_answer_without(a, key, result, "");
}

void
sandbox_say(struct sandbox_reply *reply, const struct gateway_answer *a, enum sandbox_speech speech)
{
	struct gateway_answer more = *a;
	switch (speech) {
	case SANDBOX_SAYS_NOTHING:
		return;
	case SANDBOX_SAYS_RUBBISH:
		text_add(reply->out, "<html>502 Bad Gateway</html>\n");
		return;
	case SANDBOX_SAYS_MORE:
		more.amount.minor += more.has_amount ? 1 : 0;
		break;
	case SANDBOX_SAYS_TWICE:
		gateway_answer_write(a, reply->out);
		break;
	case SANDBOX_SAYS_LATER:
		reply->is_slow = true;
		break;
	case SANDBOX_SAYS_SO:
		break;
	}
	gateway_answer_write(&more, reply->out);
}

void
sandbox_say_code(struct sandbox_reply *reply, const char *key, enum gateway_result result,
    const char *code, const char *message)
{
	struct gateway_answer a;
	begin(&a, key, result);
	set(a.code, sizeof a.code, code);
	set(a.message, sizeof a.message, message);
	sandbox_say(reply, &a, SANDBOX_SAYS_SO);
}

static const char *
words(const char *code)
{
	static const char *const texts[][2] = {
		{ "05", N_("declined by the issuer") },
		{ "51", N_("insufficient funds") },
		{ "abandoned", N_("the customer can no longer pay") },
		{ "card_unknown", N_("no such card") },
		{ "card_removed", N_("the card was removed") },
		{ "key_used", N_("the key was used for something else") },
		{ "of_unknown", N_("no such charge") },
		{ "too_much", N_("more than is left of the charge") },
	};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		if (strcmp(texts[i][0], code) == 0)
			return texts[i][1];
	}
	return "declined";
}

static void
fill_approval(struct gateway_answer *a, int64_t number)
{
	a->result = GATEWAY_APPROVED;
	sandbox_reference(number, a->reference);
	sandbox_authorization(number, a->authorization);
	set(a->code, sizeof a->code, "00");
	set(a->message, sizeof a->message, "approved");
}

static void
fill_voucher(struct gateway_answer *a, int64_t number)
{
	struct gateway_voucher *v = &a->voucher;
	struct money none = money_of(0, a->amount.currency);
	snprintf(v->transaction, sizeof v->transaction, "%012lld", (long long)number);
	money_format(&a->amount, v->total);
	money_format(&none, v->tax);
	money_format(&none, v->tax_refund_base);
	v->instalments = 1;
	set(v->response_code, sizeof v->response_code, "00");
	set(v->result_text, sizeof v->result_text, "APPROVED");
	set(v->response_text, sizeof v->response_text, "approved by the sandbox");
	set(v->processor, sizeof v->processor, "sandbox");
}

static void
fill_card(
    struct gateway_answer *a, const struct sandbox_index *index, const struct sandbox_entry *entry)
{
	a->result = GATEWAY_APPROVED;
	set(a->card, sizeof a->card, sandbox_index_text(index, entry->card));
	set(a->brand, sizeof a->brand, "sandbox");
	snprintf(a->last4, sizeof a->last4, "%04u", (unsigned)entry->token % 10000U);
	set(a->expires, sizeof a->expires, "2039-12");
}

/* What is so, told to who asks under that key. */
static void
fill(struct gateway_answer *a, const char *key, const struct sandbox_index *index,
    const struct sandbox_entry *entry)
{
	static const enum gateway_result results[] = {
		[SANDBOX_OPENED] = GATEWAY_PENDING,
		[SANDBOX_HELD] = GATEWAY_NOT_FOUND,
		[SANDBOX_APPROVED] = GATEWAY_APPROVED,
		[SANDBOX_DECLINED] = GATEWAY_DECLINED,
		[SANDBOX_REFUNDED] = GATEWAY_APPROVED,
		[SANDBOX_ABANDONED] = GATEWAY_DECLINED,
		[SANDBOX_ENROLLED] = GATEWAY_APPROVED,
		[SANDBOX_FORGOTTEN] = GATEWAY_UNKNOWN,
	};
	begin(a, key, results[entry->what]);
	a->at = entry->at;
	a->amount = entry->amount;
	a->has_amount = entry->amount.currency[0] != '\0';
	sandbox_token(entry->token, a->token);
	sandbox_reference(entry->of, a->of);
	if (entry->what == SANDBOX_APPROVED || entry->what == SANDBOX_REFUNDED)
		fill_approval(a, entry->number);
	if (entry->what == SANDBOX_APPROVED)
		fill_voucher(a, entry->number);
	if (entry->what == SANDBOX_ENROLLED)
		fill_card(a, index, entry);
	if (a->result == GATEWAY_DECLINED) {
		set(a->code, sizeof a->code, entry->code);
		set(a->message, sizeof a->message, words(entry->code));
	}
}

bool
sandbox_page_is_closed(const struct sandbox_entry *entry, int64_t now)
{
	return entry->at + SANDBOX_PAGE_SECONDS <= now;
}

void
sandbox_say_entry(struct sandbox_reply *reply, const char *key, const struct sandbox_entry *entry,
    enum sandbox_speech speech)
{
	struct gateway_answer a;
	fill(&a, key, reply->index, entry);
	if (entry->what == SANDBOX_OPENED && sandbox_page_is_closed(entry, reply->now)) {
		a.result = GATEWAY_DECLINED;
		set(a.code, sizeof a.code, "expired");
		set(a.message, sizeof a.message, "the hosted page was closed unpaid");
	}
	sandbox_say(reply, &a, speech);
}

void
sandbox_say_page(struct sandbox_reply *reply, const struct sandbox_entry *entry)
{
	struct gateway_answer a;
	begin(&a, entry->key, GATEWAY_REDIRECT);
	a.at = entry->at;
	a.amount = entry->amount;
	a.has_amount = a.amount.currency[0] != '\0';
	sandbox_token(entry->token, a.token);
	snprintf(a.redirect_url, sizeof a.redirect_url, "https://sandbox.invalid/%s/%s",
	    a.has_amount ? "pay" : "enrol", a.token);
	sandbox_say(reply, &a, SANDBOX_SAYS_SO);
}

void
sandbox_say_event(struct sandbox_reply *reply, const char *key, const struct sandbox_event *event)
{
	struct gateway_answer a;
	begin(&a, key, GATEWAY_APPROVED);
	fill_approval(&a, event->number);
	a.kind = event->of > 0 ? GATEWAY_KIND_REFUND : GATEWAY_KIND_CHARGE;
	a.at = event->at;
	a.amount = event->amount;
	a.has_amount = true;
	memcpy(a.payment, event->key, sizeof a.payment);
	memcpy(a.memo, event->memo, sizeof a.memo);
	sandbox_reference(event->of, a.of);
	sandbox_say(reply, &a, SANDBOX_SAYS_SO);
}
