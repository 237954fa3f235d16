#ifndef PP_CSV_H
#define PP_CSV_H
/*
 * csv - reading delimited text in a stream, and writing fields of it.  Layer 0.
 *
 * Source: RFC 4180; accepted besides: LF or CR LF line ends, a UTF-8 byte-order mark, any one-byte
 * delimiter.  Memory does not depend on the file's size.
 */
#include <stdio.h>
#include "err.h"
#include "text.h"

enum { CSV_FIELDS_MAX = 128, CSV_ROW_BYTES_MAX = 1 << 20 };

struct csv; /* a reader */

struct csv_row {
	int64_t line; /* of the row's first byte, from 1 */
	size_t count;
	const char *fields[CSV_FIELDS_MAX]; /* NUL-terminated, valid until the next csv_next */
};

/*
 * Reads from file, in blocks (not closed by csv_close), with that delimiter.  A quote opens a
 * quoted field only at its start.  ERR_USAGE for a delimiter that is a quote, a line end or no
 * ASCII character; ERR_FAILED without memory.
 */
int csv_open(struct csv **csv, FILE *file, char delimiter, struct err *e);
void csv_close(struct csv *csv);
/*
 * 1 and the next row, 0 at the end, -1: ERR_USAGE "LINE:COLUMN: ..." for an unclosed quote, text
 * after a closing quote, NUL, invalid UTF-8, too many fields, a row past CSV_ROW_BYTES_MAX;
 * ERR_FAILED when reading fails.  Empty lines are skipped.  COLUMN is the field's ordinal from 1.
 */
int csv_next(struct csv *csv, struct csv_row *row, struct err *e);

/* Appends one field, quoted where RFC 4180 needs it; is_text: a leading = + - @ TAB or CR gets a
 * leading quote mark (') against formula injection.  Controls but TAB, CR and LF as \uXXXX. */
void csv_write(struct text *out, const char *value, bool is_text);
/* Appends one field of a tab-separated record: \t \n \r \\ escaped, other controls as \uXXXX. */
void tsv_write(struct text *out, const char *value);

#endif
