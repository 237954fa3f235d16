#include <string.h>
#include "ageing.h"
#include "i18n.h"

/* The last due date: all that a fee alone can be late for. */
static void
last_due(const struct invoice *inv, char on[DATE_SIZE])
{
	if (inv->kind == INVOICE_CREDIT)
		date_add_months(inv->due_on, inv->term - 1, on);
	else
		memcpy(on, inv->due2_on[0] != '\0' ? inv->due2_on : inv->due_on, DATE_SIZE);
}

int32_t
ageing_days(const struct standing *s)
{
	char due[DATE_SIZE];
	int32_t days;

	if (!s->owed.is_overdue)
		return 0;
	memcpy(due, s->owed.next_due_on, DATE_SIZE);
	if (due[0] == '\0')
		last_due(&s->invoice, due);
	days = date_to_days(s->on) - date_to_days(due);
	return days > 1 ? days : 1;
}

static enum age
age_of(int32_t days)
{
	if (days == 0)
		return AGE_CURRENT;
	if (days <= 30)
		return AGE_30;
	if (days <= 60)
		return AGE_60;
	return days <= 90 ? AGE_90 : AGE_OLDER;
}

int
ageing_add(struct ageing *ageing, const struct standing *s, struct err *e)
{
	int64_t late = s->owed.is_overdue ? s->owed.fallen_minor : 0;
	int64_t *bucket = &ageing->minor[age_of(ageing_days(s))];
	int64_t *current = &ageing->minor[AGE_CURRENT];

	if (s->owed.due_minor <= 0)
		return 0;
	ageing->count++;
	if (__builtin_add_overflow(*bucket, late, bucket) ||
	    __builtin_add_overflow(*current, s->owed.due_minor - late, current))
		return err_set(e, ERR_FAILED, _("sum too large"));
	return 0;
}
