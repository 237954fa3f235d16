/*
 * rehearse_stage - the folder of a rehearsal: who plays the platforms there, what a script is told.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "i18n.h"
#include "rehearse.h"
#include "setting.h"
#include "tools.h"

static const char night[] =
#include "night.inc"
    ;

extern char **environ;

enum { PATH_SIZE = STAGE_PATH_SIZE + 64, OWN_MAX = 8 };

/* ---- the folder */

static int
fail(const char *path, struct err *e)
{
	return err_set(e, ERR_FAILED, _("cannot write %.80s: %s"), path, strerror(errno));
}

static int
write_file(const char *path, const char *bytes, size_t length, struct err *e)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
	bool is_written = file >= 0 && write(file, bytes, length) == (ssize_t)length;

	if (file >= 0 && close(file) == 0 && is_written)
		return 0;
	return fail(path, e);
}

/* So that it is found from wherever a script goes. */
static int
make_absolute(const char *path, char absolute[STAGE_PATH_SIZE], struct err *e)
{
	char here[STAGE_PATH_SIZE] = "";

	if (path[0] != '/' && getcwd(here, sizeof(here)) == NULL)
		return err_set(e, ERR_FAILED, _("cannot read %.80s: %s"), ".", strerror(errno));
	if (snprintf(absolute, STAGE_PATH_SIZE, "%s%s%s", here, here[0] ? "/" : "", path) >=
	    STAGE_PATH_SIZE)
		return err_set(e, ERR_USAGE, _("the path is too long"));
	return 0;
}

/* Ours lies in the folder. */
static int
find_script(struct stage *s, const char *script, struct err *e)
{
	struct stat st;

	if (script == NULL) {
		snprintf(s->script, sizeof(s->script), "%.1000s/night", s->folder);
		return write_file(s->script, night, sizeof(night) - 1, e);
	}
	if (make_absolute(script, s->script, e) != 0)
		return -1;
	if (stat(s->script, &st) != 0 || !S_ISREG(st.st_mode) || access(s->script, X_OK) != 0)
		return err_set(e, ERR_USAGE, _("%.120s is no program"), script);
	return 0;
}

static int
make_folder(struct stage *s, struct err *e)
{
	const char *parent = getenv("TMPDIR");
	char made[STAGE_PATH_SIZE], filters[PATH_SIZE];

	snprintf(filters, sizeof(filters), "%.900s/pp-rehearsal.XXXXXX",
	    parent && *parent ? parent : "/tmp");
	if (make_absolute(filters, made, e) != 0)
		return -1;
	if (strlen(made) > STAGE_PATH_SIZE - 64)
		return err_set(e, ERR_USAGE, _("the path is too long"));
	if (mkdtemp(made) == NULL)
		return fail(made, e);
	memcpy(s->folder, made, sizeof(s->folder));
	snprintf(s->db, sizeof(s->db), "%.1000s/pp.db", s->folder);
	snprintf(s->said, sizeof(s->said), "%.1000s/said", s->folder);
	snprintf(filters, sizeof(filters), "%s/filters", s->folder);
	return mkdir(filters, 0700) == 0 ? 0 : fail(filters, e);
}

