/* Published vectors; then every rule, each by a payload that breaks it alone. */
#include <stdlib.h>
#include "emv.h"
#include "tap.h"
#include "utf8.h"

#define SAMPLE                                                                                     \
	"00020101021229300012D156000000000510A93FO3230Q31280012D156000000010308123456785204411158" \
	"02CN"                                                                                     \
	"5914BEST "                                                                                \
	"TRANSPORT6007BEIJING64200002ZH0104\xe6\x9c\x80\xe4\xbd\xb3\xe8\xbf\x90\xe8\xbe\x93"       \
	"0202\xe5\x8c\x97\xe4\xba\xac"                                                             \
	"540523.7253031565502016233030412340603***0708A60086670902ME91320016A0112233449988770708"  \
	"123456786304A13A"

static struct emv emv;

static void
test_crc(void)
{
	char sample[] = SAMPLE;

	is_int(emv_crc("123456789", 9), 0x29b1, "123456789 has the checksum 29B1");
	is_int(emv_crc(sample, strlen(sample) - 4), 0xa13a, "EMVCo's sample has A13A");
	is_int(emv_crc("", 0), 0xffff, "nothing has FFFF");
}

static void
test_sample(void)
{
	char value[100];

	emv_read(SAMPLE, &emv);
	ok(emv.kind == EMV_KIND_EMVCO && !emv.is_invalid && emv.breach_count == 0,
	    "EMVCo's sample keeps every rule");
	is_int((int64_t)emv.count, 28, "it has 28 objects");
	ok(emv_value(&emv, "64.01", value, sizeof value) &&
		strcmp(value, "\xe6\x9c\x80\xe4\xbd\xb3\xe8\xbf\x90\xe8\xbe\x93") == 0,
	    "lengths count characters");
	ok(emv_value(&emv, "62.07", value, sizeof value) && strcmp(value, "A6008667") == 0,
	    "62.07");
	ok(emv_value(&emv, "29.05", value, sizeof value) && strcmp(value, "A93FO3230Q") == 0,
	    "29.05");
	ok(!emv_value(&emv, "62.08", value, sizeof value), "62.08 is not there");
	ok(!emv_value(&emv, "29.05", value, 10), "a value that does not fit is not cut");
	is_int((int64_t)emv_find(&emv, "54")->offset, 145, "offsets count characters");
}

/* "ID=VALUE", separated by NUL; a "{" value is a template up to "}". */
struct row {
	const char *id, *value;
};

static void
add_row(struct text *payload, const struct row *row)
{
	size_t chars = utf8_count(row->value);

	if (strlen(row->id) == 2)
		text_add_format(payload, "%s%02zu%s", row->id, chars, row->value);
	else
		text_add(payload, row->id + 1);
}

static const struct row base[] = { { "00", "01" }, { "01", "11" },
	{ "26", "0010org.ex.pay0105acc-3" }, { "52", "0000" }, { "53", "068" }, { "54", "1" },
	{ "58", "BO" }, { "59", "Ana" }, { "60", "La Paz" } };
enum { BASE = sizeof base / sizeof *base };

/* The base with changes: an id that is there gets the value (NULL: goes), another is added. */
static void
make(struct text *payload, const struct row *changes, bool is_first)
{
	text_clear(payload);
	for (const struct row *c = changes; is_first && c->id != NULL; c++)
		add_row(payload, c);
	for (size_t i = 0; i < BASE; i++) {
		struct row row = base[i];

		for (const struct row *c = changes; !is_first && c->id != NULL; c++)
			if (strcmp(c->id, row.id) == 0)
				row.value = c->value;
		if (row.value != NULL)
			add_row(payload, &row);
	}
	for (const struct row *c = changes; !is_first && c->id != NULL; c++) {
		bool is_new = true;

		for (size_t i = 0; i < BASE; i++)
			is_new = is_new && strcmp(c->id, base[i].id) != 0;
		if (is_new)
			add_row(payload, c);
	}
	emv_finish(payload);
}

