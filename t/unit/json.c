#include "json.h"

#include "tap.h"

static void
test_write(void)
{
	struct json_writer w;
	struct text t;

	text_open(&t);
	json_writer_open(&w, &t);
	json_object_begin(&w, NULL);
	json_write_text(&w, "type", "invoice");
	json_write_int(&w, "v", 1);
	json_write_text(&w, "id", NULL);
	json_write_bool(&w, "default", true);
	json_write_bool(&w, "is_late", false);
	json_write_null(&w, "plan");
	json_array_begin(&w, "lines");
	json_object_begin(&w, NULL);
	json_write_text(&w, "amount", "1.50");
	json_object_end(&w);
	json_object_begin(&w, NULL);
	json_object_end(&w);
	json_write_int(&w, NULL, INT64_MIN);
	json_array_end(&w);
	json_array_begin(&w, "none");
	json_array_end(&w);
	json_object_end(&w);
	is_text(text_string(&t),
	    "{\"type\":\"invoice\",\"v\":1,\"id\":null,\"default\":true,\"is_late\":false,\"plan\":"
	    "null,"
	    "\"lines\":[{\"amount\":\"1.50\"},{},-9223372036854775808],\"none\":[]}",
	    "an object with all kinds of members");
	text_clear(&t);
	json_object_begin(&w, NULL);
	json_object_end(&w);
	is_text(text_string(&t), "{}", "a second outermost object needs no comma");
	text_close(&t);
}

static void
is_written(const char *value, const char *wanted)
{
	struct json_writer w;
	struct text t;

	text_open(&t);
	json_writer_open(&w, &t);
	json_write_text(&w, NULL, value);
	is_text(text_string(&t), wanted, "written: %s", wanted);
	text_close(&t);
}

static void
test_escapes(void)
{
	is_written("", "\"\"");
	is_written("a\"b\\c/d", "\"a\\\"b\\\\c/d\"");
	is_written("Mu\xc3\xb1oz \xf0\x9f\x98\x80", "\"Mu\xc3\xb1oz \xf0\x9f\x98\x80\"");
	is_written("a\nb\tc\x1b[1m\x7f", "\"a\\u000ab\\u0009c\\u001b[1m\\u007f\"");
	is_written(
	    "\xc2\x9b\xe2\x80\xae\xe2\x80\x8b\xe2\x80\xa8", "\"\\u009b\\u202e\\u200b\\u2028\"");
	is_written("\xf3\xa0\x81\x81", "\"\\udb40\\udc41\"");
	is_written("a\xff", "\"a\xef\xbf\xbd\"");
}

static void
is_refused(const char *bytes, size_t length, const char *what)
{
	json_t *object = NULL;
	struct err e;

	ok(json_read(bytes, length, &object, &e) == -1 && e.code == ERR_USAGE && !object,
	    "refused: %s", what);
}

static void
test_refused(void)
{
	static const char *const texts[] = { "", " ", "[]", "1", "\"a\"", "null", "true", "{", "}",
		"{]", "{\"a\":1,}", "{\"a\"}", "{a:1}", "{'a':1}", "{\"a\":NaN}",
		"{\"a\":Infinity}", "{\"a\":-}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}",
		"{\"a\":+1}", "{\"a\":0x10}", "{\"a\":1e999}", "{\"a\":9223372036854775808}",
		"{\"a\":1,\"a\":1}", "{\"b\":{\"a\":1,\"a\":2}}", "{\"a\":\"\\ud800\"}",
		"{\"a\":\"\\udc00\"}", "{\"a\":\"\\ud800\\u0041\"}", "{\"a\":\"\\u0000\"}",
		"{\"\\u0000\":1}", "{\"a\":\"\\x41\"}", "{\"a\":\"\xff\"}", "{\"a\":\"\xc0\xaf\"}",
		"{\"a\":\"\xed\xa0\x80\"}", "{\"a\":\"\n\"}", "{} {}", "{}x", "{}[",
		"{\"a\":1}\xef\xbb\xbf", "{\"a\":\"b}", "// c\n{}" };
	char deep[80];
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		is_refused(texts[i], strlen(texts[i]), texts[i]);
	is_refused("{\"a\":\"b\0c\"}", 11, "a NUL in a text");
	is_refused("{}\0", 3, "a NUL behind");
	memcpy(deep, "{\"a\":", 5);
	memset(deep + 5, '[', 32);
	memset(deep + 37, ']', 32);
	deep[69] = '}';
	is_refused(deep, 70, "33 levels");
}

