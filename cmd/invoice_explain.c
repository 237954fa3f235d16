/*
 * invoice_explain - how what is due of an invoice comes about.
 */
#include <inttypes.h>
#include <string.h>
#include "activity.h"
#include "invoice_verbs.h"
#include "invoices.h"
#include "utf8.h"

struct explanation {
	struct cli *cli;
	struct invoice_printer printer; /* its standing is what is explained */
	char rule[RULE_VALUE_SIZE];	/* "daily:0.05" */
};

static void
name_rule(struct explanation *x)
{
	const struct rules *rules = &x->printer.valuer.rules;
	char amount[MONEY_TEXT_SIZE], rate[RATE_TEXT_SIZE];

	money_format(&rules->late_flat, amount);
	rate_format(&rules->late_rate, rate);
	if (rules->late == LATE_NONE)
		snprintf(x->rule, sizeof x->rule, "none");
	else if (rules->late == LATE_FLAT)
		snprintf(x->rule, sizeof x->rule, "flat:%s", amount);
	else
		snprintf(x->rule, sizeof x->rule, "%s:%s",
		    rules->late == LATE_ONCE ? "once" : "daily", rate);
}

/* The activity that recorded what a payment paid: the first that approved it. */
static int
find_log(struct db *db, int64_t payment, int64_t *log, struct err *e)
{
	struct activity_filter filter = { 0 };
	struct activity_row row;
	struct query q;
	int got;

	*log = 0;
	ref_format(REF_PAYMENT, payment, filter.ref);
	if (activity_list(db, &filter, &q, e) != 0)
		return -1;
	while ((got = activity_next(&q, &row, e)) == 1 && *log == 0)
		if (strstr(row.summary, "> approved") != NULL)
			*log = row.id;
	query_end(&q);
	return got < 0 ? -1 : 0;
}

static const char *
principal_is(const struct standing *s)
{
	const struct invoice *inv = &s->invoice;
	const char *on = inv->frozen_on[0] != '\0' ? inv->frozen_on : s->on;

	if (inv->status == INVOICE_PAID)
		return "booked";
	return inv->due2_minor > 0 && strcmp(on, inv->due_on) > 0 ? "due2_amount" : "amount";
}

/* ---- JSON */

static int
write_payments(struct explanation *x, struct record *r, struct err *e)
{
	const struct standing *s = &x->printer.standing;
	static const char *const kinds[] = { "payment", "refund", "plan" };
	struct json_writer *w = record_nested(r, "payments");

	json_array_begin(w, NULL);
	for (size_t i = 0; i < s->allocations.count; i++) {
		const struct allocation *a = &s->allocations.items[i];
		struct money amount = money_of(a->amount_minor, s->invoice.amount.currency);
		struct money fee = money_of(a->late_fee_minor, s->invoice.amount.currency);
		char ref[REF_SIZE];
		int64_t log;

		if (find_log(x->cli->office.db, a->payment, &log, e) != 0)
			return -1;
		json_object_begin(w, NULL);
		json_write_text(w, "payment", ref_format(REF_PAYMENT, a->payment, ref));
		json_write_text(w, "kind", kinds[a->kind]);
		json_write_text(w, "on", a->on);
		json_write_money(w, "amount", &amount);
		json_write_money(w, "late_fee", &fee);
		json_write_text(w, "log", log != 0 ? ref_format(REF_LOG, log, ref) : NULL);
		json_object_end(w);
	}
	json_array_end(w);
	return 0;
}

static void
fill_money(struct record *r, const char *field, int64_t minor, const struct standing *s)
{
	struct money amount = money_of(minor, s->invoice.amount.currency);

	record_money(r, field, &amount);
}

/* What the rate was applied to fits an amount unless it is minor units x days of very many. */
static int64_t
base_of(const struct owed *o)
{
	return o->base > INT64_MAX ? INT64_MAX : (int64_t)o->base;
}

