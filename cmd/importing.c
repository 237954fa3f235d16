/*
 * importing - the file, its map, the rows.
 */
#include <string.h>
#include "i18n.h"
#include "importing.h"
#include "map.h"
#include "summary.h"

static int
read_map(struct cli *cli, struct map *map, struct err *e)
{
	const char *path = cli_value(cli, "map");
	FILE *file;
	int result;

	if (!path)
		return 0;
	if (strcmp(path, "-") == 0 && strcmp(cli->operands[0], "-") == 0)
		return err_set(e, ERR_USAGE, _("\"-\" is given twice"));
	if (cli_input(cli, path, &file, e) != 0)
		return -1;
	result = map_read(map, file, path, e);
	fclose(file);
	return result;
}

int
importing_run(
    struct cli *cli, const struct import_column *columns, importing_work *work, struct err *e)
{
	return importing_run_marked(cli, columns, MONEY_POINT, work, e);
}

int
importing_run_marked(struct cli *cli, const struct import_column *columns, enum money_mark mark,
    importing_work *work, struct err *e)
{
	const char *path = cli->operands[0];
	struct import *im = NULL;
	FILE *file = NULL;
	struct map map;
	int result = -1;

	map_open(&map);
	if (read_map(cli, &map, e) == 0 && cli_input(cli, path, &file, e) == 0) {
		if (mark != MONEY_POINT)
			map.mark = mark;
		if (import_open(&im, file, path, columns, &map, e) == 0)
			result = work(cli, im, e);
	}
	import_close(im);
	map_close(&map);
	if (file)
		fclose(file);
	return result;
}

int
importing_print(struct cli *cli, const char *what, const struct import_job *job, struct err *e)
{
	static const struct totals none;
	const struct summary summary = { .what = what,
		.added = job->added,
		.same = job->same,
		.totals = &none,
		.changed = &job->changed };

	return summary_print(cli, &summary, e);
}

void
importing_row_done(int64_t rows, void *context)
{
	cli_progress(context, rows, 0);
}
