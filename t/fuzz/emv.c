/* fuzz: any text is read within its bounds; what keeps every rule is written again as it was. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "emv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_objects(const struct emv *emv, const char *text)
{
	const char *end = text + strlen(text);

	for (size_t i = 0; i < emv->count; i++) {
		const struct emv_object *o = &emv->objects[i];

		assert(o->value >= text && o->length <= (size_t)(end - o->value));
		assert(o->chars >= 1 && o->chars <= EMV_VALUE_MAX && o->length >= o->chars);
		assert(o->name != NULL && emv_find(emv, o->path) != NULL);
	}
	for (size_t i = 0; i < emv->breach_count; i++)
		assert(emv->breaches[i].rule != NULL && emv->breaches[i].meaning != NULL);
	assert(emv->is_invalid || emv->kind != EMV_KIND_TEXT);
}

static void
write_again(const struct emv *emv, const char *text)
{
	struct text again;

	text_open(&again);
	for (size_t i = 0; i < emv->count; i++) {
		const struct emv_object *o = &emv->objects[i];
		char value[4 * EMV_VALUE_MAX + 1];

		if (o->path[2] != '\0' || strcmp(o->path, "63") == 0)
			continue;
		assert(emv_value(emv, o->path, value, sizeof value));
		emv_add(&again, (o->path[0] - '0') * 10 + o->path[1] - '0', value);
	}
	emv_finish(&again);
	assert(strcmp(text_string(&again), text) == 0);
	text_close(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct emv emv;
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	emv_read(text, &emv);
	check_objects(&emv, text);
	if (emv.kind == EMV_KIND_EMVCO && emv.breach_count == 0)
		write_again(&emv, text);
	free(text);
	return 0;
}
