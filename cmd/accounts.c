#include "accounts.h"
#include "reach.h"

int
account_of_text(struct cli *cli, const char *text, struct account *a, struct err *e)
{
	int64_t id;

	if (reach_account(&cli->office, text, 0, &id, e) != 0)
		return -1;
	return account_show(cli->office.db, id, a, e);
}

int
account_of_item(struct cli *cli, const struct item *item, struct account *a, struct err *e)
{
	return account_of_text(cli, item->text, a, e);
}
