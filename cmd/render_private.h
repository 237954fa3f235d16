#ifndef PP_RENDER_PRIVATE_H
#define PP_RENDER_PRIVATE_H
/*
 * render_private - the parts of render: which records (select.c), rows kept for an order
 * (render.c), a record as a row (row.c), rows as a table (table.c).
 */
#include "render.h"

enum { COLUMNS_MAX = RECORD_FIELDS_MAX + 1, STATUSES_SIZE = 256 };

/* What a printed list adds up of a row. */
struct row_sum {
	char currency[4];
	char group[96]; /* how it stands, as people read it: unlike states are not added up */
	bool is_apart;	/* no part of any sum */
	int64_t minor[COLUMNS_MAX]; /* of each column of money */
};

struct row {
	char *bytes; /* as it will be printed; in a table, cells that end in NUL */
	size_t length;
	char *key; /* the value to sort by, NULL for null */
	int64_t number;
	struct row_sum *sum; /* on pages only, else NULL */
};

struct render {
	struct render_options options;
	int columns[COLUMNS_MAX]; /* indices of record_field */
	size_t column_count;
	char statuses[STATUSES_SIZE]; /* "|open|overdue|", or "" for all */
	int sort;		      /* an index, or -1 */
	bool is_kept;		      /* rows wait for the end */
	struct row *rows;
	size_t row_count, row_room;
	size_t shown_count; /* of the rows, in order, on pages */
	struct text line;
	int64_t count;
};

/* Checks and takes over columns, statuses and sort.  ERR_USAGE. */
int select_open(struct render *render, struct err *e);
bool select_matches(const struct render *render, const struct record *r);

/* Appends the record as one row of the format, its ending included. */
void row_write(const struct render *render, const struct record *r, struct text *out);
/* The header of csv. */
void row_header(const struct render *render, struct text *out);
/* One record as lines of "field  value", nulls left out. */
void row_list(const struct render *render, const struct record *r, struct text *out);
/* A cell for people, safe for a terminal (people.c). */
void people_write(const struct render *render, const struct record *r, int index, struct text *out);

/*
 * The JSON that json_writer made, without its marks and nulls: [{"n":1,"due_on":"2026-01-31"}]
 * becomes "n 1, due_on 2026-01-31"; objects are parted by what is said.
 */
void people_nested(const char *json, const char *parting, struct text *out);

/* ---- on pages (print_list.c, print_sum.c, print_word.c) */

/* The columns where --columns is absent. */
const char *list_columns(const struct record_type *type);
/* A cell there. */
void list_cell(const struct render *render, const struct record *r, int index, struct text *out);
/* What is added up of a record; NULL: out of memory. */
struct row_sum *list_sum(const struct render *render, const struct record *r);
/* A column's name, a state or another word of a record, as people read it. */
const char *list_label(const char *name);
const char *list_word(const char *word);
/* Whether the values of such a column are those words. */
bool list_has_words(const char *name);
struct print;
/* Prints the sums of the rows that are shown.  ERR_FAILED past 64 bits, or out of memory. */
int list_print_sums(const struct render *render, struct print *p, struct err *e);

/* Writes the kept rows as a table with its header. */
int table_write(const struct render *render, size_t count, struct err *e);

#endif
