#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "announce_private.h"
#include "collection.h"
#include "enrolment.h"
#include "i18n.h"
#include "link.h"
#include "outbox.h"
#include "setting.h"
#include "standing.h"

enum { ITEMS_MAX = 40 };

void
announce_amount(int64_t minor, const char *currency, char text[ANNOUNCE_AMOUNT_SIZE])
{
	struct money amount = money_of(minor < 0 ? -minor : minor, currency);
	char number[MONEY_TEXT_SIZE];

	money_format(&amount, number);
	snprintf(text, ANNOUNCE_AMOUNT_SIZE, "%s %s", currency, number);
}

int
announce_safely(struct office *office, office_work *tell, void *context, struct err *e)
{
	struct err why;

	if (office_part(office, tell, context, &why) == 0)
		return 0;
	if (why.code != ERR_FAILED && why.code != ERR_BUSY && why.code != ERR_SETUP)
		return 0;
	*e = why;
	return -1;
}

/* ---- payments */

/* A line of it: number, biller, amount.  Numbers and names are of one line each. */
static int
add_item(struct office *office, const struct allocation *a, struct text *items, struct err *e)
{
	char amount[ANNOUNCE_AMOUNT_SIZE];
	struct invoice inv;
	struct biller b;

	if (invoice_show(office->db, a->invoice, &inv, e) != 0 ||
	    biller_show(office->db, inv.biller, &b, e) != 0)
		return -1;
	announce_amount(a->amount_minor, inv.amount.currency, amount);
	if (items->length > 0)
		text_add_char(items, '\n');
	text_add_safe(items, inv.number, "\n");
	text_add(items, "  ");
	text_add_safe(items, b.name, "\n");
	text_add_format(items, "  %s", amount);
	return 0;
}

