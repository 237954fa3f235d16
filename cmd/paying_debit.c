/*
 * paying_debit - the night's automatic debits, and what they came to.
 */
#include <signal.h>
#include <string.h>
#include "debit.h"
#include "i18n.h"
#include "once.h"
#include "outcome.h"
#include "paying.h"
#include "paying_tally.h"

static volatile sig_atomic_t stopped_by; /* a signal handler can reach nothing else */

static void
stop(int number)
{
	stopped_by = number;
}

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };
enum { STOP_COUNT = sizeof(stop_signals) / sizeof(stop_signals[0]) };

/* What is under way is finished first; then the signal is obeyed. */
static void
watch_signals(struct sigaction before[STOP_COUNT])
{
	struct sigaction action = { 0 };

	action.sa_handler = stop;
	action.sa_flags = SA_RESTART;
	for (int i = 0; i < STOP_COUNT; i++)
		sigaction(stop_signals[i], &action, &before[i]);
}

static void
obey_signals(struct cli *cli, const struct sigaction before[STOP_COUNT])
{
	for (int i = 0; i < STOP_COUNT; i++)
		sigaction(stop_signals[i], &before[i], NULL);
	if (!stopped_by)
		return;
	fflush(cli_out(cli)); /* what was charged is told */
	raise(stopped_by);
}

static bool
is_stopped(void *context)
{
	(void)context;
	return stopped_by != 0;
}

/* What failed midway leaves payments that resolve will find out about. */
static int
refuse(const struct paying_tally *tally, struct err *e)
{
	bool is_told = tally->approved + tally->failed > 0;
	bool is_begun = is_told || e->code == ERR_FAILED || e->code == ERR_UNKNOWN;

	if (e->money != ERR_MONEY_NONE)
		return -1;
	if (is_told && (e->code == ERR_BUSY || e->code == ERR_SETUP))
		e->code = ERR_FAILED; /* not: nothing was done */
	return err_money(e, is_begun ? ERR_MONEY_UNKNOWN : ERR_MONEY_NOTHING, NULL);
}

int
paying_debit(struct cli *cli, struct err *e)
{
	struct paying_platform platform;
	struct paying_tally tally = { .cli = cli, .is_silent = cli->format != FORMAT_JSON };
	struct sigaction before[STOP_COUNT];
	const struct debit_run run = { .office = &cli->office,
		.platform = &platform.platform,
		.done = paying_tally_done,
		.failed = paying_tally_failed,
		.clock = paying_tally_clock,
		.is_stopped = is_stopped,
		.context = &tally };
	struct once once;
	int result = once_begin(&once, cli, e);

	if (result != 0)
		return result > 0 ? paying_tally_print(&tally, e) : -1;
	if (debit_check_books(&cli->office, e) != 0 || paying_platform_open(&platform, cli, e) != 0)
		return -1;
	watch_signals(before);
	result = debit_run(&run, e);
	obey_signals(cli, before);
	paying_platform_close(&platform);
	if (result == 0 && !tally.has_left)
		result = once_end(&once, cli, e);
	return result == 0 ? paying_tally_print(&tally, e) : refuse(&tally, e);
}
