#include "owed.h"

#include <stdlib.h>

#include "rule_key.h"
#include "tap.h"

static struct invoice
bill(int64_t minor, const char *due_on)
{
	struct invoice inv = { .kind = INVOICE_BILL, .status = INVOICE_OPEN };

	inv.amount = money_of(minor, "BOB");
	memcpy(inv.due_on, due_on, DATE_SIZE);
	return inv;
}

static struct invoice
credit(int64_t minor, int64_t instalment, int term, const char *due_on)
{
	struct invoice inv = bill(minor, due_on);

	inv.kind = INVOICE_CREDIT;
	inv.instalment_minor = instalment;
	inv.term = term;
	return inv;
}

/* The rules "KEY=VALUE KEY=VALUE". */
static struct rules
rules_of(const char *text)
{
	struct rules rules;
	struct err e;
	char key[32], value[32];
	int length;

	rule_defaults(&rules, "BOB");
	while (sscanf(text, " %31[^=]=%31s%n", key, value, &length) == 2) {
		if (rule_apply(&rules, key, value, "BOB", &e) != 0)
			printf("Bail out! %s=%s: %s\n", key, value, e.message);
		text += length;
	}
	return rules;
}

static void
pay(struct allocation_list *paid, const char *on, int64_t minor, int64_t fee)
{
	struct allocation *a = &paid->items[paid->count++];

	memset(a, 0, sizeof *a);
	a->kind = minor < 0 ? ALLOCATION_REFUND : ALLOCATION_PAYMENT;
	a->amount_minor = minor;
	a->late_fee_minor = fee;
	memcpy(a->on, on, DATE_SIZE);
}

static struct owed
owed_of(const struct invoice *inv, const char *rules, const struct allocation_list *paid,
    const char *on)
{
	static const struct allocation_list nothing;
	struct rules r = rules_of(rules);
	struct owed o = { 0 };
	struct err e;

	if (owed_on(inv, &r, paid ? paid : &nothing, on, &o, &e) != 0)
		printf("Bail out! %s\n", e.message);
	return o;
}

static int64_t
fee(const struct invoice *inv, const char *rules, const char *on)
{
	return owed_of(inv, rules, NULL, on).late_fee_minor;
}

static void
plain_bills(void)
{
	struct invoice inv = bill(10000, "2026-03-10");
	struct owed o = owed_of(&inv, "", NULL, "2026-03-10");

	is_int(o.due_minor, 10000, "due is the amount");
	ok(!o.is_overdue, "on its due date it is not overdue");
	is_text(o.next_due_on, "2026-03-10", "the next due date is its own");
	is_int(o.fallen_minor, 10000, "it has fallen due that day");
	o = owed_of(&inv, "", NULL, "2026-03-09");
	is_int(o.fallen_minor, 0, "but not the day before");
	o = owed_of(&inv, "", NULL, "2026-03-11");
	ok(o.is_overdue, "the day after it is");
	is_int(o.due_minor, 10000, "without a rule for the same amount");
	inv.status = INVOICE_UNBILLED;
	ok(!owed_of(&inv, "", NULL, "2026-03-11").is_overdue,
	    "what is not billed is never overdue");
	is_int(fee(&inv, "late-fee=once:5", "2026-05-01"), 0, "and bears no fee");
	inv.status = INVOICE_VOID;
	is_int(owed_of(&inv, "", NULL, "2026-03-11").due_minor, 0, "a void one owes nothing");
}

