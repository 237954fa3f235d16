#include "utf8.h"

#include <stdlib.h>

#include "tap.h"

static void
test_valid(void)
{
	static const char *const good[] = { "", "abc", "\xc3\xb1", "\xe2\x82\xb2",
		"\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf", "\x01\x7f",
		"eight by\xc3\xb1te blocks\xc3\xb1" };
	static const char *const bad[] = { "\x80", "\xbf", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf",
		"\xe0\x9f\xbf", "\xf0\x80\x80\xaf", "\xf0\x8f\xbf\xbf", "\xed\xa0\x80",
		"\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80",
		"\xfe", "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "a\xc3z",
		"eight bytes and \xc3", "1234567\x80", "12345678\x80", "\xc3\xb1\xb1" };
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ok(utf8_is_valid(good[i], strlen(good[i])), "valid text %zu", i + 1);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(!utf8_is_valid(bad[i], strlen(bad[i])), "RFC 3629 refuses text %zu", i + 1);
	for (i = 0; i < 20; i++) {
		char bytes[] = "abcdefghijklmnopqrst";

		bytes[i] = '\0';
		ok(!utf8_is_valid(bytes, 20), "a NUL at %zu is refused", i);
		bytes[i] = '\x01';
		ok(utf8_is_valid(bytes, 20), "byte 1 there is not");
	}
}

