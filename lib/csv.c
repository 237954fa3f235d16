#include "csv.h"

#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "utf8.h"

/* A row must lie in the buffer as a whole, with its line end; behind the data stands a NUL. */
enum { BUFFER_SIZE = CSV_ROW_BYTES_MAX + 2, BLOCK_SIZE = 1 << 18 };

struct csv {
	FILE *file;
	char delimiter;
	bool is_at_end;	 /* of the file */
	bool stops[256]; /* the bytes that end a run of an unquoted field */
	bool is_begun;
	int64_t line; /* of the byte at row */
	int64_t next_line;
	size_t row, pos, end; /* offsets of the row's start, the next byte, the data's end */
	size_t fields[CSV_FIELDS_MAX]; /* from row, which moves when the buffer is filled */
	size_t count;
	char *buffer;
};

/* What ends a field: nothing here, a delimiter, a line end or the file's. */
enum stop { STOP_NONE, STOP_FIELD, STOP_ROW, STOP_FAILED };

enum { PEEK_END = -1, PEEK_FAILED = -2 };

int
csv_open(struct csv **csv, FILE *file, char delimiter, struct err *e)
{
	struct csv *opened;

	if (delimiter <= 0 || delimiter == '"' || delimiter == '\n' || delimiter == '\r')
		return err_set(e, ERR_USAGE, _("not a delimiter"));
	opened = calloc(1, sizeof(*opened));
	if (opened)
		opened->buffer = malloc(BUFFER_SIZE + 1);
	if (!opened || !opened->buffer) {
		free(opened);
		return err_set(e, ERR_FAILED, _("out of memory"));
	}
	opened->file = file;
	opened->delimiter = delimiter;
	opened->stops['\0'] = opened->stops['\n'] = opened->stops['\r'] = true;
	opened->stops[(unsigned char)delimiter] = true;
	opened->next_line = 1;
	opened->buffer[0] = '\0';
	*csv = opened;
	return 0;
}

void
csv_close(struct csv *csv)
{
	if (csv)
		free(csv->buffer);
	free(csv);
}

static int
refuse(const struct csv *csv, const char *why, struct err *e)
{
	return err_set(e, ERR_USAGE, "%lld:%zu: %s", (long long)csv->line, csv->count + 1, why);
}

/* Moves the row to the buffer's start and reads behind it.  1, 0 at the end of the file, -1. */
static int
fill(struct csv *csv, struct err *e)
{
	size_t room, got;

	if (csv->is_at_end)
		return 0;
	memmove(csv->buffer, csv->buffer + csv->row, csv->end - csv->row);
	csv->pos -= csv->row;
	csv->end -= csv->row;
	csv->row = 0;
	room = BUFFER_SIZE - csv->end;
	if (room == 0)
		return refuse(csv, _("row too long, or a quote is not closed"), e);
	got = fread(csv->buffer + csv->end, 1, room < BLOCK_SIZE ? room : BLOCK_SIZE, csv->file);
	if (got == 0 && ferror(csv->file))
		return err_set(e, ERR_FAILED, _("cannot read: input/output error"));
	csv->is_at_end = got == 0;
	csv->end += got;
	csv->buffer[csv->end] = '\0';
	return got > 0;
}

/* A byte that is not taken yet, or PEEK_END, PEEK_FAILED. */
static int
peek(struct csv *csv, size_t ahead, struct err *e)
{
	while (csv->pos + ahead >= csv->end) {
		int filled = fill(csv, e);

		if (filled <= 0)
			return filled < 0 ? PEEK_FAILED : PEEK_END;
	}
	return (unsigned char)csv->buffer[csv->pos + ahead];
}

/* Whether a field ends at pos, and how many bytes end it.  A CR alone is text. */
static enum stop
find_stop(struct csv *csv, size_t *length, struct err *e)
{
	int next = peek(csv, 0, e);

	*length = next != PEEK_END;
	if (next == PEEK_FAILED)
		return STOP_FAILED;
	if (next == csv->delimiter)
		return STOP_FIELD;
	if (next == '\n' || next == PEEK_END)
		return STOP_ROW;
	if (next != '\r')
		return STOP_NONE;
	next = peek(csv, 1, e);
	if (next == PEEK_FAILED)
		return STOP_FAILED;
	*length += next == '\n';
	return next == '\n' || next == PEEK_END ? STOP_ROW : STOP_NONE;
}

/* Makes the bytes from start (an offset from row) a field and takes the stop behind it. */
static enum stop
end_field(struct csv *csv, size_t start, size_t length, struct err *e)
{
	char *field = csv->buffer + csv->row + start;

	field[length] = '\0';
	if (utf8_is_valid(field, length)) {
		csv->fields[csv->count++] = start;
		return STOP_NONE;
	}
	refuse(csv, memchr(field, '\0', length) ? _("a NUL byte") : _("not valid UTF-8"), e);
	err_hint(e, _("iconv -f ISO-8859-1 -t UTF-8 converts what is written in Latin-1"));
	return STOP_FAILED;
}

