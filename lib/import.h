#ifndef PP_IMPORT_H
#define PP_IMPORT_H
/*
 * import - rows from csv (with a header) or JSON Lines (first byte '{'), through a map.  Layer 2.
 *
 * Who reads says which columns there are; rows come as their values in that order.  Memory does
 * not depend on the file's size.  Messages begin with FILE:LINE: and, where one is to blame, the
 * column as the file calls it: "bills.csv:12:amount: ...".
 *
 *	static const struct import_column columns[] = {
 *		{ "number", IMPORT_TEXT, true }, { "due_on", IMPORT_DATE, true }, { 0 } };
 *	enum { NUMBER, DUE_ON };
 *
 *	if (import_open(&im, file, "bills.csv", columns, NULL, e) != 0)
 *		return -1;
 *	while ((got = import_next(im, &row, e)) == 1)
 *		use(row.values[NUMBER], row.values[DUE_ON]);
 *	import_close(im);
 */
#include <stdbool.h>
#include <stdio.h>
#include "err.h"
#include "map.h"
#include "money.h"

enum import_kind {
	IMPORT_TEXT,
	IMPORT_DATE,  /* read by the map's pattern and checked; the value is YYYY-MM-DD */
	IMPORT_MONEY, /* read by import_money, which knows the currency */
	IMPORT_LINES, /* read by import_lines; at most one */
};

enum { IMPORT_COLUMNS_MAX = 40, IMPORT_LINES_MAX = 64, IMPORT_ROW_BYTES_MAX = 1 << 20 };

struct import_column { /* a table ends with a NULL name */
	const char *name;
	enum import_kind kind;
	bool is_required; /* in every row */
};

struct import_row {
	int64_t line;				/* of the file, from 1 */
	const char *values[IMPORT_COLUMNS_MAX]; /* NULL where empty or absent; until import_next */
};

struct import_line {
	const char *concept; /* until import_next */
	struct money amount; /* may be negative */
};

struct import; /* a reader */

/*
 * Reads from file (not closed by import_close); name is what messages call it; map NULL: as it is.
 * Columns and map must outlive the reader.  Reads csv's header at once: ERR_USAGE for a column
 * that is neither known nor dropped, twice there, or missing though required or named by the map;
 * for a map that names a column of ours which there is not; for an empty file.
 */
int import_open(struct import **im, FILE *file, const char *name,
    const struct import_column *columns, const struct map *map, struct err *e);
void import_close(struct import *im); /* NULL is allowed */
/*
 * 1 and the next row, 0 at the end, -1: ERR_USAGE for a bad row (ragged, a bad date, a required
 * value missing, no JSON object, an unknown key, ...), ERR_FAILED when reading fails.
 */
int import_next(struct import *im, struct import_row *row, struct err *e);
/* After -1: whether only that row was bad and import_next can go on (not after broken csv). */
bool import_goes_on(const struct import *im);

/* An amount as the map says that it is written: 1, 0 when absent, -1 ERR_USAGE. */
int import_money(const struct import *im, const struct import_row *row, int column,
    const char *currency, struct money *value, struct err *e);
/*
 * What the amount is made of: of JSON an array of {"concept", "amount"}; of csv "CONCEPT=AMOUNT"
 * with '|' between; or the columns that the map makes lines.  lines: IMPORT_LINES_MAX of them.
 * 0, *count is 0 when absent.
 */
int import_lines(struct import *im, const struct import_row *row, const char *currency,
    struct import_line *lines, size_t *count, struct err *e);

/* The same of a text by itself, which is cut up: '.' is the decimal mark. */
int import_lines_split(
    char *text, const char *currency, struct import_line *lines, size_t *count, struct err *e);

struct import_field { /* where a column's value goes */
	int column;
	char *value;
	size_t size;
};
/* Takes over the values that are given; an empty one leaves what is there.  1 if something changed,
 * 0, -1: ERR_USAGE for one that does not fit, its place named. */
int import_take(const struct import *im, const struct import_row *row,
    const struct import_field *fields, size_t count, struct err *e);

/* Puts "FILE:LINE:COLUMN: " before the message of what a row (its column, or -1) was refused
 * for; its code and reason stay.  Returns -1. */
int import_refuse(const struct import *im, const struct import_row *row, int column, struct err *e);

#endif
