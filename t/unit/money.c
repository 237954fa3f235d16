#include "money.h"

#include "tap.h"

#include "utf8.h"

static void
test_table(void)
{
	static const struct {
		const char *code;
		int number, decimals;
	} known[] = { { "CLP", 152, 0 }, { "PYG", 600, 0 }, { "BOB", 68, 2 }, { "ARS", 32, 2 },
		{ "COP", 170, 2 }, { "CRC", 188, 2 }, { "HNL", 340, 2 }, { "USD", 840, 2 },
		{ "KWD", 414, 3 }, { "EUR", 978, 2 }, { "JPY", 392, 0 }, { "CLF", 990, 4 },
		{ "UYW", 927, 4 }, { "BHD", 48, 3 }, { "MXN", 484, 2 }, { "ALL", 8, 2 } };
	static const char *const refused[] = { "XAU", "XAG", "XPD", "XPT", "XDR", "XXX", "XTS",
		"XSU", "XUA", "XBA", "XBB", "XBC", "XBD", "bob", "Bob", "BO", "BOBB", "", "ZZZ",
		"AAA", "B\xc3\x93" };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const struct currency *c = currency_find(known[i].code);

		ok(c && c->number == known[i].number && c->decimals == known[i].decimals,
		    "ISO 4217: %s is %03d with %d decimals", known[i].code, known[i].number,
		    known[i].decimals);
	}
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		ok(!currency_find(refused[i]), "no currency: \"%s\"", refused[i]);
}

static void
test_table_order(void)
{
	const struct currency *c;
	bool is_right = true;
	size_t i, j;

	for (i = 0; (c = currency_at(i)) != NULL; i++) {
		is_right = is_right && currency_find(c->code) == c && strlen(c->code) == 3 &&
			   c->number > 0 && c->number < 1000 && c->decimals >= 0 &&
			   c->decimals <= 4 && memchr(c->symbol, '\0', sizeof(c->symbol)) &&
			   c->symbol[0] != '\0' && utf8_is_valid(c->symbol, strlen(c->symbol));
		for (j = 0; j < i; j++)
			is_right = is_right && strcmp(currency_at(j)->code, c->code) < 0 &&
				   currency_at(j)->number != c->number;
	}
	ok(is_right, "every currency is found, in order, with a number and a symbol of its own");
	ok(i > 160 && i < 175, "there are as many as ISO 4217 has");
	ok(!currency_at(i) && !currency_at(SIZE_MAX), "past the end there is none");
}

static void
is_amount(const char *text, const char *currency, enum money_mark mark, int64_t wanted)
{
	struct money m = { -1, "" };
	struct err e = { .message = "" };
	int result = money_parse(text, currency, mark, &m, &e);

	ok(result == 0 && m.minor == wanted && strcmp(m.currency, currency) == 0, "%s %s%s is %lld",
	    currency, text, mark == MONEY_COMMA ? " (comma)" : "", (long long)wanted);
	note_unless(result == 0, "%s", e.message);
}

static void
is_refused(const char *text, const char *currency, enum money_mark mark)
{
	struct money m = { -7, "XXX" };
	struct err e;

	ok(money_parse(text, currency, mark, &m, &e) == -1 && e.code == ERR_USAGE && m.minor == -7,
	    "refused: %s \"%.40s\"%s", currency, text, mark == MONEY_COMMA ? " (comma)" : "");
}

