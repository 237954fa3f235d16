/* fuzz: refs are written as they were read; text is cut between characters and printed safely. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ref.h"
#include "text.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
try_ref(const char *text)
{
	char written[REF_SIZE];
	struct ref ref;

	if (ref_parse(text, &ref) != 1)
		return;
	assert(ref.type != REF_NONE && ref.id > 0);
	assert(strcmp(ref_format(ref.type, ref.id, written), text) == 0);
}

/* Whatever the bytes are, what is printed of them is valid and has no control character. */
static void
try_print(const char *text)
{
	struct text out;
	const char *p, *rest;
	unsigned c;

	text_open(&out);
	rest = text_add_safe(&out, text, "\t");
	assert(*rest == '\0' || *rest == '\t');
	p = text_string(&out);
	assert(utf8_is_valid(p, strlen(p)));
	while ((c = utf8_next(&p)) != 0)
		assert(!utf8_is_control(c));
	text_close(&out);
}

/* The same characters one by one. */
static void
try_decode(const char *text, size_t length)
{
	const char *p = text;
	size_t count = 0, taken;
	unsigned c;

	for (size_t at = 0; at < length; at += taken) {
		taken = utf8_decode(text + at, length - at, &c);
		assert(taken > 0 && taken <= 4 && c != 0 && utf8_next(&p) == c);
		assert(p == text + at + taken);
		count++;
	}
	assert(count == utf8_count(text) && utf8_width(text) <= 2 * count);
}

static void
try_cut(const char *text, size_t length)
{
	for (size_t n = 0; n <= length && n < 40; n++) {
		size_t bytes = utf8_fit_bytes(text, n), chars = utf8_fit_chars(text, n);
		const char *tail = utf8_tail(text, n);

		assert(bytes <= n && bytes + 3 >= n && utf8_is_valid(text, bytes));
		assert(chars <= 4 * n && utf8_is_valid(text, chars));
		assert(strlen(tail) <= n && utf8_is_valid(tail, strlen(tail)));
		assert(tail + strlen(tail) == text + length);
	}
}

static void
try_checks(const char *text, bool is_valid)
{
	struct err e = { 0 };

	if (text_check(text, 200, "memo", &e) == 0)
		assert(is_valid && text[0] != '\0' && !text_has_card_number(text));
	if (number_check(text, 64, "number", &e) == 0)
		assert(is_valid && text[0] != '\0' && strlen(text) <= 64);
	if (email_check(text, &e) == 0)
		assert(strchr(text, '@') && strlen(text) <= 254 && !strpbrk(text, " \r\n,;<>"));
	assert(utf8_is_valid(e.message, strlen(e.message)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	bool is_valid;

	if (!text)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	is_valid = utf8_is_valid(text, strlen(text));
	assert(!is_valid || utf8_is_valid(text, size) == (strlen(text) == size));
	try_ref(text);
	try_print(text);
	try_checks(text, is_valid);
	if (is_valid) {
		try_decode(text, strlen(text));
		try_cut(text, strlen(text));
	}
	free(text);
	return 0;
}
