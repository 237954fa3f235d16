#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "i18n.h"
#include "image_private.h"

enum { ANSWER_MAX = 1 << 20 };

static const unsigned char png_mark[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
static const unsigned char jpeg_mark[] = { 0xff, 0xd8, 0xff };

static bool
begins_image(const unsigned char *bytes, size_t length)
{
	return (length >= sizeof png_mark && memcmp(bytes, png_mark, sizeof png_mark) == 0) ||
	       (length >= sizeof jpeg_mark && memcmp(bytes, jpeg_mark, sizeof jpeg_mark) == 0);
}

/* Where the image that begins here has its end: of a PNG its last chunk, of a JPEG its last mark
 * before another begins (a thumbnail inside has one too). */
static bool
ends_image(const unsigned char *bytes, size_t at)
{
	static const unsigned char end[] = { 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82 };

	if (bytes[0] == png_mark[0])
		return at >= sizeof end && memcmp(bytes + at - sizeof end, end, sizeof end) == 0;
	return at >= 2 && bytes[at - 2] == 0xff && bytes[at - 1] == 0xd9;
}

size_t
image_length(const unsigned char *bytes, size_t length)
{
	if (!begins_image(bytes, length))
		return 0;
	for (size_t at = sizeof jpeg_mark; at < length; at++)
		if (begins_image(bytes + at, length - at) && ends_image(bytes, at))
			return at;
	return length;
}

size_t
image_next(const unsigned char *bytes, size_t length)
{
	size_t at = 1;

	while (at < length && !begins_image(bytes + at, length - at))
		at++;
	return at < length ? at : length;
}

static void
run_child(const struct image_libraries *l, const unsigned char *bytes, size_t length, int fd)
{
	struct image_gray gray;
	struct text found;
	size_t done = 0;

	image_jail(fd);
	text_open(&found);
	if (image_decode(l, bytes, length, &gray) != 0)
		_exit(IMAGE_BAD);
	if (image_search(l, &gray, &found) == 0)
		_exit(IMAGE_NONE);
	while (!text_failed(&found) && done < found.length) {
		ssize_t put = write(fd, found.data + done, found.length - done);

		if (put <= 0)
			_exit(IMAGE_BAD);
		done += (size_t)put;
	}
	_exit(text_failed(&found) ? IMAGE_BAD : IMAGE_FOUND);
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Reads until the child is done, or has had its time. */
static void
collect(int fd, struct text *answer)
{
	int64_t end = now_ms() + IMAGE_WAIT_MS;
	char bytes[4096];
	ssize_t got = 1;

	while (got > 0 && answer->length < ANSWER_MAX) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		int64_t left = end - now_ms();
		int count = left > 0 ? poll(&ready, 1, (int)left) : 0;

		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return;
		got = read(fd, bytes, sizeof bytes);
		if (got > 0)
			text_add_bytes(answer, bytes, (size_t)got);
	}
}

static int
judge(int status, const struct text *answer, struct err *e)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == IMAGE_FOUND && answer->length > 0)
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == IMAGE_NONE) {
		err_set(e, ERR_NOT_FOUND, _("there is no QR code in the image"));
		return err_reason(e, "no_symbol", "");
	}
	err_set(e, ERR_USAGE, _("the image is damaged, or too large"));
	return err_reason(e, "bad_image", "");
}

static int
run(const struct image_libraries *l, const unsigned char *bytes, size_t length, struct text *answer,
    struct err *e)
{
	int ends[2], status = 0;
	pid_t child;

	if (pipe(ends) != 0)
		return err_set(e, ERR_FAILED, "%s", strerror(errno));
	child = fork();
	if (child == 0)
		run_child(l, bytes, length, ends[1]);
	(void)close(ends[1]);
	if (child > 0) {
		collect(ends[0], answer);
		(void)close(ends[0]);
		(void)kill(child, SIGKILL); /* one that is done hears nothing of it */
		while (waitpid(child, &status, 0) < 0 && errno == EINTR)
			;
		return judge(status, answer, e);
	}
	(void)close(ends[0]);
	return err_set(e, ERR_FAILED, "%s", strerror(errno));
}

int
image_read(const unsigned char *bytes, size_t length, struct text *payloads, struct err *e)
{
	struct image_libraries libraries;
	struct text answer;
	int result;

	if (!begins_image(bytes, length)) {
		err_set(e, ERR_USAGE, _("it is no PNG and no JPEG"));
		return err_reason(e, "bad_image", "");
	}
	if (image_load(&libraries, e) != 0)
		return -1;
	text_open(&answer);
	result = run(&libraries, bytes, length, &answer, e);
	if (result == 0 && !text_failed(&answer))
		text_add_bytes(payloads, answer.data, answer.length);
	text_close(&answer);
	if (result == 0 && text_failed(payloads))
		return err_set(e, ERR_FAILED, _("out of memory"));
	return result;
}