static void
fees(void)
{
	struct invoice inv = bill(10000, "2026-03-10");

	is_int(fee(&inv, "late-fee=daily:0.1", "2026-03-10"), 0, "daily: none on the due date");
	is_int(fee(&inv, "late-fee=daily:0.1", "2026-03-11"), 10, "daily: the first day");
	is_int(fee(&inv, "late-fee=daily:0.1", "2026-03-20"), 100, "daily: ten days");
	is_int(fee(&inv, "late-fee=daily:0.1 late-grace=3", "2026-03-13"), 0, "in the grace none");
	is_int(fee(&inv, "late-fee=daily:0.1 late-grace=3", "2026-03-14"), 40,
	    "past the grace for all days");
	is_int(fee(&inv, "late-fee=daily:0.1 late-cap=2", "2026-03-30"), 200, "up to the cap");
	is_int(fee(&inv, "late-fee=daily:0.1 late-cap=2", "2027-03-30"), 200, "and not past it");
	ok(owed_of(&inv, "late-fee=daily:0.1 late-cap=2", NULL, "2026-03-31").is_capped,
	    "which is told");
	is_int(fee(&inv, "late-fee=once:5", "2026-03-11"), 500, "once: percent of the amount");
	is_int(fee(&inv, "late-fee=once:5", "2027-03-11"), 500, "once: whatever the day");
	is_int(fee(&inv, "late-fee=flat:3.50", "2026-03-11"), 350, "flat");
	is_int(fee(&inv, "late-fee=flat:3.50 late-cap=1", "2026-03-11"), 100, "flat under a cap");
	inv.amount.minor = 5;
	is_int(fee(&inv, "late-fee=once:10", "2026-03-11"), 1, "half a minor unit is one");
	inv.amount.minor = 4;
	is_int(fee(&inv, "late-fee=once:10", "2026-03-11"), 0, "less than half is none");
	inv.amount.minor = 333;
	is_int(fee(&inv, "late-fee=daily:0.05", "2026-03-13"), 0,
	    "daily is summed first: 999 x 0.05 %% is 0.4995");
	is_int(fee(&inv, "late-fee=daily:0.05", "2026-03-14"), 1, "and 1332 x 0.05 %% is 0.666");
}

static void
second_dates(void)
{
	struct invoice inv = bill(10000, "2026-03-10");
	struct owed o;

	memcpy(inv.due2_on, "2026-03-20", DATE_SIZE);
	inv.due2_minor = 11000;
	is_int(owed_of(&inv, "", NULL, "2026-03-10").due_minor, 10000, "first date, first amount");
	o = owed_of(&inv, "", NULL, "2026-03-11");
	is_int(o.due_minor, 11000, "then the second amount");
	ok(!o.is_overdue, "not overdue between the two");
	is_text(o.next_due_on, "2026-03-20", "until the second date");
	ok(owed_of(&inv, "", NULL, "2026-03-21").is_overdue, "overdue after it");
	is_int(fee(&inv, "late-fee=daily:0.1", "2026-03-21"), 11, "fees of the second amount");
}

static void
payments(void)
{
	static struct allocation_list paid;
	struct invoice inv = bill(10000, "2026-03-10");
	struct owed o;

	pay(&paid, "2026-03-15", 5000, 50);
	o = owed_of(&inv, "late-fee=daily:0.1", &paid, "2026-03-20");
	is_int(o.late_fee_minor, 75, "10000 for five days, 5050 for five: 75.25 is 75");
	is_int(o.due_minor, 5075, "due = principal + late fee - paid");
	is_int(o.late_days, 10, "ten late days");
	is_int(o.fee_paid_minor, 50, "of what was paid, fees");
	pay(&paid, "2026-03-20", 5075, 25);
	is_int(owed_of(&inv, "late-fee=daily:0.1", &paid, "2026-03-20").due_minor, 0, "paid up");
	is_int(owed_of(&inv, "late-fee=daily:0.1", &paid, "2026-09-20").late_fee_minor, 75,
	    "no fee grows on what is paid");
	inv.status = INVOICE_PAID;
	o = owed_of(&inv, "late-fee=daily:1", &paid, "2026-09-20");
	is_int(o.late_fee_minor, 75, "of a paid invoice the booked fee is the truth");
	is_int(o.due_minor, 0, "and nothing is due");
	inv.status = INVOICE_OPEN;
	pay(&paid, "2026-03-25", -5075, -25);
	o = owed_of(&inv, "late-fee=daily:0.1", &paid, "2026-03-25");
	is_int(o.paid_minor, 5000, "a refund takes back what was paid");
	is_int(o.due_minor, 5075, "and reopens it with the fee accrued till then");
	is_int(owed_of(&inv, "late-fee=daily:0.1", &paid, "2026-03-30").late_fee_minor, 101,
	    "from the next day it grows again: 75250 + 5 x 5050 is 100500, 0.1 %% of it 100.5");
	paid.count = 0;
	pay(&paid, "2026-03-10", 9999, 0);
	is_int(owed_of(&inv, "late-fee=once:5", &paid, "2026-03-11").late_fee_minor, 0,
	    "once: of what was unpaid when due: 0.05 is 0");
	is_int(owed_of(&inv, "late-fee=flat:2", &paid, "2026-03-11").late_fee_minor, 200,
	    "flat: whatever was unpaid");
}