static enum stop
read_plain(struct csv *csv, struct err *e)
{
	size_t start = csv->pos - csv->row;
	enum stop stop = STOP_NONE;
	size_t length, stop_length;

	while (stop == STOP_NONE) {
		const char *p = csv->buffer + csv->pos;

		while (!csv->stops[(unsigned char)*p])
			p++;
		csv->pos = (size_t)(p - csv->buffer);
		stop = find_stop(csv, &stop_length, e);
		if (stop == STOP_NONE && csv->stops[(unsigned char)csv->buffer[csv->pos]])
			csv->pos++;
	}
	if (stop == STOP_FAILED)
		return stop;
	length = csv->pos - csv->row - start;
	csv->pos += stop_length;
	return end_field(csv, start, length, e) == STOP_FAILED ? STOP_FAILED : stop;
}

static int64_t
count_lines(const char *text, size_t length)
{
	const char *end = text + length;
	int64_t count = 0;

	while ((text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		text++;
		count++;
	}
	return count;
}

/*
 * Moves the text up to the closing quote to start (an offset from row), with doubled quotes made
 * one.  Its length, or -1.
 */
static int64_t
unquote(struct csv *csv, size_t start, struct err *e)
{
	size_t write = start;

	for (;;) {
		char *from = csv->buffer + csv->pos;
		char *quote = memchr(from, '"', csv->end - csv->pos);
		size_t length = quote ? (size_t)(quote - from) : csv->end - csv->pos;
		int next;

		memmove(csv->buffer + csv->row + write, from, length);
		write += length;
		csv->pos += length;
		next = peek(csv, 0, e);
		if (next == PEEK_END)
			return refuse(csv, _("a quote is not closed"), e);
		if (next == '"') {
			csv->pos++;
			next = peek(csv, 0, e);
			if (next != '"' && next != PEEK_FAILED)
				return (int64_t)(write - start);
			csv->buffer[csv->row + write++] = '"';
			csv->pos++;
		}
		if (next == PEEK_FAILED)
			return -1;
	}
}

static enum stop
read_quoted(struct csv *csv, struct err *e)
{
	size_t start = csv->pos - csv->row;
	size_t stop_length;
	int64_t length;
	enum stop stop;

	csv->pos++;
	length = unquote(csv, start, e);
	if (length < 0)
		return STOP_FAILED;
	stop = find_stop(csv, &stop_length, e);
	if (stop == STOP_NONE)
		refuse(csv, _("text after a closing quote"), e);
	if (stop == STOP_NONE || stop == STOP_FAILED)
		return STOP_FAILED;
	csv->pos += stop_length;
	csv->next_line += count_lines(csv->buffer + csv->row + start, (size_t)length);
	return end_field(csv, start, (size_t)length, e) == STOP_FAILED ? STOP_FAILED : stop;
}

/* Goes to the first byte of the next row.  1, 0 at the end, -1. */
static int
find_row(struct csv *csv, struct err *e)
{
	enum stop stop;
	size_t length;

	if (!csv->is_begun && peek(csv, 2, e) == PEEK_FAILED)
		return -1;
	if (!csv->is_begun && memcmp(csv->buffer, "\xef\xbb\xbf", 3) == 0)
		csv->pos = 3;
	csv->is_begun = true;
	for (;;) {
		csv->row = csv->pos;
		csv->line = csv->next_line;
		csv->count = 0;
		stop = find_stop(csv, &length, e);
		if (stop != STOP_ROW)
			return stop == STOP_FAILED ? -1 : 1;
		if (length == 0)
			return 0;
		csv->pos += length;
		csv->next_line++;
	}
}

int
csv_next(struct csv *csv, struct csv_row *row, struct err *e)
{
	enum stop stop = STOP_FIELD;
	int found = find_row(csv, e);
	size_t i;

	if (found <= 0)
		return found;
	while (stop == STOP_FIELD) {
		if (csv->count == CSV_FIELDS_MAX)
			return refuse(csv, _("too many fields"), e);
		stop = peek(csv, 0, e) == '"' ? read_quoted(csv, e) : read_plain(csv, e);
	}
	if (stop == STOP_FAILED)
		return -1;
	if (csv->pos - csv->row > CSV_ROW_BYTES_MAX) {
		csv->count--; /* the field that made it so is the last, not the one after */
		return refuse(csv, _("row too long"), e);
	}
	csv->next_line++;
	row->line = csv->line;
	row->count = csv->count;
	for (i = 0; i < csv->count; i++)
		row->fields[i] = csv->buffer + csv->row + csv->fields[i];
	return 1;
}
