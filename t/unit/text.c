#include "text.h"

#include "tap.h"

static void
test_append(void)
{
	struct text t;

	text_open(&t);
	is_text(text_string(&t), "", "an empty text is \"\"");
	text_add(&t, "abc");
	text_add_char(&t, 'd');
	text_add_bytes(&t, "e\0f", 3);
	is_int((int64_t)t.length, 7, "bytes are counted, NUL among them");
	ok(memcmp(t.data, "abcde\0f", 8) == 0, "and end in a NUL");
	text_clear(&t);
	is_text(text_string(&t), "", "cleared it is empty");
	text_add_format(&t, "%s-%d", "inv", 42);
	is_text(text_string(&t), "inv-42", "formats");
	text_add_bytes(&t, NULL, 0);
	is_text(text_string(&t), "inv-42", "no bytes change nothing");
	text_close(&t);
	is_text(text_string(&t), "", "closed it is empty");
}

static void
test_growth(void)
{
	struct text t;
	bool is_right = true;
	int i;

	text_open(&t);
	for (i = 0; i < 100000; i++)
		text_add_format(&t, "%05d", i);
	for (i = 0; i < 100000; i++) {
		char wanted[16];

		(void)snprintf(wanted, sizeof(wanted), "%05d", i);
		is_right = is_right && memcmp(t.data + 5 * i, wanted, 5) == 0;
	}
	ok(is_right && t.length == 500000, "half a million bytes in small pieces");
	ok(!text_failed(&t), "nothing failed");
	text_close(&t);
}

static void
test_failure(void)
{
	struct text t;

	text_open(&t);
	text_add(&t, "abc");
	text_add_bytes(&t, "", SIZE_MAX - 1);
	ok(text_failed(&t), "more than memory can hold breaks it");
	text_add(&t, "d");
	is_text(text_string(&t), "abc", "and later calls do nothing");
	text_close(&t);
	ok(!text_failed(&t), "closed it may be used anew");
}

static void
test_safe(void)
{
	struct text t;
	const char *rest;

	text_open(&t);
	text_add_safe(&t, "a\x1b[1m\n\xc2\x9b\xe2\x80\xae\xef\xbb\xbf\xc3\xb1", "");
	is_text(text_string(&t), "a\\u001b[1m\\u000a\\u009b\\u202e\\ufeff\xc3\xb1",
	    "controls are escaped, letters are not");
	text_clear(&t);
	text_add_safe(&t, "a\xff\xc3", "");
	is_text(text_string(&t), "a\xef\xbf\xbd\xef\xbf\xbd", "invalid bytes are replaced");
	text_clear(&t);
	rest = text_add_safe(&t, "a\x02\"b", "\"\n");
	is_text(text_string(&t), "a\\u0002", "stops at a special byte");
	is_text(rest, "\"b", "and says where");
	text_clear(&t);
	text_add_escape(&t, 0xe0041);
	is_text(text_string(&t), "\\udb40\\udc41", "past U+FFFF two surrogates");
	text_close(&t);
}

int
main(void)
{
	test_append();
	test_growth();
	test_failure();
	test_safe();
	return done();
}