static void
breaks(const char *rule, const char *path, bool is_deviation, const struct row *changes)
{
	struct text payload;

	text_open(&payload);
	make(&payload, changes, false);
	emv_read(text_string(&payload), &emv);
	if (!ok(emv.breach_count == 1 && strcmp(emv.breaches[0].rule, rule) == 0 &&
		    strcmp(emv.breaches[0].path, path) == 0 &&
		    emv.breaches[0].is_deviation == is_deviation && emv.is_invalid == !is_deviation,
		"%s at %s, alone, %s", rule, path[0] ? path : "the payload",
		is_deviation ? "a deviation" : "invalid"))
		for (size_t i = 0; i < emv.breach_count; i++)
			printf("# %s %s at %zu of %s\n", emv.breaches[i].rule, emv.breaches[i].path,
			    emv.breaches[i].offset, text_string(&payload));
	text_close(&payload);
}

#define CHANGES(...) ((const struct row[]){ __VA_ARGS__, { NULL, NULL } })
#define TEN	     "1234567890"

static void
test_presence(void)
{
	static const char *const needed[] = { "00", "52", "53", "58", "59", "60" };

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		breaks("missing", needed[i], false, CHANGES({ needed[i], NULL }));
	breaks("account", "02", false, CHANGES({ "26", NULL }));
	breaks("guid", "26.00", false, CHANGES({ "26", "0105acc-3" }));
	breaks("guid", "85.00", true, CHANGES({ "85", "0105acc-3" }));
	breaks("guid", "62.50.00", true, CHANGES({ "62", "50090105acc-3" }));
	breaks("missing", "64.00", false, CHANGES({ "64", "0103Ana" }));
	breaks("missing", "64.01", false, CHANGES({ "64", "0002es0205Sucre" }));
	breaks("twice", "61", false, CHANGES({ "61", "1" }, { "61", "2" }));
	breaks("twice", "62.01", false,
	    CHANGES({ "62", "01011"
			    "01012" }));
	breaks("reserved", "70", true, CHANGES({ "70", "x" }));
	breaks("reserved", "62.12", true, CHANGES({ "62", "1201x" }));
	breaks("reserved", "64.03", true, CHANGES({ "64", "0002es0103Ana0301x" }));
}

static void
test_sizes(void)
{
	static const struct {
		const char *id;
		int most;
	} sizes[] = { { "59", 25 }, { "60", 15 }, { "61", 10 } };
	char value[100];

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		memset(value, 'x', 99);
		value[sizes[i].most + 1] = '\0';
		breaks("size", sizes[i].id, false, CHANGES({ sizes[i].id, value }));
	}
	breaks("size", "54", false, CHANGES({ "54", "12345678901234" }));
	breaks("size", "53", false, CHANGES({ "53", "68" }));
	breaks("size", "52", false, CHANGES({ "52", "00000" }));
	breaks("size", "01", false, CHANGES({ "01", "1" }));
	breaks("size", "58", false, CHANGES({ "58", "BOL" }));
	breaks("size", "57", false, CHANGES({ "55", "03" }, { "57", "10.000" }));
	breaks("size", "56", false, CHANGES({ "55", "02" }, { "56", "12345678901234" }));
	for (int i = 1; i <= 8; i++) {
		snprintf(value, sizeof value, "%02d26" TEN TEN "123456", i);
		snprintf(value + 40, 8, "62.%02d", i);
		breaks("size", value + 40, false, CHANGES({ "62", value }));
	}
	breaks("size", "62.09", false, CHANGES({ "62", "0904AMEA" }));
	breaks("size", "62.10", false, CHANGES({ "62", "1021" TEN TEN "1" }));
	breaks("size", "62.11", false, CHANGES({ "62", "110200" }));
	breaks("size", "26.00", false, CHANGES({ "26", "0034" TEN TEN TEN "1234" }));
	breaks("size", "64.00", false, CHANGES({ "64", "0003spa0103Ana" }));
	breaks("size", "64.01", false, CHANGES({ "64", "0002es0126" TEN TEN "123456" }));
	breaks("size", "64.02", false, CHANGES({ "64", "0002es0103Ana0216" TEN "123456" }));
}

