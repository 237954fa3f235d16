/*
 * customer_state - what operators do to a customer: unlock, suspend, resume, close.
 */
#include <string.h>
#include "customer_closing.h"
#include "customers.h"
#include "i18n.h"

static int
ask(struct cli *cli, const char *question, const struct customer *c, struct err *e)
{
	char ref[REF_SIZE];

	return cli_confirm(cli, NULL, e, "%s %s, %s, %s?", question,
	    ref_format(REF_CUSTOMER, c->id, ref), c->name, c->email);
}

/* Does it to the customer that is named, and prints what became of it. */
static int
act(struct cli *cli, const char *question,
    int (*work)(struct office *office, int64_t customer, struct err *e), struct err *e)
{
	struct customer c;

	if (customer_named(cli, cli->operands[0], &c, e) != 0)
		return -1;
	if (question && ask(cli, question, &c, e) != 0)
		return -1;
	if (work(&cli->office, c.id, e) != 0 || customer_show(cli->office.db, c.id, &c, e) != 0)
		return -1;
	return customer_print(cli, &c, e);
}

int
customer_unlock(struct cli *cli, struct err *e)
{
	return act(cli, NULL, login_unlock, e);
}

int
customer_suspend(struct cli *cli, struct err *e)
{
	return act(cli, _("Suspend"), login_suspend, e);
}

int
customer_resume(struct cli *cli, struct err *e)
{
	return act(cli, NULL, login_resume, e);
}

int
customer_close(struct cli *cli, struct err *e)
{
	return act(cli, _("Close"), closing_customer, e);
}
