/*
 * replay FOLDER...: gives every file of the folders to the fuzz target that this is linked with,
 * and prints one result a folder.  The target aborts where a property does not hold.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { INPUT_MAX = 1 << 22 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
replay_file(const char *folder, const char *name)
{
	static uint8_t bytes[INPUT_MAX];
	char path[4096];
	uint8_t *exact;
	size_t length;
	FILE *file;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
		return -1;
	file = fopen(path, "rb");
	if (!file)
		return -1;
	length = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	/* A block of the input's own size, so that reading past its end is seen. */
	exact = malloc(length > 0 ? length : 1);
	if (!exact)
		return -1;
	for (size_t i = 0; i < length; i++)
		exact[i] = bytes[i];
	(void)LLVMFuzzerTestOneInput(exact, length);
	free(exact);
	return 0;
}

/* How many files were replayed; -1 if one could not be. */
static int
replay_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int count = 0;

	if (!dir)
		return -1;
	while (count >= 0 && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			count = replay_file(folder, entry->d_name) ? -1 : count + 1;
	(void)closedir(dir);
	return count;
}

int
main(int argc, char *argv[])
{
	int failures = 0;

	for (int i = 1; i < argc; i++) {
		int count = replay_folder(argv[i]);

		(void)printf(
		    "%sok %d - %d inputs of %s\n", count > 0 ? "" : "not ", i, count, argv[i]);
		failures += count <= 0;
	}
	(void)printf("1..%d\n", argc - 1);
	return failures > 0 || fflush(stdout) != 0;
}