static void
test_values(void)
{
	static const char *const amounts[] = { "0", "0.00", ".5", "1,5", "3 705", "1.2.3", "-1",
		"1e3" };
	static const char *const percentages[] = { "0", "100", "0.001", "5%", "00.00" };
	static const char *const good[] = { "98.73", "98", "98.", "0.01", "0000000000.01" };
	struct text payload;

	breaks("value", "00", false, CHANGES({ "00", "02" }));
	breaks("value", "01", false, CHANGES({ "01", "13" }));
	breaks("value", "55", false, CHANGES({ "55", "04" }));
	breaks("digits", "52", false, CHANGES({ "52", "12a4" }));
	breaks("digits", "53", false, CHANGES({ "53", "BOB" }));
	breaks("currency", "53", false, CHANGES({ "53", "999" }));
	breaks("country", "58", false, CHANGES({ "58", "bo" }));
	breaks("ascii", "59", true,
	    CHANGES({ "59", "A\xc3\xb1"
			    "ez" }));
	breaks("control", "59", false, CHANGES({ "59", "A\tB" }));
	breaks("guid-form", "26.00", true, CHANGES({ "26", "0004bank" }));
	breaks("data-request", "62.09", false, CHANGES({ "62", "0902AA" }));
	breaks("data-request", "62.09", false, CHANGES({ "62", "0901X" }));
	breaks("channel", "62.11", false, CHANGES({ "62", "1103800" }));
	breaks("channel", "62.11", false, CHANGES({ "62", "1103040" }));
	breaks("language", "64.00", false, CHANGES({ "64", "0002e10103Ana" }));
	breaks("decimals", "54", true, CHANGES({ "54", "1.234" }));
	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
		breaks("amount", "54", false, CHANGES({ "54", amounts[i] }));
		breaks("amount", "56", false, CHANGES({ "55", "02" }, { "56", amounts[i] }));
	}
	for (size_t i = 0; i < sizeof percentages / sizeof *percentages; i++)
		breaks(
		    "percentage", "57", false, CHANGES({ "55", "03" }, { "57", percentages[i] }));
	breaks("fixed-fee", "56", false, CHANGES({ "55", "02" }));
	breaks("fixed-fee", "56", false, CHANGES({ "55", "01" }, { "56", "1" }));
	breaks("fixed-fee", "56", false, CHANGES({ "56", "1" }));
	breaks("percentage-fee", "57", false, CHANGES({ "55", "03" }));
	breaks("percentage-fee", "57", false, CHANGES({ "57", "1" }));
	text_open(&payload);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		make(&payload, CHANGES({ "54", good[i] }), false);
		emv_read(text_string(&payload), &emv);
		ok(emv.breach_count == 0, "%s is an amount", good[i]);
	}
	text_close(&payload);
}

static void
is_broken(const char *rule, const char *path, bool is_deviation, const char *payload)
{
	emv_read(payload, &emv);
	if (!ok(emv.breach_count == 1 && strcmp(emv.breaches[0].rule, rule) == 0 &&
		    strcmp(emv.breaches[0].path, path) == 0 &&
		    emv.breaches[0].is_deviation == is_deviation && emv.is_invalid == !is_deviation,
		"%s, alone", rule))
		for (size_t i = 0; i < emv.breach_count; i++)
			printf(
			    "# %s %s of %s\n", emv.breaches[i].rule, emv.breaches[i].path, payload);
}

