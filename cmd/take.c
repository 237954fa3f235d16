#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "reach.h"
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

int
take_way(struct cli *cli, struct enrolment *way, struct err *e)
{
	const char *with = cli_value(cli, "with");
	struct ref ref = { REF_NONE, 0 };
	bool is_ref;

	if (!with || strcmp(with, "card") == 0)
		return 0;
	is_ref = ref_parse(with, &ref) == 1;
	if (is_ref && ref.type == REF_CARD)
		return reach_find(&cli->office, REF_CARD, with, &way->card, e);
	way->is_deposit = true;
	if (reach_account(&cli->office, with, 0, &way->source, e) == 0)
		return 0;
	if (is_ref || e->code != ERR_NOT_FOUND)
		return -1;
	return err_set(e, ERR_USAGE, _("--with: card, card-N or acc-N, not %.40s"), with);
}
