#ifndef PP_IMPORT_PRIVATE_H
#define PP_IMPORT_PRIVATE_H
/*
 * import_private - what import.c (the plan), import_file.c (rows of a file) and import_value.c
 * (amounts, lines, messages) share.  Layer 2.
 *
 * A source is a column that the file may have, by its own name.  A row of the file is first its
 * sources' values; the plan makes our columns' values of them.
 */
#include "csv.h"
#include "import.h"
#include "json.h"

enum { IMPORT_SOURCES_MAX = CSV_FIELDS_MAX };

struct import_source {
	const char *name;
	bool is_wanted;	   /* by the map: csv must have it */
	bool is_there;	   /* in csv's header */
	const char *value; /* of the present row; NULL where there is none */
	struct text copy;  /* of a value that had to be changed */
};

enum import_origin { ORIGIN_NONE, ORIGIN_SOURCE, ORIGIN_JOIN, ORIGIN_SET };

struct import_plan { /* how one of our columns gets its value */
	enum import_origin origin;
	int source;		     /* of ORIGIN_SOURCE; of ORIGIN_JOIN its first */
	const struct map_rule *rule; /* of ORIGIN_JOIN and ORIGIN_SET */
	bool has_values;	     /* the map translates some */
	struct text joined;
	char date[11];
};

struct import {
	FILE *file;
	char name[MAP_NAME_SIZE];
	const struct import_column *columns;
	int column_count;
	int lines_column; /* -1: there is none */
	const struct map *map;
	struct map plain; /* in use where no map was given */
	struct import_source sources[IMPORT_SOURCES_MAX];
	int source_count;
	struct import_plan plans[IMPORT_COLUMNS_MAX];
	struct { /* columns that are lines of an invoice */
		int source;
		const char *concept;
	} amounts[IMPORT_LINES_MAX];
	int amount_count;
	bool is_json;
	bool goes_on;
	int64_t line;
	struct csv *csv;
	size_t field_count;	    /* of csv's header */
	int fields[CSV_FIELDS_MAX]; /* the source of each, -1: dropped */
	char *buffer;		    /* of JSON Lines */
	size_t begin, end;	    /* what of it is not taken yet */
	bool is_at_end;
	json_t *object;	     /* the present row */
	const json_t *lines; /* the array in it */
};

/* -1 where the file cannot have such a column. */
int import_source(const struct import *im, const char *name);

/* Recognises the format; reads csv's header. */
int import_file_open(struct import *im, struct err *e);
void import_file_close(struct import *im);
/* Fills the sources' values with the next row: 1, 0 at the end, -1. */
int import_file_next(struct import *im, struct err *e);

#endif