static void
test_shape(void)
{
	struct text good, payload;
	char text[600];

	text_open(&good);
	text_open(&payload);
	make(&good, CHANGES({ "61", "1" }), false);
	make(&payload, CHANGES({ "61", "1" }), true);
	is_broken("first", "00", false, text_string(&payload));
	make(&payload, CHANGES({ "54", "2" }), false);
	snprintf(text, sizeof text, "%s61011", text_string(&payload));
	is_broken("last", "63", false, text);
	snprintf(text, sizeof text, "%s", text_string(&payload));
	text[strlen(text) - 8] = '\0';
	is_broken("missing", "63", false, text);
	snprintf(text, sizeof text, "%s", text_string(&good));
	text[strlen(text) - 1] ^= 1;
	is_broken("crc", "63", false, text);
	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof text, "%d", i);
		make(&payload, CHANGES({ "61", text }), false);
		snprintf(text, sizeof text, "%s", text_string(&payload));
		for (char *c = text + strlen(text) - 4; *c != '\0'; c++)
			*c |= *c >= 'A' ? 32 : 0;
		if (strcmp(text, text_string(&payload)) != 0)
			break;
	}
	is_broken("crc-case", "63", true, text);
	is_broken("id", "", false, "000201x1");
	is_broken("length", "", false, "00020101x1");
	is_broken("length", "", false, "0002010100");
	is_broken("cut", "", false, "00020101021");
	is_broken("cut", "", false, "0002010103\xc3\xb1x");
	is_broken("utf8", "", false, "000201\xff");
	is_broken("payload", "", false, "https://example.com/pay");
	is_broken("payload", "", false, "");
	breaks("id", "26", false, CHANGES({ "26", "0006org.exx" }));
	breaks("cut", "26", false, CHANGES({ "26", "0009org.ex" }));
	breaks("length", "62", false, CHANGES({ "62", "0100" }));
	text_close(&good);
	text_close(&payload);
}

static void
test_long(void)
{
	struct text payload;
	char value[100];

	memset(value, 'x', 99);
	value[99] = '\0';
	breaks("payload-size", "", true,
	    CHANGES({ "02", value }, { "04", value }, { "06", value }, { "08", value },
		{ "10", value }));
	text_open(&payload);
	for (int i = 0; i < 400; i++)
		text_add(&payload, "000201");
	emv_read(text_string(&payload), &emv);
	ok(emv.is_invalid && emv.count <= EMV_OBJECTS_MAX && emv.breach_count <= EMV_BREACHES_MAX,
	    "what has no end is bounded");
	text_close(&payload);
}

/* Templates of more objects in all than are kept.  No payload of 512 characters has so many: its
 * length is a deviation besides. */
static void
test_many(void)
{
	struct text payload, template;

	text_open(&payload);
	text_open(&template);
	emv_add(&template, 0, "o.x");
	for (int id = 1; id <= 15; id++)
		emv_add(&template, id, "x");
	emv_add(&payload, 0, "01");
	for (int id = 26; id <= 42; id++)
		emv_add(&payload, id, text_string(&template));
	emv_finish(&payload);
	emv_read(text_string(&payload), &emv);
	ok(emv.is_invalid && emv.is_full && emv.count == EMV_OBJECTS_MAX && emv.breach_count == 2 &&
		strcmp(emv.breaches[0].rule, "many") == 0 &&
		strcmp(emv.breaches[1].rule, "payload-size") == 0 && emv.breaches[1].is_deviation,
	    "many, told once, and that the payload is long");
	/* 1 object of 6 characters, then templates of 17 objects and 86 characters. */
	is_int((int64_t)emv.breaches[0].offset, 6 + 15 * 86, "many, where");
	text_close(&template);
	text_close(&payload);
}

static void
is_kind(enum emv_kind kind, const char *payload, bool is_invalid)
{
	emv_read(payload, &emv);
	ok(emv.kind == kind && emv.is_invalid == is_invalid, "%s: %s", emv_kind_name(kind),
	    is_invalid ? "invalid" : "valid");
	for (size_t i = 0; i < emv.breach_count && emv.is_invalid != is_invalid; i++)
		printf("# %s %s\n", emv.breaches[i].rule, emv.breaches[i].path);
}

