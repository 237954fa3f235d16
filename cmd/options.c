#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "options.h"
#include "utf8.h"

enum { LONG_BASE = 256 }; /* getopt's values for long options, clear of every letter */

#define FLAG(name, letter, help)                                                                   \
	{                                                                                          \
		name, letter, OPTION_FLAG, NULL, NULL, help, false                                 \
	}
#define VALUE(name, letter, kind, argument)                                                        \
	{                                                                                          \
		name, letter, kind, argument, NULL, NULL, false                                    \
	}

const struct option_row options_common[] = {
	VALUE("db", 'D', OPTION_FILE, "FILE"),
	VALUE("session", 'S', OPTION_FILE, "FILE"),
	FLAG("json", 'j', NULL),
	VALUE("format", 0, OPTION_TEXT, "FORMAT"),
	VALUE("columns", 0, OPTION_TEXT, "A,B"),
	FLAG("null", 'z', NULL),
	VALUE("output", 'o', OPTION_FILE, "FILE"),
	FLAG("force", 0, NULL),
	FLAG("yes", 'y', NULL),
	FLAG("quiet", 'q', NULL),
	FLAG("verbose", 'v', NULL),
	VALUE("as-of", 0, OPTION_DATE, "DATE"),
	FLAG("help", 'h', NULL),
	FLAG("version", 'V', NULL),
	{ 0 },
};

const struct option_row options_write[] = {
	FLAG("dry-run", 'n', NULL),
	VALUE("request-id", 0, OPTION_TEXT, "TEXT"),
	{ 0 },
};

const struct option_row options_list[] = {
	VALUE("status", 0, OPTION_TEXT, "A,B"),
	VALUE("match", 0, OPTION_TEXT, "TEXT"),
	VALUE("sort", 0, OPTION_TEXT, "COLUMN"),
	FLAG("reverse", 0, NULL),
	VALUE("limit", 0, OPTION_INT, "N"),
	{ 0 },
};

const struct option_row options_token[] = {
	{ "token", 0, OPTION_SECRET, NULL, NULL, NULL, false },
	{ 0 },
};

bool
options_has_token(const struct verb *verb)
{
	return verb->flags & VERB_WRITE && verb->flags & (VERB_CUSTOMER | VERB_PUBLIC) &&
	       !(verb->flags & VERB_PROVES);
}

static void
add_name(struct options *options, const struct option_row *row, const char *suffix)
{
	assert(options->count < OPTIONS_MAX);
	snprintf(options->names[options->count], OPTION_NAME_SIZE, "%s%s", row->name, suffix);
	options->rows[options->count++] = row;
}

static void
add_rows(struct options *options, const struct option_row *rows)
{
	for (; rows && rows->name; rows++) {
		if (options_find(options, rows->name) >= 0)
			continue; /* a verb may give a common name a stricter row */
		if (rows->kind == OPTION_SECRET) {
			add_name(options, rows, "-file");
			add_name(options, rows, "-fd");
		} else {
			add_name(options, rows, "");
		}
	}
}

void
options_gather(struct options *options, const struct verb *verb)
{
	options->count = 0;
	add_rows(options, verb->options);
	options->own_count = options->count;
	if (verb->flags & VERB_LIST)
		add_rows(options, options_list);
	if (verb->flags & (VERB_WRITE | VERB_CREATES))
		add_rows(options, options_write);
	if (options_has_token(verb))
		add_rows(options, options_token);
	add_rows(options, options_common);
}

int
options_find(const struct options *options, const char *name)
{
	for (size_t i = 0; i < options->count; i++)
		if (strcmp(options->names[i], name) == 0)
			return (int)i;
	return -1;
}

static bool
has_value(const struct option_row *row)
{
	return row->kind != OPTION_FLAG;
}

/* "-:" first: operands in their place whatever POSIXLY_CORRECT says, and silence. */
static void
prepare(const struct options *options, struct option *longs, char *letters)
{
	size_t used = 2;

	memcpy(letters, "-:", 3);
	for (size_t i = 0; i < options->count; i++) {
		const struct option_row *row = options->rows[i];

		longs[i] = (struct option){ options->names[i],
			has_value(row) ? required_argument : no_argument, NULL,
			LONG_BASE + (int)i };
		if (row->letter)
			letters[used++] = row->letter;
		if (row->letter && has_value(row))
			letters[used++] = ':';
	}
	letters[used] = '\0';
	longs[options->count] = (struct option){ 0 };
}

static int
find_letter(const struct options *options, int letter)
{
	for (size_t i = 0; i < options->count; i++)
		if (options->rows[i]->letter == letter)
			return (int)i;
	return -1;
}

static int
give(struct arguments *a, int index, const char *value, struct err *e)
{
	const struct option_row *row = a->options.rows[index];
	const char *name = a->options.names[index];

	for (size_t i = 0; i < a->given_count; i++) {
		if (a->given[i].name != name)
			continue;
		if (!has_value(row))
			return 0;
		return err_set(e, ERR_USAGE, _("--%s is given twice"), name);
	}
	a->given[a->given_count++] = (struct given){ name, row, has_value(row) ? value : NULL };
	return 0;
}

