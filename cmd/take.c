#include <stdio.h>
#include "i18n.h"
#include "take.h"

int
take_option(struct cli *cli, const char *name, char *field, size_t size, struct err *e)
{
	const char *value = cli_value(cli, name);

	if (!value)
		return 0;
	if (snprintf(field, size, "%s", value) >= (int)size)
		return err_set(e, ERR_USAGE, _("--%s has more than %zu bytes"), name, size - 1);
	return 0;
}
