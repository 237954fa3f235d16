/*
 * sandbox_book - the sandbox platform's own book.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "i18n.h"
#include "sandbox_book.h"

struct sandbox_book {
	int fd;
	char *path;
	off_t offset;	     /* end of what the index knows */
	int64_t line;	     /* of it */
	struct text pending; /* lines to be written */
	struct text chunk;   /* read, not yet a whole line */
	struct sandbox_index *index;
	bool wants_sync; /* the file has lines whose writer may not have synced them */
};

typedef int visit_function(void *arg, const struct sandbox_event *event, struct err *e);

static int
fail(const struct sandbox_book *book, struct err *e)
{
	return err_set(e, ERR_FAILED, "%s: %s", book->path, strerror(errno));
}

/* A name is durable once its folder is synced. */
static int
sync_folder(const char *path)
{
	char *copy = strdup(path);
	int fd = copy == NULL ? -1 : open(dirname(copy), O_RDONLY | O_CLOEXEC);
	int status = fd < 0 ? -1 : fsync(fd);
	if (fd >= 0)
		close(fd);
	free(copy);
	return status;
}

static int
open_file(struct sandbox_book *book, struct err *e)
{
	const int flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	struct stat st;
	book->fd = open(book->path, flags);
	if (book->fd < 0 && errno == ENOENT) {
		book->fd = open(book->path, flags | O_CREAT, 0600);
		if (book->fd >= 0 && sync_folder(book->path) != 0)
			return fail(book, e);
	}
	if (book->fd < 0)
		return err_set(e, ERR_SETUP, "%s: %s", book->path, strerror(errno));
	if (fstat(book->fd, &st) != 0)
		return fail(book, e);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_SETUP, _("%s: not a regular file"), book->path);
	return 0;
}

