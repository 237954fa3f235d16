#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "emv_private.h"
#include "i18n.h"
#include "utf8.h"

static const char *const kinds[] = { "text", "emvco", "bank", "pix", "argentina", "colombia",
	"paraguay" };

uint16_t
emv_crc(const char *bytes, size_t length)
{
	unsigned crc = 0xffff;

	for (size_t i = 0; i < length; i++) {
		crc ^= (unsigned)(unsigned char)bytes[i] << 8;
		for (int bit = 0; bit < 8; bit++)
			crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
		crc &= 0xffff;
	}
	return (uint16_t)crc;
}

void
emv_add(struct text *payload, int id, const char *value)
{
	size_t chars = utf8_count(value);

	assert(id >= 0 && id <= 99 && chars >= 1 && chars <= EMV_VALUE_MAX);
	text_add_format(payload, "%02d%02zu%s", id, chars, value);
}

void
emv_finish(struct text *payload)
{
	text_add(payload, "6304");
	text_add_format(payload, "%04X", emv_crc(text_string(payload), payload->length));
}

const char *
emv_kind_name(enum emv_kind kind)
{
	return kinds[kind];
}

void
emv_breach(struct emv *emv, const char *rule, const char *meaning, bool is_deviation,
    const char *path, size_t offset)
{
	struct emv_breach *breach = &emv->breaches[emv->breach_count];

	emv->is_invalid = emv->is_invalid || !is_deviation;
	if (emv->breach_count == EMV_BREACHES_MAX)
		return;
	emv->breach_count++;
	breach->rule = rule;
	breach->meaning = meaning;
	breach->is_deviation = is_deviation;
	snprintf(breach->path, sizeof breach->path, "%s", path);
	breach->offset = offset;
}

/* A row of objects on the way. */
struct walk {
	struct emv *emv;
	const char *in; /* path of the template, "" for the payload */
	const char *at, *end;
	size_t offset;		    /* of at, in characters */
	unsigned char is_seen[100]; /* by id */
};

static int
two_digits(const char *at, const char *end)
{
	if (end - at < 2 || at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
		return -1;
	return 10 * (at[0] - '0') + at[1] - '0';
}

static bool
stop(struct walk *w, const char *rule, const char *meaning)
{
	emv_breach(w->emv, rule, meaning, false, w->in, w->offset);
	return false;
}

/* Takes the next object's head and value; false, with a breach, where there is none. */
static bool
take(struct walk *w, struct emv_object *object, int *id)
{
	int chars;

	*id = two_digits(w->at, w->end);
	if (*id < 0)
		return stop(w, "id", N_("an object's id is not two digits"));
	chars = two_digits(w->at + 2, w->end);
	if (chars <= 0)
		return stop(w, "length", N_("an object's length is not two digits from 01 to 99"));
	memset(object, 0, sizeof *object);
	snprintf(object->path, sizeof object->path, "%s%s%02d", w->in, w->in[0] ? "." : "", *id);
	object->offset = w->offset;
	object->value = w->at + 4;
	object->chars = (size_t)chars;
	object->length = utf8_fit_chars(object->value, (size_t)chars);
	if (object->length > (size_t)(w->end - object->value) ||
	    (object->value + object->length == w->end &&
		utf8_fit_chars(object->value, (size_t)chars - 1) == object->length))
		return stop(w, "cut", N_("an object is longer than what is left"));
	w->at = object->value + object->length;
	w->offset += 4 + (size_t)chars;
	return true;
}

static void walk(struct emv *emv, const char *in, const struct emv_object *object);

static bool
keep(struct walk *w, const struct emv_object *object, int id)
{
	const struct emv_row *row = emv_row_of(w->in, id);
	struct emv_object *kept;

	if (w->is_seen[id]++ != 0)
		emv_breach(w->emv, "twice", N_("an object stands twice"), false, object->path,
		    object->offset);
	if (w->emv->count == EMV_OBJECTS_MAX) {
		w->emv->is_full = true;
		emv_breach(
		    w->emv, "many", N_("there are too many objects"), false, "", object->offset);
		return false;
	}
	kept = &w->emv->objects[w->emv->count++];
	*kept = *object;
	kept->name = row != NULL ? row->name : "unknown";
	kept->is_template = row != NULL && row->format == EMV_TEMPLATE;
	if (row == NULL)
		return true;
	emv_judge_object(w->emv, kept, row);
	if (kept->is_template)
		walk(w->emv, kept->path, kept);
	return !w->emv->is_full;
}

/* The objects that the template needs. */
static void
miss(struct walk *w)
{
	char generic[9];
	const char *template = emv_template_of(w->in, generic);

	for (const struct emv_row *row = emv_rows; row->in != NULL; row++) {
		char path[9];
		bool is_guid = strcmp(row->in, "26") == 0 || strcmp(row->in, "80") == 0;

		if (!row->is_mandatory || strcmp(row->in, template) != 0 ||
		    w->is_seen[row->first] != 0)
			continue;
		snprintf(path, sizeof path, "%s%s%02d", w->in, w->in[0] ? "." : "", row->first);
		/* What 80-99 hold is nobody else's business. */
		emv_breach(w->emv, is_guid ? "guid" : "missing",
		    is_guid ? N_("a template does not say whose it is")
			    : N_("an object that must be there is missing"),
		    strcmp(row->in, "80") == 0, path, w->offset);
	}
}

static void
walk(struct emv *emv, const char *in, const struct emv_object *object)
{
	struct walk w = { .emv = emv,
		.in = in,
		.at = object->value,
		.end = object->value + object->length,
		.offset = object->offset + (in[0] != '\0' ? 4 : 0) };
	struct emv_object next;
	bool is_whole = true;
	int id;

	while (is_whole && w.at < w.end)
		is_whole = take(&w, &next, &id) && keep(&w, &next, id);
	/* What follows a break cannot be known. */
	if (is_whole)
		miss(&w);
}

void
emv_read(const char *text, struct emv *emv)
{
	const struct emv_object all = { .value = text, .length = strlen(text) };

	memset(emv, 0, sizeof *emv);
	if (!utf8_is_valid(text, all.length)) {
		emv_breach(emv, "utf8", N_("it is not UTF-8"), false, "", 0);
		return;
	}
	emv->kind = emv_kind_of_text(text);
	if (emv->kind == EMV_KIND_TEXT)
		emv_breach(emv, "payload", N_("it is no payload of EMVCo"), false, "", 0);
	if (emv->kind != EMV_KIND_EMVCO)
		return;
	walk(emv, "", &all);
	emv_judge(emv, text, utf8_count(text));
	emv_name_kinds(emv);
}

const struct emv_object *
emv_find(const struct emv *emv, const char *path)
{
	for (size_t i = 0; i < emv->count; i++)
		if (strcmp(emv->objects[i].path, path) == 0)
			return &emv->objects[i];
	return NULL;
}

bool
emv_value(const struct emv *emv, const char *path, char *value, size_t size)
{
	const struct emv_object *object = emv_find(emv, path);

	if (object == NULL || object->length >= size)
		return false;
	memcpy(value, object->value, object->length);
	value[object->length] = '\0';
	return true;
}
