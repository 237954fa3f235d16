/*
 * sandbox - what the sandbox platform does and answers.
 */
#include <stdio.h>
#include <string.h>
#include "gateway_answer.h"
#include "i18n.h"
#include "sandbox.h"
#include "sandbox_say.h"
#include "sandbox_webhook.h"

static const struct sandbox_entry *
find(const struct sandbox *s, const char *key)
{
	return sandbox_index_key(sandbox_book_index(s->book), key);
}

static bool
is_too_late(const struct sandbox *s, const struct gateway_request *r)
{
	return r->not_after != 0 && s->now >= r->not_after;
}

/* An event of now about the request. */
static struct sandbox_event
event_of(const struct sandbox *s, const struct gateway_request *r, enum sandbox_what what)
{
	struct sandbox_event event;
	memset(&event, 0, sizeof event);
	event.at = s->now;
	event.what = what;
	event.amount = r->amount;
	memcpy(event.key, r->key, sizeof event.key);
	memcpy(event.memo, r->memo, sizeof event.memo);
	return event;
}

static int
decline(struct sandbox *s, struct sandbox_event *event, const char *code, struct err *e)
{
	event->what = SANDBOX_DECLINED;
	snprintf(event->code, sizeof event->code, "%s", code);
	return sandbox_book_add(s->book, event, e);
}

/* Does to the event what the manner says; the event's what is that of success. */
static int
act(struct sandbox *s, const struct sandbox_manner *manner, struct sandbox_event *event,
    struct err *e)
{
	switch (manner->deed) {
	case SANDBOX_LOSES:
		return 0;
	case SANDBOX_DECLINES:
		return decline(s, event, manner->code, e);
	case SANDBOX_HOLDS:
		event->what = SANDBOX_HELD;
		break;
	case SANDBOX_CHARGES:
		event->number = sandbox_index_next_number(sandbox_book_index(s->book));
		break;
	}
	return sandbox_book_add(s->book, event, e);
}

/* Says what became of the key, in the manner of whoever pays; a loss leaves nothing to say. */
static int
say_outcome(struct sandbox *s, const struct gateway_request *r, const struct sandbox_manner *manner,
    struct sandbox_reply *reply)
{
	const struct sandbox_entry *entry = find(s, r->key);
	if (entry != NULL)
		sandbox_say_entry(reply, r->key, entry, manner->speech);
	return 0;
}

static int
answer_charge(
    struct sandbox *s, const struct gateway_request *r, struct sandbox_reply *reply, struct err *e)
{
	const struct sandbox_manner *manner = sandbox_manner_charge(r->card);
	struct sandbox_event event = event_of(s, r, SANDBOX_APPROVED);
	int status = 0;
	if (manner == NULL && s->is_any_card)
		manner = sandbox_manner_plain();
	if (manner != NULL)
		manner = sandbox_manner_draw(manner, s->seed, s->fault_percent, r->key);
	bool is_gone = sandbox_index_is_forgotten(sandbox_book_index(s->book), r->card);
	memcpy(event.card, r->card, sizeof event.card);
	if (find(s, r->key) != NULL)
		status = 0;
	else if (manner == NULL || is_gone)
		status = decline(s, &event, is_gone ? "card_removed" : "card_unknown", e);
	else
		status = act(s, manner, &event, e);
	if (status != 0)
		return -1;
	return say_outcome(s, r, manner == NULL ? sandbox_manner_plain() : manner, reply);
}

static const char *
refusal(const struct sandbox_entry *charge, const struct gateway_request *r)
{
	if (charge == NULL || charge->what != SANDBOX_APPROVED || charge->is_refund ||
	    strcmp(charge->amount.currency, r->amount.currency) != 0)
		return "of_unknown";
	return r->amount.minor > charge->amount.minor - charge->refunded_minor ? "too_much" : NULL;
}

static int
answer_refund(
    struct sandbox *s, const struct gateway_request *r, struct sandbox_reply *reply, struct err *e)
{
	int64_t of = sandbox_reference_number(r->of);
	const struct sandbox_entry *charge = sandbox_index_number(sandbox_book_index(s->book), of);
	const struct sandbox_manner *manner =
	    charge == NULL ? sandbox_manner_plain() : charge->refund;
	const char *code = refusal(charge, r);
	struct sandbox_event event = event_of(s, r, SANDBOX_REFUNDED);
	event.of = of;
	manner = sandbox_manner_draw(manner, s->seed, s->fault_percent, r->key);
	int status = find(s, r->key) != NULL ? 0
		     : code != NULL	     ? decline(s, &event, code, e)
					     : act(s, manner, &event, e);
	return status != 0 ? -1 : say_outcome(s, r, manner, reply);
}

