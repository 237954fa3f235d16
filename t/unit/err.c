#include "err.h"

#include <stdlib.h>

#include "tap.h"

static void
test_set(void)
{
	struct err e;

	memset(&e, 'x', sizeof(e));
	is_int(err_set(&e, ERR_CONFLICT, "cannot pay %s", "inv-42"), -1, "err_set gives -1");
	is_int(e.code, ERR_CONFLICT, "err_set keeps the code");
	is_text(e.message, "cannot pay inv-42", "err_set formats the message");
	ok(!*e.reason && !*e.ref && !*e.until && !*e.receipt && !*e.hint &&
		e.money == ERR_MONEY_NONE,
	    "err_set leaves everything else empty");
	err_set(&e, ERR_USAGE, "%s again", e.message);
	is_text(e.message, "cannot pay inv-42 again", "an error may be made of its own message");
}

static void
test_clean(void)
{
	char big[1 << 20];
	struct err e;

	err_set(&e, ERR_USAGE, "a%sb", "\x1b[31m\r\n\x7f");
	is_text(e.message, "a?[31m???b", "C0 and DEL become ?");
	err_set(&e, ERR_USAGE, "a%sb", "\xc2\x9b\xe2\x80\xae\xe2\x80\x8b");
	is_text(e.message, "a???b", "C1, bidi and zero-width controls become ?");
	err_set(&e, ERR_USAGE, "a%sb", "\xff\xc0\xaf\xed\xa0\x80");
	is_text(e.message, "a??????b", "invalid UTF-8 becomes ?");
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	err_set(&e, ERR_USAGE, "%s", big);
	is_int((int64_t)strlen(e.message), 200, "a megabyte is cut at 200 bytes");
	memset(big, 'x', 199);
	memcpy(big + 199, "\xc3\xb1", 3);
	err_set(&e, ERR_USAGE, "%s", big);
	is_int((int64_t)strlen(e.message), 199, "no character is cut in two");
}

static void
test_additions(void)
{
	char long_reason[64];
	struct err e;

	err_set(&e, ERR_CONFLICT, "cannot pay inv-42");
	is_int(err_reason(&e, "paid", "inv-42"), -1, "err_reason gives -1");
	is_text(e.reason, "paid", "err_reason keeps the word");
	is_text(e.ref, "inv-42", "err_reason keeps the ref");
	memset(long_reason, 'r', sizeof(long_reason) - 1);
	long_reason[sizeof(long_reason) - 1] = '\0';
	err_reason(&e, long_reason, NULL);
	is_int((int64_t)strlen(e.reason), 23, "a word too long is cut");
	is_text(e.ref, "", "no ref is an empty one");
	is_int(err_hint(&e, "run %s", "pp-pay resolve"), -1, "err_hint gives -1");
	is_text(e.hint, "run pp-pay resolve", "err_hint keeps the hint");
	is_int(err_prefix(&e, "%s:%d:%d", "import.csv", 12, 3), -1, "err_prefix gives -1");
	is_text(
	    e.message, "import.csv:12:3: cannot pay inv-42", "err_prefix goes before the message");
	is_text(e.hint, "run pp-pay resolve", "err_prefix leaves the hint");
	is_int(err_money(&e, ERR_MONEY_CHARGED, "pay-9"), -1, "err_money gives -1");
	is_text(e.receipt, "pay-9", "err_money keeps the receipt");
	is_int(e.money, ERR_MONEY_CHARGED, "err_money keeps how the money stands");
}

static void
test_graver(void)
{
	static const int order[] = { 11, 1, 9, 10, 7, 8, 5, 0 };
	enum { COUNT = sizeof(order) / sizeof(order[0]) };
	size_t i, j;

	for (i = 0; i < COUNT; i++)
		for (j = i; j < COUNT; j++) {
			is_int(err_graver(order[i], order[j]), order[i], "%d is graver than %d",
			    order[i], order[j]);
			is_int(err_graver(order[j], order[i]), order[i], "%d after %d too",
			    order[i], order[j]);
		}
	is_int(err_graver(3, 4), 3, "of two others the first counts");
}

int
main(void)
{
	test_set();
	test_clean();
	test_additions();
	test_graver();
	return done();
}
