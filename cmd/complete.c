#include <string.h>
#include "complete.h"
#include "help.h"
#include "options.h"
#include "record.h"

static void
offer(struct text *out, const char *prefix, const char *candidate, const char *about)
{
	if (strncmp(candidate, prefix, strlen(prefix)) != 0)
		return;
	text_add(out, candidate);
	if (about)
		text_add_format(out, "\t%s", about);
	text_add_char(out, '\n');
}

static void
offer_verbs(struct text *out, const struct program *program, const char *prefix)
{
	for (const struct verb *verb = program->verbs; verb->name; verb++)
		if (!(verb->flags & VERB_HIDDEN))
			offer(out, prefix, verb->name, _(verb->help));
	if (prefix[0] == '-') {
		offer(out, prefix, "--help", NULL);
		offer(out, prefix, "--version", NULL);
	}
}

static void
offer_options(struct text *out, const struct verb *verb, const char *prefix)
{
	struct options options;
	char candidate[OPTION_NAME_SIZE + 4];

	options_gather(&options, verb);
	for (size_t i = 0; i < options.count; i++) {
		const struct option_row *row = options.rows[i];

		snprintf(candidate, sizeof(candidate), "--%s%s", options.names[i],
		    row->kind == OPTION_FLAG ? "" : "=");
		offer(out, prefix, candidate, row->help ? _(row->help) : NULL);
	}
}

/* The text before the last comma stays: "open,pa" completes to "open,paid". */
static void
offer_word(struct text *out, const char *start, const char *prefix, const char *word, size_t length)
{
	const char *comma = strrchr(prefix, ',');
	size_t kept = comma ? (size_t)(comma - prefix) + 1 : 0;

	if (strncmp(word, prefix + kept, strlen(prefix + kept)) != 0 ||
	    strlen(prefix + kept) > length)
		return;
	text_add_format(out, "%s%.*s%.*s\n", start, (int)kept, prefix, (int)length, word);
}

static void
offer_words(struct text *out, const char *start, const char *prefix, const char *words)
{
	while (words && *words) {
		offer_word(out, start, prefix, words, strcspn(words, "|="));
		words += strcspn(words, "|");
		words += *words == '|';
	}
}

static void
offer_columns(
    struct text *out, const char *start, const char *prefix, const struct record_type *type)
{
	if (!type)
		return;
	offer_word(out, start, prefix, "id", 2);
	for (const struct field *field = type->fields; field->name; field++)
		if (field->kind != FIELD_NESTED)
			offer_word(out, start, prefix, field->name, strlen(field->name));
}

/* start is what precedes the value in the word: "--format=", or "" for a word of its own. */
static void
offer_values(struct text *out, const struct verb *verb, const struct option_row *row,
    const char *start, const char *prefix)
{
	const struct record_type *type = record_type_of(verb->record, false);

	if (strcmp(row->name, "format") == 0)
		offer_words(
		    out, start, prefix, verb->formats ? verb->formats : "table|tsv|json|csv");
	else if (strcmp(row->name, "status") == 0 && type)
		offer_words(out, start, prefix, type->statuses);
	else if (strcmp(row->name, "columns") == 0 || strcmp(row->name, "sort") == 0)
		offer_columns(out, start, prefix, type);
	else if (row->kind == OPTION_CHOICE || row->kind == OPTION_MONEY)
		offer_words(out, start, prefix, row->values);
}

/* The option that the word before leaves waiting for its value, or NULL. */
static const struct option_row *
waiting(const struct options *options, const char *word)
{
	int index;

	if (word[0] != '-' || word[1] == '\0' || strchr(word, '='))
		return NULL;
	if (word[1] == '-') {
		index = options_find(options, word + 2);
		return index >= 0 && options->rows[index]->kind != OPTION_FLAG
			   ? options->rows[index]
			   : NULL;
	}
	for (size_t i = 0; i < options->count; i++)
		if (options->rows[i]->letter == word[strlen(word) - 1] &&
		    options->rows[i]->kind != OPTION_FLAG)
			return options->rows[i];
	return NULL;
}

static void
offer_joined(
    struct text *out, const struct verb *verb, const struct options *options, const char *word)
{
	size_t length = strcspn(word, "=");
	char name[OPTION_NAME_SIZE + 4], start[OPTION_NAME_SIZE + 4];
	int index;

	snprintf(name, sizeof(name), "%.*s", (int)length - 2, word + 2);
	snprintf(start, sizeof(start), "--%.*s=", OPTION_NAME_SIZE, name);
	index = options_find(options, name);
	if (index >= 0)
		offer_values(out, verb, options->rows[index], start, word + length + 1);
}

void
complete(struct text *out, const struct program *program, int count, char **words)
{
	const char *last = count > 0 ? words[count - 1] : "";
	const struct verb *verb = count > 1 ? verb_find(program, words[0]) : NULL;
	const struct option_row *row;
	struct options options;

	if (count <= 1)
		offer_verbs(out, program, last);
	if (!verb)
		return;
	options_gather(&options, verb);
	row = count > 2 ? waiting(&options, words[count - 2]) : NULL;
	if (row)
		offer_values(out, verb, row, "", last);
	else if (strncmp(last, "--", 2) == 0 && strchr(last, '='))
		offer_joined(out, verb, &options, last);
	else if (last[0] == '-')
		offer_options(out, verb, last);
}
