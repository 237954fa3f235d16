/* fuzz: a query string that is taken becomes an object of texts, in valid JSON. */
#include <assert.h>
#include <string.h>

#include "json.h"
#include "paying.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = { 0 };
	struct text params;
	const char *key;
	json_t *object, *member;

	text_open(&params);
	text_add_bytes(&params, data, size);
	if (paying_query_string(&params, &e) != 0) {
		assert(e.code == ERR_USAGE && e.message[0] != '\0');
	} else if (params.length > 0) {
		/* Not json_read(), which takes no name twice. */
		object = json_loadb(params.data, params.length, 0, NULL);
		assert(json_is_object(object));
		json_object_foreach(object, key, member) assert(json_is_string(member));
		json_decref(object);
	}
	text_close(&params);
	return 0;
}