int
sandbox_book_open(struct sandbox_book **result, const char *path, struct err *e)
{
	struct sandbox_book *book = calloc(1, sizeof *book);
	if (book == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	book->fd = -1;
	book->path = strdup(path);
	text_open(&book->pending);
	text_open(&book->chunk);
	int status =
	    book->path == NULL ? err_set(e, ERR_FAILED, _("out of memory")) : open_file(book, e);
	if (status == 0)
		status = sandbox_index_open(&book->index, e);
	if (status != 0)
		sandbox_book_close(book);
	else
		*result = book;
	return status;
}

void
sandbox_book_close(struct sandbox_book *book)
{
	if (book == NULL)
		return;
	if (book->fd >= 0)
		close(book->fd);
	sandbox_index_close(book->index);
	text_close(&book->pending);
	text_close(&book->chunk);
	free(book->path);
	free(book);
}

static int
set_lock(const struct sandbox_book *book, short type)
{
	struct flock lock = { .l_type = type, .l_whence = SEEK_SET };
	int status;
	do
		status = fcntl(book->fd, F_SETLKW, &lock);
	while (status != 0 && errno == EINTR);
	return status;
}

/* ---- reading */

static int
not_ours(const struct sandbox_book *book, int64_t line, struct err *e)
{
	return err_set(e, ERR_SETUP, _("%s:%lld: not an event of a sandbox book"), book->path,
	    (long long)line);
}

/* Visits the whole lines of the chunk and keeps the rest. */
static int
visit_lines(struct sandbox_book *book, visit_function *visit, void *arg, struct err *e)
{
	char *line = book->chunk.data, *end = line + book->chunk.length, *newline;
	while ((newline = memchr(line, '\n', (size_t)(end - line))) != NULL) {
		struct sandbox_event event;
		struct err bad;
		book->line++;
		if (sandbox_event_read(line, (size_t)(newline - line), &event, &bad) != 0)
			return not_ours(book, book->line, e);
		if (visit(arg, &event, e) != 0)
			return -1;
		line = newline + 1;
	}
	book->chunk.length = (size_t)(end - line);
	memmove(book->chunk.data, line, book->chunk.length);
	return 0;
}

/* Visits from *offset to the end, and leaves *offset at the end of the last whole line. */
static int
visit_file(
    struct sandbox_book *book, off_t *offset, visit_function *visit, void *arg, struct err *e)
{
	char bytes[1 << 16];
	ssize_t got;
	text_clear(&book->chunk);
	while ((got = pread(book->fd, bytes, sizeof bytes, *offset)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(book, e);
		*offset += got;
		text_add_bytes(&book->chunk, bytes, (size_t)got);
		if (text_failed(&book->chunk))
			return err_set(e, ERR_FAILED, _("out of memory"));
		if (visit_lines(book, visit, arg, e) != 0)
			return -1;
		if (book->chunk.length > GATEWAY_LINE_MAX)
			return not_ours(book, book->line + 1, e);
	}
	*offset -= (off_t)book->chunk.length;
	return 0;
}

/* Only what begins as our lines do is taken off: the file may be somebody's photograph. */
static int
take_off_torn(struct sandbox_book *book, struct err *e)
{
	size_t start = strlen(sandbox_event_start);
	size_t length = book->chunk.length < start ? book->chunk.length : start;
	if (book->chunk.length == 0)
		return 0;
	if (memcmp(book->chunk.data, sandbox_event_start, length) != 0)
		return not_ours(book, book->line + 1, e);
	return ftruncate(book->fd, book->offset) == 0 ? 0 : fail(book, e);
}

static int
take_in(void *arg, const struct sandbox_event *event, struct err *e)
{
	struct sandbox_book *book = arg;
	book->wants_sync = true;
	if (sandbox_index_add(book->index, event, e) == 0)
		return 0;
	return e->code == ERR_SETUP ? not_ours(book, book->line, e) : -1;
}

int
sandbox_book_begin(struct sandbox_book *book, struct err *e)
{
	if (set_lock(book, F_WRLCK) != 0)
		return fail(book, e);
	if (visit_file(book, &book->offset, take_in, book, e) != 0)
		return -1;
	return take_off_torn(book, e);
}

/* ---- writing */

int
sandbox_book_add(struct sandbox_book *book, const struct sandbox_event *event, struct err *e)
{
	sandbox_event_write(event, &book->pending);
	if (text_failed(&book->pending))
		return err_set(e, ERR_FAILED, _("out of memory"));
	book->line++;
	return sandbox_index_add(book->index, event, e);
}

static int
write_pending(struct sandbox_book *book)
{
	size_t sent = 0;
	while (sent < book->pending.length) {
		ssize_t got =
		    write(book->fd, book->pending.data + sent, book->pending.length - sent);
		if (got < 0 && errno != EINTR)
			return -1;
		if (got > 0)
			sent += (size_t)got;
	}
	return 0;
}

int
sandbox_book_commit(struct sandbox_book *book, struct err *e)
{
	bool has_written = book->pending.length > 0;
	if (has_written && write_pending(book) != 0)
		return fail(book, e);
	if ((has_written || book->wants_sync) && fsync(book->fd) != 0)
		return fail(book, e);
	book->offset += (off_t)book->pending.length;
	book->wants_sync = false;
	text_clear(&book->pending);
	return set_lock(book, F_UNLCK) == 0 ? 0 : fail(book, e);
}

const struct sandbox_index *
sandbox_book_index(const struct sandbox_book *book)
{
	return book->index;
}

int
sandbox_book_each(struct sandbox_book *book, visit_function *visit, void *arg, struct err *e)
{
	off_t from_start = 0;
	int64_t line = book->line;
	book->line = 0;
	if (visit_file(book, &from_start, visit, arg, e) != 0)
		return -1;
	text_clear(&book->chunk);
	text_add_bytes(&book->chunk, text_string(&book->pending), book->pending.length);
	if (text_failed(&book->chunk))
		return err_set(e, ERR_FAILED, _("out of memory"));
	int status = book->chunk.length == 0 ? 0 : visit_lines(book, visit, arg, e);
	book->line = line;
	return status;
}
