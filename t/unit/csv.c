#include "csv.h"

#include <stdlib.h>

#include "tap.h"

/* A reader of those bytes. */
static struct csv *
open_bytes(FILE **file, const char *bytes, size_t length)
{
	struct csv *csv = NULL;
	struct err e;

	*file = tmpfile();
	if (!*file || fwrite(bytes, 1, length, *file) != length)
		return NULL;
	rewind(*file);
	return csv_open(&csv, *file, ',', &e) ? NULL : csv;
}

static void
close_both(struct csv *csv, FILE *file)
{
	csv_close(csv);
	if (file)
		(void)fclose(file);
}

/* Rows as "LINE:field|field;" in order, an error as "!message". */
static void
show_rows(const char *bytes, size_t length, struct text *shown)
{
	FILE *file;
	struct csv *csv = open_bytes(&file, bytes, length);
	struct csv_row row;
	struct err e;
	int got = -1;
	size_t i;

	while (csv && (got = csv_next(csv, &row, &e)) == 1) {
		text_add_format(shown, "%lld:", (long long)row.line);
		for (i = 0; i < row.count; i++)
			text_add_format(shown, "%s%s", i ? "|" : "", row.fields[i]);
		text_add(shown, ";");
	}
	if (csv && got < 0)
		text_add_format(shown, "!%d %s", (int)e.code, e.message);
	close_both(csv, file);
}

static void
is_rows(const char *bytes, const char *wanted, const char *what)
{
	struct text shown;

	text_open(&shown);
	show_rows(bytes, strlen(bytes), &shown);
	is_text(text_string(&shown), wanted, "%s", what);
	text_close(&shown);
}

static void
test_read(void)
{
	is_rows("", "", "nothing has no rows");
	is_rows("a,b\nc,d\n", "1:a|b;2:c|d;", "two rows");
	is_rows("a,b\r\nc,d\r\n", "1:a|b;2:c|d;", "CR LF ends lines");
	is_rows("a,b\nc,d", "1:a|b;2:c|d;", "the last line needs no end");
	is_rows("a,b\r", "1:a|b;", "nor a whole one");
	is_rows("\xef\xbb\xbf"
		"a,b\n",
	    "1:a|b;", "a byte-order mark is skipped");
	is_rows("\xef\xbb\xbf", "", "also alone");
	is_rows("\xef\xbb\xbf\"a\",b\n", "1:a|b;", "also before a quote");
	is_rows("\n\r\na\n\n\nb\n\n", "3:a;6:b;", "empty lines are skipped and counted");
	is_rows(",\n,,\n", "1:|;2:||;", "empty fields");
	is_rows("\"\"\n", "1:;", "an empty quoted field is a row");
	is_rows("\"a,b\",\"c\"\"d\"\n", "1:a,b|c\"d;", "quoted delimiter and quote");
	is_rows("\"a\nb\r\nc\",d\ne\n", "1:a\nb\r\nc|d;4:e;", "quoted line ends count as lines");
	is_rows("\"\"\"\",\"\"\"\"\"\"\n", "1:\"|\"\";", "nothing but quotes");
	is_rows("a\"b,c\"\"d\n", "1:a\"b|c\"\"d;", "a quote inside a field is text");
	is_rows("a\rb,c\n", "1:a\rb|c;", "a CR alone is text");
	is_rows(" a , b \n", "1: a | b ;", "blanks are kept");
	is_rows("Mu\xc3\xb1oz,\"\xe2\x82\xb2\"\n", "1:Mu\xc3\xb1oz|\xe2\x82\xb2;", "UTF-8 is kept");
	is_rows("\"a\"", "1:a;", "a quoted field at the end of the file");
	is_rows("a,\"b\"\r\n\"c\"\r", "1:a|b;2:c;", "a quoted field before CR LF");
}

