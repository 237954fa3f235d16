#include "totals.h"

#include "tap.h"

int
main(void)
{
	static struct totals totals;
	struct money one = money_of(150, "BOB"), many;
	const struct currency *currency;
	bool has_room = true;
	struct err e;

	ok(totals_add(&totals, &one, &e) == 0 && totals_add(&totals, &one, &e) == 0, "added");
	ok(totals.count == 1 && totals.of[0].count == 2 && totals.of[0].amount.minor == 300,
	    "two amounts of a currency are one total");
	one = money_of(7, "CLP");
	ok(totals_add(&totals, &one, &e) == 0 && totals.count == 2 &&
		strcmp(totals.of[1].amount.currency, "CLP") == 0 && totals.of[1].amount.minor == 7,
	    "another currency is another total, behind");
	many = money_of(INT64_MAX, "CLP");
	ok(totals_add(&totals, &many, &e) == -1 && e.code == ERR_FAILED, "past 64 bits it fails");
	totals.count = 0;
	for (size_t i = 0; (currency = currency_at(i)) != NULL; i++) {
		one = money_of(1, currency->code);
		has_room =
		    totals_add(&totals, &one, &e) == 0 && totals.of[i].count == 1 && has_room;
	}
	ok(has_room, "all currencies have room, anew");
	return done();
}
