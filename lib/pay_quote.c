#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "card.h"
#include "i18n.h"
#include "ledger.h"
#include "pay_private.h"
#include "plan_course.h"
#include "setting.h"
#include "utf8.h"

/* "cannot pay inv-42: ..." with the reason and what is in the way. */
static int
refuse(
    const struct invoice *inv, const char *reason, const char *why, const char *ref, struct err *e)
{
	char name[REF_SIZE];

	err_set(
	    e, ERR_CONFLICT, _("cannot pay %s: %s"), ref_format(REF_INVOICE, inv->id, name), why);
	return err_reason(e, reason, ref[0] != '\0' ? ref : name);
}

static int
check_payable(const struct standing *s, struct err *e)
{
	const struct allocation_list *paid = &s->allocations;
	char why[80], by[REF_SIZE] = "";
	const char *status = invoice_status_name(s->invoice.status);

	if (s->invoice.status == INVOICE_PAID) {
		if (paid->count > 0)
			ref_format(REF_PAYMENT, paid->items[paid->count - 1].payment, by);
		snprintf(why, sizeof why, _("already paid by %s"), by);
		return refuse(&s->invoice, status, why, "", e);
	}
	if (!standing_is_payable(s)) {
		snprintf(why, sizeof why, _("it is %s"), ref_state_word(status));
		return refuse(&s->invoice, status, why, "", e);
	}
	if (s->held_by == 0)
		return 0;
	ref_format(REF_PAYMENT, s->held_by, by);
	snprintf(why, sizeof why, _("held by %s"), by);
	return refuse(&s->invoice, "held", why, by, e);
}

/* How much of the invoice the order pays. */
static int
choose_amount(
    const struct pay_order *order, const struct standing *s, int64_t *minor, struct err *e)
{
	struct money amount;
	char due[MONEY_TEXT_SIZE];
	struct money all = money_of(s->owed.due_minor, s->invoice.amount.currency);

	*minor = s->owed.due_minor;
	if (order->what == PAY_INSTALMENT && s->invoice.kind == INVOICE_CREDIT)
		*minor = s->owed.instalment_minor;
	if (order->what != PAY_AMOUNT)
		return 0;
	if (order->count != 1)
		return err_set(e, ERR_USAGE, _("an amount goes with one invoice"));
	if (money_parse(order->amount, all.currency, MONEY_POINT, &amount, e) != 0)
		return -1;
	money_format(&all, due);
	if (amount.minor == 0)
		return err_set(e, ERR_USAGE, _("the amount must be more than zero"));
	if (amount.minor > all.minor)
		return err_set(e, ERR_USAGE, _("the amount is more than the %s %s that are due"),
		    due, all.currency);
	*minor = amount.minor;
	return 0;
}

/* An instalment in parts: not the one that makes the plan active, nor in so many that the debt
 * could not take the others. */
static int
check_instalment(struct valuer *v, const struct standing *s, struct err *e)
{
	struct db *db = v->office->db;
	int room = 1, opening = plan_course_is_opening(db, &s->invoice, e);

	if (opening == 0)
		room = plan_course_has_room(db, &s->invoice, e);
	if (opening < 0 || room < 0)
		return -1;
	if (opening == 1)
		return refuse(&s->invoice, "partial", _("it is paid in full or not at all"), "", e);
	if (room == 0)
		return refuse(
		    &s->invoice, "partial", _("the invoice was paid in too many parts"), "", e);
	return 0;
}

static int
add_item(struct valuer *v, const struct pay_order *order, const struct standing *s,
    struct pay_quote *quote, struct err *e)
{
	struct payment_item *item = &quote->items[quote->count];
	int64_t fees = s->owed.late_fee_minor - s->owed.fee_paid_minor;
	struct money part;

	if (choose_amount(order, s, &item->amount_minor, e) != 0)
		return -1;
	if (item->amount_minor < s->owed.due_minor && !v->rules.is_partial[s->invoice.kind]) {
		refuse(&s->invoice, "partial", _("it is paid in full or not at all"), "", e);
		return err_hint(e, _("its rules are those of the day it was issued on"));
	}
	if (item->amount_minor < s->owed.due_minor && check_instalment(v, s, e) != 0)
		return -1;
	if (s->allocations.count >=
	    (item->amount_minor < s->owed.due_minor ? ALLOCATIONS_PARTS : ALLOCATIONS_FULL))
		return refuse(
		    &s->invoice, "partial", _("the invoice was paid in too many parts"), "", e);
	item->invoice = s->invoice.id;
	item->late_fee_minor = fees < 0 ? 0 : fees < item->amount_minor ? fees : item->amount_minor;
	item->is_settling = item->amount_minor == s->owed.due_minor;
	memcpy(item->on, s->on, DATE_SIZE);
	part = money_of(item->amount_minor, s->invoice.amount.currency);
	if (quote->count++ == 0) {
		quote->total = part;
		return 0;
	}
	if (strcmp(part.currency, quote->total.currency) != 0)
		return err_set(e, ERR_USAGE,
		    _("the invoices are in %s and %s: one payment, one currency"),
		    quote->total.currency, part.currency);
	return money_add(&quote->total, &part, &quote->total, e);
}

