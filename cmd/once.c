/*
 * once - the request id of a run that is many writes.
 */
#include <string.h>
#include "i18n.h"
#include "once.h"

int
once_begin(struct once *once, struct cli *cli, struct err *e)
{
	struct office *office = &cli->office;
	struct err why;

	memcpy(once->request, office->request, sizeof(once->request));
	if (office_request_check(office, &why) == 0) {
		office->request[0] = '\0';
		return 0;
	}
	if (strcmp(why.reason, "repeated") == 0) {
		cli_note(cli, 1, _("the request was done before"));
		return 1;
	}
	*e = why;
	return -1;
}

/* Every write says what it is. */
static int
log_end(struct office *office, void *context, struct err *e)
{
	static const struct office_note note = { .summary = "run over: its request is done" };

	(void)context;
	return office_log(office, &note, e);
}

int
once_end(struct once *once, struct cli *cli, struct err *e)
{
	struct office *office = &cli->office;
	struct err why;

	if (once->request[0] == '\0' || office->is_dry_run)
		return 0;
	memcpy(office->request, once->request, sizeof(office->request));
	/* The same run may have ended elsewhere meanwhile. */
	if (office_write(office, log_end, NULL, &why) == 0 || strcmp(why.reason, "repeated") == 0)
		return 0;
	*e = why;
	return -1;
}
