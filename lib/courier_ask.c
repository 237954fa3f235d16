/*
 * courier_ask - in the program that asks for a courier.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "courier_private.h"
#include "i18n.h"

enum { START_MS = 20000, SLACK_MS = 20000 };

/* The next line, without its end: 0, -1 where none comes in time. */
static int
listen_to(struct courier *c, int64_t until_ms, char said[COURIER_SAID_SIZE])
{
	size_t length = 0;
	int64_t left;

	while ((left = until_ms - gateway_clock_ms()) > 0 && length < COURIER_SAID_SIZE - 1) {
		struct pollfd fd = { .fd = c->child.from, .events = POLLIN };
		ssize_t got;

		if (poll(&fd, 1, (int)left) <= 0)
			continue;
		got = read(c->child.from, said + length, 1);
		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
			break;
		if (got != 1)
			continue;
		if (said[length] == '\n') {
			said[length] = '\0';
			return 0;
		}
		length++;
	}
	return -1;
}

int
courier_start(
    struct courier *c, char *const *argv, char *const *envp, enum courier_word *word, struct err *e)
{
	static const char *const words[] = { "ready", "busy", "done" };
	char *said = c->said;

	if (gateway_child_start(&c->child, argv[0], argv, envp, e) != 0)
		return -1;
	if (listen_to(c, gateway_clock_ms() + START_MS, said) == 0)
		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
			if (strcmp(said, words[i]) == 0) {
				*word = (enum courier_word)i;
				return 0;
			}
	courier_end(c);
	return err_set(e, ERR_BUSY, _("the courier of messages does not start"));
}

/* All bytes, or -1 where it does not take them in time. */
static int
put(struct courier *c, const char *bytes, size_t length, int64_t until_ms)
{
	int64_t left;
	ssize_t done;

	while (length > 0) {
		struct pollfd fd = { .fd = c->child.to, .events = POLLOUT };

		left = until_ms - gateway_clock_ms();
		if (left <= 0)
			return -1;
		if (poll(&fd, 1, (int)left) <= 0)
			continue;
		done = write(c->child.to, bytes, length);
		if (done < 0 && errno != EAGAIN && errno != EINTR)
			return -1;
		if (done > 0) {
			bytes += done;
			length -= (size_t)done;
		}
	}
	return 0;
}

static int
explain(struct courier *c, struct err *e)
{
	char *said = c->said;

	if (strncmp(said, "failed exit ", 12) == 0)
		return err_set(e, ERR_PARTIAL, _("the command ended with status %.10s"), said + 12);
	if (strncmp(said, "failed signal ", 14) == 0)
		return err_set(
		    e, ERR_PARTIAL, _("the command was killed by signal %.10s"), said + 14);
	if (strcmp(said, "failed time") == 0)
		return err_set(
		    e, ERR_PARTIAL, _("the command took more than %d seconds"), (int)c->limit_s);
	memcpy(said, "failed start", sizeof "failed start"); /* or something unheard of */
	return err_set(e, ERR_PARTIAL, _("the command cannot be started"));
}

int
courier_hand_over(struct courier *c, const struct text *message, struct err *e)
{
	struct gateway_sigpipe hold;
	char head[32];
	int64_t now = gateway_clock_ms();
	int result;

	snprintf(head, sizeof head, "%zu\n", message->length);
	gateway_sigpipe_hold(&hold);
	result = put(c, head, strlen(head), now + SLACK_MS);
	if (result == 0)
		result = put(c, text_string(message), message->length, now + SLACK_MS);
	gateway_sigpipe_release(&hold);
	gateway_child_hang_up(&c->child);
	if (result == 0)
		result = listen_to(c, now + SLACK_MS + c->limit_s * 1000, c->said);
	if (result != 0)
		return err_set(e, ERR_BUSY, _("the courier of messages says nothing"));
	return strcmp(c->said, "sent") == 0 ? 0 : explain(c, e);
}

void
courier_end(struct courier *c)
{
	gateway_child_end(&c->child, gateway_clock_ms() + SLACK_MS);
}

static int
each_entry(char *entries, courier_found *found, void *context, struct err *e)
{
	char *line, *rest = NULL, *end;

	for (line = strtok_r(entries, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		int64_t id = strncmp(line, "msg-", 4) == 0 ? strtoll(line + 4, &end, 10) : 0;

		/* A line that a full disk cut short is of nobody's. */
		if (id > 0 && *end == ' ' && strlen(end + 1) == COURIER_KEY_SIZE - 1 &&
		    found(id, end + 1, context, e) != 0)
			return -1;
	}
	return 0;
}

static int
empty(int journal, courier_found *found, void *context, struct err *e)
{
	struct text all;
	int result;

	text_open(&all);
	if (courier_read_journal(journal, &all) != 0)
		result = err_set(e, ERR_FAILED, _("the journal of messages cannot be read"));
	else
		result = all.length == 0 ? 0 : each_entry(all.data, found, context, e);
	if (result == 0 && all.length > 0 && ftruncate(journal, 0) != 0)
		result = err_set(e, ERR_FAILED, _("the journal of messages cannot be emptied: %s"),
		    strerror(errno));
	text_close(&all);
	return result;
}

int
courier_journal(const char *path, courier_found *found, void *context, struct err *e)
{
	int journal = courier_open_journal(path, 0), locked, result = 0;

	if (journal < 0 && errno == ENOENT)
		return 1;
	if (journal < 0)
		return err_set(e, ERR_FAILED, _("cannot open %.80s: %s"), path, strerror(errno));
	locked = courier_lock(journal, 0, 0);
	if (locked == 1)
		result = empty(journal, found, context, e);
	close(journal);
	return result != 0 || locked < 0 ? -1 : locked;
}

int
courier_find(const char *command, const char *folders, char *program, size_t size, struct err *e)
{
	const char *word = command + strspn(command, " \t");
	int length = (int)strcspn(word, " \t");

	if (length > 0 && memchr(word, '/', (size_t)length) != NULL) {
		if (snprintf(program, size, "%.*s", length, word) < (int)size &&
		    access(program, X_OK) == 0)
			return 0;
		folders = "";
	}
	while (*folders != '\0') {
		size_t folder = strcspn(folders, ":");

		if (folder > 0 && length > 0 &&
		    snprintf(program, size, "%.*s/%.*s", (int)folder, folders, length, word) <
			(int)size &&
		    access(program, X_OK) == 0)
			return 0;
		folders += folder;
		folders += *folders == ':';
	}
	return err_set(
	    e, ERR_SETUP, _("there is no program %.*s"), length > 80 ? 80 : length, word);
}
