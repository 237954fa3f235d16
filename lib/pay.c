#include <string.h>
#include "call.h"
#include "customer.h"
#include "i18n.h"
#include "outcome.h"
#include "pay_private.h"
#include "resolve.h"

struct paying {
	const struct platform *platform;
	const struct pay_order *order;
	struct payment *payment;
};

static int
intend(struct office *office, void *context, struct err *e)
{
	struct paying *paying = context;

	if (customer_check_ready(office, e) != 0)
		return err_money(e, ERR_MONEY_NOTHING, NULL);
	if (pay_intent(office, paying->order, paying->payment, e) != 0)
		return -1;
	if (paying->payment->status == PAYMENT_SENDING &&
	    platform_check(office, paying->platform, paying->payment->gateway, e) != 0)
		return -1;
	return paying->order->watch != NULL
		   ? paying->order->watch(office, paying->order->watch_context, e)
		   : 0;
}

int
pay_ask_holder(struct office *office, const struct platform *platform, const struct err *refusal)
{
	struct payment holder;
	struct err ignored;
	struct ref ref;

	if (strcmp(refusal->reason, "held") != 0 || !ref_parse(refusal->ref, &ref))
		return 0;
	if (resolve_payment(office, platform, ref.id, false, &holder, &ignored) != 0)
		return 0;
	return !payment_is_live(&holder);
}

int
pay_invoices(struct office *office, const struct platform *platform, const struct pay_order *order,
    struct payment *p, struct err *e)
{
	struct paying paying = { platform, order, p };
	const struct call call = {
		.op = order->method == METHOD_CHECKOUT ? GATEWAY_CHECKOUT : GATEWAY_CHARGE,
		.return_url = order->return_url[0] != '\0' ? order->return_url : NULL,
		.intent = intend,
		.context = &paying,
	};

	memset(p, 0, sizeof *p);
	if (call_run(office, platform, &call, p, e) == 0)
		return 0;
	if (!pay_ask_holder(office, platform, e))
		return -1;
	memset(p, 0, sizeof *p);
	return call_run(office, platform, &call, p, e);
}

static int
check_checkout(const struct payment *p, struct err *e)
{
	char ref[REF_SIZE];

	ref_format(REF_PAYMENT, p->id, ref);
	if (p->method != METHOD_CHECKOUT || p->is_refund) {
		err_set(e, ERR_CONFLICT, _("%s is no hosted checkout"), ref);
		err_reason(e, "no_checkout", ref);
		return outcome_money(p, e);
	}
	if (p->status == PAYMENT_REDIRECTED || p->status == PAYMENT_UNKNOWN)
		return 0;
	ref_refuse(REF_PAYMENT, p->id, payment_status_name(p->status), e);
	return outcome_money(p, e);
}

int
pay_confirm(struct office *office, const struct platform *platform, int64_t payment,
    const char *params, struct payment *p, struct err *e)
{
	const struct call call = { .op = GATEWAY_CONFIRM, .params = params };

	if (payment_show(office->db, payment, p, e) != 0)
		return -1;
	/* One that ended may have been approved since: who asks by name is answered. */
	if (p->status == PAYMENT_REDIRECTED ? call_ask(office, platform, &call, p, e) != 0
					    : resolve_named(office, platform, payment, p, e) != 0)
		return -1;
	return office->is_dry_run ? 0 : outcome_of(p, true, e);
}

int
pay_cancel(struct office *office, const struct platform *platform, int64_t payment,
    struct payment *p, struct err *e)
{
	const struct call call = { .op = GATEWAY_ABANDON };
	char ref[REF_SIZE];

	if (payment_show(office->db, payment, p, e) != 0 || check_checkout(p, e) != 0)
		return -1;
	if (call_ask(office, platform, &call, p, e) != 0)
		return -1;
	if (p->status == PAYMENT_CANCELLED || office->is_dry_run)
		return 0;
	if (p->status != PAYMENT_APPROVED)
		return outcome_of(p, true, e);
	ref_format(REF_PAYMENT, p->id, ref);
	err_set(e, ERR_CONFLICT, _("%s was paid meanwhile"), ref);
	err_reason(e, "approved", ref);
	return outcome_money(p, e);
}
