/*
 * show_payment - a payment by its id, and what its state answers.
 */
#include "fill_payment.h"
#include "outcome.h"
#include "paying.h"
#include "resolve.h"
#include "show.h"

/* What is not clear yet is asked about before it is told again. */
static int
ask_first(struct cli *cli, int64_t id, struct payment *p, struct err *e)
{
	struct paying_platform platform;
	int result;

	if (!(cli->verb->flags & VERB_WRITE))
		return payment_show(cli->office.db, id, p, e);
	if (paying_platform_open(&platform, cli, e) != 0)
		return -1;
	result = resolve_payment(&cli->office, &platform.platform, id, false, p, e);
	paying_platform_close(&platform);
	return result;
}

int
show_payment(struct cli *cli, int64_t id, int *status, struct err *e)
{
	struct payment p;
	struct err outcome;

	if (ask_first(cli, id, &p, e) != 0)
		return -1;
	*status = outcome_of(&p, false, &outcome) == 0 ? 0 : (int)outcome.code;
	return paying_print(cli, &p, e);
}
