#include "map.h"

#include "import.h"
#include "tap.h"

static FILE *
file_of(const char *text, size_t length)
{
	FILE *file = tmpfile();

	if (!file || fwrite(text, 1, length, file) != length)
		return NULL;
	rewind(file);
	return file;
}

/* "" when the map can be read, else why not. */
static const char *
read_map(struct map *map, const char *text, size_t length)
{
	static struct err e;
	FILE *file = file_of(text, length);
	int result = file ? map_read(map, file, "dir/some.map", &e) : -1;

	if (file)
		(void)fclose(file);
	return result == 0 ? "" : e.message;
}

static void
refused(const char *text, const char *why)
{
	struct map map;

	map_open(&map);
	is_text(read_map(&map, text, strlen(text)), why, "refused: %s", why);
	map_close(&map);
}

static void
reads(void)
{
	static const char text[] = "\xef\xbb\xbf# a comment\r\n"
				   "\tdelimiter ;   # and another\r\n"
				   "\n"
				   "decimal comma\n"
				   "date DD/MM/YYYY\n"
				   "trim\n"
				   "rename \"Nro. \"\"Doc\"\"\" number\n"
				   "join address \", \" Calle \"Entre calles\"\n"
				   "set kind \"\"\n"
				   "line AGUA \"Agua potable\"\n"
				   "drop A B \"#\"\n"
				   "drop *\n"
				   "header \"Nro. \"\"Doc\"\"\" Calle\n"
				   "value kind F bill\n"
				   "value kind F#1 charge";
	const struct map_rule *rule;
	struct map map;

	map_open(&map);
	ok(map.delimiter == ',' && map.mark == MONEY_POINT && map.date_pattern[0] == '\0',
	    "the map that changes nothing");
	is_text(read_map(&map, text, sizeof text - 1), "", "a map with every directive");
	ok(map.delimiter == ';' && map.mark == MONEY_COMMA && map.is_trimming &&
		map.is_dropping_rest,
	    "what is not kept as rules");
	is_text(map.date_pattern, "DD/MM/YYYY", "the date pattern");
	rule = map_source(&map, "number");
	ok(rule && rule->kind == MAP_RENAME && rule->line == 7, "a rename, with its line");
	is_text(rule ? map_word(&map, rule, 0) : "", "Nro. \"Doc\"", "quotes in quotes");
	rule = map_source(&map, "address");
	is_int(rule ? (int64_t)rule->count : 0, 4, "a join of two columns");
	is_text(rule ? map_word(&map, rule, 1) : "", ", ", "its separator");
	is_text(rule ? map_word(&map, rule, 3) : "", "Entre calles", "its last column");
	rule = map_source(&map, "kind");
	ok(rule && rule->kind == MAP_SET && map_word(&map, rule, 1)[0] == '\0', "an empty value");
	ok(map_drops(&map, "B") && map_drops(&map, "#") && !map_drops(&map, "C"), "drops");
	rule = map_find(&map, MAP_VALUE, 1, "F#1");
	is_text(rule ? map_word(&map, rule, 2) : "", "charge", "a '#' inside a word is no comment");
	ok(map_source(&map, "amount") == NULL, "nothing else is mapped");
	map_close(&map);
}

static void
refusals(void)
{
	struct map map;
	struct text text;

	refused("\nbogus\n", "dir/some.map:2: bogus is no directive of a map");
	refused("Rename a b", "dir/some.map:1: Rename is no directive of a map");
	refused("rename a\n", "dir/some.map:1: rename takes 2 words");
	refused("rename a b c\n", "dir/some.map:1: rename takes 2 words");
	refused("join a -\n", "dir/some.map:1: join takes at least 3 words");
	refused("trim it\n", "dir/some.map:1: trim takes 0 words");
	refused("rename a number\nset number 1\n", "dir/some.map:2: number is given twice");
	refused("join number - a b\nrename a number\n", "dir/some.map:2: number is given twice");
	refused("delimiter \"\"\n", "dir/some.map:1: a delimiter is one ASCII character, or tab");
	refused(
	    "delimiter \xc3\xb1\n", "dir/some.map:1: a delimiter is one ASCII character, or tab");
	refused("date YYYY\n", "dir/some.map:1: a date pattern has YYYY, MM and DD (DD/MM/YYYY)");
	refused("set a \"b\n", "dir/some.map:1: a quote is not closed");
	refused("set a \"b\"c\n", "dir/some.map:1: a quote is not closed");
	refused("set a \xff\n", "dir/some.map:1: not valid UTF-8");
	map_open(&map);
	is_text(read_map(&map, "trim\0", 5), "dir/some.map:1: not valid UTF-8", "a NUL");
	map_close(&map);
	text_open(&text);
	for (int i = 0; i < MAP_RULES_MAX + 1; i++)
		text_add(&text, "drop x\n");
	refused(text_string(&text), "dir/some.map:513: more than 512 directives");
	text_clear(&text);
	for (int i = 0; i < 20000; i++)
		text_add(&text, "x");
	refused(text_string(&text), "dir/some.map:1: the line is too long");
	text_clear(&text);
	text_add(&text, "drop");
	for (int i = 0; i < MAP_WORDS_MAX + 1; i++)
		text_add(&text, " x");
	refused(text_string(&text), "dir/some.map:1: more than 64 words");
	text_clear(&text);
	text_add(&text, "drop ");
	for (int i = 0; i < MAP_WORD_MAX + 1; i++)
		text_add(&text, "x");
	refused(text_string(&text), "dir/some.map:1: a word is longer than 200 bytes");
	text_close(&text);
}

/* ---- rows through a map */

