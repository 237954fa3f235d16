#include <assert.h>
#include "plan_offer.h"

/* Past this no balance is followed: a hundred times what one amount may be. */
#define BALANCE_MAX (MONEY_MAX * 100)

/* What a balance grows by in a month; false past what can be. */
static bool
grow(int64_t balance_minor, const struct rate *rate, int64_t *interest_minor)
{
	struct err ignored;

	if (money_percent(balance_minor, rate, interest_minor, &ignored) != 0)
		return false;
	return *interest_minor <= BALANCE_MAX - balance_minor;
}

/* What the last instalment comes to if the others are amount: never more for a larger amount.  0
 * where the others pay it all, more than BALANCE_MAX where the balance runs away. */
static int64_t
last_of(int64_t debt_minor, const struct rate *rate, int instalments, int64_t amount_minor)
{
	int64_t balance = debt_minor, interest;

	for (int n = 1; n < instalments; n++) {
		if (balance <= amount_minor)
			return 0;
		balance -= amount_minor;
		if (!grow(balance, rate, &interest))
			return BALANCE_MAX + 1;
		balance += interest;
	}
	return balance;
}

bool
plan_offer_make(
    int64_t debt_minor, const struct rate *rate, int instalments, struct plan_offer *offer)
{
	int64_t low = 1, high = debt_minor;

	assert(instalments >= 2 && instalments <= PLAN_INSTALMENTS_MAX && debt_minor > 0);
	if (debt_minor > MONEY_MAX)
		return false;
	while (low < high) {
		int64_t middle = low + (high - low) / 2;

		if (last_of(debt_minor, rate, instalments, middle) <= middle)
			high = middle;
		else
			low = middle + 1;
	}
	offer->instalments = instalments;
	offer->amount_minor = low;
	offer->last_minor = last_of(debt_minor, rate, instalments, low);
	offer->total_minor = low * (instalments - 1) + offer->last_minor;
	return offer->last_minor >= 1;
}

void
plan_offer_parts(const struct plan_offer *offer, int64_t debt_minor, int64_t late_fee_minor,
    const struct rate *rate, struct plan_part *parts)
{
	int64_t balance = debt_minor, fees = late_fee_minor, interest = 0;

	for (int i = 0; i < offer->instalments; i++) {
		bool is_last = i == offer->instalments - 1;
		struct plan_part *part = &parts[i];
		int64_t of_debt;

		part->amount_minor = is_last ? offer->last_minor : offer->amount_minor;
		part->interest_minor = interest;
		of_debt = part->amount_minor - interest;
		part->late_fee_minor = fees < of_debt ? fees : of_debt;
		fees -= part->late_fee_minor;
		balance += interest - part->amount_minor;
		interest = 0;
		if (!is_last && !grow(balance, rate, &interest))
			assert(!"an offer was made of it");
	}
	assert(balance == 0 && fees == 0);
}

void
plan_offer_date(const char *first_due_on, int n, char on[DATE_SIZE])
{
	date_add_months(first_due_on, n - 1, on);
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

void
plan_part_between(
    const struct plan_part *whole, int64_t from_minor, int64_t to_minor, struct plan_part *part)
{
	int64_t charges = whole->late_fee_minor + whole->interest_minor;

	part->amount_minor = to_minor - from_minor;
	part->late_fee_minor =
	    least(to_minor, whole->late_fee_minor) - least(from_minor, whole->late_fee_minor);
	part->interest_minor =
	    least(to_minor, charges) - least(from_minor, charges) - part->late_fee_minor;
}
