#include <stdlib.h>
#include <string.h>
#include "date.h"
#include "i18n.h"
#include "map.h"
#include "utf8.h"

enum { LINE_BYTES_MAX = 16384, OFFSETS_MAX = MAP_WORDS_MAX + 1 };

struct words { /* of one line, without comments and quotes */
	size_t count;
	char *at[OFFSETS_MAX];
};

struct directive {
	const char *name;
	size_t least, most; /* words after its name */
	int kind;	    /* of its rule; -1: not kept as one */
	int ours; /* which of its words is a column of ours that only one rule may give; -1 */
	int (*take)(struct map *map, const struct words *words, struct err *e);
};

void
map_open(struct map *map)
{
	memset(map, 0, sizeof *map);
	map->delimiter = ',';
	map->mark = MONEY_POINT;
	text_open(&map->words);
}

void
map_close(struct map *map)
{
	text_close(&map->words);
	map->count = 0;
}

/* Words lie one after the other: a rule's i-th is i NULs after its first. */
const char *
map_word(const struct map *map, const struct map_rule *rule, size_t i)
{
	const char *word = map->words.data + rule->first;

	while (i-- > 0)
		word += strlen(word) + 1;
	return word;
}

const struct map_rule *
map_find(const struct map *map, enum map_kind kind, size_t i, const char *word)
{
	for (size_t r = 0; r < map->count; r++) {
		const struct map_rule *rule = &map->rules[r];

		if (rule->kind == kind && i < rule->count &&
		    strcmp(map_word(map, rule, i), word) == 0)
			return rule;
	}
	return NULL;
}

const struct map_rule *
map_source(const struct map *map, const char *ours)
{
	const struct map_rule *rule = map_find(map, MAP_RENAME, 1, ours);

	if (rule == NULL)
		rule = map_find(map, MAP_JOIN, 0, ours);
	if (rule == NULL)
		rule = map_find(map, MAP_SET, 0, ours);
	return rule;
}

bool
map_drops(const struct map *map, const char *theirs)
{
	for (size_t i = 0; i < MAP_WORDS_MAX; i++)
		if (map_find(map, MAP_DROP, i, theirs) != NULL)
			return true;
	return false;
}

int
map_refuse(const struct map *map, const struct map_rule *rule, struct err *e)
{
	return err_prefix(e, "%s:%d", map->name, rule->line);
}

static int
take_delimiter(struct map *map, const struct words *words, struct err *e)
{
	const char *word = words->at[1];

	if (strcmp(word, "tab") == 0)
		word = "\t";
	if (strlen(word) != 1 || word[0] <= 0 || strchr("\"\r\n", word[0]) != NULL)
		return err_set(e, ERR_USAGE, _("a delimiter is one ASCII character, or tab"));
	map->delimiter = word[0];
	return 0;
}

static int
take_decimal(struct map *map, const struct words *words, struct err *e)
{
	if (strcmp(words->at[1], "comma") == 0)
		map->mark = MONEY_COMMA;
	else if (strcmp(words->at[1], "point") == 0)
		map->mark = MONEY_POINT;
	else
		return err_set(e, ERR_USAGE, _("decimal takes point or comma"));
	return 0;
}

static int
take_date(struct map *map, const struct words *words, struct err *e)
{
	const char *pattern = words->at[1];

	if (strlen(pattern) >= sizeof map->date_pattern || strchr(pattern, 'Y') == NULL ||
	    strchr(pattern, 'M') == NULL || strchr(pattern, 'D') == NULL)
		return err_set(e, ERR_USAGE, _("a date pattern has YYYY, MM and DD (DD/MM/YYYY)"));
	memcpy(map->date_pattern, pattern, strlen(pattern) + 1);
	return 0;
}

static int
take_trim(struct map *map, const struct words *words, struct err *e)
{
	(void)words;
	(void)e;
	map->is_trimming = true;
	return 0;
}

static int
take_drop(struct map *map, const struct words *words, struct err *e)
{
	(void)e;
	for (size_t i = 1; i < words->count; i++)
		if (strcmp(words->at[i], "*") == 0)
			map->is_dropping_rest = true;
	return 0;
}

static const struct directive directives[] = {
	{ "delimiter", 1, 1, -1, -1, take_delimiter },
	{ "decimal", 1, 1, -1, -1, take_decimal },
	{ "date", 1, 1, -1, -1, take_date },
	{ "trim", 0, 0, -1, -1, take_trim },
	{ "header", 1, MAP_WORDS_MAX, MAP_HEADER, -1, NULL },
	{ "rename", 2, 2, MAP_RENAME, 1, NULL },
	{ "join", 3, MAP_WORDS_MAX, MAP_JOIN, 0, NULL },
	{ "set", 2, 2, MAP_SET, 0, NULL },
	{ "line", 2, 2, MAP_LINE, -1, NULL },
	{ "drop", 1, MAP_WORDS_MAX, MAP_DROP, -1, take_drop },
	{ "value", 3, 3, MAP_VALUE, -1, NULL },
};

