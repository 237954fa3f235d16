/*
 * run - one verb from its command line to its exit status.
 */
#include <string.h>
#include "config.inc"
#include "help.h"
#include "i18n.h"
#include "pdf.h"
#include "private.h"

/* Also a command line that cannot be parsed is answered in the format that it asks for. */
static bool
wants_json(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "-j") == 0 || strcmp(argv[i], "--json") == 0 ||
		    strcmp(argv[i], "--format=json") == 0)
			return true;
	return false;
}

/* A verb that moves money and fails has moved none, but what it had recorded before. */
static void
say_money(struct cli *cli, struct err *e)
{
	bool is_money = (cli->verb->flags & VERB_MONEY) != 0;

	if (e->money != ERR_MONEY_NONE || cli->own->is_repeat)
		return;
	if (recorded_name_fault(cli, e) || (is_money && recorded_name(cli, e)))
		return;
	if (is_money)
		err_money(e, e->code == ERR_UNKNOWN ? ERR_MONEY_UNKNOWN : ERR_MONEY_NOTHING, NULL);
}

static int
open_output(struct cli *cli, struct err *e)
{
	struct cli_private *own = cli->own;
	bool is_own = (cli->verb->flags & VERB_OWN_OUTPUT) != 0;
	const char *path = is_own ? NULL : cli_value(cli, "output");

	if (output_open(&own->output, path, cli_flag(cli, "force"), e) != 0)
		return -1;
	if (cli->format == FORMAT_PDF && cli_binary_out(cli, &own->look.out, e) != 0)
		return -1;
	own->look.out = own->output.file;
	own->look.zone = own->zone;
	if (cli->format == FORMAT_PDF && !(cli->verb->flags & VERB_LIST))
		return 0;
	if ((cli->format > FORMAT_CSV && cli->format != FORMAT_PDF) || !own->look.type)
		return 0;
	return render_open(&own->render, &own->look, e);
}

/* An import makes many things: run anew without effect, it tells that all are there. */
static int
repeat_import(struct cli *cli, struct err *e)
{
	bool was_dry_run = cli->office.is_dry_run;
	int result;

	cli->office.request[0] = '\0';
	cli->office.is_dry_run = true;
	result = cli->verb->run(cli, e) == 0 ? 1 : -1;
	cli->office.is_dry_run = was_dry_run;
	return result;
}

int
cli_repeat(struct cli *cli, const struct err *failure, int *status, struct err *e)
{
	struct ref ref;

	if (strcmp(failure->reason, "repeated") != 0)
		return 0;
	cli->own->is_repeat = true;
	cli_note(cli, 1, _("the request was done before"));
	if (ref_parse(failure->ref, &ref) != 1)
		return cli->verb->flags & VERB_INPUT ? repeat_import(cli, e) : 1;
	if (!cli->program->show_ref)
		return 1;
	return cli->program->show_ref(cli, &ref, status, e) == 0 ? 1 : -1;
}

/* A repeat is found before anything is asked, and needs no token. */
static int
run_once(struct cli *cli, struct err *e)
{
	struct err failure;
	int status = 0, result = 0;

	if (cli->verb->flags & VERB_REPEATS)
		return cli->verb->run(cli, e);
	if (office_request_check(&cli->office, &failure) != 0 || cli->verb->run(cli, &failure) != 0)
		result = -1;
	if (result == 0)
		return 0;
	result = cli_repeat(cli, &failure, &status, e);
	cli_status(cli, status);
	if (result == 0)
		*e = failure;
	return result == 1 ? 0 : -1;
}

static int
run(struct cli *cli, struct err *e)
{
	struct cli_private *own = cli->own;

	guard_secrets(cli->verb);
	if (cli_prepare(cli, e) != 0 || access_identify(cli, e) != 0)
		return -1;
	if (items_open(&own->items, cli, e) != 0)
		return -1;
	if (access_open(cli, e) != 0 || open_output(cli, e) != 0 || run_once(cli, e) != 0)
		return -1;
	if (own->render && render_end(own->render, e) != 0)
		return -1;
	if (own->render && cli->format == FORMAT_PDF && print_list(cli, e) != 0)
		return -1;
	return print_write(cli, e);
}

/* A file is complete or absent; on standard output stays what was printed before the failure. */
static int
end(struct cli *cli, int result, struct err *e)
{
	struct cli_private *own = cli->own;
	struct report_style style;
	int status = tally_status(&own->tally);
	bool is_named = false;

	progress_clear(&own->progress);
	if (result == 0 && (own->output.path[0] == '\0' || status == 0)) {
		result = output_commit(&own->output, e);
		is_named = result != 0 && recorded_name(cli, e);
	} else if (own->output.path[0] == '\0' && own->output.file) {
		fflush(own->output.file);
	} else {
		output_abandon(&own->output);
	}
	style = cli_style(cli);
	if (result != 0) {
		if (!is_named)
			say_money(cli, e);
		report_error(&style, e);
		status = err_graver(status, (int)e->code);
	} else if (cli->office.is_dry_run) {
		cli_note(cli, 0, _("dry run: nothing was recorded"));
	}
	return status;
}

static int
help_or_version(const struct cli *cli)
{
	struct text text;

	text_open(&text);
	if (cli_flag(cli, "help"))
		help_verb(&text, cli->program, cli->verb);
	else
		text_add_format(&text, "%s %s\n", cli->program->name, PP_VERSION);
	return cli_say(cli->program, &text);
}

static int
refuse_usage(struct cli *cli, struct err *e)
{
	struct report_style style = cli_style(cli);
	struct err why = *e;

	if (e->code == ERR_USAGE)
		err_set(e, ERR_USAGE, _("%.120s; see %s %s --help"), why.message,
		    cli->program->name, cli->verb->name);
	say_money(cli, e);
	report_error(&style, e);
	return (int)e->code;
}

int
cli_run(const struct program *program, const struct verb *verb, int argc, char **argv)
{
	struct cli_private own = { 0 };
	struct cli cli = { .program = program, .verb = verb, .own = &own };
	const char *noun = strchr(program->name, '-');
	struct err e;
	int status;

	cli.format = wants_json(argc, argv) ? FORMAT_JSON : FORMAT_TSV;
	snprintf(cli.office.verb, sizeof(cli.office.verb), "%s %s", noun ? noun + 1 : program->name,
	    verb->name);
	progress_open(&own.progress);
	if (arguments_parse(&own.arguments, verb, argc, argv, &e) != 0) {
		status = refuse_usage(&cli, &e);
	} else if (cli_flag(&cli, "help") || cli_flag(&cli, "version")) {
		status = help_or_version(&cli);
	} else {
		cli.operands = own.arguments.operands;
		cli.operand_count = own.arguments.operand_count;
		status = end(&cli, run(&cli, &e), &e);
	}
	if (own.input)
		fclose(own.input);
	render_close(own.render);
	pdf_close(own.pdf);
	items_close(&own.items);
	access_close(&cli);
	arguments_close(&own.arguments);
	return status;
}