static void
test_refused(void)
{
	struct text shown;

	is_rows("a\n\"b\nc", "1:a;!2 2:1: a quote is not closed", "an open quote: line and column");
	is_rows("a,\"", "!2 1:2: a quote is not closed", "an open quote at the end");
	is_rows("a,b,\"c\"d\n", "!2 1:3: text after a closing quote", "text behind a quote");
	is_rows("\"c\"\rd\n", "!2 1:1: text after a closing quote", "a CR behind a quote");
	is_rows("a\nb,\xff\n", "1:a;!2 2:2: not valid UTF-8", "invalid UTF-8");
	is_rows("a\n\"\xc0\xaf\"\n", "1:a;!2 2:1: not valid UTF-8", "overlong in quotes");
	text_open(&shown);
	show_rows("a,b\0c\n", 6, &shown);
	is_text(text_string(&shown), "!2 1:2: a NUL byte", "a NUL");
	text_clear(&shown);
	show_rows("\"\0\"\n", 4, &shown);
	is_text(text_string(&shown), "!2 1:1: a NUL byte", "a NUL in quotes");
	text_close(&shown);
}

static void
test_open(void)
{
	static const char bad[] = { '"', '\n', '\r', '\0', '\xf1' };
	struct csv *csv = NULL;
	FILE *file = tmpfile();
	struct csv_row row;
	struct err e;
	size_t i;

	for (i = 0; i < sizeof(bad); i++)
		ok(csv_open(&csv, file, bad[i], &e) == -1 && e.code == ERR_USAGE && !csv,
		    "no delimiter: byte %d", bad[i]);
	if (file && fputs("a;b,c\td\n", file) >= 0)
		rewind(file);
	ok(csv_open(&csv, file, ';', &e) == 0 && csv_next(csv, &row, &e) == 1 && row.count == 2 &&
		strcmp(row.fields[1], "b,c\td") == 0,
	    "another delimiter");
	close_both(csv, file);
	file = fopen("/", "r");
	ok(file && csv_open(&csv, file, ',', &e) == 0 && csv_next(csv, &row, &e) == -1 &&
		e.code == ERR_FAILED,
	    "a folder cannot be read");
	if (file)
		close_both(csv, file);
	csv_close(NULL);
}

/* One row of count bytes in all: one field, in quotes or not, and its line end. */
static int
read_long(size_t count, bool is_quoted, struct err *e)
{
	char *bytes = malloc(count + 4);
	struct csv *csv;
	struct csv_row row;
	FILE *file;
	int got = -2;

	if (!bytes)
		return got;
	memset(bytes, 'x', count);
	if (is_quoted)
		bytes[0] = bytes[count - 1] = '"';
	memcpy(bytes + count, "\na\n", 3);
	csv = open_bytes(&file, bytes, count + 3);
	if (csv && (got = csv_next(csv, &row, e)) == 1)
		got = strlen(row.fields[0]) == count - (is_quoted ? 2 : 0) &&
		      csv_next(csv, &row, e) == 1;
	close_both(csv, file);
	free(bytes);
	return got;
}

static void
test_bounds(void)
{
	char bytes[2 * CSV_FIELDS_MAX + 2];
	struct text shown;
	struct err e;
	size_t i;

	is_int(
	    read_long(CSV_ROW_BYTES_MAX - 1, false, &e), 1, "a row of a MiB with its end is read");
	is_int(read_long(CSV_ROW_BYTES_MAX - 1, true, &e), 1, "in quotes too");
	is_int(read_long(CSV_ROW_BYTES_MAX, false, &e), -1, "a byte more is not");
	is_text(e.message, "1:1: row too long", "and says so");
	is_int(read_long(5 << 20, false, &e), -1, "five MiB are not");
	is_int(read_long(5 << 20, true, &e), -1, "nor in quotes");
	is_text(e.message, "1:1: row too long, or a quote is not closed", "and says so");
	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = i % 2 ? ',' : 'a';
	bytes[2 * CSV_FIELDS_MAX - 1] = '\n';
	text_open(&shown);
	show_rows(bytes, 2 * CSV_FIELDS_MAX, &shown);
	is_int((int64_t)shown.length, 2 + 2 * CSV_FIELDS_MAX, "128 fields are read");
	text_clear(&shown);
	bytes[2 * CSV_FIELDS_MAX - 1] = ',';
	bytes[2 * CSV_FIELDS_MAX + 1] = '\n';
	show_rows(bytes, 2 * CSV_FIELDS_MAX + 2, &shown);
	is_text(text_string(&shown), "!2 1:129: too many fields", "129 are not");
	text_close(&shown);
}

