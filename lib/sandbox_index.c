/*
 * sandbox_index - what the sandbox platform knows: the events of its book.
 */
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "sandbox_index.h"

/* A growing array of indices; what was never set is 0, so an index is kept plus one. */
struct places {
	int *items;
	size_t count; /* highest that was set, plus one */
	size_t size;
};

struct sandbox_index {
	struct sandbox_entry *entries;
	size_t count;
	size_t size;
	struct places buckets; /* open addressing by key; count is the number of buckets */
	struct places numbers;
	struct places tokens;
	struct places held;
	struct places forgotten; /* cards, in the texts */
	struct text texts;	 /* each ended by a NUL */
};

static int
places_reserve(struct places *places, size_t size)
{
	if (size <= places->size)
		return 0;
	size_t bigger = size < 64 ? 64 : size * 2;
	int *items = realloc(places->items, bigger * sizeof *items);
	if (items == NULL)
		return -1;
	memset(items + places->size, 0, (bigger - places->size) * sizeof *items);
	places->items = items;
	places->size = bigger;
	return 0;
}

static int
places_set(struct places *places, size_t at, size_t entry)
{
	if (places_reserve(places, at + 1) != 0)
		return -1;
	places->items[at] = (int)entry + 1;
	if (at >= places->count)
		places->count = at + 1;
	return 0;
}

/* The index kept there, or -1. */
static int
places_get(const struct places *places, int64_t at)
{
	return at < 0 || (uint64_t)at >= places->count ? -1 : places->items[at] - 1;
}

int
sandbox_index_open(struct sandbox_index **index, struct err *e)
{
	*index = calloc(1, sizeof **index);
	return *index == NULL ? err_set(e, ERR_FAILED, _("out of memory")) : 0;
}

void
sandbox_index_close(struct sandbox_index *index)
{
	if (index == NULL)
		return;
	text_close(&index->texts);
	free(index->entries);
	free(index->forgotten.items);
	free(index->buckets.items);
	free(index->numbers.items);
	free(index->tokens.items);
	free(index->held.items);
	free(index);
}

/* ---- by key */

static int *
bucket_of(const struct sandbox_index *index, const char *key)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	for (const char *p = key; *p != '\0'; p++)
		hash = (hash ^ (unsigned char)*p) * UINT64_C(1099511628211);
	size_t at = (size_t)(hash % index->buckets.count);
	while (index->buckets.items[at] != 0 &&
	       strcmp(index->entries[index->buckets.items[at] - 1].key, key) != 0)
		at = (at + 1) % index->buckets.count;
	return &index->buckets.items[at];
}

static int
find(const struct sandbox_index *index, const char *key)
{
	return index->buckets.count == 0 ? -1 : *bucket_of(index, key) - 1;
}

/* Room for one more: the entries, and buckets at most half full. */
static int
grow(struct sandbox_index *index)
{
	if (index->count == index->size) {
		size_t size = index->size == 0 ? 64 : index->size * 2;
		struct sandbox_entry *entries = realloc(index->entries, size * sizeof *entries);
		if (entries == NULL)
			return -1;
		index->entries = entries;
		index->size = size;
	}
	if ((index->count + 1) * 2 <= index->buckets.count)
		return 0;
	size_t wanted = index->size * 4;
	int *items = calloc(wanted, sizeof *items);
	if (items == NULL)
		return -1;
	free(index->buckets.items);
	index->buckets = (struct places){ .items = items, .count = wanted, .size = wanted };
	for (size_t i = 0; i < index->count; i++)
		*bucket_of(index, index->entries[i].key) = (int)i + 1;
	return 0;
}

/* The entry of the key, made if there is none; -1 without memory. */
static int
find_or_make(struct sandbox_index *index, const char *key)
{
	int at = find(index, key);
	if (at >= 0)
		return at;
	if (grow(index) != 0)
		return -1;
	at = (int)index->count++;
	struct sandbox_entry *entry = &index->entries[at];
	*entry = (struct sandbox_entry){ .charge = sandbox_manner_plain() };
	entry->refund = entry->charge;
	memcpy(entry->key, key, sizeof entry->key - 1);
	*bucket_of(index, key) = at + 1;
	return at;
}

/* ---- events */

/* Where the copy lies in the texts; 0 without memory, since nothing begins there. */
static size_t
keep(struct sandbox_index *index, const char *text)
{
	if (index->texts.length == 0)
		text_add_char(&index->texts, '\0');
	size_t at = index->texts.length;
	text_add_bytes(&index->texts, text, strlen(text) + 1);
	return text_failed(&index->texts) ? 0 : at;
}

static int
forget(struct sandbox_index *index, const char *card)
{
	size_t at = keep(index, card);
	return at == 0 ? -1 : places_set(&index->forgotten, index->forgotten.count, at);
}

static int
set_card(struct sandbox_index *index, struct sandbox_entry *entry, const char *card)
{
	if (card[0] == '\0')
		return 0;
	const struct sandbox_manner *charge = sandbox_manner_charge(card);
	if (charge != NULL)
		entry->charge = charge;
	entry->refund = sandbox_manner_refund(card);
	if (entry->token == 0)
		return 0;
	entry->card = keep(index, card);
	return entry->card == 0 ? -1 : 0;
}

