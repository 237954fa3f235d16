/* fuzz: rows that are read are valid text, and written and read again they are the same. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writes a row as it is; false for one that is written changed. */
static bool
write_row(struct text *out, const struct csv_row *row)
{
	bool is_same = row->count > 1 || row->fields[0][0] != '\0';
	size_t i;

	for (i = 0; i < row->count; i++) {
		const char *p = row->fields[i];
		unsigned c;

		assert(utf8_is_valid(p, strlen(p)));
		is_same = is_same && strncmp(p, "\xef\xbb\xbf", 3) != 0;
		while ((c = utf8_next(&p)) != 0)
			is_same =
			    is_same && (!utf8_is_control(c) || c == '\t' || c == '\n' || c == '\r');
		if (i > 0)
			text_add_char(out, ',');
		csv_write(out, row->fields[i], false);
	}
	text_add_char(out, '\n');
	return is_same;
}

static void
read_back(struct text *written, const struct csv_row *row)
{
	FILE *file = fmemopen(written->data, written->length, "r");
	struct csv_row back;
	struct csv *csv;
	struct err e;
	size_t i;

	assert(file && csv_open(&csv, file, ',', &e) == 0);
	assert(csv_next(csv, &back, &e) == 1 && back.count == row->count);
	for (i = 0; i < row->count; i++)
		assert(strcmp(back.fields[i], row->fields[i]) == 0);
	assert(csv_next(csv, &back, &e) == 0);
	csv_close(csv);
	(void)fclose(file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *file = size > 0 ? fmemopen((void *)(uintptr_t)data, size, "r") : NULL;
	struct text written;
	struct csv_row row;
	struct csv *csv;
	struct err e = { 0 };
	int64_t line = 0;
	int got;

	if (!file)
		return 0;
	text_open(&written);
	assert(csv_open(&csv, file, ',', &e) == 0);
	while ((got = csv_next(csv, &row, &e)) == 1) {
		assert(row.count > 0 && row.count <= CSV_FIELDS_MAX && row.line > line);
		line = row.line;
		text_clear(&written);
		if (write_row(&written, &row))
			read_back(&written, &row);
	}
	assert(got == 0 || (e.code == ERR_USAGE && e.message[0] != '\0'));
	csv_close(csv);
	text_close(&written);
	(void)fclose(file);
	return 0;
}
