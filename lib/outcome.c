#include "i18n.h"
#include "outcome.h"

int
outcome_of(const struct payment *p, bool is_checkout_done, struct err *e)
{
	char ref[REF_SIZE];
	bool is_open = p->status == PAYMENT_SENDING || p->status == PAYMENT_UNKNOWN ||
		       (p->status == PAYMENT_REDIRECTED && is_checkout_done);

	ref_format(REF_PAYMENT, p->id, ref);
	if (is_open) {
		if (p->status == PAYMENT_REDIRECTED)
			err_set(e, ERR_UNKNOWN, _("%s is not decided at %s yet"), ref, p->gateway);
		else
			err_set(
			    e, ERR_UNKNOWN, _("no clear answer from %s about %s"), p->gateway, ref);
		err_reason(e, payment_status_name(p->status), ref);
		return err_money(e, ERR_MONEY_UNKNOWN, NULL);
	}
	if (p->status == PAYMENT_APPROVED || p->status == PAYMENT_REFUNDED ||
	    p->status == PAYMENT_REDIRECTED)
		return 0;
	if (p->reason[0] != '\0')
		err_set(e, ERR_DECLINED, _("%s is %s: %.80s"), ref,
		    ref_state_word(payment_status_name(p->status)), _(p->reason));
	else
		err_set(e, ERR_DECLINED, _("%s is %s"), ref,
		    ref_state_word(payment_status_name(p->status)));
	err_reason(e, payment_status_name(p->status), ref);
	return err_money(e, ERR_MONEY_NOTHING, NULL);
}

int
outcome_money(const struct payment *p, struct err *e)
{
	char ref[REF_SIZE];

	if (p->status == PAYMENT_APPROVED)
		return err_money(e, ERR_MONEY_CHARGED, ref_format(REF_PAYMENT, p->id, ref));
	return err_money(e, payment_is_live(p) ? ERR_MONEY_UNKNOWN : ERR_MONEY_NOTHING, NULL);
}
