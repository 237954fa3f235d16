#include "plan_offer.h"

#include "rule_key.h"
#include "tap.h"

static struct rate
rate_of(const char *text)
{
	struct rate rate;
	struct err e;

	if (rate_parse(text, &rate, &e) != 0)
		(void)printf("Bail out! %s: %s\n", text, e.message);
	return rate;
}

/* Worked by hand: with 100.00 in 3 at 2.5 %, 34.16 leaves 65.84, and 1.65 on it 67.49; the next
 * leaves 33.33, and 0.83 on it 34.16. */
static void
by_hand(void)
{
	static const struct {
		int64_t debt;
		const char *rate;
		int instalments;
		int64_t amount, last; /* amount 0: no offer */
	} cases[] = {
		{ 10000, "0", 2, 5000, 5000 },
		{ 10000, "0", 3, 3334, 3332 },
		{ 10000, "2.5", 3, 3416, 3416 },
		{ 10000, "2.5", 12, 952, 939 },
		{ 100, "0", 7, 15, 10 },
		{ 1, "0", 2, 0, 0 }, /* 1 and nothing */
		{ 2, "0", 2, 1, 1 },
		{ 3, "0", 2, 2, 1 },
		{ 3, "0", 5, 0, 0 },
		{ 5, "10", 4, 0, 0 }, /* 2, 2, 1: the fourth would be nothing */
		{ 7, "50", 3, 4, 2 },
		{ 33333, "1", 2, 16750, 16749 },
		{ 12345, "4", 6, 2265, 2261 },
		{ 1000, "100", 2, 667, 666 },
		{ 1000, "100", 3, 572, 568 },
		{ MONEY_MAX, "0", 2, MONEY_MAX / 2, MONEY_MAX / 2 },
		{ MONEY_MAX + 1, "0", 2, 0, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct rate rate = rate_of(cases[i].rate);
		struct plan_offer offer = { 0 };
		bool is_made = plan_offer_make(cases[i].debt, &rate, cases[i].instalments, &offer);

		ok(is_made == (cases[i].amount > 0) &&
			(!is_made || (offer.amount_minor == cases[i].amount &&
					 offer.last_minor == cases[i].last)),
		    "%lld at %s %% in %d", (long long)cases[i].debt, cases[i].rate,
		    cases[i].instalments);
	}
}

static void
parts_by_hand(void)
{
	static const struct plan_part wanted[] = { { 3416, 3416, 0 }, { 3416, 584, 165 },
		{ 3416, 0, 83 } };
	struct rate rate = rate_of("2.5");
	struct plan_part parts[3];
	struct plan_offer offer;

	if (!plan_offer_make(10000, &rate, 3, &offer))
		(void)puts("Bail out! no offer");
	plan_offer_parts(&offer, 10000, 4000, &rate, parts);
	for (int i = 0; i < 3; i++)
		ok(parts[i].amount_minor == wanted[i].amount_minor &&
			parts[i].late_fee_minor == wanted[i].late_fee_minor &&
			parts[i].interest_minor == wanted[i].interest_minor,
		    "the parts of instalment %d: a late fee of 40.00 comes first", i + 1);
	is_int(offer.total_minor, 10248, "the total is debt and interest");
}

/* The balance followed anew, with nothing but whole numbers. */
static int64_t
last_anew(int64_t debt, const struct rate *rate, int instalments, int64_t amount)
{
	money_wide one = 100, balance = debt;

	for (int i = 0; i < rate->scale; i++)
		one *= 10;
	for (int n = 1; n < instalments; n++) {
		balance -= amount;
		if (balance <= 0)
			return 0;
		balance += (2 * balance * rate->units + one) / (2 * one);
		if (balance > (money_wide)MONEY_MAX * 200)
			return MONEY_MAX * 200;
	}
	return (int64_t)balance;
}

static bool
is_right(const struct plan_offer *o, int64_t debt, int64_t fees, const struct rate *rate)
{
	struct plan_part parts[PLAN_INSTALMENTS_MAX];
	int64_t sum = 0, interest = 0, late_fee = 0;

	plan_offer_parts(o, debt, fees, rate, parts);
	for (int i = 0; i < o->instalments; i++) {
		const struct plan_part *p = &parts[i];
		int64_t principal = p->amount_minor - p->interest_minor - p->late_fee_minor;

		if (p->interest_minor < 0 || p->late_fee_minor < 0 || principal < 0)
			return false;
		if (i > 0 && p->amount_minor > parts[i - 1].amount_minor)
			return false;
		if (principal > 0 && late_fee + p->late_fee_minor < fees)
			return false; /* principal before the last of the fees */
		sum += p->amount_minor;
		interest += p->interest_minor;
		late_fee += p->late_fee_minor;
	}
	return sum == debt + interest && sum == o->total_minor && late_fee == fees &&
	       parts[0].interest_minor == 0 && o->last_minor >= 1;
}

static void
random_plans(void)
{
	static const char *const rates[] = { "0", "0.5", "1", "1.75", "2.5", "3.333333333", "10",
		"50", "100", "0.000000001" };
	uint64_t state = 8;
	int made = 0, wrong = 0, larger = 0, missed = 0;

	for (int i = 0; i < 100000; i++) {
		int64_t most = INT64_C(1) << (1 + tap_random(&state) % 49);
		int64_t debt = 1 + (int64_t)(tap_random(&state) % (uint64_t)most);
		int64_t fees = (int64_t)(tap_random(&state) % (uint64_t)(debt + 1));
		int n = 2 + (int)(tap_random(&state) % (i % 10 == 0 ? 119 : 23));
		struct rate rate = rate_of(rates[tap_random(&state) % 10]);
		struct plan_offer o;

		if (debt > MONEY_MAX)
			debt = MONEY_MAX;
		if (fees > debt)
			fees = debt;
		if (!plan_offer_make(debt, &rate, n, &o)) {
			missed +=
			    o.last_minor != 0 || last_anew(debt, &rate, n, o.amount_minor) != 0;
			continue;
		}
		made++;
		wrong += !is_right(&o, debt, fees, &rate) ||
			 last_anew(debt, &rate, n, o.amount_minor) != o.last_minor;
		larger += o.amount_minor > 1 &&
			  last_anew(debt, &rate, n, o.amount_minor - 1) <= o.amount_minor - 1;
	}
	(void)printf("# %d of 100000 random debts have an offer\n", made);
	is_int(wrong, 0,
	    "100000 random plans: they sum to debt and interest, never rise, fees come first");
	is_int(larger, 0, "and a smaller instalment would leave a larger last one");
	is_int(missed, 0, "where there is no offer, the last would be nothing");
}

static void
dates(void)
{
	static const struct {
		const char *first;
		int n;
		const char *on;
	} cases[] = { { "2026-01-31", 1, "2026-01-31" }, { "2026-01-31", 2, "2026-02-28" },
		{ "2026-01-31", 3, "2026-03-31" }, { "2027-12-30", 3, "2028-02-29" },
		{ "2026-03-20", 13, "2027-03-20" } };
	char on[DATE_SIZE];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		plan_offer_date(cases[i].first, cases[i].n, on);
		is_text(on, cases[i].on, "instalment %d after %s", cases[i].n, cases[i].first);
	}
}