static void
credits(void)
{
	static struct allocation_list paid;
	struct invoice inv = credit(120000, 10000, 12, "2026-03-05");
	struct owed o = owed_of(&inv, "", NULL, "2026-03-05");

	is_int(o.due_minor, 120000, "S3-12 the balance of a credit");
	is_int(o.fallen_minor, 10000, "of which one instalment has fallen due");
	is_int(o.instalment_minor, 10000, "S3-14 an instalment payment takes one");
	ok(!o.is_overdue, "not overdue on the day");
	o = owed_of(&inv, "", NULL, "2026-05-04");
	ok(o.is_overdue, "overdue the day after");
	is_int(o.fallen_minor, 20000, "two have fallen due two months later");
	is_text(o.next_due_on, "2026-03-05", "the first is the next to be paid");
	is_int(fee(&inv, "late-fee=daily:0.1", "2026-04-10"), 410,
	    "fees of what had fallen due: 31 days of 100.00, 5 of 200.00");
	is_int(fee(&inv, "late-fee=flat:1", "2026-04-10"), 200, "flat: for each missed date");
	is_int(fee(&inv, "late-fee=once:1", "2026-04-10"), 200, "once: of each part");
	pay(&paid, "2026-03-05", 10000, 0);
	o = owed_of(&inv, "late-fee=daily:0.1", &paid, "2026-04-05");
	ok(!o.is_overdue && o.late_fee_minor == 0, "paid in time nothing is late");
	is_text(o.next_due_on, "2026-04-05", "the second is the next");
	pay(&paid, "2026-04-01", 105000, 0);
	o = owed_of(&inv, "", &paid, "2026-04-02");
	is_int(o.instalment_minor, 5000, "S3-15 the last instalment is what is left");
	ok(!owed_of(&inv, "", &paid, "2027-02-05").is_overdue, "paid ahead it is not late");
	ok(owed_of(&inv, "", &paid, "2027-02-06").is_overdue, "until the end");
	inv = credit(100, 30, 3, "2026-01-31");
	is_int(owed_of(&inv, "", NULL, "2026-02-28").fallen_minor, 60, "months are anchored");
	is_int(owed_of(&inv, "", NULL, "2026-03-31").fallen_minor, 100,
	    "the last date asks for the rest");
}

/* ---- the same by counting day by day, as owed.h says it */

static int64_t
principal_paid(const struct allocation_list *paid, const char *on)
{
	int64_t sum = 0;

	for (size_t i = 0; i < paid->count; i++)
		if (strcmp(paid->items[i].on, on) <= 0)
			sum += paid->items[i].amount_minor - paid->items[i].late_fee_minor;
	return sum;
}

static int64_t
fallen(const struct invoice *inv, const char *on)
{
	int64_t sum = 0;

	for (int k = 0; k < (inv->kind == INVOICE_CREDIT ? inv->term : 1); k++) {
		char due[DATE_SIZE];

		date_add_months(inv->due_on, k, due);
		if (strcmp(due, on) > 0)
			continue;
		sum += inv->kind == INVOICE_CREDIT ? inv->instalment_minor : inv->amount.minor;
		if (k + 1 == inv->term || sum > inv->amount.minor)
			sum = inv->amount.minor;
	}
	return sum;
}