static int
keep_rule(struct map *map, enum map_kind kind, int line, const struct words *words, struct err *e)
{
	struct map_rule *rule = &map->rules[map->count];

	if (map->count == MAP_RULES_MAX)
		return err_set(e, ERR_USAGE, _("more than %d directives"), MAP_RULES_MAX);
	*rule = (struct map_rule){ kind, line, map->words.length, words->count - 1 };
	for (size_t i = 1; i < words->count; i++)
		text_add_bytes(&map->words, words->at[i], strlen(words->at[i]) + 1);
	if (text_failed(&map->words))
		return err_set(e, ERR_FAILED, _("out of memory"));
	map->count++;
	return 0;
}

static int
take_line(struct map *map, int line, const struct words *words, struct err *e)
{
	size_t count = sizeof directives / sizeof *directives, i = 0, given = words->count - 1;
	const struct directive *d;

	while (i < count && strcmp(directives[i].name, words->at[0]) != 0)
		i++;
	if (i == count)
		return err_set(e, ERR_USAGE, _("%.40s is no directive of a map"), words->at[0]);
	d = &directives[i];
	if (given < d->least || given > d->most)
		return err_set(e, ERR_USAGE, _("%s takes %s%zu words"), d->name,
		    d->least < d->most ? _("at least ") : "", d->least);
	if (d->ours >= 0 && map_source(map, words->at[1 + d->ours]) != NULL)
		return err_set(e, ERR_USAGE, _("%.60s is given twice"), words->at[1 + d->ours]);
	if (d->take != NULL && d->take(map, words, e) != 0)
		return -1;
	return d->kind < 0 ? 0 : keep_rule(map, (enum map_kind)d->kind, line, words, e);
}

/* Takes a quoted word out in place; NULL when its quote is not closed. */
static char *
unquote(char *from)
{
	char *to = from++;

	while (*from != '\0' && (*from != '"' || from[1] == '"')) {
		from += *from == '"';
		*to++ = *from++;
	}
	if (*from == '\0' || (from[1] != '\0' && strchr(" \t#", from[1]) == NULL))
		return NULL;
	*to = '\0';
	return from + 1;
}

static int
split(char *line, struct words *words, struct err *e)
{
	char *p = line + strspn(line, " \t");

	words->count = 0;
	while (*p != '\0' && *p != '#') {
		char *end;

		if (words->count == OFFSETS_MAX)
			return err_set(e, ERR_USAGE, _("more than %d words"), MAP_WORDS_MAX);
		words->at[words->count++] = p;
		end = *p == '"' ? unquote(p) : p + strcspn(p, " \t");
		if (end == NULL)
			return err_set(e, ERR_USAGE, _("a quote is not closed"));
		p = end + strspn(end, " \t");
		*end = '\0';
		if (strlen(words->at[words->count - 1]) > MAP_WORD_MAX)
			return err_set(
			    e, ERR_USAGE, _("a word is longer than %d bytes"), MAP_WORD_MAX);
	}
	return 0;
}

/* 1 and a line without its end, 0 at the end of the file. */
static int
read_line(FILE *file, char line[LINE_BYTES_MAX], struct err *e)
{
	size_t length = 0;
	int c;

	while ((c = getc(file)) != EOF && c != '\n') {
		if (length + 1 == LINE_BYTES_MAX)
			return err_set(e, ERR_USAGE, _("the line is too long"));
		line[length++] = (char)c;
	}
	if (ferror(file))
		return err_set(e, ERR_FAILED, _("cannot read: input/output error"));
	if (!utf8_is_valid(line, length))
		return err_set(e, ERR_USAGE, _("not valid UTF-8"));
	if (length > 0 && line[length - 1] == '\r')
		length--;
	line[length] = '\0';
	return c != EOF || length > 0;
}

static int
take_lines(struct map *map, FILE *file, char *line, int *number, struct err *e)
{
	struct words words;
	int got;

	while ((got = read_line(file, line, e)) != 0) {
		++*number;
		if (got < 0)
			return -1;
		if (*number == 1 && strncmp(line, "\xef\xbb\xbf", 3) == 0)
			memmove(line, line + 3, strlen(line + 3) + 1);
		if (split(line, &words, e) != 0)
			return -1;
		if (words.count > 0 && take_line(map, *number, &words, e) != 0)
			return -1;
	}
	return 0;
}

int
map_read(struct map *map, FILE *file, const char *name, struct err *e)
{
	char *line = malloc(LINE_BYTES_MAX);
	int number = 0, result;

	if (line == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	/* Of a long path the end says more. */
	name = utf8_tail(name, sizeof map->name - 1);
	memcpy(map->name, name, strlen(name) + 1);
	result = take_lines(map, file, line, &number, e);
	free(line);
	return result == 0 ? 0 : err_prefix(e, "%s:%d", map->name, number);
}
