#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "config.inc"
#include "i18n.h"
#include "language.h"
#include "tools.h"

enum { PATH_SIZE = 1400 };

static int
compare_names(const void *a, const void *b)
{
	return strcmp(a, b);
}

static bool
is_tool(const char *name)
{
	return strncmp(name, "pp-", 3) == 0 && strncmp(name, "pp-gateway-", 11) != 0 &&
	       !strchr(name, '.') && strlen(name) < TOOL_NAME_SIZE;
}

int
tools_find(struct tools *tools, struct err *e)
{
	char folder[1024];
	struct dirent *entry;
	DIR *listing;

	tools->count = 0;
	language_folder(folder, sizeof(folder));
	listing = opendir(folder[0] ? folder : ".");
	if (!listing)
		return err_set(e, ERR_FAILED, _("cannot read %.100s: %s"), folder, strerror(errno));
	while ((entry = readdir(listing)) != NULL)
		if (is_tool(entry->d_name) && tools->count < TOOLS_MAX)
			snprintf(tools->names[tools->count++], TOOL_NAME_SIZE, "%.*s",
			    TOOL_NAME_SIZE - 1, entry->d_name);
	closedir(listing);
	qsort(tools->names, tools->count, TOOL_NAME_SIZE, compare_names);
	return 0;
}

void
tools_path(const char *name, char *path, size_t size)
{
	char folder[1024];

	language_folder(folder, sizeof(folder));
	snprintf(path, size, "%s%s", folder, name);
	if (folder[0] == '\0' || access(path, X_OK) != 0)
		snprintf(path, size, "%s", name);
}

static void
run_tool(const char *name, const char *word, int out)
{
	char path[PATH_SIZE];

	tools_path(name, path, sizeof(path));
	if (dup2(out, STDOUT_FILENO) >= 0)
		execlp(path, name, word, (char *)NULL);
	_exit(127);
}

void
tools_ask(const char *name, const char *word, struct text *out)
{
	char chunk[4096];
	int ends[2];
	ssize_t got;
	pid_t child;

	if (pipe(ends) != 0)
		return;
	child = fork();
	if (child == 0) {
		close(ends[0]);
		run_tool(name, word, ends[1]);
	}
	close(ends[1]);
	while (child > 0 && (got = read(ends[0], chunk, sizeof(chunk))) > 0)
		text_add_bytes(out, chunk, (size_t)got);
	close(ends[0]);
	if (child > 0)
		waitpid(child, NULL, 0);
}

/* The one-line description is what follows .Nd. */
static void
add_page(const char *folder, const char *name, struct text *out)
{
	char path[PATH_SIZE], line[256];
	const char *dot = strrchr(name, '.');
	FILE *page;

	snprintf(path, sizeof(path), "%.1100s/%.255s", folder, name);
	page = dot && strncmp(name, "pp", 2) == 0 ? fopen(path, "r") : NULL;
	if (!page)
		return;
	while (fgets(line, sizeof(line), page))
		if (strncmp(line, ".Nd ", 4) == 0)
			text_add_format(
			    out, "%.*s(%s)\t%s", (int)(dot - name), name, dot + 1, line + 4);
	fclose(page);
}

static void
add_pages(const char *folder, struct text *out)
{
	DIR *listing = opendir(folder);
	struct dirent *entry;

	if (!listing)
		return;
	while ((entry = readdir(listing)) != NULL)
		add_page(folder, entry->d_name, out);
	closedir(listing);
}

void
tools_pages(struct text *out)
{
	static const char *const sections[] = { "man1", "man5", "man7" };
	char program[1024], folder[1200];
	size_t before = out->length;

	language_folder(program, sizeof(program));
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		snprintf(folder, sizeof(folder), "%s../share/man/%s", program, sections[i]);
		add_pages(folder, out);
	}
	snprintf(folder, sizeof(folder), "%s../../man", program); /* where it was built */
	if (out->length == before)
		add_pages(folder, out);
}
