/* fuzz: of a map that is read each rule has its words, and each column of ours one source. */
#include <assert.h>
#include <string.h>

#include "map.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
is_source(const struct map_rule *rule)
{
	return rule->kind == MAP_RENAME || rule->kind == MAP_JOIN || rule->kind == MAP_SET;
}

static void
check_rule(const struct map *map, const struct map_rule *rule)
{
	size_t i;

	assert(rule->line > 0 && rule->count > 0 && rule->count <= MAP_WORDS_MAX);
	for (i = 0; i < rule->count; i++) {
		const char *word = map_word(map, rule, i);

		assert(word + strlen(word) < map->words.data + map->words.length);
		assert(strlen(word) <= MAP_WORD_MAX && utf8_is_valid(word, strlen(word)));
		assert(map_find(map, rule->kind, i, word));
		assert(rule->kind != MAP_DROP || map_drops(map, word));
	}
	if (is_source(rule))
		assert(map_source(map, map_word(map, rule, rule->kind == MAP_RENAME)) == rule);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *file = size > 0 ? fmemopen((void *)(uintptr_t)data, size, "r") : NULL;
	struct err e = { 0 };
	struct map map;
	size_t i;

	if (!file)
		return 0;
	map_open(&map);
	if (map_read(&map, file, "a.map", &e) == 0) {
		assert(map.count <= MAP_RULES_MAX);
		for (i = 0; i < map.count; i++)
			check_rule(&map, &map.rules[i]);
	} else {
		assert(e.code == ERR_USAGE && strncmp(e.message, "a.map:", 6) == 0);
	}
	map_close(&map);
	(void)fclose(file);
	return 0;
}
