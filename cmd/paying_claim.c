/*
 * paying_claim - the first half of a debit around any filter: the requests of what is begun.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "debit.h"
#include "i18n.h"
#include "key.h"
#include "once.h"
#include "paying.h"
#include "paying_tally.h"

struct claim {
	struct cli *cli;
	struct platform_filter filter;
	int out; /* descriptor that the requests go to */
	int64_t count;
	struct text lines;		/* of one group */
	size_t begins[DEBIT_GROUP_MAX]; /* where each payment's line begins there */
};

/* How many bytes got away. */
static size_t
write_lines(const struct claim *c)
{
	size_t done = 0;

	while (done < c->lines.length) {
		ssize_t wrote = write(c->out, c->lines.data + done, c->lines.length - done);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			break;
		done += (size_t)wrote;
	}
	return done;
}

/* Of these nothing was written: nobody will ever charge them. */
static int
give_back(struct claim *c, const struct debit_group *group, size_t written, struct err *e)
{
	int code = errno;
	size_t first = 0;

	while (first < group->count && c->begins[first] < written)
		first++;
	if (debit_unsent(&c->cli->office, group->payments + first, group->count - first, e) != 0)
		return -1;
	err_set(e, ERR_FAILED, _("the requests could not be written: %s"), strerror(code));
	return err_money(
	    e, first > 0 || c->count > 0 ? ERR_MONEY_UNKNOWN : ERR_MONEY_NOTHING, NULL);
}

static int
give(const struct debit_group *group, void *context, struct err *e)
{
	struct claim *c = context;
	struct gateway_request request;
	int64_t count = 0;
	size_t written;

	text_clear(&c->lines);
	for (size_t i = 0; i < group->count; i++) {
		c->begins[i] = c->lines.length;
		if (group->payments[i].status != PAYMENT_SENDING)
			continue;
		if (platform_request(&c->cli->office, &c->filter, &group->payments[i],
			GATEWAY_CHARGE, &request, e) != 0 ||
		    gateway_request_write(&request, &c->lines, e) != 0)
			return -1;
		count++;
	}
	if (text_failed(&c->lines))
		return err_set(e, ERR_FAILED, _("out of memory"));
	written = write_lines(c);
	if (written < c->lines.length)
		return give_back(c, group, written, e);
	c->count += count;
	for (int64_t i = 0; i < count; i++)
		cli_item_done(c->cli); /* one of several: its request is on its way */
	return 0;
}

static int
write_end(struct claim *c, struct err *e)
{
	text_clear(&c->lines);
	text_add_format(&c->lines, "{\"op\":\"end\",\"count\":%lld}\n", (long long)c->count);
	if (write_lines(c) == c->lines.length)
		return 0;
	err_set(e, ERR_FAILED, _("the requests could not be written: %s"), strerror(errno));
	return err_money(e, c->count > 0 ? ERR_MONEY_UNKNOWN : ERR_MONEY_NOTHING, NULL);
}

static int
claim_all(struct claim *c, struct paying_tally *tally, struct secret_key *key, struct err *e)
{
	const struct debit_run run = { .office = &c->cli->office,
		.done = paying_tally_done,
		.failed = paying_tally_failed,
		.clock = paying_tally_clock,
		.context = tally };
	struct debit_pass deposits = { .key = key };
	struct debit_pass pass = { .key = key };

	snprintf(pass.gateway, sizeof(pass.gateway), "%s", cli_value(c->cli, "gateway"));
	pass.valid_s = (int)(60 * cli_int(c->cli, "valid", 0));
	/* The deposit accounts need no platform: they are debited here. */
	if (debit_claim(&run, &deposits, NULL, NULL, e) != 0)
		return -1;
	return debit_claim(&run, &pass, give, c, e);
}

static int
claim_begun(struct claim *c, struct paying_tally *tally, struct err *e)
{
	struct secret_key key;
	int result = key_load(&c->cli->office, &key, e);

	if (result != 0)
		return -1;
	result = claim_all(c, tally, &key, e);
	secret_forget(&key);
	return result;
}

static int
open_claim(struct claim *c, struct err *e)
{
	const char *gateway = cli_value(c->cli, "gateway");
	FILE *out;

	if (platform_check_name(&c->cli->office, gateway, e) != 0 ||
	    debit_check_books(&c->cli->office, e) != 0 ||
	    platform_describe(&c->cli->office, gateway, &c->filter, e) != 0)
		return -1;
	if (c->cli->office.is_dry_run)
		return 0;
	if (cli_binary_out(c->cli, &out, e) != 0)
		return -1;
	c->out = fileno(out);
	return 0;
}

int
paying_claim(struct cli *cli, struct err *e)
{
	struct claim *c = calloc(1, sizeof(*c));
	struct paying_tally tally = { .cli = cli, .is_silent = !cli->office.is_dry_run };
	struct once once;
	int result;

	if (!c)
		return err_set(e, ERR_FAILED, _("out of memory"));
	c->cli = cli;
	text_open(&c->lines);
	result = once_begin(&once, cli, e);
	if (result >= 0)
		result = open_claim(c, e) != 0 ? -1 : result;
	if (result == 0)
		result = claim_begun(c, &tally, e);
	if (result >= 0 && !cli->office.is_dry_run)
		result = write_end(c, e);
	if (result == 0 && !tally.has_left)
		result = once_end(&once, cli, e);
	text_close(&c->lines);
	free(c);
	return result;
}