static void
test_deep(void)
{
	static const char brackets[] = "{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[\"}";
	char deep[80];
	static char huge[1 << 20];
	json_t *object = NULL;
	struct err e;

	memcpy(deep, "{\"a\":", 5);
	memset(deep + 5, '[', 31);
	memset(deep + 36, ']', 31);
	deep[67] = '}';
	is_int(json_read(deep, 68, &object, &e), 0, "32 levels are read");
	json_decref(object);
	is_int(json_read(brackets, strlen(brackets), &object, &e), 0,
	    "brackets in a text are no levels");
	json_decref(object);
	memset(huge, '[', sizeof(huge));
	is_refused(huge, sizeof(huge), "a megabyte of brackets");
	json_read("{\"password\":\"secret\"", 20, &object, &e);
	ok(!strstr(e.message, "secret"), "what was read is not in the message: %s", e.message);
	json_read("{\"a\":1,\"a\":1}", 13, &object, &e);
	ok(strstr(e.message, "a key twice") != NULL, "a duplicate key is named as such: %s",
	    e.message);
}

static void
test_members(void)
{
	static const char bytes[] = "{\"t\":\"abc\",\"n\":1001,\"y\":true,\"f\":false,\"z\":null,"
				    "\"r\":1.5,\"o\":{},\"a\":[]}";
	json_t *object = NULL;
	char value[4] = "?";
	int64_t number = 7;
	struct err e;

	if (!is_int(json_read(bytes, strlen(bytes), &object, &e), 0, "an object is read"))
		return;
	is_int(json_get_text(object, "t", value, sizeof(value), &e), 1, "a text is there");
	is_text(value, "abc", "and fills its bound");
	is_int(json_get_text(object, "t", value, 3, &e), -1, "a byte less is too little");
	is_text(e.message, "\"t\" must have at most 2 bytes", "and says so");
	is_int(json_get_text(object, "x", value, sizeof(value), &e), 0, "one is absent");
	is_int(json_get_text(object, "z", value, sizeof(value), &e), 0, "null is absent too");
	is_text(value, "abc", "and the value untouched");
	is_int(json_get_text(object, "n", value, sizeof(value), &e), -1, "a number is no text");
	is_text(e.message, "\"n\" must be a text", "and says so");
	is_int(json_get_scalar(object, "n", value, sizeof(value), &e), -1, "1001 needs five bytes");
	is_int(json_get_scalar(object, "y", value, sizeof(value), &e), 1, "true is a scalar");
	is_text(value, "yes", "it is yes");
	is_int(json_get_scalar(object, "f", value, sizeof(value), &e), 1, "so is false");
	is_text(value, "no", "it is no");
	is_int(json_get_scalar(object, "t", value, sizeof(value), &e), 1, "a text is a scalar");
	is_int(json_get_scalar(object, "z", value, sizeof(value), &e), 0, "null is absent");
	is_int(json_get_scalar(object, "r", value, sizeof(value), &e), -1, "1.5 is none");
	is_int(json_get_scalar(object, "o", value, sizeof(value), &e), -1, "an object is none");
	is_int(json_get_int(object, "n", &number, &e), 1, "an integer is there");
	is_int(number, 1001, "it is 1001");
	is_int(json_get_int(object, "x", &number, &e), 0, "one is absent");
	is_int(json_get_int(object, "r", &number, &e), -1, "1.5 is no integer");
	is_int(json_get_int(object, "t", &number, &e), -1, "a text is no integer");
	is_int(json_get_int(object, "y", &number, &e), -1, "true is no integer");
	is_int(number, 1001, "and the value untouched");
	json_decref(object);
}

/* Any characters, controls among them; ends in a NUL. */
static void
draw_text(uint64_t *seed, char *text, size_t size)
{
	static const char *const pieces[] = { "a", "\"", "\\", "\n", "\x1b", "\x7f", "\xc3\xb1",
		"\xc2\x9b", "\xe2\x80\xae", "\xe6\xb0\xb4", "\xf0\x9f\x98\x80", "\xf3\xa0\x81\x81",
		"/", " ", "\\u0041", "," };
	size_t count = tap_random(seed) % (size / 8);

	text[0] = '\0';
	while (count-- > 0) {
		const char *piece = pieces[tap_random(seed) % 16];

		memcpy(text, piece, strlen(piece) + 1);
		text += strlen(piece);
	}
}

static void
test_round_trip(void)
{
	uint64_t seed = 8259;
	bool is_right = true;
	int i;

	for (i = 0; i < 20000; i++) {
		char value[256], back[256];
		int64_t number = (int64_t)tap_random(&seed), back_number = 0;
		struct json_writer w;
		json_t *object = NULL;
		struct text t;
		struct err e;

		draw_text(&seed, value, sizeof(value));
		text_open(&t);
		json_writer_open(&w, &t);
		json_object_begin(&w, NULL);
		json_write_text(&w, "text", value);
		json_write_int(&w, "number", number);
		json_object_end(&w);
		is_right = is_right && json_read(t.data, t.length, &object, &e) == 0 &&
			   json_get_text(object, "text", back, sizeof(back), &e) == 1 &&
			   strcmp(back, value) == 0 &&
			   json_get_int(object, "number", &back_number, &e) == 1 &&
			   back_number == number;
		json_decref(object);
		text_close(&t);
	}
	ok(is_right, "what is written is read as the same, 20000 times");
}

int
main(void)
{
	test_write();
	test_escapes();
	test_refused();
	test_deep();
	test_members();
	test_round_trip();
	return done();
}
