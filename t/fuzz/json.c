/* fuzz: an object that is read is valid text inside; written and read again it is the same. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writes the members that a writer has a function for. */
static void
write_members(struct json_writer *w, json_t *object)
{
	const char *key;
	json_t *member;

	json_object_begin(w, NULL);
	json_object_foreach(object, key, member)
	{
		assert(utf8_is_valid(key, strlen(key)));
		if (json_is_string(member))
			json_write_text(w, key, json_string_value(member));
		else if (json_is_integer(member))
			json_write_int(w, key, json_integer_value(member));
		else if (json_is_boolean(member))
			json_write_bool(w, key, json_is_true(member));
		else
			json_write_null(w, key);
	}
	json_object_end(w);
}

static void
compare_members(json_t *object, json_t *back)
{
	const char *key;
	json_t *member;

	json_object_foreach(object, key, member)
	{
		const json_t *other = json_object_get(back, key);

		assert(other);
		if (json_is_string(member) || json_is_integer(member) || json_is_boolean(member))
			assert(json_equal(member, other));
		else
			assert(json_is_null(other));
	}
	assert(json_object_size(object) == json_object_size(back));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *object, *back;
	struct json_writer w;
	struct text written;
	char value[64];
	struct err e = { 0 };

	if (json_read((const char *)data, size, &object, &e)) {
		assert(e.code == ERR_USAGE && e.message[0] != '\0');
		return 0;
	}
	if (json_get_text(object, "a", value, sizeof(value), &e) == 1)
		assert(json_get_scalar(object, "a", value, sizeof(value), &e) == 1);
	text_open(&written);
	json_writer_open(&w, &written);
	write_members(&w, object);
	assert(json_read(written.data, written.length, &back, &e) == 0);
	compare_members(object, back);
	json_decref(back);
	json_decref(object);
	text_close(&written);
	return 0;
}
