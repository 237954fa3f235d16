#include <string.h>
#include "announce_private.h"
#include "setting.h"

int
announce_days_find(struct office *office, struct announce_days *d, struct err *e)
{
	char told[DATE_SIZE] = "", today[DATE_SIZE];
	int64_t days;
	int row;

	if (setting_int(office->db, d->key_days, &days, e) != 0)
		return -1;
	if (days == 0)
		return 0;
	if (setting_civil_date(office, today, e) != 0)
		return -1;
	row = setting_internal(office->db, d->key_told, told, sizeof told, e);
	if (row < 0)
		return -1;
	date_add_days(today, d->first, d->from);
	date_add_days(today, (int32_t)days, d->to);
	if (row == 1 && date_is_valid(told) && strcmp(told, d->from) >= 0)
		date_add_days(told, 1, d->from);
	return strcmp(d->from, d->to) <= 0;
}

int
announce_days_told(
    struct office *office, const struct announce_days *d, const char *summary, struct err *e)
{
	if (setting_set_internal(office, d->key_told, d->to, e) != 0)
		return -1;
	return office_log(office, &(struct office_note){ .summary = summary }, e);
}