static int
list_items(struct office *office, const struct payment *p, struct text *items, struct err *e)
{
	struct allocation a;
	struct query q;
	int row, count = 0;

	if (allocation_of_payment(office->db, p->id, &q, e) != 0)
		return -1;
	while ((row = allocation_next(&q, &a, e)) == 1) {
		if (count++ == ITEMS_MAX) {
			text_add(items, "\n...");
			break;
		}
		if (add_item(office, &a, items, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static int
write_receipt(struct office *office, const struct payment *p, struct text *items, struct err *e)
{
	char amount[ANNOUNCE_AMOUNT_SIZE], on[DATE_SIZE];
	const char *template = "receipt";
	struct payment paid = { .id = 0 };
	int64_t collected = 0;
	const struct outbox_value values[] = {
		{ "reference", p->reference, false },
		{ "amount", amount, false },
		{ "date", on, false },
		{ "paid", paid.reference, false },
		{ "items", text_string(items), true },
		{ NULL, NULL, false },
	};

	if (p->is_refund && payment_show(office->db, p->refund_of, &paid, e) != 0)
		return -1;
	if (p->payee != 0 && collection_of(office->db, p->id, &collected, e) != 0)
		return -1;
	if (p->is_refund)
		template = "refund";
	else if (p->payee != 0 && collected == 0)
		template = "receipt-kept"; /* late money for a charge waits in suspense */
	if (setting_civil_date(office, on, e) != 0)
		return -1;
	announce_amount(p->is_refund ? p->amount.minor : p->captured_minor + p->credit_minor,
	    p->amount.currency, amount);
	return outbox_add(office,
	    &(struct outbox_note){ .template = template,
		.customer = p->customer,
		.about = { REF_PAYMENT, p->id },
		.values = values },
	    e);
}

static int
tell_payer(struct office *office, void *context, struct err *e)
{
	const struct payment *p = context;
	struct text items;
	int result;

	text_open(&items);
	result = list_items(office, p, &items, e);
	if (result == 0)
		result = write_receipt(office, p, &items, e);
	text_close(&items);
	return result;
}

int
announce_payment(struct office *office, const struct payment *p, struct err *e)
{
	struct payment copy = *p;

	return p->customer == 0 ? 0 : announce_safely(office, tell_payer, &copy, e);
}

/* ---- invoices */

int
announce_has_readers(struct db *db, struct err *e)
{
	return enrolment_any(db, ENROLMENT_PAPERLESS, e);
}

struct letter { /* about an invoice */
	const struct invoice *invoice;
	const char *template;
	int64_t customer;
	const char *to;	   /* NULL: the customer's own address */
	int64_t due_minor; /* what it says is due */
};

static int
write_letter(struct office *office, const struct letter *letter, struct err *e)
{
	const struct invoice *inv = letter->invoice;
	char amount[ANNOUNCE_AMOUNT_SIZE], due2[ANNOUNCE_AMOUNT_SIZE];
	struct account a;
	struct biller b;
	const struct outbox_value values[] = {
		{ "biller", b.name, false },
		{ "number", inv->number, false },
		{ "account", a.number, false },
		{ "period", inv->period, false },
		{ "due_on", inv->due_on, false },
		{ "amount", amount, false },
		{ "due2_on", inv->due2_on, false },
		{ "due2_amount", due2, false },
		{ NULL, NULL, false },
	};

	if (account_show(office->db, inv->account, &a, e) != 0 ||
	    biller_show(office->db, inv->biller, &b, e) != 0)
		return -1;
	announce_amount(letter->due_minor, inv->amount.currency, amount);
	announce_amount(inv->due2_minor, inv->amount.currency, due2);
	return outbox_add(office,
	    &(struct outbox_note){ .template = letter->template,
		.customer = letter->customer,
		.to = letter->to,
		.about = { REF_INVOICE, inv->id },
		.values = values },
	    e);
}

int
announce_bill(struct office *office, const struct invoice *inv, struct err *e)
{
	struct enrolment en;
	int row;

	if (inv->status != INVOICE_OPEN)
		return 0;
	row = enrolment_find(office->db, inv->account, ENROLMENT_PAPERLESS, &en, e);
	if (row <= 0)
		return row;
	return write_letter(
	    office, &(struct letter){ inv, "bill", en.customer, en.email, inv->amount.minor }, e);
}

/* ---- what falls due */

struct reminding {
	struct announce_days days; /* due dates */
	int64_t count;
};

static int
tell_letter(struct office *office, void *context, struct err *e)
{
	return write_letter(office, context, e);
}

static int
remind_linked(struct office *office, const struct standing *s, int64_t *count, struct err *e)
{
	const struct link_filter filter = { .account = s->invoice.account };
	struct letter letter = { &s->invoice, "due-soon", 0, NULL, s->owed.due_minor };
	struct link link;
	struct query q;
	int row;

	if (link_list(office->db, &filter, &q, e) != 0)
		return -1;
	while ((row = link_next(&q, &link, e)) == 1) {
		letter.customer = link.customer;
		if (announce_safely(office, tell_letter, &letter, e) != 0) {
			row = -1;
			break;
		}
		++*count;
	}
	query_end(&q);
	return row;
}

static int
remind(struct office *office, void *context, struct err *e)
{
	struct reminding *r = context;
	const struct invoice_filter filter = { .due_since = r->days.from, .due_until = r->days.to };
	struct standing s;
	struct valuer v;
	struct query q;
	int row = announce_days_find(office, &r->days, e);

	if (row <= 0)
		return row;
	valuer_open(&v, office);
	if (invoice_list(office->db, &filter, &q, e) != 0)
		return -1;
	while ((row = invoice_next(&q, &s.invoice, e)) == 1) {
		if (s.invoice.status != INVOICE_OPEN || s.invoice.kind == INVOICE_CREDIT)
			continue;
		if (standing_fill(&v, &s, e) != 0 ||
		    (s.owed.due_minor > 0 && remind_linked(office, &s, &r->count, e) != 0)) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row < 0 ? -1 : announce_days_told(office, &r->days, "told what falls due", e);
}

int
announce_due_soon(struct office *office, int64_t *count, struct err *e)
{
	struct reminding r = { .days = { .key_days = "notify.due-soon",
				   .key_told = "internal.due-soon",
				   .first = 1 } };
	int row = announce_days_find(office, &r.days, e);

	*count = 0;
	if (row <= 0)
		return row;
	if (office_write(office, remind, &r, e) != 0)
		return -1;
	*count = r.count;
	return 0;
}