static void
fill_fee(struct explanation *x, struct record *r)
{
	const struct rules *rules = &x->printer.valuer.rules;
	const struct standing *s = &x->printer.standing;

	record_text(r, "rule", x->rule);
	record_int(r, "rule_version", rules->version);
	record_ref(r, "rule_log", REF_LOG, rules->log);
	record_int(r, "grace", rules->late_grace);
	if (rules->has_late_cap)
		record_rate(r, "cap", &rules->late_cap);
	record_int(r, "late_days", s->owed.late_days);
	fill_money(r, "late_base", base_of(&s->owed), s);
	record_int(r, "missed_count", s->owed.missed_count);
	fill_money(r, "missed", s->owed.missed_minor, s);
	record_bool(r, "capped", s->owed.is_capped);
	if (s->invoice.frozen_on[0] == '\0')
		return;
	fill_money(r, "frozen", s->invoice.frozen_fee_minor, s);
	record_date(r, "frozen_on", s->invoice.frozen_on);
	record_date(r, "thawed_on", s->invoice.thawed_on);
}

static int
print_json(struct explanation *x, struct err *e)
{
	const struct standing *s = &x->printer.standing;
	struct record r;
	int result;

	record_open(&r, "explanation");
	record_ref(&r, "invoice", REF_INVOICE, s->invoice.id);
	record_date(&r, "on", s->on);
	fill_money(&r, "principal", s->owed.principal_minor, s);
	record_text(&r, "principal_is", principal_is(s));
	fill_money(&r, "late_fee", s->owed.late_fee_minor, s);
	fill_money(&r, "paid", s->owed.paid_minor, s);
	fill_money(&r, "due", s->owed.due_minor, s);
	fill_fee(x, &r);
	result = write_payments(x, &r, e);
	if (result == 0)
		result = cli_print(x->cli, &r, e);
	record_close(&r);
	return result;
}

/* ---- text */

static const char *
people(const struct standing *s, int64_t minor, char text[MONEY_TEXT_SIZE])
{
	struct money amount = money_of(minor, s->invoice.amount.currency);

	money_format_people(&amount, text);
	return text;
}

/* A line: what, amount, why. */
static void
line(FILE *out, const char *what, const char *amount, const char *why)
{
	int blanks = 14 - (int)utf8_width(what);

	fprintf(out, "%s%*s%16s%s%s\n", what, blanks > 0 ? blanks : 0, "", amount,
	    why[0] ? "   " : "", why);
}

static void
write_head(FILE *out, const struct explanation *x)
{
	const struct standing *s = &x->printer.standing;
	const struct invoice *inv = &s->invoice;
	char ref[REF_SIZE];
	struct text text;

	text_open(&text);
	text_add_safe(&text, inv->number, "");
	text_add(&text, "  ");
	text_add_safe(&text, inv->holder[0] ? inv->holder : x->printer.account.holder, "");
	fprintf(out, "%s  %s %s  %s\n", ref_format(REF_INVOICE, inv->id, ref),
	    x->printer.valuer.biller.code, text_string(&text), s->status);
	fprintf(out, _("on %s, issued %s, due %s"), s->on, inv->issued_on, inv->due_on);
	if (inv->due2_on[0] != '\0')
		fprintf(out, _(", then %s"), inv->due2_on);
	fputs("\n\n", out);
	text_close(&text);
}

static void
write_principal(FILE *out, const struct standing *s)
{
	const char *is = principal_is(s);
	char amount[MONEY_TEXT_SIZE], why[100];

	if (strcmp(is, "booked") == 0)
		snprintf(why, sizeof why, _("as booked when it was paid"));
	else if (strcmp(is, "amount") == 0)
		snprintf(why, sizeof why, _("the amount"));
	else
		snprintf(why, sizeof why, _("the second amount, after %s"), s->invoice.due_on);
	line(out, _("principal"), people(s, s->owed.principal_minor, amount), why);
}

static void
describe_base(const struct explanation *x, char *why, size_t size)
{
	const struct standing *s = &x->printer.standing;
	const struct owed *o = &s->owed;
	char base[MONEY_TEXT_SIZE];

	switch (x->printer.valuer.rules.late) {
	case LATE_FLAT:
		snprintf(why, size, _("for each of %d missed due dates"), o->charged_count);
		break;
	case LATE_ONCE:
		snprintf(why, size, _("of %s unpaid when due, rounded half up"),
		    people(s, base_of(o), base));
		break;
	case LATE_DAILY:
		snprintf(why, size, _("of %s x days, %" PRId32 " days late, rounded half up"),
		    people(s, base_of(o), base), o->late_days);
		break;
	case LATE_NONE:
		why[0] = '\0';
		break;
	}
}

