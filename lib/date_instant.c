#include "date.h"

#include <string.h>

#include "i18n.h"

enum { DAY_SECONDS = 86400, TIME_LENGTH = 8 };

/* Two digits at most max; -1 otherwise. */
static int
read_pair(const char *text, int max)
{
	int value;

	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return -1;
	value = (text[0] - '0') * 10 + (text[1] - '0');
	return value <= max ? value : -1;
}

/* "HH:MM:SS" and an ignored fraction; where it ends, or NULL.  A leap second is the next one. */
static const char *
read_time(const char *text, int64_t *seconds)
{
	int hour, minute, second;

	if (strnlen(text, TIME_LENGTH) < TIME_LENGTH || text[2] != ':' || text[5] != ':')
		return NULL;
	hour = read_pair(text, 23);
	minute = read_pair(text + 3, 59);
	second = read_pair(text + 6, 60);
	if (hour < 0 || minute < 0 || second < 0)
		return NULL;
	*seconds = ((int64_t)hour * 60 + minute) * 60 + second;
	text += TIME_LENGTH;
	if (*text == '.') {
		size_t digits = strspn(text + 1, "0123456789");

		text = digits > 0 ? text + 1 + digits : NULL;
	}
	return text;
}

/* "Z" or "+HH:MM"; false if it is neither or something follows. */
static bool
read_offset(const char *text, int64_t *seconds)
{
	int hour, minute;

	*seconds = 0;
	if (*text == 'Z' || *text == 'z')
		return text[1] == '\0';
	if ((*text != '+' && *text != '-') || strnlen(text, 7) != 6 || text[3] != ':')
		return false;
	hour = read_pair(text + 1, 23);
	minute = read_pair(text + 4, 59);
	if (hour < 0 || minute < 0)
		return false;
	*seconds = (int64_t)(hour * 60 + minute) * 60 * (*text == '-' ? -1 : 1);
	return true;
}

static bool
read_instant(const char *text, int64_t *at)
{
	const int64_t first = (int64_t)date_to_days("1900-01-01") * DAY_SECONDS;
	const int64_t last = (int64_t)date_to_days("9999-12-31") * DAY_SECONDS + DAY_SECONDS - 1;
	char on[DATE_SIZE];
	int64_t time, offset;

	if (strnlen(text, DATE_SIZE) < DATE_SIZE)
		return false;
	memcpy(on, text, DATE_SIZE - 1);
	on[DATE_SIZE - 1] = '\0';
	if (!date_is_valid(on) || (text[DATE_SIZE - 1] != 'T' && text[DATE_SIZE - 1] != 't'))
		return false;
	text = read_time(text + DATE_SIZE, &time);
	if (!text || !read_offset(text, &offset))
		return false;
	*at = (int64_t)date_to_days(on) * DAY_SECONDS + time - offset;
	return *at >= first && *at <= last;
}

int
instant_parse(const char *text, int64_t *at, struct err *e)
{
	int64_t read;

	if (!read_instant(text, &read))
		return err_set(
		    e, ERR_USAGE, _("not an instant (YYYY-MM-DDTHH:MM:SSZ): %.40s"), text);
	*at = read;
	return 0;
}

static void
write_pair(char *text, int64_t value, char mark)
{
	text[0] = (char)('0' + value / 10);
	text[1] = (char)('0' + value % 10);
	text[2] = mark;
}

void
instant_format(int64_t at, char text[INSTANT_SIZE])
{
	int64_t second = (at % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS;

	instant_date(at, text);
	text[DATE_SIZE - 1] = 'T';
	write_pair(text + 11, second / 3600, ':');
	write_pair(text + 14, second / 60 % 60, ':');
	write_pair(text + 17, second % 60, 'Z');
	text[INSTANT_SIZE - 1] = '\0';
}

void
instant_date(int64_t at, char on[DATE_SIZE])
{
	int64_t days = at / DAY_SECONDS - (at % DAY_SECONDS < 0);

	if (days < INT32_MIN)
		days = INT32_MIN;
	if (days > INT32_MAX)
		days = INT32_MAX;
	date_from_days((int32_t)days, on);
}
