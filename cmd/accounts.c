#include "accounts.h"

/* In the words of account_find, so that nobody learns what is there. */
int
account_hidden(const char *text, struct err *e)
{
	struct ref ref;

	if (ref_parse(text, &ref) == 1)
		return ref_absent_id(REF_ACCOUNT, ref.id, e);
	return ref_absent(REF_ACCOUNT, text, e);
}

int
account_of_text(struct cli *cli, const char *text, struct account *a, struct err *e)
{
	int64_t id;

	if (account_find(cli->office.db, text, 0, &id, e) != 0 ||
	    account_show(cli->office.db, id, a, e) != 0)
		return -1;
	return account_is_visible(cli, a) ? 0 : account_hidden(text, e);
}

int
account_of_item(struct cli *cli, const struct item *item, struct account *a, struct err *e)
{
	return account_of_text(cli, item->text, a, e);
}