/* A hosted page: of a checkout, or, without amount, of an inscription. */
static int
answer_page(
    struct sandbox *s, const struct gateway_request *r, struct sandbox_reply *reply, struct err *e)
{
	if (find(s, r->key) == NULL) {
		struct sandbox_event event = event_of(s, r, SANDBOX_OPENED);
		if (r->op == GATEWAY_ENROL)
			memset(&event.amount, 0, sizeof event.amount);
		event.token = sandbox_index_next_token(sandbox_book_index(s->book));
		if (sandbox_book_add(s->book, &event, e) != 0)
			return -1;
	}
	const struct sandbox_entry *entry = find(s, r->key);
	if (entry->token == 0) {
		sandbox_say_code(reply, r->key, GATEWAY_DECLINED, "key_used",
		    "the key was used for something else");
		return 0;
	}
	sandbox_say_page(reply, entry);
	return 0;
}

static void
answer_confirm(
    const struct sandbox *s, const struct gateway_request *r, struct sandbox_reply *reply)
{
	const struct sandbox_entry *entry = find(s, r->key);
	if (entry == NULL || entry->token == 0 || entry->token != sandbox_token_number(r->token)) {
		sandbox_say_code(reply, r->key, GATEWAY_NOT_FOUND, "not_found", "no such checkout");
		return;
	}
	const struct sandbox_manner *manner =
	    sandbox_manner_draw(entry->charge, s->seed, s->fault_percent, r->key);
	bool is_paid = entry->what == SANDBOX_APPROVED || entry->what == SANDBOX_HELD;
	/* What was drawn only now changes how it is told, not what the customer did. */
	sandbox_say_entry(reply, r->key, entry, is_paid ? manner->speech : SANDBOX_SAYS_SO);
}

static void
answer_status(const struct sandbox *s, const struct gateway_request *r, struct sandbox_reply *reply)
{
	const struct sandbox_entry *entry = find(s, r->key);
	if (entry == NULL)
		sandbox_say_code(reply, r->key, GATEWAY_NOT_FOUND, "not_found", "no such key");
	else
		sandbox_say_entry(reply, r->key, entry, SANDBOX_SAYS_SO);
}

/* Also a key never seen is closed: its checkout may be on the way. */
static int
answer_abandon(
    struct sandbox *s, const struct gateway_request *r, struct sandbox_reply *reply, struct err *e)
{
	const struct sandbox_entry *entry = find(s, r->key);
	if (entry == NULL || entry->what == SANDBOX_OPENED) {
		struct sandbox_event event = event_of(s, r, SANDBOX_ABANDONED);
		snprintf(event.code, sizeof event.code, "abandoned");
		if (sandbox_book_add(s->book, &event, e) != 0)
			return -1;
	} else if (entry->what == SANDBOX_HELD) {
		sandbox_say_code(reply, r->key, GATEWAY_UNKNOWN, "held", "not decided yet");
		return 0;
	}
	sandbox_say_entry(reply, r->key, find(s, r->key), SANDBOX_SAYS_SO);
	return 0;
}

static void
answer_enrolled(
    const struct sandbox *s, const struct gateway_request *r, struct sandbox_reply *reply)
{
	const struct sandbox_entry *entry =
	    sandbox_index_token(sandbox_book_index(s->book), sandbox_token_number(r->token));
	if (entry == NULL || entry->amount.currency[0] != '\0')
		sandbox_say_code(
		    reply, r->key, GATEWAY_NOT_FOUND, "not_found", "no such inscription");
	else
		sandbox_say_entry(reply, r->key, entry, SANDBOX_SAYS_SO);
}

/* The bare tokens are everybody's: only one with a suffix can be forgotten. */
static int
answer_forget(
    struct sandbox *s, const struct gateway_request *r, struct sandbox_reply *reply, struct err *e)
{
	bool is_gone = sandbox_index_is_forgotten(sandbox_book_index(s->book), r->card);
	if (!is_gone && strchr(r->card, '.') != NULL) {
		struct sandbox_event event = event_of(s, r, SANDBOX_FORGOTTEN);
		memset(&event.amount, 0, sizeof event.amount);
		memcpy(event.card, r->card, sizeof event.card);
		if (sandbox_book_add(s->book, &event, e) != 0)
			return -1;
	}
	sandbox_say_code(reply, r->key, GATEWAY_APPROVED, "00", "removed");
	return 0;
}

/* ---- the report */