static void
test_parse(void)
{
	is_amount("0", "BOB", MONEY_POINT, 0);
	is_amount("1", "BOB", MONEY_POINT, 100);
	is_amount("1.5", "BOB", MONEY_POINT, 150);
	is_amount("1.50", "BOB", MONEY_POINT, 150);
	is_amount("0.01", "BOB", MONEY_POINT, 1);
	is_amount("175277.00", "ARS", MONEY_POINT, 17527700);
	is_amount("007", "BOB", MONEY_POINT, 700);
	is_amount("15000", "CLP", MONEY_POINT, 15000);
	is_amount("1.234", "KWD", MONEY_POINT, 1234);
	is_amount("1.2345", "CLF", MONEY_POINT, 12345);
	is_amount("10000000000000.00", "BOB", MONEY_POINT, MONEY_MAX);
	is_amount("1000000000000000", "CLP", MONEY_POINT, MONEY_MAX);
	is_amount("0000000000000000000000000000001", "CLP", MONEY_POINT, 1);
	is_amount("1234,50", "BOB", MONEY_COMMA, 123450);
	is_amount("1.234,50", "BOB", MONEY_COMMA, 123450);
	is_amount("1.234.567,5", "BOB", MONEY_COMMA, 123456750);
	is_amount("1.234", "BOB", MONEY_COMMA, 123400);
	is_amount("12.345", "CLP", MONEY_COMMA, 12345);
	is_amount("1234", "CLP", MONEY_COMMA, 1234);
}

static void
test_refused(void)
{
	static const char *const both[] = { "", "abc", "+1", "-1", "1.", ".5", "1..5", "1e3",
		"0x10", " 1", "1 ", "1 000", "1_000", "\xd9\xa1", "\xef\xbc\x91", "1\xc2\xa0", "$1",
		"1$", "1\n", "1\t", "NaN", "inf", "1'000", ".", ",", "10000000000000.01",
		"10000000000001", "9223372036854775807", "9223372036854775808",
		"18446744073709551617", "99999999999999999999999999999999999999" };
	static char megabyte[1 << 20];
	size_t i;

	for (i = 0; i < sizeof(both) / sizeof(both[0]); i++)
		is_refused(both[i], "BOB", MONEY_POINT);
	is_refused("1.234", "BOB", MONEY_POINT);
	is_refused("1,50", "BOB", MONEY_POINT);
	is_refused("1,234.50", "BOB", MONEY_POINT);
	is_refused("1.0", "CLP", MONEY_POINT);
	is_refused("1.2345", "KWD", MONEY_POINT);
	is_refused("1", "XAU", MONEY_POINT);
	is_refused("1", "bob", MONEY_POINT);
	is_refused("1", "", MONEY_POINT);
	memset(megabyte, '9', sizeof(megabyte) - 1);
	is_refused(megabyte, "BOB", MONEY_POINT);
	memset(megabyte, '0', sizeof(megabyte) - 1);
	memcpy(megabyte, "0.", 2);
	is_refused(megabyte, "BOB", MONEY_POINT);
}

