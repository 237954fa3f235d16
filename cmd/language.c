#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "config.inc"
#include "language.h"

void
language_folder(char *folder, size_t size)
{
	ssize_t length = readlink("/proc/self/exe", folder, size - 1);
	char *slash;

	folder[length > 0 ? length : 0] = '\0';
	slash = strrchr(folder, '/');
	folder[slash ? slash - folder + 1 : 0] = '\0';
}

/* Beside the program, so that a build folder and a moved installation speak too. */
static void
bind(void)
{
	char folder[1024], path[1100];

	language_folder(folder, sizeof(folder));
	snprintf(path, sizeof(path), "%s../share/locale", folder);
	if (folder[0] == '\0' || access(path, R_OK) != 0)
		snprintf(path, sizeof(path), "%s", PP_LOCALE_DIR);
	bindtextdomain("pp", path);
	bind_textdomain_codeset("pp", "UTF-8");
	textdomain("pp");
}

static const char *
wanted(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return "C";
}

void
language_set(void)
{
	const char *name = wanted();

	if (strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0)
		return;
	/* A locale that is not installed still says which language is wanted. */
	if (!setlocale(LC_CTYPE, "") || !setlocale(LC_MESSAGES, "")) {
		setlocale(LC_CTYPE, "C.UTF-8");
		setlocale(LC_MESSAGES, "C.UTF-8");
		setenv("LANGUAGE", name, 0);
	}
	bind();
}

void
language_pause(void)
{
	textdomain("none");
}

void
language_resume(void)
{
	textdomain("pp");
}