static int
set_memo(
    struct sandbox_index *index, struct sandbox_entry *entry, const struct sandbox_event *event)
{
	bool is_open = event->what == SANDBOX_OPENED || event->what == SANDBOX_HELD;
	if (!is_open || event->memo[0] == '\0' || entry->memo != 0)
		return 0;
	entry->memo = keep(index, event->memo);
	return entry->memo == 0 ? -1 : 0;
}

/* What a refund takes is counted when it is first held or made. */
static void
count_refund(struct sandbox_index *index, const struct sandbox_event *event, bool was_held)
{
	int of = places_get(&index->numbers, event->of);
	bool is_new = event->what == SANDBOX_HELD || (event->what == SANDBOX_REFUNDED && !was_held);
	if (event->of > 0 && of >= 0 && is_new)
		index->entries[of].refunded_minor += event->amount.minor;
}

static int
hold(struct sandbox_index *index, size_t at)
{
	for (size_t i = 0; i < index->held.count; i++) {
		if (index->held.items[i] == 0)
			return places_set(&index->held, i, at);
	}
	return places_set(&index->held, index->held.count, at);
}

static void
release(struct sandbox_index *index, int at)
{
	for (size_t i = 0; i < index->held.count; i++) {
		if (index->held.items[i] == at + 1)
			index->held.items[i] = 0;
	}
}

static int
add_places(struct sandbox_index *index, const struct sandbox_event *event, int at)
{
	if (event->number > 0 &&
	    places_set(&index->numbers, (size_t)event->number, (size_t)at) != 0)
		return -1;
	if (event->token > 0 && places_set(&index->tokens, (size_t)event->token, (size_t)at) != 0)
		return -1;
	return event->what == SANDBOX_HELD ? hold(index, (size_t)at) : 0;
}

static int
add_event(struct sandbox_index *index, const struct sandbox_event *event)
{
	if (event->what == SANDBOX_FORGOTTEN)
		return forget(index, event->card);
	int at = find_or_make(index, event->key);
	if (at < 0)
		return -1;
	struct sandbox_entry *entry = &index->entries[at];
	bool was_held = entry->what == SANDBOX_HELD && entry->at != 0;
	if (was_held)
		release(index, at);
	entry->what = event->what;
	entry->at = event->at;
	if (event->number > 0)
		entry->number = event->number;
	if (event->token > 0)
		entry->token = event->token;
	if (event->amount.currency[0] != '\0')
		entry->amount = event->amount;
	if (event->of > 0)
		entry->of = event->of;
	entry->is_refund = entry->of > 0;
	memcpy(entry->code, event->code, sizeof entry->code);
	if (set_card(index, entry, event->card) != 0 || set_memo(index, entry, event) != 0)
		return -1;
	count_refund(index, event, was_held);
	return add_places(index, event, at);
}

int
sandbox_index_add(struct sandbox_index *index, const struct sandbox_event *event, struct err *e)
{
	/* Numbers are given out one by one; the file may be anybody's, and a number out of the
	 * blue must not cost memory for all that it leaves out. */
	if (event->number > sandbox_index_next_number(index) ||
	    event->token > sandbox_index_next_token(index))
		return err_set(e, ERR_SETUP, _("not an event of a sandbox book"));
	return add_event(index, event) == 0 ? 0 : err_set(e, ERR_FAILED, _("out of memory"));
}

/* ---- questions */

static const struct sandbox_entry *
entry_at(const struct sandbox_index *index, int at)
{
	return at < 0 ? NULL : &index->entries[at];
}

const struct sandbox_entry *
sandbox_index_key(const struct sandbox_index *index, const char *key)
{
	return entry_at(index, find(index, key));
}

const struct sandbox_entry *
sandbox_index_number(const struct sandbox_index *index, int64_t number)
{
	return entry_at(index, places_get(&index->numbers, number));
}

const struct sandbox_entry *
sandbox_index_token(const struct sandbox_index *index, int64_t token)
{
	return entry_at(index, places_get(&index->tokens, token));
}

const struct sandbox_entry *
sandbox_index_due(const struct sandbox_index *index, int64_t now)
{
	for (size_t i = 0; i < index->held.count; i++) {
		const struct sandbox_entry *entry = entry_at(index, index->held.items[i] - 1);
		if (entry != NULL && entry->at + SANDBOX_HOLD_SECONDS <= now)
			return entry;
	}
	return NULL;
}

bool
sandbox_index_is_forgotten(const struct sandbox_index *index, const char *card)
{
	for (size_t i = 0; i < index->forgotten.count; i++) {
		if (strcmp(sandbox_index_text(index, (size_t)index->forgotten.items[i] - 1),
			card) == 0)
			return true;
	}
	return false;
}

const char *
sandbox_index_text(const struct sandbox_index *index, size_t at)
{
	return at == 0 ? "" : index->texts.data + at;
}

/* Number 0 is no number. */
static int64_t
next_of(const struct places *places)
{
	return places->count == 0 ? 1 : (int64_t)places->count;
}

int64_t
sandbox_index_next_number(const struct sandbox_index *index)
{
	return next_of(&index->numbers);
}

int64_t
sandbox_index_next_token(const struct sandbox_index *index)
{
	return next_of(&index->tokens);
}
