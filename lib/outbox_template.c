#include <assert.h>
#include <string.h>
#include "outbox_template.h"
#include "utf8.h"

enum { LINE_VALUE_MAX = 300, BLOCK_MAX = 60000, SUBJECT_MAX = 200 };

static const struct outbox_template templates[] = {
#include "templates.inc"
};

static const char secret_place[] = "{code}";

const struct outbox_template *
outbox_template_at(size_t i)
{
	return i < sizeof templates / sizeof templates[0] ? &templates[i] : NULL;
}

const struct outbox_template *
outbox_template_find(const char *name, const char *language)
{
	const struct outbox_template *t;

	for (size_t i = 0; (t = outbox_template_at(i)) != NULL; i++)
		if (strcmp(t->name, name) == 0 && strcmp(t->language, language) == 0)
			return t;
	return NULL;
}

static const struct outbox_value *
find(const struct outbox_value *list, const char *name, size_t length)
{
	for (; list != NULL && list->name != NULL; list++)
		if (strncmp(list->name, name, length) == 0 && list->name[length] == '\0')
			return list;
	return NULL;
}

static void
add_value(struct text *out, const struct outbox_value *value, bool is_body)
{
	size_t max = value->is_block ? BLOCK_MAX : LINE_VALUE_MAX;
	const char *p = value->value, *end = p + utf8_fit_bytes(p, max), *start;
	unsigned character;

	while (p < end) {
		start = p;
		character = utf8_next(&p);
		if (character == '\n' && value->is_block && is_body)
			text_add_char(out, '\n');
		else if (utf8_is_control(character))
			text_add_char(out, ' ');
		else
			text_add_bytes(out, start, (size_t)(p - start));
		if (character == '{' && is_body)
			text_add_char(out, '{');
	}
}

struct source {
	const struct outbox_value *first, *second;
	bool is_body;
};

/* Whether the line, of that many bytes, has all its values. */
static bool
render_line(struct text *out, const char *line, size_t length, const struct source *s)
{
	const char *end = line + length, *close;
	const struct outbox_value *value;

	for (const char *p = line; p < end; p++) {
		close = *p == '{' ? memchr(p, '}', (size_t)(end - p)) : NULL;
		if (close == NULL) {
			text_add_char(out, *p);
			continue;
		}
		if (strncmp(p, secret_place, sizeof secret_place - 1) == 0) {
			text_add(out, secret_place);
		} else {
			value = find(s->first, p + 1, (size_t)(close - p - 1));
			if (value == NULL)
				value = find(s->second, p + 1, (size_t)(close - p - 1));
			assert(value != NULL);
			if (value->value == NULL || value->value[0] == '\0')
				return false;
			add_value(out, value, s->is_body);
		}
		p = close;
	}
	return true;
}

/* Where a line without its value was all of a paragraph, the blank one before it is enough. */
static bool
is_paragraph_over(const struct text *out)
{
	return out->length > 1 && memcmp(out->data + out->length - 2, "\n\n", 2) == 0;
}

static void
render(struct text *out, const char *pattern, const struct source *s)
{
	struct text line;
	size_t length;

	text_open(&line);
	for (const char *p = pattern; *p != '\0'; p += length) {
		length = strcspn(p, "\n");
		if (p[length] == '\n')
			length++;
		text_clear(&line);
		if (length == 1 && *p == '\n' && is_paragraph_over(out))
			continue;
		if (render_line(&line, p, length, s))
			text_add_bytes(out, text_string(&line), line.length);
	}
	out->is_broken = out->is_broken || text_failed(&line);
	text_close(&line);
}

void
outbox_render(struct text *out, const char *pattern, const struct outbox_value *first,
    const struct outbox_value *second)
{
	const struct source s = { first, second, true };

	render(out, pattern, &s);
}

void
outbox_render_subject(struct text *out, const char *pattern, const struct outbox_value *first,
    const struct outbox_value *second)
{
	const struct source s = { first, second, false };
	struct text whole;

	text_open(&whole);
	render(&whole, pattern, &s);
	text_add_bytes(out, text_string(&whole), utf8_fit_bytes(text_string(&whole), SUBJECT_MAX));
	out->is_broken = out->is_broken || text_failed(&whole);
	text_close(&whole);
}

void
outbox_reveal(struct text *out, const char *body, const char *secret)
{
	for (const char *p = body; *p != '\0'; p++) {
		if (*p == '{' && p[1] == '{') {
			text_add_char(out, *p++);
		} else if (strncmp(p, secret_place, sizeof secret_place - 1) == 0) {
			text_add(out, secret != NULL ? secret : "******");
			p += sizeof secret_place - 2;
		} else {
			text_add_char(out, *p);
		}
	}
}
