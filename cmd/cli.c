/*
 * What verbs call while they run; the run itself is in run.c.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "ask.h"
#include "i18n.h"
#include "private.h"

const char *
cli_value(const struct cli *cli, const char *name)
{
	return arguments_value(&cli->own->arguments, name);
}

bool
cli_flag(const struct cli *cli, const char *name)
{
	return arguments_value(&cli->own->arguments, name) != NULL;
}

int64_t
cli_int(const struct cli *cli, const char *name, int64_t fallback)
{
	const char *value = cli_value(cli, name);

	return value ? strtoll(value, NULL, 10) : fallback;
}

int
cli_money(const struct cli *cli, const char *name, const char *currency, struct money *value,
    struct err *e)
{
	const char *text = cli_value(cli, name);

	if (!text)
		return 0;
	if (money_parse(text, currency, MONEY_POINT, value, e) != 0)
		return err_prefix(e, "--%s", name);
	return 1;
}

int
cli_item_next(struct cli *cli, struct item *item, struct err *e)
{
	return items_next(&cli->own->items, cli, item, e);
}

void
cli_items_rewind(struct cli *cli)
{
	items_rewind(&cli->own->items);
}

/* A repeated request of one item prints the thing, like one of a whole verb. */
static int
end_item(struct cli *cli, int result, struct err *failure, struct err *e)
{
	int status = 0;

	if (result != 0)
		result = cli_repeat(cli, failure, &status, e);
	else
		result = 1;
	if (result == 0) {
		recorded_name_fault(cli, failure);
		cli_item_failed(cli, failure);
	} else {
		cli_item_done(cli);
	}
	cli_status(cli, status);
	return result < 0 ? -1 : 0;
}

/* Each item is a write of its own, so each needs a request id of its own. */
static void
set_request(struct cli *cli, const char *request, int number)
{
	if (request[0])
		snprintf(cli->office.request, sizeof(cli->office.request), "%.100s #%d", request,
		    number);
}

int
cli_each(struct cli *cli, cli_work *work, struct err *e)
{
	char request[sizeof(cli->office.request)];
	struct item item;
	struct err failure;
	int result, count = 0;

	snprintf(request, sizeof(request), "%s", cli->office.request);
	while ((result = cli_item_next(cli, &item, e)) == 1) {
		set_request(cli, request, ++count);
		recorded_forget(cli);
		if (end_item(cli, work(cli, &item, &failure), &failure, e) != 0)
			return -1;
	}
	return result;
}

int
cli_each_was_done(struct cli *cli, struct err *e)
{
	char request[sizeof(cli->office.request)];
	struct item item;
	struct err why = { .code = 0 };
	int result = 0, count = 0;

	if (cli->office.request[0] == '\0')
		return 0;
	snprintf(request, sizeof(request), "%s", cli->office.request);
	while ((result = cli_item_next(cli, &item, e)) == 1) {
		set_request(cli, request, ++count);
		if (office_request_check(&cli->office, &why) == 0 ||
		    strcmp(why.reason, "repeated") != 0)
			break;
	}
	cli_items_rewind(cli);
	memcpy(cli->office.request, request, sizeof(request));
	if (result == 1 && strcmp(why.reason, "request_reused") == 0) {
		*e = why;
		return -1;
	}
	return result < 0 ? -1 : result == 0 && count > 0;
}

bool
cli_has_done(const struct cli *cli)
{
	return cli->own->tally.count > cli->own->tally.failed;
}

void
cli_item_done(struct cli *cli)
{
	tally_done(&cli->own->tally);
}

void
cli_item_failed(struct cli *cli, const struct err *failure)
{
	struct report_style style = cli_style(cli);

	progress_clear(&cli->own->progress);
	report_error(&style, failure);
	tally_failed(&cli->own->tally, (int)failure->code);
}

void
cli_status(struct cli *cli, int status)
{
	cli->own->tally.status = err_graver(cli->own->tally.status, status);
}

int
cli_input(struct cli *cli, const char *path, FILE **file, struct err *e)
{
	if (cli->own->input && strcmp(path, "-") == 0) {
		*file = cli->own->input;
		cli->own->input = NULL;
		return 0;
	}
	return input_open(file, path, e);
}

