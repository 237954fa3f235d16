#include <string.h>
#include "account.h"
#include "directory.h"
#include "i18n.h"
#include "rule.h"

static int
has_accounts(struct db *db, int64_t biller, struct err *e)
{
	const struct account_filter filter = { .biller = biller };
	struct account a;
	struct query q;
	int row;

	if (account_list(db, &filter, &q, e) != 0)
		return -1;
	row = account_next(&q, &a, e);
	query_end(&q);
	return row;
}

static int
check_currency(struct db *db, const struct biller *b, struct err *e)
{
	struct biller now;
	int64_t rule;
	int in_use;

	if (biller_show(db, b->id, &now, e) != 0)
		return -1;
	if (strcmp(now.currency, b->currency) == 0)
		return 0;
	in_use = has_accounts(db, b->id, e);
	if (in_use == 0 && rule_in_force(db, b->id, "9999-12-31", &rule, e) != 0)
		return -1;
	if (in_use == 0 && rule == 0)
		return 0;
	if (in_use < 0)
		return -1;
	return err_set(e, ERR_CONFLICT,
	    _("the currency of %s cannot change: it has accounts or rules"), now.code);
}

static int
edit(struct office *office, void *context, struct err *e)
{
	const struct biller *b = context;

	return check_currency(office->db, b, e) != 0 ? -1 : biller_edit(office, b, e);
}

int
directory_edit(struct office *office, const struct biller *b, struct err *e)
{
	struct biller copy = *b;

	return office->chain != NULL ? edit(office, &copy, e)
				     : office_write(office, edit, &copy, e);
}
