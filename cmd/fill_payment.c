/*
 * fill_payment - a payment as a record.
 */
#include <stdio.h>
#include <string.h>
#include "account.h"
#include "allocation.h"
#include "biller.h"
#include "collection.h"
#include "fill_payment.h"
#include "invoice.h"
#include "setting.h"

enum { FILL_NAME_SIZE = 201 };

/* Who was paid: the biller of the first invoice. */
static int
fill_commerce(struct db *db, const struct payment *p, struct voucher_sheet *sheet, struct err *e)
{
	struct payment_item item;
	struct invoice inv;
	struct biller b;
	struct query q;
	int row;

	if (payment_items(db, p->id, &q, e) != 0)
		return -1;
	row = payment_item_next(&q, &item, e);
	query_end(&q);
	if (row <= 0)
		return row;
	if (invoice_show(db, item.invoice, &inv, e) != 0 || biller_show(db, inv.biller, &b, e) != 0)
		return -1;
	snprintf(sheet->commerce, sizeof(sheet->commerce), "%s", b.name);
	memcpy(sheet->tax_id, b.tax_id, sizeof(sheet->tax_id));
	memcpy(sheet->unique_code, b.unique_code, sizeof(sheet->unique_code));
	memcpy(sheet->terminal, b.terminal, sizeof(sheet->terminal));
	if (sheet->commerce_code[0] == '\0')
		snprintf(sheet->commerce_code, sizeof(sheet->commerce_code), "%s",
		    b.agreement[0] ? b.agreement : b.code);
	return 0;
}

int
fill_voucher(struct db *db, const struct payment *p, struct voucher_sheet *sheet, struct err *e)
{
	int row;

	memset(sheet, 0, sizeof(*sheet));
	row = payment_voucher(db, p->id, &sheet->voucher, e);
	if (row <= 0)
		return row;
	if (setting_gateway_text(db, p->gateway, "merchant", sheet->commerce_code,
		sizeof(sheet->commerce_code), e) != 0 ||
	    setting_text(db, "office.legal", sheet->legal_text, sizeof(sheet->legal_text), e) != 0)
		return -1;
	return fill_commerce(db, p, sheet, e) != 0 ? -1 : 1;
}

static void
write_text(struct json_writer *w, const char *key, const char *value)
{
	json_write_text(w, key, value[0] ? value : NULL);
}

static void
write_voucher(struct json_writer *w, const struct payment *p, const struct voucher_sheet *s)
{
	const struct gateway_voucher *v = &s->voucher;
	struct money total = money_of(p->captured_minor, p->amount.currency);

	json_object_begin(w, NULL);
	write_text(w, "commerce_code", s->commerce_code);
	write_text(w, "commerce", s->commerce);
	write_text(w, "unique_code", s->unique_code);
	write_text(w, "terminal", s->terminal);
	write_text(w, "transaction", v->transaction);
	json_write_money(w, "total", &total);
	write_text(w, "tax", v->tax);
	write_text(w, "tax_refund_base", v->tax_refund_base);
	if (v->instalments < 0)
		json_write_null(w, "instalments");
	else
		json_write_int(w, "instalments", v->instalments);
	write_text(w, "response_code", v->response_code);
	write_text(w, "result", v->result_text);
	write_text(w, "response_text", v->response_text);
	write_text(w, "user_address", v->user_address);
	write_text(w, "processor", v->processor);
	write_text(w, "legal_text", s->legal_text);
	write_text(w, "tax_id", s->tax_id);
	json_object_end(w);
}

static void
write_part(struct json_writer *w, const struct payment *p, const struct payment_item *item)
{
	struct money amount = money_of(item->amount_minor, p->amount.currency);
	struct money late_fee = money_of(item->late_fee_minor, p->amount.currency);
	char ref[REF_SIZE];

	json_object_begin(w, NULL);
	json_write_text(w, "invoice", ref_format(REF_INVOICE, item->invoice, ref));
	json_write_money(w, "amount", &amount);
	json_write_money(w, "late_fee", &late_fee);
	json_object_end(w);
}

/* What reached the invoices; of a live payment or a refund, what it is for. */
struct parts {
	bool is_allotted;
	struct query q;
};

static int
parts_open(struct parts *parts, struct db *db, const struct payment *p, struct err *e)
{
	parts->is_allotted = p->settled_at != 0 && !p->is_refund;
	return parts->is_allotted ? allocation_of_payment(db, p->id, &parts->q, e)
				  : payment_items(db, p->id, &parts->q, e);
}

