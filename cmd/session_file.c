#define _DEFAULT_SOURCE /* explicit_bzero */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "i18n.h"
#include "session_file.h"

static int
check_file(int fd, const char *path, struct err *e)
{
	struct stat found;

	if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode))
		return 0;
	if ((found.st_mode & 077) != 0 || found.st_uid != geteuid())
		return err_set(e, ERR_SETUP,
		    _("the session file %.80s is open to others: chmod 600 it"), path);
	return 1;
}

int
session_file_read(const char *path, char secret[SESSION_SECRET_SIZE], struct err *e)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	char line[SESSION_SECRET_SIZE + 1] = "";
	ssize_t got = 0;
	int result;

	if (fd < 0)
		return 0;
	result = check_file(fd, path, e);
	if (result == 1)
		got = read(fd, line, sizeof(line));
	close(fd);
	if (result != 1)
		return result;
	if (got < SESSION_SECRET_SIZE - 1 ||
	    (got == SESSION_SECRET_SIZE && line[got - 1] != '\n') || got > SESSION_SECRET_SIZE)
		return 0;
	memcpy(secret, line, SESSION_SECRET_SIZE - 1);
	secret[SESSION_SECRET_SIZE - 1] = '\0';
	explicit_bzero(line, sizeof(line));
	return strspn(secret, "0123456789abcdef") == SESSION_SECRET_SIZE - 1;
}

static int
refuse(struct session_file *file, int number, struct err *e)
{
	bool is_full = number == ENOSPC || number == EIO || number == EDQUOT;

	session_file_abandon(file);
	return err_set(e, is_full ? ERR_FAILED : ERR_USAGE,
	    _("the session file %.80s cannot be written: %s"), file->path, strerror(number));
}

/* A slip of the hand must not cost the database or its key, which looks like a session. */
static int
check_old(struct session_file *file, const char *key_path, struct err *e)
{
	char old[SESSION_SECRET_SIZE];
	struct stat found, key;
	int row;

	if (lstat(file->path, &found) != 0)
		return 0;
	if (!S_ISREG(found.st_mode))
		return refuse(file, EEXIST, e);
	if (found.st_size == 0)
		return 0;
	row = session_file_read(file->path, old, e);
	explicit_bzero(old, sizeof(old));
	if (row == 1 && stat(key_path, &key) == 0 && key.st_dev == found.st_dev &&
	    key.st_ino == found.st_ino)
		row = 0;
	if (row == 0)
		err_set(
		    e, ERR_USAGE, _("%.80s is no session file: it is not replaced"), file->path);
	return row == 1 ? 0 : -1;
}

int
session_file_prepare(struct session_file *file, const char *path, const char *key_path,
    const char *secret, struct err *e)
{
	char line[SESSION_SECRET_SIZE + 1];
	int fd, length;
	bool is_bad;

	file->temporary[0] = '\0';
	if (path[0] == '\0' || strlen(path) >= sizeof(file->path))
		return err_set(e, ERR_USAGE, _("login needs the name of a session file"));
	snprintf(file->path, sizeof(file->path), "%s", path);
	if (check_old(file, key_path, e) != 0)
		return -1;
	snprintf(file->temporary, sizeof(file->temporary), "%s.pp-XXXXXX", path);
	fd = mkstemp(file->temporary); /* 0600 */
	if (fd < 0) {
		file->temporary[0] = '\0';
		return refuse(file, errno, e);
	}
	length = snprintf(line, sizeof(line), "%s\n", secret);
	errno = EIO;
	is_bad = write(fd, line, (size_t)length) != length || fsync(fd) != 0;
	explicit_bzero(line, sizeof(line));
	if (close(fd) != 0 || is_bad)
		return refuse(file, errno, e);
	return 0;
}

int
session_file_commit(struct session_file *file, struct err *e)
{
	if (rename(file->temporary, file->path) != 0)
		return refuse(file, errno, e);
	file->temporary[0] = '\0';
	return 0;
}

void
session_file_abandon(struct session_file *file)
{
	if (file->temporary[0] != '\0')
		unlink(file->temporary);
	file->temporary[0] = '\0';
}
