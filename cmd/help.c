#include <string.h>
#include "help.h"
#include "options.h"
#include "utf8.h"

enum { WIDTH = 80, OPTION_COLUMN = 26, VERB_COLUMN = 12 };

const struct verb *
verb_find(const struct program *program, const char *name)
{
	for (const struct verb *verb = program->verbs; verb->name; verb++)
		if (strcmp(verb->name, name) == 0)
			return verb;
	return NULL;
}

/* Appends word to the last line, or to a new one that is indented. */
static void
add_word(struct text *out, const char *word, size_t indent, size_t *column)
{
	if (*column + 1 + strlen(word) > WIDTH) {
		text_add_char(out, '\n');
		for (size_t i = 1; i < indent; i++)
			text_add_char(out, ' ');
		*column = indent - 1;
	}
	text_add_format(out, " %s", word);
	*column += 1 + strlen(word);
}

/* "--name=ARGUMENT", or both names of a secret. */
static void
name_option(struct text *out, const struct option_row *row)
{
	if (row->kind == OPTION_SECRET)
		text_add_format(out, "--%s-file=F, --%s-fd=N", row->name, row->name);
	else if (row->argument)
		text_add_format(out, "--%s=%s", row->name, row->argument);
	else
		text_add_format(out, "--%s", row->name);
}

static void
add_usage(struct text *out, const struct program *program, const struct verb *verb)
{
	size_t begin = out->length, indent, column;
	bool has_more = false;
	struct text word;

	text_add_format(out, "%s %s %s", _("usage:"), program->name, verb->name);
	column = out->length - begin;
	indent = column + 1;
	if (verb->operands[0])
		add_word(out, verb->operands, indent, &column);
	text_open(&word);
	for (const struct option_row *row = verb->options; row && row->name; row++) {
		has_more |= !row->is_required;
		if (!row->is_required)
			continue;
		text_clear(&word);
		name_option(&word, row);
		add_word(out, text_string(&word), indent, &column);
	}
	text_close(&word);
	if (has_more || verb->flags & VERB_LIST)
		add_word(out, _("[OPTION...]"), indent, &column);
	text_add_char(out, '\n');
}

static void
add_examples(struct text *out, const char *examples)
{
	while (examples && *examples) {
		size_t length = strcspn(examples, "\n");

		text_add_format(out, "  %.*s\n", (int)length, examples);
		examples += length;
		examples += *examples == '\n';
	}
}

static void
add_option(struct text *out, const struct option_row *row)
{
	size_t begin = out->length;

	text_add(out, "  ");
	if (row->letter)
		text_add_format(out, "-%c, ", row->letter);
	name_option(out, row);
	do
		text_add_char(out, ' ');
	while (out->length - begin < OPTION_COLUMN);
	text_add_format(out, " %s\n", _(row->help));
}

/* Options whose name says enough share lines. */
static void
add_named(struct text *out, const char *label, const struct option_row *rows)
{
	size_t column = utf8_width(label) + 1;
	bool is_begun = false;
	struct text word;

	text_open(&word);
	for (; rows && rows->name; rows++) {
		if (rows->help)
			continue;
		if (!is_begun)
			text_add_format(out, " %s", label);
		is_begun = true;
		text_clear(&word);
		name_option(&word, rows);
		add_word(out, text_string(&word), 4, &column);
	}
	text_close(&word);
	if (is_begun)
		text_add_char(out, '\n');
}

void
help_verb(struct text *out, const struct program *program, const struct verb *verb)
{
	add_usage(out, program, verb);
	add_examples(out, verb->examples);
	text_add_format(out, "\n%s\n\n", _(verb->help));
	for (const struct option_row *row = verb->options; row && row->name; row++)
		if (row->help)
			add_option(out, row);
	add_named(out, _(" also:"), verb->options);
	if (verb->flags & VERB_LIST)
		add_named(out, _(" list:"), options_list);
	if (verb->formats)
		text_add_format(out, "  --format=%s\n", verb->formats);
	text_add_format(out, "%s\n", _("common options: pp(7); exit statuses: pp-exit(7)"));
}

void
help_program(struct text *out, const struct program *program)
{
	text_add_format(
	    out, "%s %s %s\n", _("usage:"), program->name, _("VERB [OPTION...] [OPERAND...]"));
	text_add_format(out, "%s - %s\n\n", program->name, _(program->purpose));
	for (const struct verb *verb = program->verbs; verb->name; verb++)
		if (!(verb->flags & VERB_HIDDEN))
			text_add_format(
			    out, "  %-*s  %s\n", VERB_COLUMN, verb->name, _(verb->help));
	text_add_format(
	    out, "\n%s %s VERB --help, %s(1), pp(7)\n", _("more:"), program->name, program->name);
}

static const char *
who_may(const struct verb *verb)
{
	if (verb->flags & VERB_PUBLIC)
		return "public";
	return verb->flags & VERB_CUSTOMER ? "customer" : "operator";
}

void
help_list(struct text *out, const struct program *program)
{
	for (const struct verb *verb = program->verbs; verb->name; verb++)
		if (!(verb->flags & VERB_HIDDEN))
			text_add_format(out, "%s\t%s\t%s\t%s%s%s\n", verb->name, verb->operands,
			    _(verb->help), who_may(verb), verb->flags & VERB_WRITE ? " write" : "",
			    options_has_token(verb) ? " token" : "");
}

void
help_options(struct text *out, const struct verb *verb)
{
	struct options options;

	options_gather(&options, verb);
	for (size_t i = 0; i < options.own_count; i++)
		text_add_format(out, "--%s\n", options.names[i]);
	for (const struct option_row *row = options_list; verb->flags & VERB_LIST && row->name;
	     row++)
		text_add_format(out, "--%s\n", row->name);
}

static const char *
kind_name(enum option_kind kind)
{
	static const char *const names[] = { [OPTION_FLAG] = "flag",
		[OPTION_TEXT] = "text",
		[OPTION_INT] = "int",
		[OPTION_DATE] = "date",
		[OPTION_INSTANT] = "instant",
		[OPTION_MONEY] = "money",
		[OPTION_CHOICE] = "choice",
		[OPTION_FILE] = "file",
		[OPTION_REF] = "ref",
		[OPTION_SECRET] = "secret" };

	return names[kind];
}

void
help_takes(struct text *out, const struct verb *verb)
{
	text_add_format(out, "operands\tref\t%s\t%s\n", verb->refs ? verb->refs : "",
	    verb->operands_min > 0 ? "required" : "optional");
	for (const struct option_row *row = verb->options; row && row->name; row++)
		text_add_format(out, "--%s\t%s\t%s\t%s\n", row->name, kind_name(row->kind),
		    row->values ? row->values : "", row->is_required ? "required" : "optional");
}
