#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "owed.h"

/* An invoice seen as a series of due dates. */
struct series {
	const struct invoice *inv;
	const struct allocation_list *paid;
	int64_t principal;
	int64_t part;	       /* of each due date */
	char first[DATE_SIZE]; /* the first due date */
	int count;
};

static void
series_open(
    struct series *s, const struct invoice *inv, const struct allocation_list *paid, const char *on)
{
	/* A plan froze the principal. */
	const char *valued_on = inv->frozen_on[0] != '\0' ? inv->frozen_on : on;
	bool is_second = inv->due2_minor > 0 && strcmp(valued_on, inv->due_on) > 0;

	s->inv = inv;
	s->paid = paid;
	s->principal = is_second ? inv->due2_minor : inv->amount.minor;
	s->part = inv->kind == INVOICE_CREDIT ? inv->instalment_minor : s->principal;
	s->count = inv->kind == INVOICE_CREDIT ? inv->term : 1;
	memcpy(s->first, inv->due2_minor > 0 ? inv->due2_on : inv->due_on, DATE_SIZE);
}

/* Due date k, from 0. */
static void
series_date(const struct series *s, int k, char on[DATE_SIZE])
{
	date_add_months(s->first, k, on);
}

/* What k due dates ask for together. */
static int64_t
asked(const struct series *s, int64_t k)
{
	if (k >= s->count)
		k = s->count;
	if (s->inv->kind != INVOICE_CREDIT)
		return k > 0 ? s->principal : 0;
	/* A term whose instalments fall short of the amount asks for the rest with its last. */
	if (k == s->count || k > s->principal / s->part)
		return s->principal;
	return k * s->part;
}

/* F(on): what had fallen due by the end of that day. */
static int64_t
fallen(const struct series *s, const char *on)
{
	return asked(s, strcmp(on, s->first) < 0 ? 0 : date_months_reached(s->first, on));
}

/* pp(on): the principal that was paid by the end of that day. */
static int64_t
principal_paid(const struct series *s, const char *on)
{
	int64_t sum = 0;

	for (size_t i = 0; i < s->paid->count; i++)
		if (strcmp(s->paid->items[i].on, on) <= 0)
			sum += s->paid->items[i].amount_minor - s->paid->items[i].late_fee_minor;
	return sum;
}

/* What was unpaid of each due date's part when it passed; *first is the first such date. */
static void
count_missed(const struct series *s, const char *on, struct owed *o, char first[DATE_SIZE])
{
	first[0] = '\0';
	for (int k = 0; k < s->count; k++) {
		char due[DATE_SIZE];
		int64_t missing, part = asked(s, k + 1) - asked(s, k);

		series_date(s, k, due);
		if (strcmp(due, on) >= 0)
			break;
		missing = asked(s, k + 1) - principal_paid(s, due);
		if (missing <= 0)
			continue;
		if (first[0] == '\0')
			memcpy(first, due, DATE_SIZE);
		o->missed_minor += missing < part ? missing : part;
		o->missed_count++;
		if (strcmp(due, s->inv->thawed_on) < 0)
			continue; /* what was charged for it was frozen */
		o->charged_minor += missing < part ? missing : part;
		o->charged_count++;
	}
}

static int
compare_days(const void *one, const void *other)
{
	const int32_t *a = one, *b = other;

	return *a < *b ? -1 : *a > *b;
}

/* The days on which the late principal may change: after a due date, after a payment. */
static size_t
change_days(const struct series *s, int32_t from, int32_t until, int32_t *days)
{
	size_t count = 0;

	days[count++] = from;
	for (size_t i = 0; i < s->paid->count; i++)
		days[count++] = date_to_days(s->paid->items[i].on) + 1;
	for (int k = 0; k < s->count; k++) {
		char due[DATE_SIZE];

		series_date(s, k, due);
		days[count++] = date_to_days(due) + 1;
		if (days[count - 1] > until)
			break;
	}
	qsort(days, count, sizeof *days, compare_days);
	return count;
}