static void
write_rule(FILE *out, const struct explanation *x)
{
	const struct rules *rules = &x->printer.valuer.rules;
	char ref[REF_SIZE], cap[RATE_TEXT_SIZE];

	fprintf(out, "    %s %s", _("late-fee"), x->rule);
	if (rules->late_grace > 0)
		fprintf(out, ", late-grace %d", rules->late_grace);
	rate_format(&rules->late_cap, cap);
	if (rules->has_late_cap)
		fprintf(out, ", late-cap %s%%", cap);
	if (rules->version == 0)
		fprintf(out, "; %s\n", _("defaults"));
	else
		fprintf(out, _("; rules of %s, version %" PRId64 ", %s\n"),
		    x->printer.valuer.biller.code, rules->version,
		    ref_format(REF_LOG, rules->log, ref));
}

static void
write_fee(FILE *out, const struct explanation *x)
{
	const struct standing *s = &x->printer.standing;
	char amount[MONEY_TEXT_SIZE], why[160];

	if (s->invoice.status == INVOICE_IN_PLAN)
		snprintf(why, sizeof why, _("frozen on %s, for its plan"), s->invoice.frozen_on);
	else if (s->invoice.status == INVOICE_PAID)
		snprintf(why, sizeof why, _("as booked"));
	else if (s->owed.late_fee_minor > 0 && s->owed.late_fee_minor == s->owed.frozen_minor)
		snprintf(why, sizeof why, _("nothing since its plan ended"));
	else if (s->owed.late_fee_minor == 0)
		snprintf(
		    why, sizeof why, s->owed.missed_count > 0 ? _("none charged") : _("not late"));
	else
		describe_base(x, why, sizeof why);
	line(out, _("late fee"), people(s, s->owed.late_fee_minor, amount), why);
	if (s->invoice.status == INVOICE_OPEN && s->invoice.frozen_on[0] != '\0')
		fprintf(out, _("    of it %s frozen on %s for a plan, which ended on %s\n"),
		    people(s, s->owed.frozen_minor, amount), s->invoice.frozen_on,
		    s->invoice.thawed_on);
	if (s->owed.is_capped)
		fprintf(out, "    %s\n", _("cut at the cap"));
	write_rule(out, x);
}

static int
write_paid(FILE *out, const struct explanation *x, struct err *e)
{
	const struct standing *s = &x->printer.standing;
	char amount[MONEY_TEXT_SIZE], fee[MONEY_TEXT_SIZE], ref[REF_SIZE], log_ref[REF_SIZE];

	line(out, _("paid"), people(s, -s->owed.paid_minor, amount), "");
	for (size_t i = 0; i < s->allocations.count; i++) {
		const struct allocation *a = &s->allocations.items[i];
		int64_t log;

		if (find_log(x->cli->office.db, a->payment, &log, e) != 0)
			return -1;
		fprintf(out, "    %s  %s  %s", a->on, ref_format(REF_PAYMENT, a->payment, ref),
		    people(s, a->amount_minor, amount));
		if (a->late_fee_minor != 0)
			fprintf(out, _(", late fee %s of it"), people(s, a->late_fee_minor, fee));
		fprintf(out, "  %s\n", ref_format(REF_LOG, log, log_ref));
	}
	return 0;
}

static int
print_text(struct explanation *x, struct err *e)
{
	const struct standing *s = &x->printer.standing;
	FILE *out = cli_out(x->cli);
	char amount[MONEY_TEXT_SIZE];

	write_head(out, x);
	write_principal(out, s);
	write_fee(out, x);
	if (write_paid(out, x, e) != 0)
		return -1;
	line(out, _("due"), people(s, s->owed.due_minor, amount), "");
	return 0;
}

int
invoice_verb_explain(struct cli *cli, struct err *e)
{
	struct explanation x = { .cli = cli };
	struct item item;
	int64_t id;
	int result = cli_item_next(cli, &item, e) == 1 ? find_invoice(cli, &item, &id, e) : -1;

	if (result != 0)
		return -1;
	invoice_printer_open(&x.printer, cli);
	result = invoice_printer_load(&x.printer, id, e);
	if (result == 0) {
		name_rule(&x);
		result = cli->format == FORMAT_JSON ? print_json(&x, e) : print_text(&x, e);
	}
	invoice_printer_close(&x.printer);
	return result;
}
