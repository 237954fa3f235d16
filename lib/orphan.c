#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "lease.h"
#include "ledger.h"
#include "orphan.h"
#include "refund_part.h"
#include "setting.h"
#include "standing.h"

static int
fill(struct office *office, const char *gateway, const struct gateway_answer *line,
    struct payment *p, struct err *e)
{
	memset(p, 0, sizeof *p);
	if (line->payment[0] == '\0' || !line->has_amount || line->amount.minor <= 0)
		return err_set(e, ERR_USAGE, _("a reported line has no key or amount"));
	memcpy(p->key, line->payment, sizeof p->key);
	secret_reference(p->key, p->reference);
	p->status = PAYMENT_UNKNOWN;
	p->method = METHOD_CHECKOUT;
	p->amount = line->amount;
	snprintf(p->gateway, sizeof p->gateway, "%s", gateway);
	p->not_after = office->now;
	return setting_today(office, p->business_on, e);
}

/* What the payment may have been for: all that is due of the invoice, as far as the money goes. */
static int
add_item(struct valuer *v, const struct payment *p, const char *name, int64_t *rest, struct err *e)
{
	struct payment_item item = { .is_settling = false };
	struct standing s;
	struct err unknown;

	if (*rest == 0 || invoice_find(v->office->db, name, &item.invoice, &unknown) != 0)
		return 0;
	if (standing_show(v, item.invoice, &s, e) != 0)
		return -1;
	if (strcmp(s.invoice.amount.currency, p->amount.currency) != 0)
		return 0;
	item.amount_minor = s.owed.due_minor > 0 ? s.owed.due_minor : s.invoice.amount.minor;
	if (item.amount_minor > *rest)
		item.amount_minor = *rest;
	memcpy(item.on, s.on, DATE_SIZE);
	*rest -= item.amount_minor;
	return payment_item_add(v->office, p->id, &item, e);
}

/* The memo is what platform_memo made: "water:F-1, water:F-2". */
static int
add_items(struct office *office, const struct payment *p, const char *memo, struct err *e)
{
	int64_t rest = p->amount.minor;
	struct valuer v;

	valuer_open(&v, office);
	while (*memo != '\0') {
		const char *end = strstr(memo, ", ");
		size_t length = end != NULL ? (size_t)(end - memo) : strlen(memo);
		char name[GATEWAY_TEXT_SIZE];

		memcpy(name, memo, length);
		name[length] = '\0';
		if (add_item(&v, p, name, &rest, e) != 0)
			return -1;
		memo += length + (end != NULL ? 2 : 0);
	}
	return 0;
}

static int
add_refund(
    struct office *office, const struct gateway_answer *line, struct payment *p, struct err *e)
{
	struct ledger_txn txn = { .kind = "reserve" };
	struct ledger_draft draft;
	struct payment paid;
	int64_t left;
	int known = payment_by_gateway_ref(office->db, p->gateway, line->of, &p->refund_of, e);

	if (known < 0)
		return -1;
	if (known == 0) {
		err_set(e, ERR_CONFLICT, _("it refunds a payment that is not known"));
		return err_reason(e, "no_payment", "");
	}
	if (payment_show(office->db, p->refund_of, &paid, e) != 0 ||
	    payment_refunded_sum(office->db, paid.id, &left, e) != 0)
		return -1;
	left = paid.captured_minor - left;
	if (paid.status != PAYMENT_APPROVED || left < p->amount.minor) {
		err_set(e, ERR_CONFLICT, _("less than that is left of the refunded payment"));
		return err_reason(e, "refunded", "");
	}
	p->is_refund = true;
	p->customer = paid.customer;
	p->method = paid.method;
	snprintf(p->reason, sizeof p->reason, "%s", _("reported by the platform"));
	ledger_draft_open(&draft, p->amount.currency);
	if (payment_insert(office, p, e) != 0 || refund_part_plan(office, p, e) != 0 ||
	    refund_part_draft(office, p, &draft, e) != 0 ||
	    refund_part_cover(office, p, &draft, e) != 0)
		return -1;
	txn.payment = p->id;
	if (ledger_draft_add(&draft, -p->amount.minor, e, "reserved:pay-%lld", (long long)p->id) !=
	    0)
		return -1;
	return ledger_post(office, &txn, &draft, e);
}

int
orphan_add(struct office *office, const char *gateway, const struct gateway_answer *line,
    int64_t *payment, struct err *e)
{
	struct payment p;

	if (fill(office, gateway, line, &p, e) != 0)
		return -1;
	if (line->kind == GATEWAY_KIND_REFUND) {
		if (add_refund(office, line, &p, e) != 0)
			return -1;
	} else if (payment_insert(office, &p, e) != 0 ||
		   add_items(office, &p, line->memo, e) != 0) {
		return -1;
	}
	*payment = p.id;
	return lease_add(office, p.id, office->now, e);
}