static void
is_written(const char *value, bool is_text_field, const char *wanted)
{
	struct text t;

	text_open(&t);
	csv_write(&t, value, is_text_field);
	is_text(text_string(&t), wanted, "written%s: %s", is_text_field ? " as text" : "", wanted);
	text_close(&t);
}

static void
test_write(void)
{
	struct text t;

	is_written("", true, "");
	is_written("abc", true, "abc");
	is_written("a,b", true, "\"a,b\"");
	is_written("a\"b", true, "\"a\"\"b\"");
	is_written("a\nb", true, "\"a\nb\"");
	is_written("=HYPERLINK(\"x\")", true, "\"'=HYPERLINK(\"\"x\"\")\"");
	is_written("+1", true, "'+1");
	is_written("-1", true, "'-1");
	is_written("@x", true, "'@x");
	is_written("\tx", true, "'\tx");
	is_written("\rx", true, "\"'\rx\"");
	is_written("-1.50", false, "-1.50");
	is_written("a\x1b[1m\xe2\x80\xae", true, "a\\u001b[1m\\u202e");
	text_open(&t);
	tsv_write(&t, "a\tb\nc\rd\\e\x1b\xc3\xb1\"");
	is_text(text_string(&t), "a\\tb\\nc\\rd\\\\e\\u001b\xc3\xb1\"", "a tsv field is escaped");
	text_close(&t);
}

enum { PIECES = 10 };

static const char *const pieces[PIECES] = { "a", "\"", ",", "\n", "\r\n", "\xc3\xb1", "=", " ",
	"''", "longer text" };

/* Draws a field; not '=' first, which is written changed. */
static void
draw_field(uint64_t *seed, char *field)
{
	size_t count = tap_random(seed) % 8;

	memcpy(field, "x", 2);
	for (field++; count > 0; count--) {
		const char *piece = pieces[tap_random(seed) % PIECES];

		memcpy(field, piece, strlen(piece) + 1);
		field += strlen(piece);
	}
}

/* Rows of random fields, more than one block of them, written and read. */
static void
test_round_trip(void)
{
	enum { ROWS = 40000 };
	uint64_t seed = 4180, again = 4180;
	struct csv_row row;
	struct csv *csv;
	struct text t;
	bool is_right;
	FILE *file;
	struct err e;
	size_t i, j;
	char field[128];

	text_open(&t);
	for (i = 0; i < ROWS; i++)
		for (j = 0; j < 1 + i % 5; j++) {
			draw_field(&seed, field);
			csv_write(&t, field, true);
			text_add(&t, j < i % 5 ? "," : i % 3 ? "\n" : "\r\n");
		}
	csv = open_bytes(&file, t.data, t.length);
	is_right = csv != NULL;
	for (i = 0; is_right && i < ROWS; i++) {
		is_right = csv_next(csv, &row, &e) == 1 && row.count == 1 + i % 5;
		for (j = 0; is_right && j < row.count; j++) {
			draw_field(&again, field);
			is_right = strcmp(field, row.fields[j]) == 0;
		}
	}
	ok(is_right && csv_next(csv, &row, &e) == 0, "%d rows come back, %zu bytes", ROWS,
	    t.length);
	close_both(csv, file);
	text_close(&t);
}

int
main(void)
{
	test_read();
	test_refused();
	test_open();
	test_bounds();
	test_write();
	test_round_trip();
	return done();
}
