#define _GNU_SOURCE /* renameat2 */
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

/* Where the system or the filesystem cannot refuse to replace, it was looked just before. */
static int
rename_new(const char *from, const char *to)
{
	struct stat st;
#ifdef RENAME_NOREPLACE
	int result = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);

	if (result == 0 || (errno != ENOSYS && errno != EINVAL))
		return result;
#endif
	if (lstat(to, &st) == 0) {
		errno = EEXIST;
		return -1;
	}
	return rename(from, to);
}

int
place_put(const char *work, const char *path, struct err *e)
{
	if (rename_new(work, path) != 0) {
		if (errno == EEXIST)
			return exists(path, e);
		return err_set(e, ERR_FAILED, _("%s cannot be made: %s"), path, strerror(errno));
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

/* What may be beside a database, besides its key file. */
static const char *const beside[] = { "", ".head", "-wal", "-shm", "-journal" };
enum { BESIDE = sizeof beside / sizeof *beside };

int
place_check_closed(const char *path, struct err *e)
{
	for (int i = 2; i < BESIDE; i++)
		if (place_check_free(path, beside[i], e) != 0)
			return err_set(e, ERR_FAILED, _("%s could not be finished"), path);
	return 0;
}

int
place_check_free_all(const char *path, struct err *e)
{
	for (int i = 0; i < BESIDE; i++)
		if (place_check_free(path, beside[i], e) != 0)
			return -1;
	return 0;
}

void
place_remove(const char *path)
{
	char whole[PLACE_PATH_SIZE];
	struct err ignored;

	for (int i = 0; i < BESIDE; i++)
		if (join(whole, path, beside[i], &ignored) == 0)
			unlink(whole);
}

int
place_move_all(const char *path, const char *aside, struct err *e)
{
	for (int i = 0; i < BESIDE; i++)
		if (place_move(path, aside, beside[i], e) != 0)
			return -1;
	return place_sync(aside, e);
}