/* What getopt_long could not take: element is where it stands, code is '?' or ':'. */
static int
refuse(const struct options *options, int code, const char *element, struct err *e)
{
	int length = (int)strcspn(element, "=");

	if (code == ':' && strncmp(element, "--", 2) != 0)
		return err_set(e, ERR_USAGE, _("-%c needs a value"), optopt);
	if (code == ':')
		return err_set(e, ERR_USAGE, _("%s needs a value"), element);
	if (strncmp(element, "--", 2) != 0)
		return err_set(e, ERR_USAGE, _("unknown option -%c"), optopt);
	if (optopt >= LONG_BASE && strlen(options->names[optopt - LONG_BASE]) + 2 == (size_t)length)
		return err_set(e, ERR_USAGE, _("%.*s takes no value"), length, element);
	return err_set(e, ERR_USAGE, _("unknown option %.*s"), length, element);
}

static bool
is_abbreviated(const char *element, const char *name)
{
	size_t length = strlen(name);

	return strncmp(element + 2, name, length) != 0 ||
	       (element[2 + length] != '\0' && element[2 + length] != '=');
}

static int
take(struct arguments *a, int code, const char *element, struct err *e)
{
	const struct options *options = &a->options;
	int index = code >= LONG_BASE ? code - LONG_BASE : find_letter(options, code);

	if (code == 1) {
		a->operands[a->operand_count++] = optarg;
		return 0;
	}
	if (code == '?' || code == ':')
		return refuse(options, code, element, e);
	assert(index >= 0);
	if (code >= LONG_BASE && is_abbreviated(element, options->names[index]))
		return refuse(options, '?', element, e);
	return give(a, index, optarg, e);
}

static int
scan(struct arguments *a, int argc, char **argv, struct err *e)
{
	struct option longs[OPTIONS_MAX + 1];
	char letters[2 * OPTIONS_MAX + 4];
	int code;

	prepare(&a->options, longs, letters);
	optind = 0; /* makes glibc start anew, and read the "-" of letters */
	do {
		int at = optind > 0 ? optind : 1;

		code = getopt_long(argc, argv, letters, longs, NULL);
		if (code != -1 && take(a, code, argv[at], e) != 0)
			return -1;
	} while (code != -1);
	while (optind < argc)
		a->operands[a->operand_count++] = argv[optind++];
	return 0;
}

static int
check_operands(const struct arguments *a, const struct verb *verb, struct err *e)
{
	for (size_t i = 0; i < a->operand_count; i++) {
		const char *operand = a->operands[i];

		if (!utf8_is_valid(operand, strlen(operand)))
			return err_set(e, ERR_USAGE, _("operand %zu is not valid UTF-8"), i + 1);
		if (operand[0] == '\0' && !(verb->flags & VERB_EMPTY))
			return err_set(e, ERR_USAGE, _("operand %zu is empty"), i + 1);
		if (strcmp(operand, "-") == 0 && !(verb->flags & (VERB_STDIN | VERB_INPUT)))
			return err_set(e, ERR_USAGE, _("%s reads no standard input"), verb->name);
	}
	if (a->operand_count < (size_t)verb->operands_min)
		return err_set(
		    e, ERR_USAGE, _("%s needs an operand: %s"), verb->name, verb->operands);
	/* By its place: somebody may have typed a secret there, and errors end up in logs. */
	if (a->operand_count > (size_t)verb->operands_max)
		return err_set(
		    e, ERR_USAGE, _("operand %d is one too many"), verb->operands_max + 1);
	return 0;
}

static int
check_given(const struct arguments *a, const struct verb *verb, struct err *e)
{
	for (size_t i = 0; i < a->given_count; i++)
		if (option_check(&a->given[i], e) != 0)
			return -1;
	for (const struct option_row *row = verb->options; row && row->name; row++)
		if (row->is_required && !arguments_value(a, row->name))
			return err_set(e, ERR_USAGE, _("%s needs --%s"), verb->name, row->name);
	return 0;
}

int
arguments_parse(struct arguments *a, const struct verb *verb, int argc, char **argv, struct err *e)
{
	a->given_count = a->operand_count = 0;
	options_gather(&a->options, verb);
	a->operands = calloc((size_t)argc + 1, sizeof(*a->operands));
	if (!a->operands)
		return err_set(e, ERR_FAILED, _("out of memory"));
	if (scan(a, argc, argv, e) != 0)
		return -1;
	if (arguments_value(a, "help") || arguments_value(a, "version"))
		return 0;
	if (check_given(a, verb, e) != 0)
		return -1;
	return check_operands(a, verb, e);
}

void
arguments_close(struct arguments *a)
{
	free(a->operands);
	a->operands = NULL;
}

const char *
arguments_value(const struct arguments *a, const char *name)
{
	assert(options_find(&a->options, name) >= 0);
	for (size_t i = 0; i < a->given_count; i++)
		if (strcmp(a->given[i].name, name) == 0)
			return a->given[i].value ? a->given[i].value : "";
	return NULL;
}
