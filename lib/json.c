#include "json.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "i18n.h"

enum { WRITE_DEPTH_MAX = 16, READ_DEPTH_MAX = 32 };

static void
write_string(struct text *out, const char *value)
{
	static const char special[] = "\"\\";

	text_add_char(out, '"');
	while (*(value = text_add_safe(out, value, special)) != '\0') {
		text_add_char(out, '\\');
		text_add_char(out, *value++);
	}
	text_add_char(out, '"');
}

static void
write_key(struct json_writer *w, const char *key)
{
	if (w->has_items[w->depth])
		text_add_char(w->out, ',');
	w->has_items[w->depth] = true;
	if (key) {
		write_string(w->out, key);
		text_add_char(w->out, ':');
	}
}

static void
begin(struct json_writer *w, const char *key, char bracket)
{
	write_key(w, key);
	text_add_char(w->out, bracket);
	assert(w->depth < WRITE_DEPTH_MAX);
	w->depth++;
	w->has_items[w->depth] = false;
}

static void
end(struct json_writer *w, char bracket)
{
	assert(w->depth > 0);
	w->depth--;
	text_add_char(w->out, bracket);
	/* A new outermost value is a new line of its own, not an item after this one. */
	if (w->depth == 0)
		w->has_items[0] = false;
}

void
json_writer_open(struct json_writer *w, struct text *out)
{
	*w = (struct json_writer){ .out = out };
}

void
json_object_begin(struct json_writer *w, const char *key)
{
	begin(w, key, '{');
}

void
json_object_end(struct json_writer *w)
{
	end(w, '}');
}

void
json_array_begin(struct json_writer *w, const char *key)
{
	begin(w, key, '[');
}

void
json_array_end(struct json_writer *w)
{
	end(w, ']');
}

void
json_write_text(struct json_writer *w, const char *key, const char *value)
{
	if (!value) {
		json_write_null(w, key);
		return;
	}
	write_key(w, key);
	write_string(w->out, value);
}

void
json_write_int(struct json_writer *w, const char *key, int64_t value)
{
	write_key(w, key);
	text_add_format(w->out, "%" PRId64, value);
}

void
json_write_bool(struct json_writer *w, const char *key, bool value)
{
	write_key(w, key);
	text_add(w->out, value ? "true" : "false");
}

void
json_write_null(struct json_writer *w, const char *key)
{
	write_key(w, key);
	text_add(w->out, "null");
}

/* Looked at before parsing: the parser's own limit is 2048 levels, deeper than we want to go. */
static bool
is_too_deep(const char *bytes, size_t length)
{
	bool is_quoted = false;
	int depth = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		char c = bytes[i];

		if (c == '"')
			is_quoted = !is_quoted;
		else if (is_quoted)
			i += c == '\\';
		else if (c == '{' || c == '[')
			depth++;
		else if (c == '}' || c == ']')
			depth--;
		if (depth > READ_DEPTH_MAX)
			return true;
	}
	return false;
}

/* The parser's own words would echo the input, which may hold a secret. */
static int
refuse(const json_error_t *error, struct err *e)
{
	switch (json_error_code(error)) {
	case json_error_out_of_memory:
		return err_set(e, ERR_FAILED, _("out of memory"));
	case json_error_duplicate_key:
		return err_set(e, ERR_USAGE, _("not valid JSON: a key twice, before byte %d"),
		    error->position);
	case json_error_invalid_utf8:
		return err_set(
		    e, ERR_USAGE, _("not valid JSON: invalid UTF-8, at byte %d"), error->position);
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return err_set(e, ERR_USAGE, _("not valid JSON: a NUL character, before byte %d"),
		    error->position);
	case json_error_numeric_overflow:
		return err_set(e, ERR_USAGE, _("not valid JSON: number too large, before byte %d"),
		    error->position);
	case json_error_end_of_input_expected:
		return err_set(e, ERR_USAGE, _("not valid JSON: text after the object, at byte %d"),
		    error->position);
	case json_error_premature_end_of_input:
		return err_set(e, ERR_USAGE, _("not valid JSON: it ends too early"));
	default:
		return err_set(e, ERR_USAGE, _("not valid JSON at byte %d"), error->position);
	}
}

int
json_read(const char *bytes, size_t length, json_t **object, struct err *e)
{
	json_error_t error;
	json_t *read;

	if (is_too_deep(bytes, length))
		return err_set(
		    e, ERR_USAGE, _("not valid JSON: more than %d levels"), READ_DEPTH_MAX);
	read = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
	if (!read)
		return refuse(&error, e);
	if (!json_is_object(read)) {
		json_decref(read);
		return err_set(e, ERR_USAGE, _("not a JSON object"));
	}
	*object = read;
	return 0;
}

static int
copy_text(const char *from, const char *key, char *value, size_t size, struct err *e)
{
	size_t length = strlen(from);

	if (length >= size)
		return err_set(
		    e, ERR_USAGE, _("\"%s\" must have at most %zu bytes"), key, size - 1);
	memcpy(value, from, length + 1);
	return 1;
}

int
json_get_text(const json_t *object, const char *key, char *value, size_t size, struct err *e)
{
	const json_t *member = json_object_get(object, key);

	if (!member || json_is_null(member))
		return 0;
	if (!json_is_string(member))
		return err_set(e, ERR_USAGE, _("\"%s\" must be a text"), key);
	return copy_text(json_string_value(member), key, value, size, e);
}

int
json_get_scalar(const json_t *object, const char *key, char *value, size_t size, struct err *e)
{
	const json_t *member = json_object_get(object, key);
	char number[24];

	if (json_is_boolean(member))
		return copy_text(json_is_true(member) ? "yes" : "no", key, value, size, e);
	if (!json_is_integer(member))
		return json_get_text(object, key, value, size, e);
	(void)snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT, json_integer_value(member));
	return copy_text(number, key, value, size, e);
}

int
json_get_int(const json_t *object, const char *key, int64_t *value, struct err *e)
{
	const json_t *member = json_object_get(object, key);

	if (!member || json_is_null(member))
		return 0;
	if (!json_is_integer(member))
		return err_set(e, ERR_USAGE, _("\"%s\" must be an integer"), key);
	*value = json_integer_value(member);
	return 1;
}
