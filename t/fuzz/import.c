/*
 * fuzz: a row that is taken has what it must, dates that exist and amounts within their bound.
 * The input is a map, a NUL and the rows; without a NUL it is rows alone.
 */
#include <assert.h>
#include <string.h>

#include "date.h"
#include "import.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NUMBER, DUE_ON, AMOUNT, HOLDER, LINES, COLUMN_COUNT };

static const struct import_column columns[] = {
	[NUMBER] = { "number", IMPORT_TEXT, true },
	[DUE_ON] = { "due_on", IMPORT_DATE, true },
	[AMOUNT] = { "amount", IMPORT_MONEY, true },
	[HOLDER] = { "holder", IMPORT_TEXT, false },
	[LINES] = { "lines", IMPORT_LINES, false },
	[COLUMN_COUNT] = { NULL, IMPORT_TEXT, false },
};

static void
check_refusal(const struct err *e)
{
	assert(e->code == ERR_USAGE && e->message[0] != '\0');
	assert(utf8_is_valid(e->message, strlen(e->message)));
}

static void
check_amounts(struct import *im, const struct import_row *row)
{
	struct import_line lines[IMPORT_LINES_MAX];
	struct err e = { 0 };
	struct money amount;
	size_t count = 0;

	if (import_money(im, row, AMOUNT, "BOB", &amount, &e) == 1)
		assert(amount.minor >= 0 && amount.minor <= MONEY_MAX);
	else
		check_refusal(&e);
	e = (struct err){ 0 };
	if (import_lines(im, row, "BOB", lines, &count, &e) != 0)
		check_refusal(&e);
	assert(count <= IMPORT_LINES_MAX);
	for (size_t i = 0; i < count && e.code == 0; i++)
		assert(utf8_is_valid(lines[i].concept, strlen(lines[i].concept)));
	assert(import_refuse(im, row, AMOUNT, &e) == -1);
}

static void
check_row(struct import *im, const struct import_row *row)
{
	assert(row->line > 0);
	for (int i = 0; i < COLUMN_COUNT; i++) {
		assert(row->values[i] || !columns[i].is_required);
		if (row->values[i])
			assert(utf8_is_valid(row->values[i], strlen(row->values[i])));
	}
	assert(date_is_valid(row->values[DUE_ON]));
	check_amounts(im, row);
}

static void
read_rows(FILE *file, const struct map *map)
{
	struct import_row row;
	struct import *im;
	struct err e = { 0 };
	int got;

	if (import_open(&im, file, "rows", columns, map, &e) != 0) {
		check_refusal(&e);
		return;
	}
	while ((got = import_next(im, &row, &e)) != 0) {
		if (got == 1)
			check_row(im, &row);
		else
			check_refusal(&e);
		if (got < 0 && !import_goes_on(im))
			break;
	}
	import_close(im);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *mark = size > 0 ? memchr(data, '\0', size) : NULL;
	size_t length = mark ? (size_t)(mark - data) : 0, rest = mark ? size - length - 1 : size;
	const uint8_t *rows = data + (size - rest);
	FILE *file;
	struct map map;
	struct err e;
	int result = 0;

	map_open(&map);
	file = length > 0 ? fmemopen((void *)(uintptr_t)data, length, "r") : NULL;
	if (file) {
		result = map_read(&map, file, "a.map", &e);
		(void)fclose(file);
	}
	file = rest > 0 && result == 0 ? fmemopen((void *)(uintptr_t)rows, rest, "r") : NULL;
	if (file) {
		read_rows(file, mark ? &map : NULL);
		(void)fclose(file);
	}
	map_close(&map);
	return 0;
}