int
cli_print(struct cli *cli, const struct record *r, struct err *e)
{
	struct cli_private *own = cli->own;

	recorded_shown(cli, r);
	if (cli->verb->flags & VERB_CRON && cli->operand_count == 0 && cli->format != FORMAT_JSON)
		return 0;
	if (!own->render && render_open(&own->render, &own->look, e) != 0)
		return -1;
	return render_record(own->render, r, e);
}

bool
cli_wants_more(const struct cli *cli)
{
	return !cli->own->render || render_wants_more(cli->own->render);
}

FILE *
cli_out(struct cli *cli)
{
	return cli->own->output.file;
}

int
cli_binary_out(struct cli *cli, FILE **out, struct err *e)
{
	*out = cli->own->output.file;
	if (isatty(fileno(*out)))
		return err_set(
		    e, ERR_USAGE, _("binary output does not go to a terminal: --output=FILE"));
	return 0;
}

void
cli_note(const struct cli *cli, int level, const char *format, ...)
{
	struct err note; /* made the same way: one line, no controls */
	char text[ERR_MESSAGE_SIZE];
	va_list args;

	if (cli->own->verbosity < level)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	err_set(&note, ERR_FAILED, "%s", text);
	progress_clear(&cli->own->progress);
	fprintf(stderr, "%s: %s\n", cli->program->name, note.message);
}

bool
cli_previews(const struct cli *cli)
{
	return cli->office.is_dry_run && !cli->is_yes && cli->own->verbosity >= 0 &&
	       isatty(STDERR_FILENO);
}

int
cli_confirm(struct cli *cli, const char *details, struct err *e, const char *format, ...)
{
	char question[4096];
	va_list args;
	int answer;

	if (cli->is_yes || (cli->office.is_dry_run && !cli_previews(cli)))
		return 0;
	va_start(args, format);
	vsnprintf(question, sizeof(question), format, args);
	va_end(args);
	progress_clear(&cli->own->progress);
	if (cli->office.is_dry_run) {
		ask_show(details ? details : "", question);
		return 0;
	}
	answer = ask_confirm(details ? details : "", question);
	if (answer == 1)
		return 0;
	if (answer < 0)
		return err_set(e, ERR_USAGE, _("%s asks first, and nobody can answer: give --yes"),
		    cli->verb->name);
	return err_set(e, ERR_USAGE, _("not confirmed, nothing was done"));
}

bool
cli_has_secret(const struct cli *cli, const char *name)
{
	char option[OPTION_NAME_SIZE];

	snprintf(option, sizeof(option), "%s-file", name);
	if (cli_value(cli, option))
		return true;
	snprintf(option, sizeof(option), "%s-fd", name);
	return cli_value(cli, option) != NULL;
}

int
cli_secret(
    struct cli *cli, const char *name, const char *prompt, char *secret, size_t size, struct err *e)
{
	char option[OPTION_NAME_SIZE];
	const char *value;
	int fd;

	snprintf(option, sizeof(option), "%s-file", name);
	value = cli_value(cli, option);
	if (value)
		return secret_from_file(value, secret, size, e);
	snprintf(option, sizeof(option), "%s-fd", name);
	value = cli_value(cli, option);
	if (!value)
		return ask_secret(prompt, name, secret, size, e);
	if (strspn(value, "0123456789") != strlen(value) || strlen(value) > 4)
		return err_set(e, ERR_USAGE, _("--%s takes a number"), option);
	fd = (int)strtol(value, NULL, 10);
	if (isatty(fd)) /* typed after all, so not to be seen */
		return ask_secret(prompt, name, secret, size, e);
	return secret_from_fd(fd, secret, size, e);
}

void
cli_progress(struct cli *cli, int64_t done, int64_t total)
{
	progress_show(&cli->own->progress, cli->program->name, done, total);
}

struct report_style
cli_style(const struct cli *cli)
{
	return (struct report_style){ cli->program->name, cli->format == FORMAT_JSON,
		cli->own->verbosity > 0 || isatty(STDERR_FILENO) };
}
