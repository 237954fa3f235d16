#include "ageing.h"

#include "tap.h"

static struct standing
late(int32_t days, int64_t fallen, int64_t due)
{
	struct standing s = { .owed = { .due_minor = due, .fallen_minor = fallen } };

	s.invoice.amount = money_of(due, "BOB");
	memcpy(s.invoice.due_on, "2026-03-10", DATE_SIZE);
	memcpy(s.owed.next_due_on, "2026-03-10", DATE_SIZE);
	date_add_days("2026-03-10", days, s.on);
	s.owed.is_overdue = days > 0;
	return s;
}

int
main(void)
{
	static const struct {
		int32_t days;
		enum age age;
	} cases[] = { { -5, AGE_CURRENT }, { 0, AGE_CURRENT }, { 1, AGE_30 }, { 30, AGE_30 },
		{ 31, AGE_60 }, { 60, AGE_60 }, { 61, AGE_90 }, { 90, AGE_90 }, { 91, AGE_OLDER },
		{ 4000, AGE_OLDER } };
	struct ageing sum = { 0 };
	struct standing s;
	struct err e;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ageing one = { 0 };

		s = late(cases[i].days, 100, 100);
		ok(ageing_add(&one, &s, &e) == 0 && one.minor[cases[i].age] == 100, "%d days",
		    (int)cases[i].days);
	}
	s = late(40, 30, 100);
	ageing_add(&sum, &s, &e);
	is_int(sum.minor[AGE_60], 30, "of a credit what has fallen due is late");
	is_int(sum.minor[AGE_CURRENT], 70, "the rest is current");
	s = late(40, 0, 0);
	ageing_add(&sum, &s, &e);
	is_int(sum.count, 1, "what is paid does not count");
	s = late(5, 10, 10);
	s.owed.next_due_on[0] = '\0';
	is_int(ageing_days(&s), 5, "a fee alone is as late as the last due date");
	s.invoice.kind = INVOICE_CREDIT;
	s.invoice.term = 2;
	is_int(ageing_days(&s), 1, "of a credit too");
	return done();
}
