/* fuzz: an event of the sandbox's book is written as it was read; its index takes any of them. */
#include <assert.h>
#include <string.h>

#include "sandbox_index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_back(const struct sandbox_event *event)
{
	struct sandbox_event back;
	struct text one, two;
	struct err e = { 0 };

	text_open(&one);
	text_open(&two);
	sandbox_event_write(event, &one);
	assert(strchr(text_string(&one), '\n') == one.data + one.length - 1);
	assert(sandbox_event_read(one.data, one.length, &back, &e) == 0);
	sandbox_event_write(&back, &two);
	assert(strcmp(text_string(&one), text_string(&two)) == 0);
	text_close(&one);
	text_close(&two);
}

static void
look_up(struct sandbox_index *index, const struct sandbox_event *event)
{
	const struct sandbox_entry *entry = sandbox_index_key(index, event->key);
	const struct sandbox_entry *due = sandbox_index_due(index, INT64_MAX);

	assert(event->what == SANDBOX_FORGOTTEN || (entry && strcmp(entry->key, event->key) == 0));
	if (entry)
		assert(sandbox_index_text(index, entry->card) &&
		       sandbox_index_text(index, entry->memo));
	assert(!due || due->what == SANDBOX_HELD);
	(void)sandbox_index_number(index, event->number);
	(void)sandbox_index_number(index, event->of);
	(void)sandbox_index_token(index, event->token);
	assert(event->what != SANDBOX_FORGOTTEN || sandbox_index_is_forgotten(index, event->card));
	assert(sandbox_index_next_number(index) > 0 && sandbox_index_next_token(index) > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data, *end = at + size;
	struct sandbox_index *index;
	struct sandbox_event event;
	struct err e = { 0 };

	assert(sandbox_index_open(&index, &e) == 0);
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		stop = stop ? stop : end;
		if (sandbox_event_read(at, (size_t)(stop - at), &event, &e) == 0) {
			read_back(&event);
			if (sandbox_index_add(index, &event, &e) == 0)
				look_up(index, &event);
			else
				assert(e.code == ERR_SETUP);
		} else {
			assert(e.code == ERR_USAGE && e.message[0] != '\0');
		}
		at = stop + (stop < end);
	}
	sandbox_index_close(index);
	return 0;
}
