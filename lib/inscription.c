#include <signal.h>
#include <stdio.h>
#include <string.h>
#include "announce.h"
#include "customer.h"
#include "enrolment.h"
#include "i18n.h"
#include "inscription.h"
#include "secret.h"
#include "setting.h"
#include "utf8.h"

enum { PAGE_GRACE_S = 600, NOT_AFTER_S = 900 };

struct asked { /* a question about a card, and what becomes of it */
	struct card *card;
	const struct gateway_answer *answer;
	bool is_again; /* the page was asked for before, without an answer */
};

/* ---- the question */

static int
ask(struct office *office, const struct platform *platform, const struct card *card,
    struct gateway_request *request, struct gateway_answer *answer, struct err *e)
{
	struct platform_filter filter;

	if (platform_open(office, platform, card->gateway, &filter, e) != 0)
		return -1;
	memcpy(request->credentials, filter.credentials, sizeof request->credentials);
	memcpy(request->merchant, filter.merchant, sizeof request->merchant);
	ref_format(REF_CUSTOMER, card->customer, request->customer);
	return gateway_call(&filter.filter, request, answer, e);
}

/* Records the answer; its request was remembered with what began it. */
static int
record(struct office *office, office_work *work, struct asked *asked, struct err *e)
{
	char ref[REF_SIZE];
	struct err why;

	if (office_write_after(office, work, asked, &why) == 0)
		return 0;
	ref_format(REF_CARD, asked->card->id, ref);
	err_set(e, ERR_UNKNOWN, _("the answer about %s was not recorded: %s"), ref, why.message);
	return err_reason(e, "unknown", ref);
}

static int
alarm(struct office *office, const struct card *card, const char *why, struct err *e)
{
	char summary[200];

	snprintf(summary, sizeof summary, "alarm mismatch: %s", why);
	return office_log(office,
	    &(struct office_note){
		.type = REF_CARD, .id = card->id, .customer = card->customer, .summary = summary },
	    e);
}

/* ---- what a card's state answers to who asked for it */

static const char *
reason_of(const struct gateway_answer *a)
{
	if (a->problem[0] != '\0')
		return a->problem;
	return a->message[0] != '\0' ? a->message : a->code;
}

static int
undecided(const struct card *card, const struct gateway_answer *answer, struct err *e)
{
	char ref[REF_SIZE];

	ref_format(REF_CARD, card->id, ref);
	if (answer == NULL || answer->result == GATEWAY_PENDING)
		err_set(e, ERR_UNKNOWN, _("%s is not decided at %s yet"), ref, card->gateway);
	else
		err_set(e, ERR_UNKNOWN, _("no clear answer from %s about %s"), card->gateway, ref);
	err_reason(e, "enrolling", ref);
	return err_hint(e, _("pp-card confirm %s asks again"), ref);
}

static int
outcome(const struct card *card, const struct gateway_answer *answer, struct err *e)
{
	char ref[REF_SIZE];

	ref_format(REF_CARD, card->id, ref);
	if (card_is_active(card))
		return 0;
	if (answer != NULL && answer->result == GATEWAY_NOT_SENT) {
		err_set(e, ERR_BUSY, _("%s was not sent to %s: %.80s"), ref, card->gateway,
		    reason_of(answer));
		return err_reason(e, "not_sent", ref);
	}
	if (card_is_enrolling(card))
		return undecided(card, answer, e);
	if (strcmp(card->status, "removed") == 0)
		return card_check_active(card, e);
	if (card->reason[0] != '\0')
		err_set(e, ERR_DECLINED, _("%s is %s: %.80s"), ref, ref_state_word(card->status),
		    _(card->reason));
	else
		err_set(e, ERR_DECLINED, _("%s is %s"), ref, ref_state_word(card->status));
	return err_reason(e, "declined", ref);
}

/* ---- beginning */

static int
check_customer(struct office *office, const struct card *card, struct err *e)
{
	struct customer c;

	if (customer_show(office->db, card->customer, &c, e) != 0)
		return -1;
	return customer_check_served(&c, e);
}

struct beginning {
	const struct platform *platform;
	struct card *card;
};

static int
intend(struct office *office, void *context, struct err *e)
{
	struct beginning *beginning = context;
	struct card *card = beginning->card;

	if (customer_check_ready(office, e) != 0 || check_customer(office, card, e) != 0 ||
	    platform_check_name(office, card->gateway, e) != 0 ||
	    platform_check(office, beginning->platform, card->gateway, e) != 0)
		return -1;
	return card_begin(office, card, e);
}