static int64_t
counted(const struct invoice *inv, const struct allocation_list *paid, int32_t first, int32_t until)
{
	int64_t sum = 0;
	char before[DATE_SIZE];

	for (int32_t day = first; day <= until; day++) {
		int64_t late;

		date_from_days(day - 1, before);
		late = fallen(inv, before) - principal_paid(paid, before);
		sum += late > 0 ? late : 0;
	}
	return sum;
}

/* A random invoice with payments that never exceed it. */
static struct invoice
make(uint64_t *seed, struct allocation_list *paid)
{
	char on[DATE_SIZE];
	int64_t amount = 1000 + (int64_t)(tap_random(seed) % 1000000), left = amount;
	int term = 1 + (int)(tap_random(seed) % 12);
	struct invoice inv = tap_random(seed) % 2
				 ? bill(amount, "2026-01-31")
				 : credit(amount, amount / term, term, "2026-01-31");

	date_add_days(inv.due_on, (int32_t)(tap_random(seed) % 60), inv.due_on);
	paid->count = 0;
	memcpy(on, "2026-01-01", DATE_SIZE);
	for (uint64_t n = tap_random(seed) % 5; n > 0 && left > 1; n--) {
		int64_t part = 1 + (int64_t)(tap_random(seed) % (uint64_t)left);

		date_add_days(on, (int32_t)(tap_random(seed) % 90), on);
		pay(paid, on, part, 0);
		left -= part;
	}
	return inv;
}

static void
properties(void)
{
	static struct allocation_list paid, split;
	struct rules rules = rules_of("late-fee=daily:0.07");
	uint64_t seed = 20260315;
	bool is_same = true, is_monotone = true, is_split = true, is_positive = true;

	for (int i = 0; i < 3000; i++) {
		struct invoice inv = make(&seed, &paid);
		struct owed o, later;
		char on[DATE_SIZE], next[DATE_SIZE];
		int64_t minor;
		struct err e;

		date_add_days(inv.due_on, (int32_t)(tap_random(&seed) % 500) - 20, on);
		date_add_days(on, (int32_t)(tap_random(&seed) % 50), next);
		if (owed_on(&inv, &rules, &paid, on, &o, &e) != 0 ||
		    owed_on(&inv, &rules, &paid, next, &later, &e) != 0)
			break;
		is_positive &= note_unless(o.late_fee_minor >= 0, "case %d: %s", i, on);
		is_monotone &= note_unless(later.late_fee_minor >= o.late_fee_minor, "case %d", i);
		money_percent(counted(&inv, &paid, date_to_days(inv.due_on) + 1, date_to_days(on)),
		    &rules.late_rate, &minor, &e);
		is_same &= note_unless(o.late_fee_minor == minor, "case %d: %lld not %lld", i,
		    (long long)o.late_fee_minor, (long long)minor);
		/* Each payment in two parts on its day. */
		split.count = 0;
		for (size_t p = 0; p < paid.count; p++) {
			int64_t half = paid.items[p].amount_minor / 2;

			pay(&split, paid.items[p].on, half, 0);
			pay(&split, paid.items[p].on, paid.items[p].amount_minor - half, 0);
		}
		if (owed_on(&inv, &rules, &split, on, &later, &e) != 0)
			break;
		is_split &= note_unless(
		    later.late_fee_minor == o.late_fee_minor && later.due_minor == o.due_minor,
		    "case %d", i);
	}
	ok(is_positive, "a fee is never negative");
	ok(is_monotone, "a daily fee never shrinks");
	ok(is_same, "a daily fee is what counting day by day gives");
	ok(is_split, "a payment in two parts changes nothing");
}

int
main(void)
{
	plain_bills();
	fees();
	second_dates();
	payments();
	credits();
	properties();
	return done();
}