struct report {
	const struct gateway_request *request;
	struct sandbox_reply *reply;
	int64_t count;
};

static int
report_event(void *arg, const struct sandbox_event *event, struct err *e)
{
	struct report *report = arg;
	(void)e;
	if (event->number == 0 || event->at < report->request->since)
		return 0;
	sandbox_say_event(report->reply, report->request->key, event);
	report->count++;
	return 0;
}

static int
answer_report(
    struct sandbox *s, const struct gateway_request *r, struct sandbox_reply *reply, struct err *e)
{
	struct report report = { .request = r, .reply = reply };
	struct gateway_answer end;
	if (sandbox_book_each(s->book, report_event, &report, e) != 0)
		return -1;
	gateway_answer_without(&end, r->key, GATEWAY_END, "");
	end.count = report.count;
	sandbox_say(reply, &end, SANDBOX_SAYS_SO);
	return 0;
}

/* ---- requests */

/* Charges and refunds that were held take place at their time, whoever asks first after it. */
static int
mature(struct sandbox *s, struct err *e)
{
	const struct sandbox_index *index = sandbox_book_index(s->book);
	const struct sandbox_entry *due;
	while ((due = sandbox_index_due(index, s->now)) != NULL) {
		struct sandbox_event event;
		memset(&event, 0, sizeof event);
		memcpy(event.key, due->key, sizeof event.key);
		snprintf(event.memo, sizeof event.memo, "%s", sandbox_index_text(index, due->memo));
		event.at = due->at + SANDBOX_HOLD_SECONDS;
		event.what = due->is_refund ? SANDBOX_REFUNDED : SANDBOX_APPROVED;
		event.amount = due->amount;
		event.of = due->of;
		event.number = sandbox_index_next_number(index);
		if (sandbox_book_add(s->book, &event, e) != 0)
			return -1;
	}
	return 0;
}

/* What may not be begun any more; what was begun already is answered as it is. */
static const char *
hindrance(const struct sandbox *s, const struct gateway_request *r)
{
	bool begins =
	    r->op == GATEWAY_CHECKOUT || r->op == GATEWAY_CHARGE || r->op == GATEWAY_REFUND;
	if (begins && (r->amount.currency[0] == '\0' || r->amount.minor <= 0))
		return "bad_request";
	begins = begins || r->op == GATEWAY_ENROL;
	return begins && is_too_late(s, r) && find(s, r->key) == NULL ? "too_late" : NULL;
}

static int
answer_begun(
    struct sandbox *s, const struct gateway_request *r, struct sandbox_reply *reply, struct err *e)
{
	switch (r->op) {
	case GATEWAY_CHARGE:
		return answer_charge(s, r, reply, e);
	case GATEWAY_REFUND:
		return answer_refund(s, r, reply, e);
	case GATEWAY_ABANDON:
		return answer_abandon(s, r, reply, e);
	case GATEWAY_FORGET:
		return answer_forget(s, r, reply, e);
	case GATEWAY_REPORT:
		return answer_report(s, r, reply, e);
	default: /* checkout, enrol */
		return answer_page(s, r, reply, e);
	}
}

int
sandbox_answer(struct sandbox *s, const struct gateway_request *r, struct text *out, bool *is_slow,
    struct err *e)
{
	const struct sandbox_index *index = sandbox_book_index(s->book);
	struct sandbox_reply reply = { .out = out, .index = index, .now = s->now };
	struct gateway_answer a;
	const char *hinders = hindrance(s, r);
	int status = mature(s, e);
	if (status == 0 && hinders != NULL) {
		sandbox_say_code(&reply, r->key, GATEWAY_NOT_SENT, hinders,
		    strcmp(hinders, "too_late") == 0 ? "not begun before not_after"
						     : "amount and currency are needed");
	} else if (status == 0 && r->op == GATEWAY_WEBHOOK) {
		gateway_answer_without(&a, r->key, GATEWAY_UNKNOWN, "");
		sandbox_webhook_judge(r, &a);
		sandbox_say(&reply, &a, SANDBOX_SAYS_SO);
	} else if (status == 0 && r->op == GATEWAY_STATUS) {
		answer_status(s, r, &reply);
	} else if (status == 0 && r->op == GATEWAY_CONFIRM) {
		answer_confirm(s, r, &reply);
	} else if (status == 0 && r->op == GATEWAY_ENROLLED) {
		answer_enrolled(s, r, &reply);
	} else if (status == 0) {
		status = answer_begun(s, r, &reply, e);
	}
	*is_slow = reply.is_slow;
	return status;
}
