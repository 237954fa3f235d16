#include "err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

/* Before cleaning, a text of n bytes shown may take three times as many: U+202E becomes '?'. */
enum { RAW_SIZE = 3 * ERR_MESSAGE_SIZE };

static void
clean(char out[ERR_MESSAGE_SIZE], const char *raw)
{
	const char *end = raw + strlen(raw);
	size_t used = 0;

	while (raw < end) {
		unsigned character;
		size_t length = utf8_decode(raw, (size_t)(end - raw), &character);
		bool is_shown = length > 0 && !utf8_is_control(character);
		size_t width = is_shown ? length : 1;

		if (used + width >= ERR_MESSAGE_SIZE)
			break;
		memcpy(out + used, is_shown ? raw : "?", width);
		used += width;
		raw += length > 0 ? length : 1;
	}
	out[used] = '\0';
}

static void __attribute__((format(printf, 2, 0)))
format_clean(char out[ERR_MESSAGE_SIZE], const char *format, va_list args)
{
	char raw[RAW_SIZE];

	if (vsnprintf(raw, sizeof(raw), format, args) < 0)
		raw[0] = '\0';
	clean(out, raw);
}

static void
copy_bounded(char *to, size_t size, const char *from)
{
	size_t length = from ? utf8_fit_bytes(from, size - 1) : 0;

	memcpy(to, from ? from : "", length);
	to[length] = '\0';
}

int
err_set(struct err *e, enum err_code code, const char *format, ...)
{
	struct err made = { .code = code };
	va_list args;

	assert(e != NULL);
	va_start(args, format);
	format_clean(made.message, format, args);
	va_end(args);
	*e = made;
	return -1;
}

int
err_reason(struct err *e, const char *reason, const char *ref)
{
	copy_bounded(e->reason, sizeof(e->reason), reason);
	copy_bounded(e->ref, sizeof(e->ref), ref);
	return -1;
}

int
err_hint(struct err *e, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	format_clean(e->hint, format, args);
	va_end(args);
	return -1;
}

int
err_prefix(struct err *e, const char *format, ...)
{
	char prefix[ERR_MESSAGE_SIZE];
	char joined[2 * ERR_MESSAGE_SIZE + 2];
	va_list args;

	va_start(args, format);
	format_clean(prefix, format, args);
	va_end(args);
	if (snprintf(joined, sizeof(joined), "%s: %s", prefix, e->message) < 0)
		return -1;
	clean(e->message, joined);
	return -1;
}

int
err_money(struct err *e, enum err_money money, const char *receipt)
{
	e->money = money;
	copy_bounded(e->receipt, sizeof(e->receipt), receipt);
	return -1;
}

static int
gravity(int status)
{
	static const int order[] = { 8, 7, 10, 9, 1, 11 }; /* the gravest last */
	size_t i;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (status == order[i])
			return (int)i + 2;
	return status != 0;
}

int
err_graver(int one, int other)
{
	return gravity(other) > gravity(one) ? other : one;
}
