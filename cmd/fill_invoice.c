#include "fill_invoice.h"

/* Of a credit: the instalments that are not paid, the last may be smaller. */
static int64_t
instalments_left(const struct standing *s)
{
	int64_t instalment = s->invoice.instalment_minor;
	int64_t paid = s->owed.paid_minor - s->owed.fee_paid_minor;
	int64_t left = s->owed.principal_minor - paid;

	if (s->owed.due_minor == 0 || left <= 0)
		return 0;
	return left / instalment + (left % instalment != 0);
}

void
fill_invoice(struct record *r, const struct standing *s, const char *holder)
{
	const struct invoice *inv = &s->invoice;
	const char *currency = inv->amount.currency;
	struct money due2 = money_of(inv->due2_minor, currency);
	struct money instalment = money_of(inv->instalment_minor, currency);
	struct money paid = money_of(s->owed.paid_minor, currency);
	struct money late_fee = money_of(s->owed.late_fee_minor, currency);
	struct money due = money_of(s->owed.due_minor, currency);

	record_clear(r);
	r->is_apart = s->is_opening;
	record_id(r, REF_INVOICE, inv->id);
	record_ref(r, "biller", REF_BILLER, inv->biller);
	record_ref(r, "account", REF_ACCOUNT, inv->account);
	record_text(r, "number", inv->number);
	record_text(r, "kind", invoice_kind_name(inv->kind));
	record_text(r, "concept", inv->concept);
	record_text(r, "period", inv->period);
	record_date(r, "issued_on", inv->issued_on);
	record_date(r, "due_on", inv->due_on);
	record_date(r, "due2_on", inv->due2_on);
	record_money_or_null(r, "due2_amount", &due2);
	record_money(r, "amount", &inv->amount);
	record_money(r, "paid", &paid);
	record_money(r, "late_fee", &late_fee);
	record_money(r, "due", &due);
	record_text(r, "status", s->status);
	record_money_or_null(r, "instalment", &instalment);
	if (inv->term > 0)
		record_int(r, "term", inv->term);
	record_text(r, "holder", inv->holder[0] != '\0' ? inv->holder : holder);
	record_date(r, "paid_on", s->paid_on);
	record_ref(r, "held_by", REF_PAYMENT, s->held_by);
	record_ref(r, "subscription", REF_SUBSCRIPTION, inv->subscription);
	record_ref(r, "plan", REF_PLAN, inv->plan);
	if (inv->instalment_minor > 0)
		record_int(r, "instalments_left", instalments_left(s));
}

int
fill_invoice_lines(struct record *r, struct db *db, const struct invoice *inv, struct err *e)
{
	struct invoice_line lines[INVOICE_LINES_MAX];
	struct json_writer *w;
	size_t count;

	if (invoice_lines(db, inv->id, lines, &count, e) != 0)
		return -1;
	w = record_nested(r, "lines");
	json_array_begin(w, NULL);
	for (size_t i = 0; i < count; i++) {
		struct money amount = money_of(lines[i].amount_minor, inv->amount.currency);

		json_object_begin(w, NULL);
		json_write_text(w, "concept", lines[i].concept);
		json_write_money(w, "amount", &amount);
		json_object_end(w);
	}
	json_array_end(w);
	return 0;
}