static void
test_refused_comma(void)
{
	static const char *const texts[] = { "", "1,", ",5", "1.2", "1.23,4", "1.2345", "12345.678",
		"1234.567", "0.123", "012.345", "1..234", "1.234.", ".234", "1,234.50", "1.234,567",
		"1,2,3", "-1,0", "1.234.56", "9.999.999.999.999.999,00" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		is_refused(texts[i], "BOB", MONEY_COMMA);
	is_refused("1,0", "CLP", MONEY_COMMA);
}

static void
is_message(const char *text, const char *currency, const char *wanted)
{
	struct money m;
	struct err e = { .message = "" };

	money_parse(text, currency, MONEY_POINT, &m, &e);
	is_text(e.message, wanted, "\"%s\" says why", text);
}

static void
test_messages(void)
{
	is_message("abc", "BOB", "not an amount: abc");
	is_message("1.234", "BOB", "BOB has 2 decimals: 1.234");
	is_message("1.5", "CLP", "CLP has no decimals: 1.5");
	is_message("99999999999999999", "BOB", "amount too large: 99999999999999999");
	is_message("1", "XAU", "unknown currency: XAU");
}

static void
is_format(int64_t minor, const char *currency, const char *plain, const char *people)
{
	struct money m = money_of(minor, currency);
	char text[MONEY_TEXT_SIZE];

	money_format(&m, text);
	is_text(text, plain, "%s %lld in records", currency, (long long)minor);
	money_format_people(&m, text);
	is_text(text, people, "and for people");
}

static void
test_format(void)
{
	is_format(17527700, "ARS", "175277.00", "$175,277.00");
	is_format(120050, "BOB", "1200.50", "Bs 1,200.50");
	is_format(0, "BOB", "0.00", "Bs 0.00");
	is_format(5, "BOB", "0.05", "Bs 0.05");
	is_format(-5, "BOB", "-0.05", "-Bs 0.05");
	is_format(99999, "USD", "999.99", "US$999.99");
	is_format(100000, "USD", "1000.00", "US$1,000.00");
	is_format(1500000, "PYG", "1500000",
	    "\xe2\x82\xb2"
	    "1,500,000");
	is_format(0, "CLP", "0", "$0");
	is_format(1234567, "KWD", "1234.567", "KD 1,234.567");
	is_format(1, "CLF", "0.0001", "UF 0.0001");
	is_format(INT64_MAX, "CLP", "9223372036854775807", "$9,223,372,036,854,775,807");
	is_format(INT64_MIN, "CLP", "-9223372036854775808", "-$9,223,372,036,854,775,808");
	is_format(
	    INT64_MIN, "GHS", "-92233720368547758.08", "-GH\xe2\x82\xb5 92,233,720,368,547,758.08");
	is_format(1234, "ZZZ", "1234", "ZZZ 1,234");
}

static void
test_round_trip(void)
{
	const struct currency *c;
	uint64_t seed = 4217;
	bool is_right = true;
	size_t i;
	int n;

	for (i = 0; (c = currency_at(i)) != NULL; i++)
		for (n = 0; n < 1000; n++) {
			int64_t bound = INT64_C(1) << tap_random(&seed) % 50;
			struct money m =
			    money_of((int64_t)(tap_random(&seed) % (uint64_t)bound), c->code);
			struct money back = { -1, "" };
			char text[MONEY_TEXT_SIZE];
			struct err e;

			money_format(&m, text);
			is_right =
			    note_unless(money_parse(text, c->code, MONEY_POINT, &back, &e) == 0 &&
					    money_compare(&m, &back) == 0,
				"%s %s", c->code, text) &&
			    is_right;
		}
	ok(is_right, "what is written is read as the same amount, in every currency");
}

static void
test_arithmetic(void)
{
	struct money a = money_of(INT64_MAX, "BOB");
	struct money b = money_of(1, "BOB");
	struct money c = money_of(1, "USD");
	struct money out = money_of(7, "EUR");
	struct err e;

	ok(money_add(&a, &b, &out, &e) == -1 && e.code == ERR_FAILED, "a sum past 64 bits fails");
	ok(money_sub(&b, &a, &out, &e) == 0 && out.minor == 1 - INT64_MAX,
	    "a difference may be negative");
	a.minor = INT64_MIN;
	ok(money_sub(&a, &b, &out, &e) == -1 && e.code == ERR_FAILED, "one past 64 bits fails");
	ok(money_add(&b, &c, &out, &e) == -1 && e.code == ERR_USAGE, "currencies are never added");
	ok(money_sub(&b, &c, &out, &e) == -1 && e.code == ERR_USAGE, "nor subtracted");
	is_text(e.message, "two currencies: BOB and USD", "and are named");
	ok(money_add(&b, &b, &b, &e) == 0 && b.minor == 2 && strcmp(b.currency, "BOB") == 0,
	    "the sum may be where an amount was");
	a.minor = 2;
	is_int(money_compare(&a, &b), 0, "equal amounts");
	a.minor = 3;
	ok(money_compare(&a, &b) == 1 && money_compare(&b, &a) == -1, "larger and smaller ones");
}

static void
is_rate(const char *text, int64_t units, int scale, const char *written)
{
	struct rate r = { -1, -1 };
	char back[RATE_TEXT_SIZE] = "";
	struct err e;

	ok(rate_parse(text, &r, &e) == 0 && r.units == units && r.scale == scale, "rate %s", text);
	rate_format(&r, back);
	is_text(back, written, "is written %s", written);
}

static void
test_rate(void)
{
	static const char *const bad[] = { "", "-1", "+1", "1.", ".5", "1,5", "1e2", "abc", " 1",
		"1 ", "1.0000000001", "1000000000", "1.5.5", "2%", "\xd9\xa1" };
	struct rate r = { 250, 2 };
	char text[RATE_TEXT_SIZE];
	struct err e;
	size_t i;

	is_rate("2.5", 25, 1, "2.5");
	is_rate("2.50", 25, 1, "2.5");
	is_rate("0", 0, 0, "0");
	is_rate("0.000", 0, 0, "0");
	is_rate("10", 10, 0, "10");
	is_rate("0.05", 5, 2, "0.05");
	is_rate("999999999.999999999", INT64_C(999999999999999999), 9, "999999999.999999999");
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(rate_parse(bad[i], &r, &e) == -1 && e.code == ERR_USAGE && r.units == 250,
		    "no rate: \"%s\"", bad[i]);
	rate_format(&r, text);
	is_text(text, "2.5", "zeros at the end are not written");
	r = (struct rate){ 500, 2 };
	rate_format(&r, text);
	is_text(text, "5", "nor a mark with nothing behind it");
}

static void
is_percent(int64_t base, int64_t units, int scale, int64_t wanted)
{
	struct rate r = { units, scale };
	int64_t minor = -1;
	struct err e;

	ok(money_percent(base, &r, &minor, &e) == 0 && minor == wanted,
	    "%lld/10^%d %% of %lld is %lld", (long long)units, scale, (long long)base,
	    (long long)wanted);
}

static void
test_percent(void)
{
	struct rate r = { 999999999999999999, 0 };
	int64_t minor = 7;
	struct err e;

	is_percent(10000, 25, 1, 250);
	is_percent(50, 1, 0, 1);
	is_percent(49, 1, 0, 0);
	is_percent(150, 1, 0, 2);
	is_percent(250, 1, 0, 3);
	is_percent(0, 25, 1, 0);
	is_percent(10000, 0, 0, 0);
	is_percent(1, 5, 9, 0);
	is_percent(MONEY_MAX, 100, 0, MONEY_MAX);
	is_percent(1000000000, 999999999999999999, 9, INT64_C(10000000000000000));
	ok(money_percent((money_wide)MONEY_MAX * 1000, &r, &minor, &e) == -1 &&
		e.code == ERR_FAILED && minor == 7,
	    "a percentage past 64 bits fails");
	ok(money_percent((money_wide)1 << 126, &r, &minor, &e) == -1 && e.code == ERR_FAILED,
	    "one past 128 bits too");
	ok(money_percent((money_wide)MONEY_MAX * 36500, &(struct rate){ 1, 1 }, &minor, &e) == 0 &&
		minor == INT64_C(36500000000000000),
	    "amount x days is wider than 64 bits");
}

/* Half up: exactly the least whole number whose distance from the true value is at most a half. */
static void
test_percent_property(void)
{
	uint64_t seed = 7;
	bool is_right = true;
	int i;

	for (i = 0; i < 100000; i++) {
		int64_t base = (int64_t)(tap_random(&seed) % 1000000000);
		struct rate r = { (int64_t)(tap_random(&seed) % 100000), 3 };
		money_wide exact = (money_wide)base * r.units; /* in 1/100000 */
		int64_t minor = -1;
		struct err e;

		if (money_percent(base, &r, &minor, &e))
			minor = -1;
		is_right = is_right && 2 * exact < ((money_wide)minor * 2 + 1) * 100000 &&
			   2 * exact >= ((money_wide)minor * 2 - 1) * 100000;
	}
	ok(is_right, "percentages are rounded half up, 10^5 times");
}

int
main(void)
{
	test_table();
	test_table_order();
	test_parse();
	test_refused();
	test_refused_comma();
	test_messages();
	test_format();
	test_round_trip();
	test_arithmetic();
	test_rate();
	test_percent();
	test_percent_property();
	return done();
}
