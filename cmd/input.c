#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "i18n.h"
#include "input.h"

enum { CHUNK_SIZE = 65536 };

/* Files of /proc claim to be plain and empty, and then give bytes. */
static bool
is_plain(int fd)
{
	struct stat found;
	char byte;

	if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode))
		return false;
	return found.st_size > 0 || pread(fd, &byte, 1, 0) == 0;
}

static int
open_path(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return err_set(e,
		    errno == EMFILE || errno == ENFILE || errno == EIO ? ERR_FAILED : ERR_USAGE,
		    _("cannot read %.80s: %s"), path, strerror(errno));
	if (is_plain(fd))
		return fd;
	close(fd);
	return err_set(e, ERR_USAGE, _("cannot read %.80s: it is no plain file"), path);
}

static int
copy(int from, int to, struct err *e)
{
	char chunk[CHUNK_SIZE];
	ssize_t got;

	while ((got = read(from, chunk, sizeof(chunk))) != 0) {
		ssize_t put = 0, done = 0;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(
			    e, ERR_FAILED, _("cannot read standard input: %s"), strerror(errno));
		for (; done < got && put >= 0; done += put)
			put = write(to, chunk + done, (size_t)(got - done));
		if (put < 0)
			return err_set(
			    e, ERR_FAILED, _("cannot keep standard input: %s"), strerror(errno));
	}
	return 0;
}

int
input_temporary(struct err *e)
{
	const char *folder = getenv("TMPDIR");
	char path[1024];
	int fd;

	snprintf(path, sizeof(path), "%.900s/pp-XXXXXX", folder && *folder ? folder : "/tmp");
	fd = mkstemp(path);
	if (fd < 0)
		return err_set(
		    e, ERR_FAILED, _("cannot make a temporary file: %s"), strerror(errno));
	unlink(path);
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) == 0)
		return fd;
	close(fd);
	return err_set(e, ERR_FAILED, "%s", strerror(errno));
}

static int
spool_stdin(struct err *e)
{
	int fd;

	if (is_plain(STDIN_FILENO)) {
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
		return fd < 0 ? err_set(e, ERR_FAILED, "%s", strerror(errno)) : fd;
	}
	fd = input_temporary(e);
	if (fd < 0)
		return -1;
	if (copy(STDIN_FILENO, fd, e) == 0 && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	close(fd);
	return -1;
}

int
input_open(FILE **file, const char *path, struct err *e)
{
	int fd = strcmp(path, "-") == 0 ? spool_stdin(e) : open_path(path, e);

	if (fd < 0)
		return -1;
	*file = fdopen(fd, "r");
	if (*file)
		return 0;
	close(fd);
	return err_set(e, ERR_FAILED, _("out of memory"));
}
