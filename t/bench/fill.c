/*
 * fill - pays very many invoices in cash, a payment each, a thousand in one transaction: the books
 * of a large office in a minute.
 *
 *   fill pay FROM TO                inv-FROM to inv-TO
 */
#include <stdlib.h>
#include "cli.h"
#include "pay_private.h"

enum { GROUP = 1000 };

struct group {
	int64_t from, to;
};

static int
pay_group(struct office *office, void *context, struct err *e)
{
	struct pay_order order = { .count = 1, .method = METHOD_CASH };
	const struct group *group = context;
	struct payment p;

	for (int64_t id = group->from; id <= group->to; id++) {
		order.invoices[0] = id;
		if (pay_intent(office, &order, &p, e) != 0 || office_relieve(office, e) != 0)
			return -1;
	}
	return 0;
}

static int
fill(struct cli *cli, struct err *e)
{
	int64_t to = strtoll(cli->operands[1], NULL, 10);
	struct group group = { .from = strtoll(cli->operands[0], NULL, 10) };

	for (; group.from <= to; group.from += GROUP) {
		group.to = group.from + GROUP - 1 < to ? group.from + GROUP - 1 : to;
		if (office_write(&cli->office, pay_group, &group, e) != 0)
			return -1;
	}
	return 0;
}

static const struct verb verbs[] = {
	{ "pay", "FROM TO", "pays invoices in cash", NULL, NULL, 2, 2, VERB_WRITE, NULL, NULL,
	    "text", fill },
	{ 0 },
};

static const struct program program = { "fill", "large books", verbs, NULL };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
