#ifndef PP_MAP_H
#define PP_MAP_H
/*
 * map - how a foreign export becomes columns of ours: pp-map(5).  Layer 1.
 *
 * A line is a directive and its words, separated by blanks; a word with blanks, '#' or nothing in
 * it stands in double quotes ("" inside is one quote); '#' begins a comment.
 *
 *   delimiter CHARACTER|tab      what separates the fields of csv; else ','
 *   decimal point|comma          how amounts are written; else point
 *   date PATTERN                 how dates are written ("DD/MM/YYYY"); else YYYY-MM-DD
 *   header THEIRS...             the file has no header: these are its columns
 *   trim                         blanks at the ends of values are dropped
 *   rename THEIRS OURS           their column is ours
 *   join OURS SEPARATOR THEIRS...  the values that are not empty, with the separator between
 *   set OURS VALUE               the same value in every row
 *   line THEIRS CONCEPT          the column's amount, unless 0, is one of the invoice's lines
 *   drop THEIRS...|*             not wanted; *: nor is any column that nothing else names
 *   value OURS FROM TO           FROM in that column stands for TO
 */
#include <stdbool.h>
#include <stdio.h>
#include "err.h"
#include "money.h"
#include "text.h"

enum { MAP_RULES_MAX = 512, MAP_WORDS_MAX = 64, MAP_WORD_MAX = 200, MAP_NAME_SIZE = 81 };

enum map_kind { MAP_HEADER, MAP_RENAME, MAP_JOIN, MAP_SET, MAP_LINE, MAP_DROP, MAP_VALUE };

struct map_rule {
	enum map_kind kind;
	int line;     /* of the file, for messages */
	size_t first; /* its words: map_word(map, rule, 0 ... count - 1), in the order above */
	size_t count;
};

struct map {
	char
	    name[MAP_NAME_SIZE]; /* the file's, for messages; "" for the map that changes nothing */
	char delimiter;
	enum money_mark mark;
	char date_pattern[33]; /* "" for YYYY-MM-DD */
	bool is_trimming;
	bool is_dropping_rest; /* drop * */
	size_t count;
	struct map_rule rules[MAP_RULES_MAX];
	struct text words; /* each with a NUL */
};

/* The map that changes nothing. */
void map_open(struct map *map);
void map_close(struct map *map);
/*
 * Reads a map's file (not closed) over an opened one; name is the file's, for messages.
 * ERR_USAGE "NAME:LINE: ..." for an unknown directive, too few or too many words, a value that
 * the directive does not take, one of ours given twice, invalid UTF-8; ERR_FAILED when reading
 * fails.
 */
int map_read(struct map *map, FILE *file, const char *name, struct err *e);

const char *map_word(const struct map *map, const struct map_rule *rule, size_t i);
/* The first rule of that kind whose i-th word is word; NULL for none. */
const struct map_rule *map_find(
    const struct map *map, enum map_kind kind, size_t i, const char *word);
/* The rule by which one of our columns gets its value (rename, join, set); NULL: its own name. */
const struct map_rule *map_source(const struct map *map, const char *ours);
/* Whether a drop names it. */
bool map_drops(const struct map *map, const char *theirs);
/* Puts "NAME:LINE: " before the message.  Returns -1. */
int map_refuse(const struct map *map, const struct map_rule *rule, struct err *e);

#endif
