/*
 * fill - pays very many invoices in cash, a payment each, a thousand in one transaction: the books
 * of a large office in a minute.
 *
 *   fill pay FROM TO                inv-FROM to inv-TO
 *   fill mandate FROM TO            a customer with a card, and the automatic debit by it, for each of
 *                                   acc-FROM to acc-TO
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "card.h"
#include "cli.h"
#include "customer.h"
#include "enrolment.h"
#include "link.h"
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
add_mandate(struct office *office, int64_t account, struct err *e)
{
	struct customer c = { .kind = "person" };
	struct card card = { .gateway = "sandbox", .token = "sandbox-approve", .last4 = "0001" };
	struct enrolment en = { .account = account, .kind = ENROLMENT_AUTODEBIT };

	snprintf(c.name, sizeof(c.name), "Holder %" PRId64, account);
	snprintf(c.email, sizeof(c.email), "holder-%" PRId64 "@example.com", account);
	c.email_confirmed_at = office->now;
	if (customer_add(office, &c, e) != 0 || link_add(office, c.id, account, NULL, e) != 0)
		return -1;
	card.customer = en.customer = c.id;
	return card_add(office, &card, e) != 0 ? -1 : enrolment_set(office, &en, e);
}

static int
mandate_group(struct office *office, void *context, struct err *e)
{
	const struct group *group = context;

	for (int64_t id = group->from; id <= group->to; id++)
		if (add_mandate(office, id, e) != 0 || office_relieve(office, e) != 0)
			return -1;
	return 0;
}

static int
fill(struct cli *cli, struct err *e)
{
	office_work *work = strcmp(cli->verb->name, "pay") == 0 ? pay_group : mandate_group;
	int64_t to = strtoll(cli->operands[1], NULL, 10);
	struct group group = { .from = strtoll(cli->operands[0], NULL, 10) };

	for (; group.from <= to; group.from += GROUP) {
		group.to = group.from + GROUP - 1 < to ? group.from + GROUP - 1 : to;
		if (office_write(&cli->office, work, &group, e) != 0)
			return -1;
	}
	return 0;
}

static const struct verb verbs[] = {
	{ "pay", "FROM TO", "pays invoices in cash", NULL, NULL, 2, 2, VERB_WRITE, NULL, NULL,
	    "text", fill },
	{ "mandate", "FROM TO", "enrols accounts in automatic debit", NULL, NULL, 2, 2, VERB_WRITE,
	    NULL, NULL, "text", fill },
	{ 0 },
};

static const struct program program = { "fill", "large books", verbs, NULL };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
