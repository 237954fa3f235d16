/*
 * paying_claim - the two halves of a debit around any filter: claim prints the requests of what is
 * begun, settle reads the answers.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "debit.h"
#include "i18n.h"
#include "key.h"
#include "paying.h"
#include "paying_tally.h"

/* ---- claim */

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

/* The deposit accounts need no platform: they are debited here. */
static int
debit_deposits(const struct debit_group *group, void *context, struct err *e)
{
	struct paying_tally *tally = context;

	for (size_t i = 0; i < group->count; i++)
		if (paying_tally_done(&group->payments[i], tally, e) != 0)
			return -1;
	return 0;
}

static int
claim_all(struct claim *c, struct paying_tally *tally, struct secret_key *key, struct err *e)
{
	const struct debit_run run = { .office = &c->cli->office,
		.done = paying_tally_done,
		.failed = paying_tally_failed,
		.context = tally };
	struct debit_pass deposits = { .key = key };
	struct debit_pass pass = { .key = key };

	snprintf(pass.gateway, sizeof(pass.gateway), "%s", cli_value(c->cli, "gateway"));
	pass.valid_s = (int)(60 * cli_int(c->cli, "valid", 0));
	if (debit_claim(&run, &deposits, debit_deposits, tally, e) != 0 ||
	    debit_claim(&run, &pass, give, c, e) != 0)
		return -1;
	return c->cli->office.is_dry_run ? 0 : write_end(c, e);
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
	struct secret_key key;
	int result;

	if (!c)
		return err_set(e, ERR_FAILED, _("out of memory"));
	c->cli = cli;
	text_open(&c->lines);
	result = open_claim(c, e);
	if (result == 0)
		result = key_load(&cli->office, &key, e);
	if (result == 0) {
		result = claim_all(c, &tally, &key, e);
		secret_forget(&key);
	}
	text_close(&c->lines);
	free(c);
	return result;
}

/* ---- settle */

struct settling {
	struct cli *cli;
	struct paying_tally tally;
	struct settle_batch batch;
	int64_t answered, strays;
	int64_t claimed; /* what the end line says; -1: there was none */
};

static int
settle_some(struct settling *s, struct err *e)
{
	if (settle_batch_run(&s->cli->office, &s->batch, e) != 0)
		return -1;
	for (size_t i = 0; i < s->batch.settled; i++)
		if (paying_tally_done(&s->batch.payments[i], &s->tally, e) != 0)
			return -1;
	return 0;
}

/* An answer to a charge of ours, judged against what was asked: 1, 0 for a stray, -1. */
static int
judge(struct settling *s, struct gateway_answer *a, struct err *e)
{
	struct money asked;
	struct payment p;
	int64_t id;
	int known = payment_by_key(s->cli->office.db, a->key, &id, e);

	if (known <= 0)
		return known;
	if (payment_show(s->cli->office.db, id, &p, e) != 0)
		return -1;
	asked = money_of(p.amount.minor - p.credit_minor, p.amount.currency);
	gateway_judge(GATEWAY_CHARGE, &asked, a);
	return 1;
}

static int
take_line(struct settling *s, const char *line, size_t length, struct err *e)
{
	struct gateway_answer a;
	struct err ignored;
	int known = 0;

	if (gateway_line_end(line, length, &s->claimed))
		return 0;
	if (length <= GATEWAY_LINE_MAX && gateway_answer_read(line, length, &a, &ignored) == 0)
		known = judge(s, &a, e);
	if (known <= 0) {
		s->strays += known == 0;
		return known;
	}
	s->answered++;
	settle_batch_add(&s->batch, &a);
	return s->batch.count == SETTLE_BATCH_MAX ? settle_some(s, e) : 0;
}

static int
take_all(struct settling *s, FILE *in, struct err *e)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	int result = 0;

	while (result == 0 && (length = getline(&line, &size, in)) > 0)
		if (line[length - 1] == '\n') /* a half line is no answer */
			result = take_line(s, line, (size_t)length - 1, e);
	free(line);
	if (result == 0 && ferror(in))
		result =
		    err_set(e, ERR_FAILED, _("cannot read standard input: %s"), strerror(errno));
	return result == 0 ? settle_some(s, e) : -1;
}

/* Whatever has no answer here, resolve asks about. */
static void
tell_missing(struct settling *s)
{
	struct err failure;

	if (s->strays > 0)
		cli_note(s->cli, 0, _("%lld lines answer nothing that is known here"),
		    (long long)s->strays);
	if (s->claimed >= 0 && s->answered >= s->claimed)
		return;
	if (s->claimed < 0)
		err_set(&failure, ERR_FAILED, _("the answers ended before their end line"));
	else
		err_set(&failure, ERR_UNKNOWN, _("%lld of %lld requests have no answer"),
		    (long long)(s->claimed - s->answered), (long long)s->claimed);
	err_money(&failure, ERR_MONEY_UNKNOWN, NULL);
	cli_item_failed(s->cli, &failure);
}

int
paying_settle(struct cli *cli, struct err *e)
{
	struct settling s = { .cli = cli,
		.tally = { .cli = cli, .is_silent = cli->format != FORMAT_JSON },
		.claimed = -1 };
	FILE *in;
	int result;

	if (cli_input(cli, cli->operands[0], &in, e) != 0)
		return -1;
	result = settle_batch_open(&s.batch, e);
	if (result == 0)
		result = take_all(&s, in, e);
	settle_batch_close(&s.batch);
	fclose(in);
	if (result != 0)
		return err_money(e, ERR_MONEY_UNKNOWN, NULL);
	tell_missing(&s);
	return paying_tally_print(&s.tally, e);
}