/* Whatever it is, and all that is in it. */
static void
remove_all(int folder, const char *name)
{
	const struct dirent *entry;
	DIR *listing;
	int file;

	if (unlinkat(folder, name, 0) == 0)
		return;
	file = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	listing = file >= 0 ? fdopendir(file) : NULL;
	if (listing == NULL)
		return;
	while ((entry = readdir(listing)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			remove_all(dirfd(listing), entry->d_name);
	closedir(listing);
	unlinkat(folder, name, AT_REMOVEDIR);
}

/* ---- what the script is told */

/* Whether a variable is one that a night gets from us, or not at all. */
static bool
is_ours(const char *variable)
{
	static const char *const names[] = { "PATH=", "PP_DB=", "PP_KEY=", "PP_NOW=",
		"PP_GATEWAY_PATH=", "PP_SANDBOX_BOOK=", "PP_SESSION=", "PP_REHEARSAL=", NULL };

	for (size_t i = 0; names[i]; i++)
		if (strncmp(variable, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static int
add_variable(struct stage *s, const char *name, const char *value, const char *rest, struct err *e)
{
	size_t size = strlen(name) + strlen(value) + strlen(rest) + 2;
	char *text = malloc(size);

	if (text == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	snprintf(text, size, "%s=%s%s", name, value, rest);
	s->envp[s->own_count++] = text;
	return 0;
}

/* Our own programs come first: filters of the stage, then those that lie beside this one. */
static int
take_path(struct stage *s, const char *pay, struct err *e)
{
	const char *path = getenv("PATH"), *slash = strrchr(pay, '/');
	char folders[2 * PATH_SIZE];

	snprintf(folders, sizeof(folders), "%.1000s/filters%s%.*s:", s->folder, slash ? ":" : "",
	    slash ? (int)(slash - pay) : 0, pay);
	return add_variable(s, "PATH", folders, path && *path ? path : "/usr/bin:/bin", e);
}

static int
take_environment(struct stage *s, struct err *e)
{
	char pay[PATH_SIZE];
	size_t count = 0, kept;

	while (environ[count])
		count++;
	s->envp = calloc(count + OWN_MAX + 2, sizeof(*s->envp));
	if (s->envp == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	tools_path("pp-pay", pay, sizeof(pay));
	if (take_path(s, pay, e) != 0 || add_variable(s, "PP_DB", s->db, "", e) != 0 ||
	    add_variable(s, "PP_REHEARSAL", s->db, "", e) != 0 ||
	    add_variable(s, "PP_GATEWAY_PATH", s->folder, "/filters", e) != 0 ||
	    add_variable(s, "PP_SANDBOX_BOOK", s->db, ".book", e) != 0)
		return -1;
	kept = s->own_count;
	s->envp[kept++] = s->now;
	for (size_t i = 0; i < count; i++)
		if (!is_ours(environ[i]))
			s->envp[kept++] = environ[i];
	return 0;
}

int
stage_open(struct stage *s, const char *script, struct err *e)
{
	memset(s, 0, sizeof(*s));
	stage_watch(s);
	if (make_folder(s, e) != 0 || find_script(s, script, e) != 0)
		return -1;
	return take_environment(s, e);
}

int
stage_close(struct stage *s)
{
	int stopped;

	for (size_t i = 0; i < s->own_count; i++)
		free(s->envp[i]);
	free(s->envp);
	if (s->folder[0] != '\0')
		remove_all(AT_FDCWD, s->folder);
	stopped = stage_unwatch(s);
	memset(s, 0, sizeof(*s));
	return stopped;
}

/* ---- filters */

static int
link_filters(const struct stage *s, struct db *copy, struct err *e)
{
	char sandbox[PATH_SIZE], name[33], path[PATH_SIZE];
	int row;

	tools_path("pp-gateway-sandbox", sandbox, sizeof(sandbox));
	if (sandbox[0] != '/')
		return err_set(e, ERR_SETUP, _("pp-gateway-sandbox does not lie beside pp-db"));
	for (int i = 0; (row = setting_gateway_at(copy, i, name, e)) == 1; i++) {
		snprintf(path, sizeof(path), "%.1000s/filters/pp-gateway-%.32s", s->folder, name);
		if (symlink(sandbox, path) != 0)
			return fail(path, e);
	}
	return row;
}

/* A line that is being written meanwhile is cut off: the sandbox does not count it. */
static int
copy_book(const char *book, const char *path, struct err *e)
{
	char chunk[1 << 16];
	ssize_t got = -1;
	int from = open(book, O_RDONLY | O_CLOEXEC);
	int to = from >= 0 ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;

	if (from < 0 && errno == ENOENT)
		return 0;
	while (to >= 0 && (got = read(from, chunk, sizeof(chunk))) > 0)
		if (write(to, chunk, (size_t)got) != got)
			break;
	if (from >= 0)
		close(from);
	if (to >= 0 && close(to) == 0 && got == 0)
		return 0;
	return fail(book, e);
}

int
stage_furnish(struct stage *s, struct db *copy, const char *book, struct err *e)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "%.1000s.book", s->db);
	return link_filters(s, copy, e) != 0 ? -1 : copy_book(book, path, e);
}