/* Credit of the invoice's account pays first. */
static int
add_credit(struct valuer *v, const struct standing *s, struct pay_quote *quote, struct err *e)
{
	const struct payment_item *item = &quote->items[quote->count - 1];
	char account[LEDGER_NAME_SIZE];
	int64_t available;
	size_t i = 0;

	snprintf(account, sizeof account, "credit:acc-%" PRId64, s->invoice.account);
	if (ledger_owed(v->office->db, account, quote->total.currency, &available, e) != 0)
		return -1;
	while (i < quote->credit_count && quote->credits[i].account != s->invoice.account)
		i++;
	if (i < quote->credit_count)
		available -= quote->credits[i].amount_minor;
	if (available > item->amount_minor)
		available = item->amount_minor;
	if (available <= 0)
		return 0;
	if (i == quote->credit_count) {
		quote->credits[quote->credit_count].account = s->invoice.account;
		quote->credits[quote->credit_count++].amount_minor = 0;
	}
	quote->credits[i].amount_minor += available;
	quote->credit_minor += available;
	return 0;
}

static int
check_payer(int64_t owner, struct pay_quote *quote, struct err *e)
{
	if (owner != 0 && quote->customer != 0 && owner != quote->customer)
		return err_set(e, ERR_USAGE, _("one payment has one payer"));
	if (owner != 0)
		quote->customer = owner;
	return 0;
}

static int
check_source(
    struct office *office, const struct pay_order *order, struct pay_quote *quote, struct err *e)
{
	char ref[REF_SIZE];
	struct account a;

	ref_format(REF_ACCOUNT, order->source, ref);
	if (account_show(office->db, order->source, &a, e) != 0 || account_check_open(&a, e) != 0)
		return -1;
	if (!a.is_deposit)
		return err_set(e, ERR_USAGE, _("%s is no deposit account"), ref);
	if (strcmp(a.currency, quote->total.currency) != 0) {
		err_set(e, ERR_CONFLICT, _("%s is in %s, the payment in %s"), ref, a.currency,
		    quote->total.currency);
		return err_reason(e, "currency", ref);
	}
	if (order->source == quote->payee) {
		err_set(e, ERR_CONFLICT, _("%s would pay itself"), ref);
		return err_reason(e, "own_account", ref);
	}
	return check_payer(a.customer, quote, e);
}

static int
check_card(
    struct office *office, const struct pay_order *order, struct pay_quote *quote, struct err *e)
{
	char ref[REF_SIZE];
	struct card card;
	int known;

	if (order->card == 0) {
		if (quote->customer == 0)
			return err_set(
			    e, ERR_USAGE, _("whose card? name the customer or the card"));
		known = card_default(office->db, quote->customer, &card, e);
		if (known < 0)
			return -1;
		if (known == 0) {
			err_set(e, ERR_CONFLICT, _("%s has no card that can be charged"),
			    ref_format(REF_CUSTOMER, quote->customer, ref));
			return err_reason(e, "no_card", ref);
		}
	} else if (card_show(office->db, order->card, &card, e) != 0) {
		return -1;
	}
	if (card_check_active(&card, e) != 0)
		return -1;
	quote->card = card.id;
	memcpy(quote->card_token, card.token, sizeof quote->card_token);
	memcpy(quote->gateway, card.gateway, sizeof quote->gateway);
	return check_payer(card.customer, quote, e);
}

static int
check_method(
    struct office *office, const struct pay_order *order, struct pay_quote *quote, struct err *e)
{
	int listed;

	if (order->memo[0] != '\0' &&
	    text_check(order->memo, sizeof order->memo - 1, N_("memo"), e) != 0)
		return -1;
	if (order->method == METHOD_DEPOSIT)
		return check_source(office, order, quote, e);
	if (order->method == METHOD_CARD && check_card(office, order, quote, e) != 0)
		return -1;
	if (order->method == METHOD_CASH)
		return 0;
	if (strstr(order->return_url, "{ref}") != NULL &&
	    strlen(order->return_url) + REF_SIZE > sizeof order->return_url)
		return err_set(e, ERR_USAGE, _("the return URL is too long"));
	if (order->method == METHOD_CHECKOUT)
		memcpy(quote->gateway, order->gateway, sizeof quote->gateway);
	listed = setting_has_gateway(office->db, quote->gateway, e);
	if (listed == 0)
		return err_set(e, ERR_USAGE, _("there is no way to pay called %s"), quote->gateway);
	return listed < 0 ? -1 : 0;
}

static int
check_once(const struct pay_order *order, struct err *e)
{
	char ref[REF_SIZE];

	if (order->count == 0 && order->qr == 0)
		return err_set(e, ERR_USAGE, _("there is no invoice to pay"));
	for (size_t i = 0; i < order->count; i++)
		for (size_t j = i + 1; j < order->count; j++)
			if (order->invoices[i] == order->invoices[j])
				return err_set(e, ERR_USAGE, _("%s is named twice"),
				    ref_format(REF_INVOICE, order->invoices[i], ref));
	return 0;
}

