/*
 * fuzz: a value that a rule's key takes can be applied, and what it makes an invoice cost is what
 * counting day by day comes to.  The input is an invoice with its payments in BYTES bytes, then
 * lines "KEY VALUE".
 */
#include <assert.h>
#include <string.h>

#include "owed.h"
#include "rule_key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PAYMENTS_MAX = 4, BYTES = 20 + 8 * PAYMENTS_MAX, DAYS_MAX = 500 };

struct scene {
	struct invoice invoice;
	struct rules rules;
	struct allocation_list paid;
	char on[DATE_SIZE];
};

static int64_t
take(const uint8_t **p, int bytes)
{
	int64_t value = 0;

	while (bytes-- > 0)
		value = value << 8 | *(*p)++;
	return value;
}

static void
set_invoice(struct invoice *inv, const uint8_t **p)
{
	bool is_credit = take(p, 1) % 2 == 1;
	int64_t second = take(p, 1) % 64;

	inv->status = INVOICE_OPEN;
	inv->kind = is_credit ? INVOICE_CREDIT : INVOICE_BILL;
	inv->amount = money_of(take(p, 7) % MONEY_MAX + 1, "BOB");
	date_add_days("2026-01-01", (int32_t)take(p, 1), inv->due_on);
	inv->term = is_credit ? (int)take(p, 1) % 40 + 1 : 0;
	inv->instalment_minor = is_credit ? take(p, 7) % inv->amount.minor + 1 : 0;
	if (is_credit || second == 0)
		return;
	date_add_days(inv->due_on, (int32_t)second, inv->due2_on);
	inv->due2_minor = inv->amount.minor + second;
}

static void
set_scene(struct scene *s, const uint8_t *p)
{
	const uint8_t *end = p + BYTES;

	memset(s, 0, sizeof(*s));
	set_invoice(&s->invoice, &p);
	p = end - 8 * PAYMENTS_MAX - 2;
	date_add_days("2026-01-01", (int32_t)(take(&p, 2) % DAYS_MAX), s->on);
	while (p < end) {
		struct allocation *a = &s->paid.items[s->paid.count];

		date_add_days("2025-12-01", (int32_t)(take(&p, 2) % DAYS_MAX), a->on);
		a->amount_minor = take(&p, 5) % s->invoice.amount.minor;
		a->late_fee_minor = take(&p, 1) % (a->amount_minor + 1);
		/* What is paid today or before is known today. */
		if (a->amount_minor > 0 && strcmp(a->on, s->on) <= 0)
			s->paid.count++;
	}
}

static void
set_rules(struct rules *rules, const char *at, const char *end)
{
	rule_defaults(rules, "BOB");
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		char line[160], *value;
		struct err e = { 0 };

		stop = stop ? stop : end;
		if ((size_t)(stop - at) < sizeof(line)) {
			memcpy(line, at, (size_t)(stop - at));
			line[stop - at] = '\0';
			value = strchr(line, ' ');
			if (value)
				*value++ = '\0';
			if (value && rule_key_find(line) &&
			    rule_key_check(rule_key_find(line), value, "BOB", &e) == 0)
				assert(rule_apply(rules, line, value, "BOB", &e) == 0);
		}
		at = stop + (stop < end);
	}
}

/* ---- counted day by day */

static int64_t
asked_on(const struct scene *s, const char *on)
{
	const struct invoice *inv = &s->invoice;
	const char *first = inv->due2_minor > 0 ? inv->due2_on : inv->due_on;
	int64_t principal = inv->amount.minor, sum = 0;
	char due[DATE_SIZE];

	if (inv->due2_minor > 0 && strcmp(s->on, inv->due_on) > 0)
		principal = inv->due2_minor;
	if (inv->kind != INVOICE_CREDIT)
		return strcmp(first, on) <= 0 ? principal : 0;
	for (int k = 0; k < inv->term && sum < principal; k++) {
		date_add_months(first, k, due);
		if (strcmp(due, on) > 0)
			break;
		sum += inv->instalment_minor;
		if (k + 1 == inv->term || sum > principal)
			sum = principal;
	}
	return sum;
}

static int64_t
paid_on(const struct scene *s, const char *on)
{
	int64_t sum = 0;

	for (size_t i = 0; i < s->paid.count; i++)
		if (strcmp(s->paid.items[i].on, on) <= 0)
			sum += s->paid.items[i].amount_minor - s->paid.items[i].late_fee_minor;
	return sum;
}

/* Minor units x days that are late from the first missed due date to today; and how many days. */
static money_wide
count_late(const struct scene *s, int32_t *days)
{
	char day[DATE_SIZE] = "2026-01-01", next[DATE_SIZE];
	money_wide sum = 0;

	*days = 0;
	for (; strcmp(day, s->on) < 0; memcpy(day, next, sizeof(day))) {
		int64_t late = asked_on(s, day) - paid_on(s, day);

		date_add_days(day, 1, next);
		if (late <= 0)
			continue;
		sum += late;
		++*days;
	}
	return sum;
}

static void
check(const struct scene *s, const struct owed *o)
{
	bool is_daily = s->rules.late == LATE_DAILY && s->invoice.kind != INVOICE_CREDIT;
	int32_t days;
	money_wide base = count_late(s, &days);
	int64_t cap;
	struct err e;

	assert(o->late_fee_minor >= 0 && o->missed_minor >= 0);
	assert(o->due_minor == o->principal_minor + o->late_fee_minor - o->paid_minor);
	assert(o->fallen_minor <= o->due_minor || o->due_minor < 0);
	assert(s->rules.late != LATE_NONE || o->late_fee_minor == 0);
	assert(days > 0 || o->late_fee_minor == 0);
	if (s->rules.late == LATE_DAILY && o->base != 0)
		assert(o->base == base && o->late_days == days);
	if (is_daily && days > s->rules.late_grace)
		assert(o->base == base);
	if (s->rules.has_late_cap && s->rules.late != LATE_NONE &&
	    money_percent(o->missed_minor, &s->rules.late_cap, &cap, &e) == 0)
		assert(o->late_fee_minor <= cap);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct scene scene; /* large */
	struct err e = { 0 };
	struct owed owed;

	if (size < BYTES)
		return 0;
	set_scene(&scene, data);
	set_rules(&scene.rules, (const char *)data + BYTES, (const char *)data + size);
	if (owed_on(&scene.invoice, &scene.rules, &scene.paid, scene.on, &owed, &e) == 0)
		check(&scene, &owed);
	else
		assert(e.code == ERR_FAILED && e.message[0] != '\0');
	return 0;
}