/* Minor units x days, over the late days from to until, both inclusive. */
static int
sum_late_days(const struct series *s, int32_t from, int32_t until, struct owed *o, struct err *e)
{
	int32_t *days = malloc(((size_t)s->count + s->paid->count + 1) * sizeof *days);
	size_t count;

	if (days == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	count = change_days(s, from, until, days);
	for (size_t i = 0; i < count; i++) {
		int32_t end = i + 1 < count && days[i + 1] <= until ? days[i + 1] : until + 1;
		char before[DATE_SIZE];
		int64_t late;

		if (days[i] < from || days[i] >= end)
			continue;
		date_from_days(days[i] - 1, before);
		late = fallen(s, before) - principal_paid(s, before);
		if (late <= 0)
			continue;
		o->base += (money_wide)late * (end - days[i]);
		o->late_days += end - days[i];
	}
	free(days);
	return 0;
}

static int
apply_cap(const struct rules *rules, struct owed *o, struct err *e)
{
	int64_t cap;

	if (!rules->has_late_cap)
		return 0;
	if (money_percent(o->missed_minor, &rules->late_cap, &cap, e) != 0)
		return -1;
	if (cap < o->frozen_minor)
		cap = o->frozen_minor;
	o->is_capped = o->late_fee_minor > cap;
	if (o->is_capped)
		o->late_fee_minor = cap;
	return 0;
}

/* What is charged for what is missed since the fee was frozen, if it was: else for all. */
static int
charge(const struct series *s, const struct rules *rules, int32_t missed, int32_t today,
    struct owed *o, struct err *e)
{
	const char *thawed_on = s->inv->thawed_on;
	int64_t fee = 0;

	if (rules->late == LATE_FLAT) {
		if (strcmp(rules->late_flat.currency, s->inv->amount.currency) == 0 &&
		    __builtin_mul_overflow(rules->late_flat.minor, (int64_t)o->charged_count, &fee))
			return err_set(e, ERR_FAILED, _("an amount is too large"));
	} else {
		int32_t from = thawed_on[0] != '\0' ? date_to_days(thawed_on) + 1 : 0;

		if (rules->late == LATE_ONCE)
			o->base = o->charged_minor;
		else if (sum_late_days(s, from > missed + 1 ? from : missed + 1, today, o, e) != 0)
			return -1;
		if (money_percent(o->base, &rules->late_rate, &fee, e) != 0)
			return -1;
	}
	if (__builtin_add_overflow(o->frozen_minor, fee, &o->late_fee_minor))
		return err_set(e, ERR_FAILED, _("an amount is too large"));
	return 0;
}

static int
accrue(const struct series *s, const struct rules *rules, const char *on, struct owed *o,
    struct err *e)
{
	const struct invoice *inv = s->inv;
	char first[DATE_SIZE];
	int32_t today = date_to_days(on), missed;

	count_missed(s, on, o, first);
	o->frozen_minor = o->late_fee_minor = inv->frozen_fee_minor;
	if (rules->late == LATE_NONE || o->missed_count == 0)
		return 0;
	/* An instalment bears interest instead; what is in a plan, or was not let go, nothing. */
	if (inv->kind == INVOICE_INSTALMENT && inv->plan != 0)
		return 0;
	if (inv->frozen_on[0] != '\0' && inv->thawed_on[0] == '\0')
		return 0;
	missed = date_to_days(first);
	if (today <= missed + rules->late_grace)
		return 0;
	if (charge(s, rules, missed, today, o, e) != 0)
		return -1;
	return apply_cap(rules, o, e);
}

static void
find_next_due(const struct series *s, const char *on, struct owed *o)
{
	int64_t paid = o->paid_minor - o->fee_paid_minor;

	for (int k = 0; k < s->count; k++) {
		if (asked(s, k + 1) <= paid)
			continue;
		series_date(s, k, o->next_due_on);
		break;
	}
	/* Before its first due date passes, a bill with two is asked for by the first. */
	if (s->inv->due2_minor > 0 && strcmp(on, s->inv->due_on) <= 0)
		memcpy(o->next_due_on, s->inv->due_on, DATE_SIZE);
}

/* due_minor is what is asked for in all; the rest follows from it. */
static void
finish(const struct series *s, const char *on, struct owed *o)
{
	char yesterday[DATE_SIZE];
	int64_t paid = o->paid_minor - o->fee_paid_minor;
	int64_t fees = o->late_fee_minor - o->fee_paid_minor;
	int64_t fallen_principal = fallen(s, on) - paid;

	date_add_days(on, -1, yesterday);
	o->due_minor -= o->paid_minor;
	o->is_overdue = fallen(s, yesterday) > paid || (fees > 0 && o->due_minor > 0);
	o->fallen_minor = (fallen_principal > 0 ? fallen_principal : 0) + fees;
	if (o->fallen_minor > o->due_minor)
		o->fallen_minor = o->due_minor;
	if (s->inv->kind == INVOICE_CREDIT)
		o->instalment_minor = s->part < o->due_minor ? s->part : o->due_minor;
	if (o->due_minor > 0)
		find_next_due(s, on, o);
}

int
owed_on(const struct invoice *inv, const struct rules *rules, const struct allocation_list *paid,
    const char *on, struct owed *o, struct err *e)
{
	struct series s;

	memset(o, 0, sizeof *o);
	series_open(&s, inv, paid, on);
	for (size_t i = 0; i < paid->count; i++) {
		o->paid_minor += paid->items[i].amount_minor;
		o->fee_paid_minor += paid->items[i].late_fee_minor;
	}
	o->principal_minor = s.principal;
	if (inv->status == INVOICE_PAID || inv->status == INVOICE_IN_PLAN) {
		o->late_fee_minor = o->fee_paid_minor;
		if (inv->status == INVOICE_IN_PLAN)
			o->late_fee_minor = inv->frozen_fee_minor;
		if (inv->status == INVOICE_PAID)
			o->principal_minor = o->paid_minor - o->fee_paid_minor;
		return 0;
	}
	if (inv->status == INVOICE_VOID)
		return 0;
	if (inv->status == INVOICE_OPEN && accrue(&s, rules, on, o, e) != 0)
		return -1;
	if (__builtin_add_overflow(s.principal, o->late_fee_minor, &o->due_minor))
		return err_set(e, ERR_FAILED, _("an amount is too large"));
	finish(&s, on, o);
	if (inv->status == INVOICE_UNBILLED)
		o->is_overdue = false;
	return 0;
}