/* A pending plan is paid by its first instalment, or its debt is: not both. */
static int
check_plans(struct db *db, const struct pay_order *order, struct err *e)
{
	struct plan_instalment instalment;
	int64_t plan;
	char ref[REF_SIZE];

	for (size_t i = 0; i < order->count && order->count > 1; i++) {
		int row = plan_instalment_of(db, order->invoices[i], &instalment, e);

		for (size_t j = 0; row == 1 && j < order->count; j++) {
			int debt = plan_of_debt(db, order->invoices[j], &plan, e);

			if (debt < 0)
				return -1;
			if (debt == 0 || plan != instalment.plan)
				continue;
			err_set(e, ERR_CONFLICT, _("%s is paid, or its debt is: not both"),
			    ref_format(REF_PLAN, plan, ref));
			return err_reason(e, "in_plan", ref);
		}
		if (row < 0)
			return -1;
	}
	return 0;
}

/* How much of a charge is paid: what it says, or what the payer says. */
static int
choose_charge(
    const struct pay_order *order, const struct qr *qr, struct money *total, struct err *e)
{
	char fixed[MONEY_TEXT_SIZE];

	*total = qr->amount;
	if (order->what == PAY_INSTALMENT || (qr->amount.minor == 0 && order->what != PAY_AMOUNT))
		return err_set(e, ERR_USAGE, _("the payer says how much: --amount"));
	if (order->what != PAY_AMOUNT)
		return 0;
	if (money_parse(order->amount, qr->amount.currency, MONEY_POINT, total, e) != 0)
		return -1;
	if (total->minor == 0)
		return err_set(e, ERR_USAGE, _("the amount must be more than zero"));
	if (qr->amount.minor == 0 || total->minor == qr->amount.minor)
		return 0;
	money_format(&qr->amount, fixed);
	return err_set(e, ERR_USAGE, _("the charge is of %s %s"), fixed, qr->amount.currency);
}

static int
value_charge(
    struct office *office, const struct pay_order *order, struct pay_quote *quote, struct err *e)
{
	struct account payee;

	if (order->qr == 0)
		return 0;
	if (qr_show(office, order->qr, &quote->qr, e) != 0 ||
	    qr_check_payable(office, &quote->qr, e) != 0)
		return -1;
	if (quote->qr.invoice != 0)
		return 0;
	if (account_show(office->db, quote->qr.account, &payee, e) != 0 ||
	    account_check_open(&payee, e) != 0)
		return -1;
	quote->payee = payee.id;
	return choose_charge(order, &quote->qr, &quote->total, e);
}

/* All of it together. */
static int
check_total(
    struct office *office, const struct pay_order *order, struct pay_quote *quote, struct err *e)
{
	if (quote->total.minor > MONEY_MAX)
		return err_set(e, ERR_USAGE, _("an amount is too large"));
	return check_method(office, order, quote, e);
}

static int
add_standing(struct valuer *v, const struct pay_order *order, const struct standing *s,
    struct pay_quote *quote, struct err *e)
{
	if (check_payable(s, e) != 0 || add_item(v, order, s, quote, e) != 0)
		return -1;
	return add_credit(v, s, quote, e);
}

static int
value_order(
    struct office *office, const struct pay_order *order, struct pay_quote *quote, struct err *e)
{
	struct standing s;
	struct valuer v;

	valuer_open(&v, office);
	if (check_once(order, e) != 0 || check_plans(office->db, order, e) != 0 ||
	    value_charge(office, order, quote, e) != 0)
		return -1;
	for (size_t i = 0; i < order->count; i++)
		if (standing_show(&v, order->invoices[i], &s, e) != 0 ||
		    add_standing(&v, order, &s, quote, e) != 0)
			return -1;
	return check_total(office, order, quote, e);
}

static void
open_quote(const struct pay_order *order, struct pay_quote *quote)
{
	memset(quote, 0, sizeof *quote);
	quote->customer = order->customer;
}

static int
refuse_order(struct err *e)
{
	return e->code == ERR_NOT_FOUND ? -1 : err_money(e, ERR_MONEY_NOTHING, NULL);
}

int
pay_quote(
    struct office *office, const struct pay_order *order, struct pay_quote *quote, struct err *e)
{
	open_quote(order, quote);
	return value_order(office, order, quote, e) == 0 ? 0 : refuse_order(e);
}

int
pay_quote_standing(struct valuer *v, const struct pay_order *order, const struct standing *s,
    struct pay_quote *quote, struct err *e)
{
	assert(order->count == 1 && order->qr == 0 && order->invoices[0] == s->invoice.id);
	open_quote(order, quote);
	if (valuer_rules(v, &s->invoice, e) != 0 || add_standing(v, order, s, quote, e) != 0 ||
	    check_total(v->office, order, quote, e) != 0)
		return refuse_order(e);
	return 0;
}
