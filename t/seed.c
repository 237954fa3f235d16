/*
 * seed - customers and cards for tests, where no program makes them.
 *
 *   pp-seed customer NAME EMAIL                     prints "cus-1"
 *   pp-seed tell CUSTOMER TEMPLATE [VALUE]          a message with the code 482913, good for 15
 *                                                   minutes; VALUE for any of its values
 *   pp-seed card CUSTOMER TOKEN [PLATFORM [LAST4]]  prints "card-1", of the sandbox by default
 */
#include <string.h>
#include "card.h"
#include "cli.h"
#include "customer.h"
#include "outbox.h"

static int
add_customer(struct office *office, void *context, struct err *e)
{
	struct customer *c = context;

	c->email_confirmed_at = office->now; /* one that may pay */
	return customer_add(office, c, e);
}

static int
add_card(struct office *office, void *context, struct err *e)
{
	return card_add(office, context, e);
}

static int
print(struct cli *cli, enum ref_type type, int64_t id)
{
	char ref[REF_SIZE];

	fprintf(cli_out(cli), "%s\n", ref_format(type, id, ref));
	return 0;
}

static int
customer(struct cli *cli, struct err *e)
{
	struct customer c = { .kind = "person" };

	snprintf(c.name, sizeof(c.name), "%s", cli->operands[0]);
	snprintf(c.email, sizeof(c.email), "%s", cli->operands[1]);
	if (office_write(&cli->office, add_customer, &c, e) != 0)
		return -1;
	return print(cli, REF_CUSTOMER, c.id);
}

static int
card(struct cli *cli, struct err *e)
{
	struct card c = { .gateway = "sandbox", .brand = "sandbox", .last4 = "0001" };

	if (customer_find(cli->office.db, cli->operands[0], &c.customer, e) != 0)
		return -1;
	snprintf(c.token, sizeof(c.token), "%s", cli->operands[1]);
	if (cli->operand_count > 2)
		snprintf(c.gateway, sizeof(c.gateway), "%s", cli->operands[2]);
	if (cli->operand_count > 3)
		snprintf(c.last4, sizeof(c.last4), "%s", cli->operands[3]);
	if (office_write(&cli->office, add_card, &c, e) != 0)
		return -1;
	return print(cli, REF_CARD, c.id);
}

static int
add_message(struct office *office, void *context, struct err *e)
{
	return outbox_add(office, context, e);
}

static int
tell(struct cli *cli, struct err *e)
{
	const char *value = cli->operand_count > 2 ? cli->operands[2] : "-";
	const struct outbox_value values[] = { { "office", value, false }, { NULL, NULL, false } };
	struct outbox_note note = { .template = cli->operands[1],
		.secret = "482913",
		.expires_at = cli->office.now + 900,
		.values = cli->operand_count > 2 ? values : NULL };

	if (customer_find(cli->office.db, cli->operands[0], &note.customer, e) != 0)
		return -1;
	if (strcmp(note.template, "login") == 0 || strcmp(note.template, "confirm-phone") == 0) {
		note.channel = OUTBOX_SMS;
		note.to = "+59170012345";
		note.expires_at = cli->office.now + 109;
	}
	return office_write(&cli->office, add_message, &note, e);
}

static const struct verb verbs[] = {
	{ "customer", "NAME EMAIL", "adds an active customer", NULL, NULL, 2, 2, VERB_WRITE, NULL,
	    NULL, "text", customer },
	{ "card", "CUSTOMER TOKEN [PLATFORM [LAST4]]", "adds an active card", NULL, NULL, 2, 4,
	    VERB_WRITE, NULL, NULL, "text", card },
	{ "tell", "CUSTOMER TEMPLATE [VALUE]", "writes a message", NULL, NULL, 2, 3, VERB_WRITE,
	    NULL, NULL, "text", tell },
	{ 0 },
};

static const struct program program = { "pp-seed", "customers and cards for tests", verbs, NULL };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
