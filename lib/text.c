#define _DEFAULT_SOURCE /* explicit_bzero */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

enum { FIRST_SIZE = 256 };

void
text_open(struct text *t)
{
	*t = (struct text){ 0 };
}

void
text_close(struct text *t)
{
	free(t->data);
	text_open(t);
}

void
text_forget(struct text *t)
{
	if (t->data)
		explicit_bzero(t->data, t->size);
	text_close(t);
}

void
text_clear(struct text *t)
{
	t->length = 0;
	if (t->data)
		t->data[0] = '\0';
}

/* Room for more bytes and the NUL. */
static bool
reserve(struct text *t, size_t more)
{
	size_t size = t->size ? t->size : FIRST_SIZE;
	char *data;

	if (t->is_broken)
		return false;
	if (more < t->size - t->length)
		return true;
	while (size <= SIZE_MAX / 2 && size - t->length <= more)
		size *= 2;
	data = size - t->length > more ? realloc(t->data, size) : NULL;
	if (!data) {
		t->is_broken = true;
		return false;
	}
	t->data = data;
	t->size = size;
	return true;
}

void
text_add(struct text *t, const char *string)
{
	text_add_bytes(t, string, strlen(string));
}

void
text_add_bytes(struct text *t, const void *bytes, size_t length)
{
	if (!reserve(t, length))
		return;
	if (length > 0)
		memcpy(t->data + t->length, bytes, length);
	t->length += length;
	t->data[t->length] = '\0';
}

void
text_add_char(struct text *t, char c)
{
	text_add_bytes(t, &c, 1);
}

static void
add_formatted(struct text *t, const char *format, va_list args)
{
	va_list again;
	int length;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, args);
	if (length < 0)
		t->is_broken = true;
	else if (reserve(t, (size_t)length)) {
		(void)vsnprintf(t->data + t->length, t->size - t->length, format, again);
		t->length += (size_t)length;
	}
	va_end(again);
}

void
text_add_format(struct text *t, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_formatted(t, format, args);
	va_end(args);
}

void
text_add_escape(struct text *t, unsigned character)
{
	if (character < 0x10000) {
		text_add_format(t, "\\u%04x", character);
		return;
	}
	character -= 0x10000;
	text_add_format(
	    t, "\\u%04x\\u%04x", 0xd800 + (character >> 10), 0xdc00 + (character & 0x3ff));
}

/* The bytes up to the next one that needs a look; ASCII text is one run. */
static size_t
plain_run(const char *string, const char *special)
{
	const char *p = string;

	while (*p >= 0x20 && *p < 0x7f && !strchr(special, *p))
		p++;
	return (size_t)(p - string);
}

static size_t
add_character(struct text *t, const char *string)
{
	unsigned character;
	size_t length = utf8_decode(string, strnlen(string, 4), &character);

	if (length == 0) {
		text_add(t, "\xef\xbf\xbd");
		return 1;
	}
	if (utf8_is_control(character))
		text_add_escape(t, character);
	else
		text_add_bytes(t, string, length);
	return length;
}

const char *
text_add_safe(struct text *t, const char *string, const char *special)
{
	for (;;) {
		size_t run = plain_run(string, special);

		text_add_bytes(t, string, run);
		string += run;
		if (*string == '\0' || strchr(special, *string))
			return string;
		string += add_character(t, string);
	}
}

void
text_add_line(struct text *t, const char *format, ...)
{
	struct text line;
	va_list args;

	text_open(&line);
	va_start(args, format);
	add_formatted(&line, format, args);
	va_end(args);
	text_add_safe(t, text_string(&line), "");
	text_add_char(t, '\n');
	t->is_broken |= text_failed(&line);
	text_close(&line);
}

bool
text_failed(const struct text *t)
{
	return t->is_broken;
}

const char *
text_string(const struct text *t)
{
	return t->data ? t->data : "";
}