static int
parts_next(struct parts *parts, struct payment_item *item, struct err *e)
{
	struct allocation a;
	int row;

	if (!parts->is_allotted)
		return payment_item_next(&parts->q, item, e);
	row = allocation_next(&parts->q, &a, e);
	if (row != 1)
		return row;
	item->invoice = a.invoice;
	item->amount_minor = a.amount_minor;
	item->late_fee_minor = a.late_fee_minor;
	return 1;
}

static int
write_allocations(struct json_writer *w, struct db *db, const struct payment *p, struct err *e)
{
	struct payment_item item;
	struct parts parts;
	int row;

	if (parts_open(&parts, db, p, e) != 0)
		return -1;
	json_array_begin(w, NULL);
	while ((row = parts_next(&parts, &item, e)) == 1)
		write_part(w, p, &item);
	json_array_end(w);
	query_end(&parts.q);
	return row;
}

/* The biller of its invoices; 0 where there are several, or none. */
static int
find_biller(struct db *db, const struct payment *p, int64_t *biller, struct err *e)
{
	struct payment_item item;
	struct parts parts;
	struct invoice inv;
	int row;

	*biller = 0;
	if (parts_open(&parts, db, p, e) != 0)
		return -1;
	while ((row = parts_next(&parts, &item, e)) == 1) {
		row = invoice_show(db, item.invoice, &inv, e);
		if (row != 0)
			break;
		if (*biller != 0 && *biller != inv.biller) {
			*biller = 0;
			break;
		}
		*biller = inv.biller;
	}
	query_end(&parts.q);
	return row;
}

/* Late money for a charge waits in suspense: its payee has none of it. */
static int
find_payee(struct db *db, const struct payment *p, int64_t *payee, struct err *e)
{
	int64_t minor = 0;

	*payee = p->payee;
	if (p->payee == 0 || p->settled_at == 0)
		return 0;
	if (collection_of(db, p->id, &minor, e) != 0)
		return -1;
	*payee = minor != 0 ? p->payee : 0;
	return 0;
}

/* The name of who is paid; "" of a refund, of several billers, of money that reached nobody. */
static int
find_beneficiary(
    struct db *db, const struct payment *p, int64_t payee, char name[FILL_NAME_SIZE], struct err *e)
{
	struct account a;
	struct biller b;
	int64_t biller;

	name[0] = '\0';
	if (p->is_refund)
		return 0;
	if (payee != 0) {
		if (account_show(db, payee, &a, e) != 0)
			return -1;
		snprintf(name, FILL_NAME_SIZE, "%s", a.holder);
		return 0;
	}
	if (find_biller(db, p, &biller, e) != 0)
		return -1;
	if (biller == 0)
		return 0;
	if (biller_show(db, biller, &b, e) != 0)
		return -1;
	snprintf(name, FILL_NAME_SIZE, "%s", b.name);
	return 0;
}

int
fill_payment(struct record *r, struct db *db, const struct payment *p, struct err *e)
{
	const struct money credit = money_of(p->credit_minor, p->amount.currency);
	char beneficiary[FILL_NAME_SIZE];
	struct voucher_sheet sheet;
	int64_t payee;
	int row;

	if (find_payee(db, p, &payee, e) != 0 ||
	    find_beneficiary(db, p, payee, beneficiary, e) != 0)
		return -1;
	record_clear(r);
	record_id(r, REF_PAYMENT, p->id);
	record_text(r, "reference", p->reference);
	record_text(r, "kind", p->is_refund ? "refund" : "payment");
	record_text(r, "status", payment_status_name(p->status));
	record_text(r, "method", payment_method_name(p->method));
	record_money(r, "amount", &p->amount);
	record_ref(r, "customer", REF_CUSTOMER, p->customer);
	record_instant(r, "created_at", p->created_at);
	record_instant(r, "settled_at", p->settled_at);
	record_text(r, "gateway", p->gateway);
	record_text(r, "gateway_ref", p->gateway_ref);
	record_text(r, "authorization", p->authorization);
	record_ref(r, "card", REF_CARD, p->card);
	record_text(r, "redirect_url", p->redirect_url);
	record_text(r, "memo", p->memo);
	record_text(r, "flag", p->flag);
	record_money(r, "credit", &credit);
	record_ref(r, "qr", REF_QR, p->qr);
	record_ref(r, "payee", REF_ACCOUNT, payee);
	record_text(r, "beneficiary", beneficiary);
	if (write_allocations(record_nested(r, "allocations"), db, p, e) != 0)
		return -1;
	row = fill_voucher(db, p, &sheet, e);
	if (row == 1)
		write_voucher(record_nested(r, "voucher"), p, &sheet);
	return row < 0 ? -1 : 0;
}
