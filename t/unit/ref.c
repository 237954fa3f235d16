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

int
main(void)
{
	char text[REF_SIZE] = "x";

	test_round_trip();
	test_refused();
	is_text(ref_format(REF_INVOICE, 42, text), "inv-42", "inv-42 is written");
	is_text(ref_format(REF_INVOICE, 0, text), "", "id 0 is nothing");
	is_text(ref_format(REF_SUBSCRIPTION, INT64_MAX, text), "sub-9223372036854775807",
	    "the largest fits");
	return done();
}