/* However an instalment is cut, the pieces make the whole. */
static void
pieces(void)
{
	const struct plan_part whole = { 1000, 300, 150 };
	uint64_t state = 3;
	struct plan_part piece;
	bool is_good = true;

	plan_part_between(&whole, 200, 500, &piece);
	ok(piece.amount_minor == 300 && piece.late_fee_minor == 100 && piece.interest_minor == 150,
	    "a piece: the rest of the fee, all interest, 50 of principal");
	for (int i = 0; i < 1000; i++) {
		struct plan_part sum = { 0, 0, 0 };

		for (int64_t from = 0, to; from < whole.amount_minor; from = to) {
			to = from + 1 + (int64_t)(tap_random(&state) % 400);
			if (to > whole.amount_minor)
				to = whole.amount_minor;
			plan_part_between(&whole, from, to, &piece);
			sum.amount_minor += piece.amount_minor;
			sum.late_fee_minor += piece.late_fee_minor;
			sum.interest_minor += piece.interest_minor;
		}
		is_good = is_good && sum.amount_minor == 1000 && sum.late_fee_minor == 300 &&
			  sum.interest_minor == 150;
	}
	ok(is_good, "pieces make the whole, however it is cut");
}

static void
policy(void)
{
	static const char *const set[][2] = { { "plan-max", "12" }, { "plan-min-debt", "50.00" },
		{ "plan-min-instalment", "10" }, { "plan-rate", "1.5" },
		{ "plan-only-overdue", "no" }, { "plan-activation-days", "3" },
		{ "plan-default-days", "45" } };
	const struct plan_policy *p;
	struct rules rules;
	struct err e;
	bool is_good = true;

	rule_defaults(&rules, "BOB");
	p = &rules.plan;
	ok(p->max == 0 && p->min_debt_minor == 0 && p->min_instalment_minor == 0 &&
		p->rate.units == 0 && p->is_only_overdue && p->activation_days == 5 &&
		p->default_days == 30,
	    "the default policy: no plans");
	for (size_t i = 0; i < sizeof set / sizeof *set; i++)
		is_good = rule_apply(&rules, set[i][0], set[i][1], "BOB", &e) == 0 && is_good;
	ok(is_good && p->max == 12 && p->min_debt_minor == 5000 &&
		p->min_instalment_minor == 1000 && p->rate.units == 15 && p->rate.scale == 1 &&
		!p->is_only_overdue && p->activation_days == 3 && p->default_days == 45,
	    "a policy as it was set");
}

int
main(void)
{
	by_hand();
	parts_by_hand();
	random_plans();
	dates();
	pieces();
	policy();
	return done();
}
