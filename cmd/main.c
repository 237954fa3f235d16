/*
 * main - what a program does before a verb of it runs, or instead.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "complete.h"
#include "config.inc"
#include "help.h"
#include "i18n.h"
#include "language.h"
#include "private.h"

static char stdout_buffer[1 << 16];

/* A descriptor that was closed before us must not become the database's: what is printed would
 * be written into it. */
static void
guard(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			_exit(ERR_FAILED);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a quota is an error like a full disk */
	setvbuf(stdout, stdout_buffer, _IOFBF, sizeof(stdout_buffer));
}

static int
fail(const struct program *program, const struct err *error)
{
	report_error(&(struct report_style){ program->name, false, false }, error);
	return (int)error->code;
}

void
cli_begin(void)
{
	guard();
	language_set();
}

int
cli_say(const struct program *program, struct text *text)
{
	struct output output = { .file = stdout };
	struct err e;
	int status = 0;

	fwrite(text_string(text), 1, text->length, stdout);
	text_close(text);
	if (output_commit(&output, &e) != 0)
		status = fail(program, &e);
	return status;
}

/* Words for completions and tests, and -h and -V: -1 when word is none of them. */
static int
answer(const struct program *program, int argc, char **argv)
{
	const struct verb *verb = argc > 2 ? verb_find(program, argv[2]) : NULL;
	struct text text;

	text_open(&text);
	if (strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0)
		help_program(&text, program);
	else if (strcmp(argv[1], "-V") == 0 || strcmp(argv[1], "--version") == 0)
		text_add_format(&text, "%s %s\n", program->name, PP_VERSION);
	else if (strcmp(argv[1], "__complete") == 0)
		complete(&text, program, argc - 2, argv + 2);
	else if (strcmp(argv[1], "__purpose") == 0)
		text_add_format(&text, "%s\n", _(program->purpose));
	else if (strcmp(argv[1], "__verbs") == 0)
		help_list(&text, program);
	else if (strcmp(argv[1], "__options") == 0 && verb)
		help_options(&text, verb);
	else if (strcmp(argv[1], "__takes") == 0 && verb)
		help_takes(&text, verb);
	else
		return -1;
	return cli_say(program, &text);
}

int
cli_main(const struct program *program, int argc, char **argv)
{
	const struct verb *verb;
	struct err e;
	int status;

	cli_begin();
	if (argc < 2) {
		err_set(&e, ERR_USAGE, _("which verb? see %s --help"), program->name);
		return fail(program, &e);
	}
	status = answer(program, argc, argv);
	if (status >= 0)
		return status;
	verb = verb_find(program, argv[1]);
	if (verb)
		return cli_run(program, verb, argc - 1, argv + 1);
	err_set(&e, ERR_USAGE, _("no verb %.40s; see %s --help"), argv[1], program->name);
	return fail(program, &e);
}
