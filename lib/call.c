#include <signal.h>
#include <stdio.h>
#include <string.h>
#include "call.h"
#include "i18n.h"
#include "outcome.h"
#include "settle.h"

/* Puts the payment's ref where the URL says {ref}. */
static int
fill_return_url(
    const struct call *call, const struct payment *p, char url[GATEWAY_URL_SIZE], struct err *e)
{
	const char *mark = call->return_url != NULL ? strstr(call->return_url, "{ref}") : NULL;
	char ref[REF_SIZE];
	int length;

	url[0] = '\0';
	if (call->return_url == NULL)
		return 0;
	ref_format(REF_PAYMENT, p->id, ref);
	if (mark == NULL)
		length = snprintf(url, GATEWAY_URL_SIZE, "%s", call->return_url);
	else
		length = snprintf(url, GATEWAY_URL_SIZE, "%.*s%s%s", (int)(mark - call->return_url),
		    call->return_url, ref, mark + 5);
	if (length >= GATEWAY_URL_SIZE)
		return err_set(e, ERR_USAGE, _("the return URL is too long"));
	return 0;
}

/* What could not be recorded now, resolve records later. */
static int
not_recorded(const struct payment *p, struct err *e)
{
	struct err why = *e;
	char ref[REF_SIZE];

	ref_format(REF_PAYMENT, p->id, ref);
	err_set(e, ERR_UNKNOWN, _("the answer about %s was not recorded: %s"), ref, why.message);
	err_reason(e, "unknown", ref);
	return err_money(e, ERR_MONEY_UNKNOWN, NULL);
}

int
call_ask(struct office *office, const struct platform *platform, const struct call *call,
    struct payment *p, struct err *e)
{
	struct gateway_request request = { .op = call->op, .params = call->params };
	struct settlement settlement = { .payment = p->id, .op = call->op };
	struct gateway_answer answer;

	if (office->is_dry_run)
		return 0; /* nothing leaves the machine */
	if (fill_return_url(call, p, request.return_url, e) != 0 ||
	    platform_ask(office, platform, p, &request, &answer, e) != 0)
		return -1;
	settlement.answer = &answer;
	if (call->heard != NULL)
		*call->heard = answer.result;
	return settle(office, &settlement, p, e) == 0 ? 0 : not_recorded(p, e);
}

/* The request could not even be written: the same as not sent. */
static int
give_up(struct office *office, struct payment *p, struct err *e)
{
	struct gateway_answer answer;
	const struct settlement settlement = {
		.payment = p->id, .op = GATEWAY_CHARGE, .answer = &answer
	};
	struct err why = *e, ignored;

	if (why.code == ERR_UNKNOWN)
		return -1;
	gateway_answer_without(&answer, p->key, GATEWAY_NOT_SENT, "not sent");
	settle(office, &settlement, p, &ignored);
	*e = why;
	return err_money(e, ERR_MONEY_NOTHING, NULL);
}

static int
send(struct office *office, const struct platform *platform, const struct call *call,
    struct payment *p, struct err *e)
{
	char ref[REF_SIZE];

	if (call_ask(office, platform, call, p, e) != 0)
		return give_up(office, p, e);
	if (office->is_dry_run)
		return 0;
	if (p->status != PAYMENT_CANCELLED)
		return outcome_of(p, false, e);
	ref_format(REF_PAYMENT, p->id, ref);
	err_set(e, ERR_BUSY, _("%s was not sent to %s: %.80s"), ref, p->gateway,
	    p->reason[0] != '\0' ? _(p->reason) : "not_sent");
	err_reason(e, "not_sent", ref);
	return err_money(e, ERR_MONEY_NOTHING, NULL);
}

static int
refuse(const struct payment *p, struct err *e)
{
	if (e->code == ERR_UNKNOWN && p->status == PAYMENT_SENDING)
		e->code = ERR_FAILED; /* recorded or not: nothing left for the platform */
	if (e->code == ERR_UNKNOWN)
		return err_money(e, ERR_MONEY_UNKNOWN, NULL);
	if (e->code == ERR_NOT_FOUND || strcmp(e->reason, "repeated") == 0)
		return -1;
	return err_money(e, ERR_MONEY_NOTHING, NULL);
}

int
call_run(struct office *office, const struct platform *platform, const struct call *call,
    struct payment *p, struct err *e)
{
	sigset_t all, before;
	int result;

	/* Between intent and settlement only SIGKILL may come in: the answer would be lost. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	result = office_write(office, call->intent, call->context, e);
	if (result != 0)
		refuse(p, e);
	else if (p->status == PAYMENT_SENDING)
		result = send(office, platform, call, p, e);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return result;
}
