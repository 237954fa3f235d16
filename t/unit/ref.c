#include "ref.h"

#include "tap.h"

static const char *const prefixes[] = { "cus", "bil", "acc", "inv", "plan", "sub", "card", "pay",
	"qr", "msg", "log", "txn" };

static void
test_round_trip(void)
{
	static const int64_t ids[] = { 1, 42, 1000, INT64_MAX };
	size_t i, j;

	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		enum ref_type type = (enum ref_type)(REF_CUSTOMER + i);

		is_text(ref_prefix(type), prefixes[i], "%s is a type", prefixes[i]);
		for (j = 0; j < sizeof(ids) / sizeof(ids[0]); j++) {
			char text[REF_SIZE];
			struct ref ref = { REF_NONE, 0 };

			ref_format(type, ids[j], text);
			ok(ref_parse(text, &ref) == 1 && ref.type == type && ref.id == ids[j],
			    "%s comes back", text);
		}
	}
}

static void
test_refused(void)
{
	static const char *const texts[] = { "", "inv", "inv-", "-42", "inv-0", "inv-042", "inv--1",
		"inv-+1", "inv-4x", "inv-4 ", " inv-4", "INV-4", "Inv-4", "invoice-4", "in-4",
		"inv_4", "inv-9223372036854775808", "inv-99999999999999999999", "water:1001",
		"inv-\xd9\xa4", "inv-1e3", "foo-1", "card4", "cards-4" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct ref ref = { REF_QR, 7 };

		ok(ref_parse(texts[i], &ref) == 0 && ref.type == REF_QR && ref.id == 7,
		    "\"%s\" is no ref", texts[i]);
	}
}

static void
test_absent(void)
{
	static const char *const words[] = { "there is no x", "there is no customer x",
		"there is no biller x", "there is no account x", "there is no invoice x" };
	struct err e;

	for (unsigned type = REF_NONE; type <= REF_INVOICE; type++) {
		ok(ref_absent((enum ref_type)type, "x", &e) == -1, "the words for %u", type);
		ok(e.code == ERR_NOT_FOUND && e.ref[0] == '\0', "they tell nothing else");
		is_text(e.message, words[type], "by name");
		ref_absent((enum ref_type)type, "inv-42", &e);
		is_text(e.message, "there is no inv-42", "by ref");
	}
	ref_absent_id(REF_PAYMENT, 9, &e);
	is_text(e.message, "there is no pay-9", "by id");
}

int
main(void)
{
	char text[REF_SIZE] = "x";

	test_round_trip();
	test_refused();
	test_absent();
	is_text(ref_format(REF_INVOICE, 42, text), "inv-42", "inv-42 is written");
	is_text(ref_format(REF_INVOICE, 0, text), "", "id 0 is nothing");
	is_text(ref_format(REF_SUBSCRIPTION, INT64_MAX, text), "sub-9223372036854775807",
	    "the largest fits");
	return done();
}