static size_t
encode(unsigned c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static void
test_every_character(void)
{
	bool is_right = true;
	unsigned c;

	for (c = 1; c <= 0x10ffff; c++) {
		char bytes[5] = { 0 };
		size_t length = encode(c, bytes);
		bool is_surrogate = c >= 0xd800 && c <= 0xdfff;
		unsigned got = 0;
		const char *p = bytes;

		is_right = is_right && utf8_is_valid(bytes, length) == !is_surrogate &&
			   !utf8_is_valid(bytes, length - 1) == (length > 1);
		if (is_surrogate)
			continue;
		is_right = is_right && utf8_decode(bytes, length, &got) == length && got == c &&
			   utf8_next(&p) == c && p == bytes + length && utf8_next(&p) == 0 &&
			   utf8_count(bytes) == 1 && utf8_width(bytes) <= 2 &&
			   (!utf8_is_control(c) || utf8_width(bytes) == 0);
	}
	ok(is_right, "every character is decoded and counted, every surrogate refused");
}

static void
test_measures(void)
{
	is_int((int64_t)utf8_count("Mu\xc3\xb1oz \xf0\x9f\x98\x80"), 7, "characters are counted");
	is_int((int64_t)utf8_width("Mu\xc3\xb1oz"), 5, "letters have one column");
	is_int((int64_t)utf8_width("Mun\xcc\x83oz"), 5, "a combining tilde has none");
	is_int((int64_t)utf8_width("\xe6\xb0\xb4\xed\x95\x9c\xef\xbc\xa1"), 6,
	    "wide characters have two");
	is_int((int64_t)utf8_width("\xf0\x9f\x98\x80"), 2, "so has an emoji");
	is_int((int64_t)utf8_width("a\xe2\x80\x8b"
				   "b\xef\xb8\x8f"),
	    2, "zero-width ones have none");
	is_int(
	    (int64_t)utf8_fit_bytes("Mu\xc3\xb1oz", 3), 2, "a cut in bytes keeps characters whole");
	is_int((int64_t)utf8_fit_bytes("Mu\xc3\xb1oz", 4), 4, "and ends behind one");
	is_int((int64_t)utf8_fit_bytes("abc", 10), 3, "short text fits");
	is_int((int64_t)utf8_fit_bytes("\xf0\x9f\x98\x80", 3), 0, "nothing fits");
	is_int((int64_t)utf8_fit_chars("Mu\xc3\xb1oz", 3), 4, "a cut in characters");
	is_int((int64_t)utf8_fit_chars("Mu\xc3\xb1oz", 9), 6, "longer than the text");
	is_int((int64_t)utf8_fit_chars("abc", 0), 0, "of none");
}

static void
test_controls(void)
{
	static const unsigned controls[] = { 0x00, 0x07, 0x0a, 0x1b, 0x1f, 0x7f, 0x80, 0x9b, 0x9f,
		0xad, 0x61c, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e,
		0x2060, 0x2066, 0x2069, 0xfeff, 0xfff9, 0xe0001, 0xe0041 };
	static const unsigned plain[] = { ' ', '~', 0xa0, 0xa1, 0xf1, 0x301, 0x2010, 0x20b2, 0x6c34,
		0xfffd, 0x1f600, 0x10ffff };
	size_t i;

	for (i = 0; i < sizeof(controls) / sizeof(controls[0]); i++)
		ok(utf8_is_control(controls[i]), "U+%04X never reaches a terminal", controls[i]);
	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		ok(!utf8_is_control(plain[i]), "U+%04X may", plain[i]);
}

static void
test_cards(void)
{
	static const char *const cards[] = { "4111111111111111", "4111 1111 1111 1111",
		"4111-1111-1111-1111", "5500005555555559", "378282246310005", "3782 822463 10005",
		"my card 4111111111111111 expires soon", "4222222222222", "6011000990139424",
		"invoice 1001 4111 1111 1111 1111", "4111  1111--1111 - 1111", "x4111111111111111x",
		"4111\xc2\xa0"
		"1111\xe2\x80\x93"
		"1111 1111" };
	static const char *const others[] = { "", "4111111111111112", "1111111111111117",
		"411111111111", "41111111111111111111111", "0000000000000000",
		"4111.1111.1111.1111", "4111/1111/1111/1111", "phone +591 2 2441234",
		"account 1001 and 1002", "7992739871300009" };
	size_t i;

	for (i = 0; i < sizeof(cards) / sizeof(cards[0]); i++)
		ok(text_has_card_number(cards[i]), "a card number: %s", cards[i]);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		ok(!text_has_card_number(others[i]), "none: \"%s\"", others[i]);
}

static void
test_text(void)
{
	static const char *const good[] = { "Mu\xc3\xb1oz", "=HYPERLINK(\"x\")", "a\nb\tc",
		"\x1b[31m", "\xe2\x80\xae", "Robert'); DROP TABLE--", "../../etc", " " };
	char *big = malloc(10 << 20);
	struct err e;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		is_int(text_check(good[i], 60, "memo", &e), 0, "free text %zu is kept as it is",
		    i + 1);
	is_int(text_check("", 60, "memo", &e), -1, "empty text is refused");
	is_text(e.message, "memo: empty", "and why");
	is_int(text_check("abcd", 3, "memo", &e), -1, "text too long is refused");
	is_text(e.message, "memo: longer than 3 bytes", "and why");
	is_int(text_check("abc", 3, "memo", &e), 0, "text of the bound's length is not");
	is_int(text_check("a\xff", 60, "memo", &e), -1, "invalid UTF-8 is refused");
	is_int(
	    text_check("pay 4111 1111 1111 1111", 60, "memo", &e), -1, "a card number is refused");
	ok(e.code == ERR_USAGE && !strstr(e.message, "4111"), "and never echoed");
	if (big) {
		memset(big, 'x', (10 << 20) - 1);
		big[(10 << 20) - 1] = '\0';
		is_int(text_check(big, 60, "memo", &e), -1, "10 MB are refused");
	}
	free(big);
}

static void
test_number(void)
{
	static const char *const good[] = { "1001", "A-1 2", "4111111111111111", "Mu\xc3\xb1oz/7" };
	static const char *const bad[] = { "", " 1", "1 ",
		"\xc2\xa0"
		"1",
		"1\xe3\x80\x80", "1\n", "a\tb", "a\x1b[1m", "a\xe2\x80\xae", "a\xe2\x80\x8b",
		"\xef\xbb\xbf"
		"1",
		"\xc3", " ", "1234567890123456789012345678901" };
	struct err e;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		is_int(number_check(good[i], 30, "number", &e), 0, "a number: %s", good[i]);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(number_check(bad[i], 30, "number", &e) == -1 && e.code == ERR_USAGE,
		    "no number: %zu", i + 1);
}

static void
test_email(void)
{
	static const char *const good[] = { "ana@example.com", "a.b+c@mail.example.org", "a@b.co",
		"o'brien@example.com" };
	static const char *const bad[] = { "", "ana", "ana@", "@example.com", "ana@example",
		"a@b@c.com", "ana @example.com", "ana@example.com ",
		"ana@example.com\r\nBcc: x@y.z", "ana@.com", "ana@example.", "ana@exa..mple",
		"a,b@example.com", "<ana@example.com>", "a;b@example.com", "\"a\"@example.com",
		"a\xc3\xb1@example.com", "ana@example.com\n", "ana(x)@example.com" };
	char longest[256];
	struct err e;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		is_int(email_check(good[i], &e), 0, "an address: %s", good[i]);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(email_check(bad[i], &e) == -1 && e.code == ERR_USAGE, "no address: %zu", i + 1);
	memset(longest, 'x', sizeof(longest));
	memcpy(longest + 242, "@example.com", 13);
	is_int(email_check(longest, &e), 0, "254 bytes are an address");
	memcpy(longest + 243, "@example.com", 13);
	is_int(email_check(longest, &e), -1, "255 are none");
}

int
main(void)
{
	test_valid();
	test_every_character();
	test_measures();
	test_controls();
	test_cards();
	test_text();
	test_number();
	test_email();
	return done();
}
