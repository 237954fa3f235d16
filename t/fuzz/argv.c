/*
 * fuzz: a whole command line.  Its words end in NUL; the first is the verb.  What the parser lets
 * through has the shape that the table says; completing the last word never fails.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "complete.h"
#include "date.h"
#include "help.h"
#include "options.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct option_row options_make[] = {
	{ "name", 0, OPTION_TEXT, "TEXT", NULL, "a name", true },
	{ "day", 'd', OPTION_INT, "N", "1..28", "a day of the month", false },
	{ "on", 0, OPTION_DATE, "DATE", NULL, "a date", false },
	{ "at", 0, OPTION_INSTANT, "INSTANT", NULL, "an instant", false },
	{ "amount", 'a', OPTION_MONEY, "AMOUNT", "all|half", "an amount", false },
	{ "kind", 0, OPTION_CHOICE, "KIND", "bill|charge", "a kind", false },
	{ "with", 'w', OPTION_REF, "REF", "card|acc", "what with", false },
	{ "password", 0, OPTION_SECRET, NULL, NULL, "a secret", false },
	{ "loud", 'l', OPTION_FLAG, NULL, NULL, "a flag", false },
	{ 0 },
};

static const struct verb verbs[] = {
	{ "make", "[OPERAND...]", "makes one", NULL, options_make, 0, 3, VERB_PUBLIC | VERB_INPUT,
	    NULL, "symbol", NULL, NULL },
	{ "list", "", "lists all", NULL, NULL, 0, 0, VERB_PUBLIC | VERB_LIST, NULL, "invoice", NULL,
	    NULL },
	{ "show", "REF...|-", "shows some", NULL, NULL, 1, OPERANDS_ANY, VERB_STDIN, "inv",
	    "invoice", NULL, NULL },
	{ "write", "NAME", "writes", NULL, options_make, 1, 1, VERB_WRITE, NULL, NULL, NULL, NULL },
	{ 0 },
};

static const struct program program = { "pp-fuzz", "is fuzzed", verbs, NULL };

static void
check_value(const struct given *given)
{
	const char *value = given->value;

	assert(!value == (given->row->kind == OPTION_FLAG));
	if (!value)
		return;
	assert(utf8_is_valid(value, strlen(value)));
	if (given->row->kind == OPTION_DATE)
		assert(date_is_valid(value));
	if (given->row->kind == OPTION_CHOICE)
		assert(words_have(given->row->values, value, strlen(value)));
	if (given->row->kind == OPTION_INT)
		assert(strspn(value, "0123456789") == strlen(value) && strlen(value) <= 10);
}

static void
parse(const struct verb *verb, int argc, char **argv)
{
	struct arguments a = { .operands = NULL };
	struct err e = { 0 };

	if (arguments_parse(&a, verb, argc, argv, &e) != 0) {
		assert(e.code == ERR_USAGE && utf8_is_valid(e.message, strlen(e.message)));
	} else if (!arguments_value(&a, "help") && !arguments_value(&a, "version")) {
		assert(a.operand_count >= (size_t)verb->operands_min &&
		       a.operand_count <= (size_t)verb->operands_max);
		for (size_t i = 0; i < a.given_count; i++)
			check_value(&a.given[i]);
		for (size_t i = 0; i < a.operand_count; i++)
			assert(a.operands[i][0] != '\0');
	}
	assert(a.given_count <= OPTIONS_MAX && a.operand_count < (size_t)argc);
	arguments_close(&a);
}

/* The words of text, in a list that ends with NULL, which is the caller's to free. */
static char **
split(char *text, size_t size, int *count)
{
	char **words = calloc(size + 2, sizeof(*words));

	*count = 0;
	for (size_t at = 0; words && at < size; at += strlen(text + at) + 1)
		words[(*count)++] = text + at;
	return words;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct verb *verb;
	struct text out;
	char *text = malloc(size + 1), **words;
	int count = 0;

	if (!text)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	words = split(text, size, &count);
	if (words && count > 0) {
		text_open(&out);
		complete(&out, &program, count, words);
		text_close(&out);
		verb = verb_find(&program, words[0]);
		if (verb)
			parse(verb, count, words);
	}
	free(words);
	free(text);
	return 0;
}
