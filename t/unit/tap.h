#ifndef PP_TAP_H
#define PP_TAP_H
/*
 * tap - results of a test program, one line each (Test Anything Protocol), the plan at the end.
 *
 * A property that is tried on many values is one result; note_unless says where it failed.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int tap_count;
static int tap_failures;

static inline void __attribute__((format(printf, 2, 0)))
tap_line(bool is_good, const char *format, va_list args)
{
	tap_count++;
	tap_failures += !is_good;
	(void)printf("%sok %d - ", is_good ? "" : "not ", tap_count);
	(void)vprintf(format, args);
	(void)putchar('\n');
}

static inline bool __attribute__((format(printf, 2, 3)))
ok(bool is_good, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tap_line(is_good, format, args);
	va_end(args);
	return is_good;
}

static inline bool __attribute__((format(printf, 3, 4)))
is_int(int64_t got, int64_t wanted, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tap_line(got == wanted, format, args);
	va_end(args);
	if (got != wanted)
		(void)printf("# got %lld, wanted %lld\n", (long long)got, (long long)wanted);
	return got == wanted;
}

static inline bool __attribute__((format(printf, 3, 4)))
is_text(const char *got, const char *wanted, const char *format, ...)
{
	bool is_good = strcmp(got, wanted) == 0;
	va_list args;

	va_start(args, format);
	tap_line(is_good, format, args);
	va_end(args);
	if (!is_good)
		(void)printf("# got \"%s\", wanted \"%s\"\n", got, wanted);
	return is_good;
}

static inline bool __attribute__((format(printf, 2, 3)))
note_unless(bool is_good, const char *format, ...)
{
	va_list args;

	if (is_good)
		return true;
	(void)fputs("# ", stdout);
	va_start(args, format);
	(void)vprintf(format, args);
	va_end(args);
	(void)putchar('\n');
	return false;
}

/* The next of a fixed row of numbers (xorshift): the same in every run. */
static inline uint64_t
tap_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static inline int
done(void)
{
	(void)printf("1..%d\n", tap_count);
	return tap_failures > 0 || fflush(stdout) != 0;
}

#endif
