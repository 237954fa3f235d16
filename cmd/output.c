#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "i18n.h"
#include "output.h"

static int
refuse(const char *path, int number, struct err *e)
{
	bool is_ours = number == ENOSPC || number == EIO || number == EMFILE || number == EDQUOT;

	if (number == EEXIST || number == ELOOP)
		return err_set(e, ERR_USAGE, _("%.80s exists: --force replaces it"), path);
	return err_set(e, is_ours ? ERR_FAILED : ERR_USAGE, _("cannot write %.80s: %s"), path,
	    strerror(number));
}

static int
open_new(const char *path, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	return fd < 0 ? refuse(path, errno, e) : fd;
}

/* Beside the file, so that the rename stays within one file system. */
static int
open_temporary(struct output *output, const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	struct stat found;
	int fd;

	if (lstat(path, &found) == 0 && !S_ISREG(found.st_mode) && !S_ISLNK(found.st_mode))
		return err_set(e, ERR_USAGE, _("%.80s is no plain file"), path);
	snprintf(output->temporary, sizeof(output->temporary), "%.*s.pp-XXXXXX",
	    slash ? (int)(slash - path) + 1 : 0, path);
	fd = mkstemp(output->temporary);
	if (fd >= 0)
		return fd;
	output->temporary[0] = '\0';
	return refuse(path, errno, e);
}

int
output_open(struct output *output, const char *path, bool is_force, struct err *e)
{
	int fd;

	memset(output, 0, sizeof(*output));
	if (!path || strcmp(path, "-") == 0) {
		output->file = stdout;
		return 0;
	}
	if (strlen(path) >= sizeof(output->path))
		return err_set(e, ERR_USAGE, _("the output's name is too long"));
	fd = is_force ? open_temporary(output, path, e) : open_new(path, e);
	if (fd < 0)
		return -1;
	snprintf(output->path, sizeof(output->path), "%s", path);
	output->file = fdopen(fd, "w");
	if (output->file)
		return 0;
	close(fd);
	output_abandon(output);
	return err_set(e, ERR_FAILED, _("out of memory"));
}

/* Without anything to write a closed standard output is no failure. */
static int
finish(FILE *file)
{
	bool is_bad = ferror(file) != 0;

	if (fflush(file) != 0)
		is_bad = true;
	if (fclose(file) != 0 && !(file == stdout && errno == EBADF))
		is_bad = true;
	return is_bad ? -1 : 0;
}

int
output_commit(struct output *output, struct err *e)
{
	FILE *file = output->file;

	output->file = NULL;
	errno = 0;
	if (!file)
		return 0;
	if (finish(file) != 0) {
		int number = errno ? errno : EIO;

		output_abandon(output);
		return err_set(
		    e, ERR_FAILED, _("the output could not be written: %s"), strerror(number));
	}
	if (output->temporary[0] && rename(output->temporary, output->path) != 0) {
		int number = errno;

		output_abandon(output);
		return refuse(output->path, number, e);
	}
	output->temporary[0] = output->path[0] = '\0';
	return 0;
}

void
output_abandon(struct output *output)
{
	if (output->file)
		fclose(output->file);
	output->file = NULL;
	if (output->temporary[0])
		unlink(output->temporary);
	else if (output->path[0])
		unlink(output->path);
	output->temporary[0] = output->path[0] = '\0';
}
