#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "i18n.h"
#include "place.h"

static int
join(char whole[PLACE_PATH_SIZE], const char *path, const char *suffix, struct err *e)
{
	if (snprintf(whole, PLACE_PATH_SIZE, "%s%s", path, suffix) < PLACE_PATH_SIZE)
		return 0;
	return err_set(e, ERR_USAGE, _("the path is too long"));
}

static void
folder_of(const char *path, char folder[PLACE_PATH_SIZE])
{
	const char *slash = strrchr(path, '/');

	snprintf(folder, PLACE_PATH_SIZE, ".");
	if (slash != NULL)
		snprintf(
		    folder, PLACE_PATH_SIZE, "%.*s", slash == path ? 1 : (int)(slash - path), path);
}

int
place_work_name(const char *path, char work[PLACE_PATH_SIZE], struct err *e)
{
	char suffix[32], folder[PLACE_PATH_SIZE];

	snprintf(suffix, sizeof suffix, ".new-%ld", (long)getpid());
	if (join(work, path, suffix, e) != 0)
		return -1;
	folder_of(path, folder);
	if (access(folder, W_OK | X_OK) == 0)
		return 0;
	return err_set(e, ERR_FAILED, _("%s cannot be made: %s"), path, strerror(errno));
}

static int
exists(const char *path, struct err *e)
{
	err_set(e, ERR_CONFLICT, _("%s exists already"), path);
	return err_reason(e, "exists", "");
}

int
place_check_free(const char *path, const char *suffix, struct err *e)
{
	char whole[PLACE_PATH_SIZE];
	struct stat st;

	if (join(whole, path, suffix, e) != 0)
		return -1;
	return lstat(whole, &st) == 0 ? exists(whole, e) : 0;
}

/* rename() replaces without asking: the name is taken first, then our own empty file replaced. */
int
place_put(const char *work, const char *path, struct err *e)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (file < 0 && errno == EEXIST)
		return exists(path, e);
	if (file < 0)
		return err_set(e, ERR_FAILED, _("%s cannot be made: %s"), path, strerror(errno));
	close(file);
	if (rename(work, path) != 0) {
		err_set(e, ERR_FAILED, _("%s cannot be made: %s"), path, strerror(errno));
		unlink(path);
		return -1;
	}
	if (place_sync(path, e) == 0)
		return 0;
	unlink(path);
	return -1;
}

int
place_move(const char *path, const char *aside, const char *suffix, struct err *e)
{
	char from[PLACE_PATH_SIZE], to[PLACE_PATH_SIZE];

	if (join(from, path, suffix, e) != 0 || join(to, aside, suffix, e) != 0)
		return -1;
	if (rename(from, to) != 0 && errno != ENOENT)
		return err_set(e, ERR_FAILED, _("%s cannot be renamed: %s"), from, strerror(errno));
	return 0;
}

int
place_sync(const char *path, struct err *e)
{
	char folder[PLACE_PATH_SIZE];
	int file, result = 0;

	folder_of(path, folder);
	file = open(folder, O_RDONLY | O_CLOEXEC);
	if (file < 0 || fsync(file) != 0)
		result = err_set(e, ERR_FAILED, _("%s could not be made safe on disk: %s"), folder,
		    strerror(errno));
	if (file >= 0)
		close(file);
	return result;
}

void
place_remove(const char *path, const char *suffix)
{
	char whole[PLACE_PATH_SIZE];
	struct err ignored;

	if (join(whole, path, suffix, &ignored) == 0)
		unlink(whole);
}
