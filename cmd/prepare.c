/*
 * prepare - the common options that decide how a verb speaks.
 */
#include <string.h>
#include <unistd.h>
#include "i18n.h"
#include "private.h"

static const char all_formats[] = "table|tsv|json|csv";

static enum format
format_of(const char *word)
{
	static const char *const words[] = { [FORMAT_TABLE] = "table",
		[FORMAT_TSV] = "tsv",
		[FORMAT_JSON] = "json",
		[FORMAT_CSV] = "csv",
		[FORMAT_TEXT] = "text",
		[FORMAT_PDF] = "pdf",
		[FORMAT_HLEDGER] = "hledger" };
	size_t i = 0;

	while (i + 1 < sizeof(words) / sizeof(words[0]) && strcmp(words[i], word) != 0)
		i++;
	return (enum format)i;
}

static bool
is_for_people(const struct cli *cli)
{
	const char *output = cli_value(cli, "output");

	return (!output || strcmp(output, "-") == 0) && !cli_flag(cli, "null") &&
	       isatty(STDOUT_FILENO);
}

static int
set_format(struct cli *cli, struct err *e)
{
	const char *formats = cli->verb->formats ? cli->verb->formats : all_formats;
	const char *word = cli_value(cli, "format");

	if (cli_flag(cli, "json") && word && strcmp(word, "json") != 0)
		return err_set(e, ERR_USAGE, _("--json and --format=%.20s are two formats"), word);
	if (cli_flag(cli, "json"))
		word = "json";
	if (word && !words_have(formats, word, strlen(word)))
		return err_set(e, ERR_USAGE, _("--format takes one of %s"), formats);
	if (word)
		cli->format = format_of(word);
	else if (strncmp(formats, "text", 4) == 0)
		cli->format = FORMAT_TEXT;
	else
		cli->format = is_for_people(cli) ? FORMAT_TABLE : FORMAT_TSV;
	return 0;
}

static int
check_combinations(const struct cli *cli, struct err *e)
{
	bool is_lines = cli->format == FORMAT_TSV || cli->format == FORMAT_JSON;
	bool is_printed_list = cli->format == FORMAT_PDF && cli->verb->flags & VERB_LIST;
	bool has_columns =
	    (cli->format <= FORMAT_CSV && cli->format != FORMAT_JSON) || is_printed_list;

	if (cli_flag(cli, "null") && !is_lines)
		return err_set(e, ERR_USAGE, _("--null goes with tsv and json only"));
	if (cli_value(cli, "columns") && !has_columns)
		return err_set(e, ERR_USAGE, _("--columns goes with table, tsv and csv only"));
	if (cli_value(cli, "columns") && !cli->verb->record)
		return err_set(e, ERR_USAGE, _("%s has no columns"), cli->verb->name);
	if (cli_flag(cli, "force") && !cli_value(cli, "output"))
		return err_set(e, ERR_USAGE, _("--force goes with --output only"));
	return 0;
}

static void
set_look(struct cli *cli)
{
	struct render_options *look = &cli->own->look;
	bool has_with =
	    options_find(&cli->own->arguments.options, "with") >= 0 && cli_value(cli, "with");
	bool is_list = (cli->verb->flags & VERB_LIST) != 0;

	look->format = cli->format;
	look->is_null = cli_flag(cli, "null");
	look->type = record_type_of(cli->verb->record, has_with);
	look->columns = cli_value(cli, "columns");
	look->is_list = is_list || (cli->verb->flags & VERB_ROWS && !has_with);
	look->limit = is_list ? cli_int(cli, "limit", -1) : -1;
	if (!is_list)
		return;
	look->statuses = cli_value(cli, "status");
	look->match = cli_value(cli, "match");
	look->sort = cli_value(cli, "sort");
	look->is_reverse = cli_flag(cli, "reverse");
}

int
cli_prepare(struct cli *cli, struct err *e)
{
	cli->is_yes = cli_flag(cli, "yes");
	if (cli_flag(cli, "verbose"))
		cli->own->verbosity = 1;
	if (cli_flag(cli, "quiet"))
		cli->own->verbosity = -1;
	cli->own->progress.is_silent = cli_flag(cli, "quiet");
	if (set_format(cli, e) != 0 || check_combinations(cli, e) != 0)
		return -1;
	set_look(cli);
	return 0;
}