static const struct import_column columns[] = {
	{ "number", IMPORT_TEXT, true },
	{ "on", IMPORT_DATE, false },
	{ "amount", IMPORT_MONEY, false },
	{ "note", IMPORT_TEXT, false },
	{ "lines", IMPORT_LINES, false },
	{ NULL, IMPORT_TEXT, false },
};
enum { NUMBER, ON, AMOUNT, NOTE };

/* What one row gives: "number|on|minor|note|lines", or the message. */
static void
show_row(struct import *im, struct text *shown)
{
	struct import_line lines[IMPORT_LINES_MAX];
	struct money amount = { 0 };
	struct import_row row;
	size_t count = 0;
	struct err e;
	int got = import_next(im, &row, &e);

	if (got == 1 && import_money(im, &row, AMOUNT, "BOB", &amount, &e) < 0)
		got = import_refuse(im, &row, AMOUNT, &e);
	if (got == 1 && import_lines(im, &row, "BOB", lines, &count, &e) != 0)
		got = import_refuse(im, &row, -1, &e);
	if (got <= 0) {
		text_add(shown, got == 0 ? "end" : e.message);
		return;
	}
	text_add_format(shown, "%s|%s|%lld|%s|", row.values[NUMBER],
	    row.values[ON] ? row.values[ON] : "-", (long long)amount.minor,
	    row.values[NOTE] ? row.values[NOTE] : "-");
	for (size_t i = 0; i < count; i++)
		text_add_format(
		    shown, "%s=%lld,", lines[i].concept, (long long)lines[i].amount.minor);
}

/* The first row of input through the map, or what was refused. */
static void
gives(const char *map_text, const char *input, const char *wanted)
{
	FILE *file = file_of(input, strlen(input));
	struct import *im = NULL;
	struct text shown;
	struct map map;
	struct err e;

	map_open(&map);
	text_open(&shown);
	text_add(&shown, read_map(&map, map_text, strlen(map_text)));
	if (import_open(&im, file, "in", columns, &map, &e) == 0)
		show_row(im, &shown);
	else
		text_add(&shown, e.message);
	is_text(text_string(&shown), wanted, "%s", wanted);
	import_close(im);
	text_close(&shown);
	map_close(&map);
	if (file)
		(void)fclose(file);
}

static void
rows(void)
{
	gives("", "number\n1\n", "1|-|0|-|");
	gives("", "number,on,amount,note,lines\n1,2026-01-31,1.50,x,a=1|b=-0.50\n",
	    "1|2026-01-31|150|x|a=100,b=-50,");
	gives("", "note,number\n\"\",1\n", "1|-|0|-|");
	gives("decimal comma\ndate D.M.YYYY\n", "number,on,amount\n1,3.2.2026,\"1.234,5\"\n",
	    "1|2026-02-03|123450|-|");
	gives("decimal comma\nset amount 1.50\nset on 2026-01-02\ndate DD/MM/YYYY\n", "number\n1\n",
	    "1|2026-01-02|150|-|");
	gives("delimiter tab\ntrim\n", "number \tnote\n 1 \t \n", "1|-|0|-|");
	gives("join note / a b\ntrim\n", "number,a,b\n1, x ,\n", "1|-|0|x|");
	gives("join note / a b\n", "number,a,b\n1,x,y\n", "1|-|0|x/y|");
	gives("join note / number b\nrename b number\n", "number,b\n1,2\n", "2|-|0|1/2|");
	gives("value note C charge\n", "number,note\n1,C\n", "1|-|0|charge|");
	gives("line a A\nline b B\n", "number,a,b\n1,2.00,0\n", "1|-|0|-|A=200,");
	gives("line a A\nline b B\n", "number,a,b,lines\n1,2.00,,c=1\n", "1|-|0|-|c=100,A=200,");
	gives("header number note\n", "1,2\n", "1|-|0|2|");
	gives("header number note\n", "1\n", "in:1:1: 1 fields, not 2");
	gives("drop note\n", "number,note\n1,x\n", "1|-|0|-|");
	gives("rename x number\n", "{\"x\":7,\"note\":\"n\"}\n", "7|-|0|n|");
	gives(
	    "", "\xef\xbb\xbf{\"number\":true}\n", "in:1:number: must be a text or a whole number");
	gives("", "{\"number\":\"1\",\"lines\":[{\"concept\":\"c\",\"amount\":2}]}\n",
	    "1|-|0|-|c=200,");
	gives("", "number,x\n1,2\n", "in:1: unknown column x");
	gives("rename x note\n", "number,note\n1,2\n", "in:1: unknown column note");
	gives("rename x note\n", "number\n1\n", "in:1: no column x, which the map names");
	gives("rename x foo\n", "number\n1\n", "dir/some.map:1: foo is no column of ours");
	gives("value foo a b\n", "number\n1\n", "dir/some.map:1: foo is no column of ours");
	gives("drop number\n", "number\n1\n", "in:1: no column number, which is required");
	gives("", "number,number\n1,1\n", "in:1: the column number is there twice");
	gives("", "", "in:1: empty: csv begins with a header");
	gives("", "number,on\n1,2026-02-29\n", "in:2:on: not a date (YYYY-MM-DD): 2026-02-29");
	gives("rename Fecha on\ndate YYYYMMDD\n", "number,Fecha\n1,20260229\n",
	    "in:2:Fecha: not a date (YYYYMMDD): 20260229");
	gives("", "number\n", "end");
	gives("", "number,lines\n1,a\n", "in:2: lines are CONCEPT=AMOUNT, with | between");
}

int
main(void)
{
	reads();
	refusals();
	rows();
	return done();
}
