/*
 * pp - runs the tools by their nouns, lists them, and finds verbs and pages.
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "config.inc"
#include "i18n.h"
#include "language.h"
#include "private.h"
#include "tools.h"

static const struct program program = { "pp", N_("runs the tools of a payment office"), NULL,
	NULL };

static int
fail(const struct err *error)
{
	report_error(&(struct report_style){ "pp", false, false }, error);
	return (int)error->code;
}

static bool
is_noun(const char *word)
{
	return *word && strspn(word, "abcdefghijklmnopqrstuvwxyz-") == strlen(word) && *word != '-';
}

/* argv[0] is the noun; returns only when there is no such tool. */
static int
run_tool(char **argv)
{
	char name[TOOL_NAME_SIZE], path[1200];
	struct err e;

	if (is_noun(argv[0])) {
		snprintf(name, sizeof(name), "pp-%.50s", argv[0]);
		tools_path(name, path, sizeof(path));
		argv[0] = name;
		execvp(path, argv);
		argv[0] += strlen("pp-");
	}
	err_set(&e, ERR_USAGE, _("no tool %.40s; pp lists them"), argv[0]);
	return fail(&e);
}

static int
list_tools(void)
{
	struct tools tools;
	struct text text;
	struct err e;

	if (tools_find(&tools, &e) != 0)
		return fail(&e);
	text_open(&text);
	for (size_t i = 0; i < tools.count; i++) {
		text_add_format(&text, "%-16s", tools.names[i]);
		tools_ask(tools.names[i], "__purpose", &text);
	}
	return cli_say(&program, &text);
}

/* Letters of ASCII only: names of verbs and pages are no prose. */
static bool
has_word(const char *line, size_t length, const char *word)
{
	size_t size = strlen(word);

	for (size_t i = 0; i + size <= length; i++) {
		size_t j = 0;

		while (j < size && (line[i + j] | 0x20) == (word[j] | 0x20))
			j++;
		if (j == size)
			return true;
	}
	return false;
}

/* Adds each line of found that has the word, after a prefix, tabs as blanks. */
static void
add_matches(struct text *out, const char *prefix, const char *found, const char *word)
{
	while (*found) {
		size_t length = strcspn(found, "\n");

		if (has_word(found, length, word) || has_word(prefix, strlen(prefix), word)) {
			text_add(out, prefix);
			for (size_t i = 0; i < length; i++)
				text_add(out,
				    found[i] == '\t' ? "  " : (const char[]){ found[i], '\0' });
			text_add_char(out, '\n');
		}
		found += length;
		found += *found == '\n';
	}
}

static int
find_help(const char *word)
{
	char prefix[TOOL_NAME_SIZE + 2];
	struct text found, out;
	struct tools tools;
	struct err e;

	if (tools_find(&tools, &e) != 0)
		return fail(&e);
	text_open(&out);
	text_open(&found);
	for (size_t i = 0; i < tools.count; i++) {
		text_clear(&found);
		tools_ask(tools.names[i], "__verbs", &found);
		snprintf(prefix, sizeof(prefix), "%s ", tools.names[i]);
		add_matches(&out, prefix, text_string(&found), word);
	}
	text_clear(&found);
	tools_pages(&found);
	add_matches(&out, "", text_string(&found), word);
	text_close(&found);
	if (out.length > 0)
		return cli_say(&program, &out);
	text_close(&out);
	err_set(&e, ERR_NOT_FOUND, _("no verb or page is about %.40s"), word);
	return fail(&e);
}

static int
say_help(void)
{
	struct text text;

	text_open(&text);
	text_add(&text,
	    _("usage: pp NOUN VERB [OPTION...] [OPERAND...]\n"
	      "  pp pay invoice inv-42 --with=cash   runs pp-pay invoice inv-42 --with=cash\n"
	      "  pp                                  lists the tools\n"
	      "  pp help WORD                        finds verbs and manual pages\n"
	      "the tour is pp(7)\n"));
	return cli_say(&program, &text);
}

static int
say_version(void)
{
	struct text text;

	text_open(&text);
	text_add_format(&text, "pp %s\n", PP_VERSION);
	return cli_say(&program, &text);
}

/* The first word is the noun; the rest is the tool's business. */
static int
complete_nouns(int count, char **words)
{
	struct tools tools;
	struct text text;
	struct err e;

	if (count > 1) {
		char *noun = words[0];

		words[0] = words[-1]; /* "__complete" */
		words[-1] = noun;
		return run_tool(words - 1);
	}
	if (tools_find(&tools, &e) != 0)
		return fail(&e);
	text_open(&text);
	for (size_t i = 0; i < tools.count; i++)
		if (count == 0 || strncmp(tools.names[i] + 3, words[0], strlen(words[0])) == 0)
			text_add_format(&text, "%s\n", tools.names[i] + 3);
	return cli_say(&program, &text);
}

int
main(int argc, char **argv)
{
	cli_begin();
	if (argc < 2)
		return list_tools();
	if (strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0)
		return say_help();
	if (strcmp(argv[1], "-V") == 0 || strcmp(argv[1], "--version") == 0)
		return say_version();
	if (strcmp(argv[1], "help") == 0)
		return argc > 2 ? find_help(argv[2]) : say_help();
	if (strcmp(argv[1], "__complete") == 0)
		return complete_nouns(argc - 2, argv + 2);
	signal(SIGPIPE, SIG_DFL);
	return run_tool(argv + 1);
}