/* The state may have moved while the platform was asked. */
static int
take_page(struct office *office, void *context, struct err *e)
{
	struct asked *asked = context;
	const struct gateway_answer *a = asked->answer;
	struct card *card = asked->card;

	if (card_show(office->db, card->id, card, e) != 0)
		return -1;
	if (!card_is_enrolling(card) || card->gateway_token[0] != '\0')
		return 0;
	switch (a->result) {
	case GATEWAY_REDIRECT:
		memcpy(card->redirect_url, a->redirect_url, sizeof card->redirect_url);
		memcpy(card->gateway_token, a->token, sizeof card->gateway_token);
		return card_page(office, card, e);
	case GATEWAY_DECLINED:
		return card_fail(office, card, reason_of(a), e);
	case GATEWAY_NOT_SENT:
		/* The first question may have arrived: its page may be open. */
		return asked->is_again ? 0 : card_fail(office, card, reason_of(a), e);
	default:
		return a->is_alarm ? alarm(office, card, a->problem, e) : 0;
	}
}

/* Asks for the page, under the key of the card however often. */
static int
begin(struct office *office, const struct platform *platform, struct card *card, bool is_again,
    struct err *e)
{
	struct gateway_request request = { .op = GATEWAY_ENROL };
	struct gateway_answer answer;
	struct asked asked = { card, &answer, is_again };

	request.not_after = office->now + NOT_AFTER_S;
	memcpy(request.key, card->key, sizeof request.key);
	memcpy(request.return_url, card->return_url, sizeof request.return_url);
	if (ask(office, platform, card, &request, &answer, e) != 0)
		return -1;
	if (record(office, take_page, &asked, e) != 0)
		return -1;
	if (card_is_enrolling(card) && card->gateway_token[0] != '\0')
		return 0;
	return outcome(card, &answer, e);
}

int
inscription_begin(
    struct office *office, const struct platform *platform, struct card *card, struct err *e)
{
	struct beginning beginning = { platform, card };
	sigset_t all, before;
	int result;

	if (secret_random(card->key, e) != 0)
		return -1;
	/* Only SIGKILL may come in between: the answer would be lost. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	result = office_write(office, intend, &beginning, e);
	if (result == 0 && !office->is_dry_run)
		result = begin(office, platform, card, false, e);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return result;
}

/* ---- forgetting */

static int
take_forgotten(struct office *office, void *context, struct err *e)
{
	struct asked *asked = context;
	enum gateway_result result = asked->answer->result;

	if (result == GATEWAY_APPROVED || result == GATEWAY_NOT_FOUND)
		return card_forgotten(office, asked->card, e);
	return asked->answer->is_alarm ? alarm(office, asked->card, asked->answer->problem, e) : 0;
}

/* It cannot be charged here any more, so that no failure of this matters to who removed it. */
static void
forget(struct office *office, const struct platform *platform, struct card *card)
{
	struct gateway_request request = { .op = GATEWAY_FORGET };
	struct gateway_answer answer;
	struct asked asked = { card, &answer, false };
	struct err ignored;

	if (strcmp(card->status, "removed") != 0 || card->forgotten_at != 0 ||
	    card_is_shared(office->db, card, &ignored) != 0)
		return;
	if (secret_random(request.key, &ignored) != 0)
		return;
	memcpy(request.card, card->token, sizeof request.card);
	if (ask(office, platform, card, &request, &answer, &ignored) == 0)
		record(office, take_forgotten, &asked, &ignored);
}

static int
forget_replaced(
    struct office *office, const struct platform *platform, const struct card *card, struct err *e)
{
	struct card old;

