#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "ledger.h"
#include "remit.h"

struct collection { /* one per ledger account that pays billers */
	struct payable *items;
	size_t count, size;
};

/* "payable:bil-12:late-fee": the biller's id and what follows it; 0 for another account. */
static int64_t
biller_of(const char *account, const char **part)
{
	static const char prefix[] = "payable:bil-";
	char *end;
	long long id;

	if (strncmp(account, prefix, sizeof prefix - 1) != 0)
		return 0;
	id = strtoll(account + sizeof prefix - 1, &end, 10);
	*part = end;
	return id;
}

static int
collect(struct collection *c, const struct ledger_balance *b, struct err *e)
{
	const char *part = "";
	struct payable item = { .biller = biller_of(b->account, &part) };

	if (item.biller == 0 || b->amount.minor == 0)
		return 0;
	if (c->count == c->size) {
		size_t size = c->size ? 2 * c->size : 64;
		struct payable *items = realloc(c->items, size * sizeof *items);

		if (items == NULL)
			return err_set(e, ERR_FAILED, _("out of memory"));
		c->items = items;
		c->size = size;
	}
	memcpy(item.currency, b->amount.currency, sizeof item.currency);
	if (strcmp(part, ":late-fee") == 0)
		item.late_fee_minor = -b->amount.minor;
	else if (strcmp(part, ":plan-interest") == 0)
		item.interest_minor = -b->amount.minor;
	else
		item.principal_minor = -b->amount.minor;
	c->items[c->count++] = item;
	return 0;
}

static int
compare(const void *one, const void *other)
{
	const struct payable *a = one, *b = other;

	if (a->biller != b->biller)
		return a->biller < b->biller ? -1 : 1;
	return strcmp(a->currency, b->currency);
}

static int
collect_all(struct db *db, struct collection *c, struct err *e)
{
	struct ledger_balance b;
	struct query q;
	int row;

	if (ledger_balances(db, &q, e) != 0)
		return -1;
	while ((row = ledger_balance_next(&q, "payable:*", &b, e)) == 1) {
		if (collect(c, &b, e) != 0) {
			row = -1;
			break;
		}
	}
	query_end(&q);
	return row;
}

static int
give(const struct collection *c, payable_found *each, void *context, struct err *e)
{
	for (size_t i = 0; i < c->count;) {
		struct payable sum = c->items[i];

		while (++i < c->count && compare(&sum, &c->items[i]) == 0) {
			sum.principal_minor += c->items[i].principal_minor;
			sum.late_fee_minor += c->items[i].late_fee_minor;
			sum.interest_minor += c->items[i].interest_minor;
		}
		if (each(&sum, context, e) != 0)
			return -1;
	}
	return 0;
}

int
payable_each(struct db *db, payable_found *each, void *context, struct err *e)
{
	struct collection c = { NULL, 0, 0 };
	int result = collect_all(db, &c, e);

	if (result == 0 && c.count > 0) {
		qsort(c.items, c.count, sizeof *c.items, compare);
		result = give(&c, each, context, e);
	}
	free(c.items);
	return result;
}