static void
test_kinds(void)
{
	struct text payload;

	text_open(&payload);
	make(&payload,
	    CHANGES({ "26", "0014br.gov.bcb.pix0105a@b.c" }, { "53", "986" }, { "58", "BR" }),
	    false);
	is_kind(EMV_KIND_PIX, text_string(&payload), false);
	make(&payload, CHANGES({ "26", "0014BR.GOV.BCB.PIX0105a@b.c" }, { "58", "BR" }), false);
	is_kind(EMV_KIND_PIX, text_string(&payload), false);
	make(&payload,
	    CHANGES({ "50", "001130500010912" }, { "51", "0022" TEN TEN "12" }, { "53", "032" },
		{ "58", "AR" }),
	    false);
	is_kind(EMV_KIND_ARGENTINA, text_string(&payload), false);
	make(&payload, CHANGES({ "50", "30500010912" }, { "53", "032" }, { "58", "AR" }), false);
	is_kind(EMV_KIND_ARGENTINA, text_string(&payload), false);
	make(&payload, CHANGES({ "49", "0104x" }, { "53", "032" }, { "58", "AR" }), false);
	is_kind(EMV_KIND_EMVCO, text_string(&payload), true);
	make(&payload,
	    CHANGES({ "80", "0015CO.COM.RBM.RED01"
			    "0110"
			    "12" },
		{ "53", "170" }, { "58", "CO" }),
	    false);
	emv_read(text_string(&payload), &emv);
	is_int(emv.kind, EMV_KIND_COLOMBIA, "colombia, broken inside");
	make(&payload, CHANGES({ "26", "0010CO.COM.ABC0104acc1" }, { "53", "170" }, { "58", "CO" }),
	    false);
	is_kind(EMV_KIND_COLOMBIA, text_string(&payload), false);
	make(&payload, CHANGES({ "26", "0010py.com.abc0104acc1" }, { "53", "600" }, { "58", "PY" }),
	    false);
	is_kind(EMV_KIND_PARAGUAY, text_string(&payload), false);
	is_kind(EMV_KIND_BANK, "q1Xv0Hn3zR8kLw5sT2yB7cD9eF4gJ6mPaQoUiYtReWs=|0A1B2C3D4E5F60718293",
	    false);
	is_kind(EMV_KIND_TEXT, "q1Xv0Hn3zR8kLw5sT2yB7cD9eF4gJ6mPaQoUiYtReWs=", true);
	is_kind(EMV_KIND_TEXT, "12345678", true);
	text_close(&payload);
}

/* What is written is read back, object by object. */
static void
test_round(void)
{
	static const char letters[] = "ABCxyz 019.-*";
	uint64_t state = 42;
	int wrong = 0;

	for (int i = 0; i < 20000; i++) {
		struct text payload;
		char values[8][100], value[100];
		static const int ids[] = { 59, 60, 61, 2, 4, 65, 66, 79 };

		text_open(&payload);
		for (int j = 0; j < 8; j++) {
			size_t length = tap_random(&state) % 10 + 1;

			for (size_t k = 0; k < length; k++)
				values[j][k] = letters[tap_random(&state) % 13];
			values[j][length] = '\0';
			emv_add(&payload, ids[j], values[j]);
		}
		emv_finish(&payload);
		text_clear(&payload);
		emv_add(&payload, 0, "01");
		for (int j = 0; j < 8; j++)
			emv_add(&payload, ids[j], values[j]);
		emv_finish(&payload);
		emv_read(text_string(&payload), &emv);
		for (int j = 0; j < 8; j++) {
			char path[4];

			snprintf(path, sizeof path, "%02d", ids[j]);
			wrong += !emv_value(&emv, path, value, sizeof value) ||
				 strcmp(value, values[j]) != 0;
		}
		wrong += strcmp(emv.breaches[0].rule, "missing") != 0 &&
			 strcmp(emv.breaches[0].rule, "reserved") != 0;
		text_close(&payload);
	}
	is_int(wrong, 0, "20,000 payloads are read as they were written");
}

int
main(void)
{
	test_crc();
	test_sample();
	test_presence();
	test_sizes();
	test_values();
	test_shape();
	test_long();
	test_many();
	test_kinds();
	test_round();
	return done();
}