	if (!card_is_active(card) || card->replaces == 0)
		return 0;
	if (card_show(office->db, card->replaces, &old, e) != 0)
		return -1;
	forget(office, platform, &old);
	return 0;
}

/* ---- coming back */

/* Whether the platform's page has been closed for good by now. */
static int
is_over(struct office *office, const struct card *card, bool *is_over_now, struct err *e)
{
	int64_t session_s;

	if (setting_gateway_int(office->db, card->gateway, "session", &session_s, e) != 0)
		return -1;
	*is_over_now = office->now >= card->created_at + session_s + PAGE_GRACE_S;
	return 0;
}

static int
accept(struct office *office, struct card *card, const struct gateway_answer *a, struct err *e)
{
	if (card_token_is_number(a->card)) {
		if (alarm(office, card, "the token holds a card number", e) != 0)
			return -1;
		return card_fail(office, card, N_("the platform's token holds a card number"), e);
	}
	memcpy(card->token, a->card, sizeof card->token);
	memcpy(card->brand, a->brand, sizeof card->brand);
	memcpy(card->last4, a->last4, sizeof card->last4);
	memcpy(card->expires, a->expires, sizeof card->expires);
	if (text_has_card_number(card->brand))
		card->brand[0] = '\0';
	if (card_activate(office, card, e) != 0)
		return -1;
	if (card->replaces != 0 &&
	    enrolment_move_card(office, card->customer, card->replaces, card->id, e) != 0)
		return -1;
	if (card->is_default && enrolment_wake_default(office, card->customer, e) != 0)
		return -1;
	return announce_card(office, card, ANNOUNCE_CARD_ADDED, false, e);
}

static int
take_outcome(struct office *office, void *context, struct err *e)
{
	struct asked *asked = context;
	const struct gateway_answer *a = asked->answer;
	struct card *card = asked->card;
	bool is_over_now;

	if (card_show(office->db, card->id, card, e) != 0)
		return -1;
	if (!card_is_enrolling(card))
		return 0;
	switch (a->result) {
	case GATEWAY_APPROVED:
		return accept(office, card, a, e);
	case GATEWAY_DECLINED:
		return card_fail(office, card, reason_of(a), e);
	case GATEWAY_NOT_FOUND:
		if (is_over(office, card, &is_over_now, e) != 0)
			return -1;
		return is_over_now ? card_fail(office, card, N_("the platform does not know it"), e)
				   : 0;
	default:
		return a->is_alarm ? alarm(office, card, a->problem, e) : 0;
	}
}

static int
ask_outcome(struct office *office, const struct platform *platform, const char *params,
    struct card *card, struct err *e)
{
	struct gateway_request request = { .op = GATEWAY_ENROLLED, .params = params };
	struct gateway_answer answer;
	struct asked asked = { card, &answer, false };

	if (secret_random(request.key, e) != 0)
		return -1;
	memcpy(request.token, card->gateway_token, sizeof request.token);
	if (ask(office, platform, card, &request, &answer, e) != 0 ||
	    record(office, take_outcome, &asked, e) != 0 ||
	    forget_replaced(office, platform, card, e) != 0)
		return -1;
	return outcome(card, &answer, e);
}

int
inscription_confirm(struct office *office, const struct platform *platform, int64_t id,
    const char *params, struct card *card, struct err *e)
{
	sigset_t all, before;
	int result;

	if (card_show(office->db, id, card, e) != 0)
		return -1;
	if (!card_is_enrolling(card))
		return outcome(card, NULL, e);
	if (office->is_dry_run)
		return 0; /* nothing leaves the machine */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	if (card->gateway_token[0] == '\0')
		result = begin(office, platform, card, true, e);
	else
		result = ask_outcome(office, platform, params, card, e);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return result;
}

/* ---- the default */

static int
take_default(struct office *office, void *context, struct err *e)
{
	struct asked *asked = context;
	struct card *card = asked->card;
	bool was_default;

	if (card_show(office->db, card->id, card, e) != 0)
		return -1;
	was_default = card->is_default;
	if (card_make_default(office, card, e) != 0)
		return -1;
	if (was_default)
		return 0;
	if (enrolment_wake_default(office, card->customer, e) != 0)
		return -1;
	return announce_card(office, card, ANNOUNCE_CARD_DEFAULT, false, e);
}

int
inscription_default(struct office *office, int64_t id, struct card *card, struct err *e)
{
	struct asked asked = { card, NULL, false };

	card->id = id;
	return office_write(office, take_default, &asked, e);
}

/* ---- leaving */

static int
take_away(struct office *office, void *context, struct err *e)
{
	struct asked *asked = context;
	struct card *card = asked->card;
	bool was_default;

	if (card_show(office->db, card->id, card, e) != 0)
		return -1;
	was_default = card->is_default;
	if (strcmp(card->status, "removed") == 0)
		return 0;
	if (card_is_enrolling(card))
		return card_fail(office, card, N_("given up"), e);
	if (card_remove(office, card, e) != 0)
		return -1;
	/* A new default wakes what charged the default, not what named the card that went. */
	if (card->successor != 0 && enrolment_wake_default(office, card->customer, e) != 0)
		return -1;
	if (enrolment_move_card(office, card->customer, card->id, 0, e) != 0)
		return -1;
	return announce_card(office, card, ANNOUNCE_CARD_REMOVED, was_default, e);
}

int
inscription_remove(struct office *office, const struct platform *platform, int64_t id,
    struct card *card, struct err *e)
{
	struct asked asked = { card, NULL, false };

	card->id = id;
	if (office_write(office, take_away, &asked, e) != 0)
		return -1;
	if (!office->is_dry_run)
		forget(office, platform, card);
	return 0;
}
