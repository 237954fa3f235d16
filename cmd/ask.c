#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
#include "ask.h"
#include "i18n.h"
#include "text.h"

enum { ANSWER_SIZE = 32 };

static volatile sig_atomic_t caught; /* a signal handler can reach nothing else */

static void catch (int number)
{
	caught = number;
}

/*
 * A line without its ending, byte by byte, so that nothing after it is taken: its length, or -1
 * when reading failed (errno), or -2 when it does not fit.
 */
static ssize_t
read_line(int fd, char *line, size_t size)
{
	size_t length = 0;
	ssize_t got;
	char c = '\0';

	while ((got = read(fd, &c, 1)) == 1 && c != '\n') {
		if (length + 1 >= size)
			return -2;
		line[length++] = c;
	}
	if (got < 0)
		return -1;
	if (length > 0 && line[length - 1] == '\r')
		length--;
	line[length] = '\0';
	return (ssize_t)length;
}

static void
put(int fd, const char *text)
{
	ssize_t done = write(fd, text, strlen(text));

	(void)done; /* a terminal that went away answers nothing either */
}

static void
add_shown(struct text *shown, const char *details, const char *question)
{
	while (*(details = text_add_safe(shown, details, "\n")) != '\0')
		text_add_char(shown, *details++);
	text_add_safe(shown, question, "");
}

void
ask_show(const char *details, const char *question)
{
	struct text shown;

	text_open(&shown);
	add_shown(&shown, details, question);
	text_add_char(&shown, '\n');
	put(STDERR_FILENO, text_string(&shown));
	text_close(&shown);
}

int
ask_confirm(const char *details, const char *question)
{
	static const char *const words[] = { "y", "Y", "yes", "s", "S", "si", "sí" };
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	char answer[ANSWER_SIZE];
	struct text shown;
	ssize_t length;
	int is_yes = 0;

	if (fd < 0)
		return -1;
	text_open(&shown);
	add_shown(&shown, details, question);
	text_add_format(&shown, " %s ", _("[y/N]"));
	put(fd, text_string(&shown));
	text_close(&shown);
	length = read_line(fd, answer, sizeof(answer));
	for (size_t i = 0; length > 0 && i < sizeof(words) / sizeof(words[0]); i++)
		is_yes |= strcmp(answer, words[i]) == 0;
	close(fd);
	return is_yes;
}

static int
check_secret(ssize_t length, const char *secret, struct err *e)
{
	if (length == -1)
		return err_set(
		    e, ERR_FAILED, _("the secret could not be read: %s"), strerror(errno));
	if (length == -2)
		return err_set(e, ERR_USAGE, _("the secret is too long"));
	if (length == 0 || strlen(secret) != (size_t)length)
		return err_set(e, ERR_USAGE, _("the secret is empty"));
	return 0;
}

/* Echo comes back whatever signal ends the question. */
static ssize_t
read_hidden(int fd, const char *prompt, char *secret, size_t size)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	enum { COUNT = sizeof(numbers) / sizeof(numbers[0]) };
	struct sigaction action = { 0 }, before[COUNT];
	struct termios shown, hidden;
	ssize_t length;

	if (tcgetattr(fd, &shown) != 0)
		return -1;
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	action.sa_handler = catch;
	caught = 0;
	for (int i = 0; i < COUNT; i++)
		sigaction(numbers[i], &action, &before[i]);
	tcsetattr(fd, TCSADRAIN, &hidden);
	put(fd, prompt); /* only now: what is typed at once is not shown either */
	put(fd, ": ");
	length = read_line(fd, secret, size);
	tcsetattr(fd, TCSADRAIN, &shown);
	for (int i = 0; i < COUNT; i++)
		sigaction(numbers[i], &before[i], NULL);
	put(fd, "\n");
	if (caught)
		raise(caught);
	return length;
}

int
ask_secret(const char *prompt, const char *option, char *secret, size_t size, struct err *e)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	ssize_t length;

	if (fd < 0)
		return err_set(e, ERR_USAGE,
		    _("a secret is needed: --%s-file=F or --%s-fd=N, or a terminal"), option,
		    option);
	length = read_hidden(fd, prompt, secret, size);
	close(fd);
	return check_secret(length, secret, e);
}

int
secret_from_fd(int fd, char *secret, size_t size, struct err *e)
{
	return check_secret(read_line(fd, secret, size), secret, e);
}

int
secret_from_file(const char *path, char *secret, size_t size, struct err *e)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat found;
	int result;

	if (fd < 0)
		return err_set(e, ERR_USAGE, _("cannot read %.80s: %s"), path, strerror(errno));
	if (fstat(fd, &found) != 0 || (!S_ISREG(found.st_mode) && !S_ISFIFO(found.st_mode)))
		result = err_set(e, ERR_USAGE, _("cannot read %.80s: it is no plain file"), path);
	else if (found.st_mode & (S_IRGRP | S_IROTH))
		result = err_set(e, ERR_SETUP, _("others can read %.80s: chmod 600 it"), path);
	else if (fcntl(fd, F_SETFL, 0) != 0) /* a pipe is waited for, its opening was not */
		result = err_set(e, ERR_FAILED, "%s", strerror(errno));
	else
		result = secret_from_fd(fd, secret, size, e);
	close(fd);
	return result;
}
