/*
 * paying_resolve - payments that are not clear: asking, declaring, releasing, taking in.
 */
#include <string.h>
#include "i18n.h"
#include "outcome.h"
#include "paying.h"
#include "resolve.h"
#include "summary.h"
#include "takein.h"
#include "totals.h"

static int
copy_option(struct cli *cli, const char *option, char *text, size_t size, struct err *e)
{
	const char *value = cli_value(cli, option);

	if (value && strlen(value) >= size)
		return err_set(e, ERR_USAGE, _("--%s is too long"), option);
	snprintf(text, size, "%s", value ? value : "");
	return 0;
}

static int
declare(struct cli *cli, int64_t payment, struct err *e)
{
	struct declaration d = { .payment = payment };
	struct payment p;

	d.is_approved = strcmp(cli_value(cli, "declare"), "approved") == 0;
	if (copy_option(cli, "gateway-ref", d.gateway_ref, sizeof(d.gateway_ref), e) != 0 ||
	    copy_option(cli, "amount", d.amount, sizeof(d.amount), e) != 0 ||
	    copy_option(cli, "reason", d.reason, sizeof(d.reason), e) != 0)
		return -1;
	if (resolve_declare(&cli->office, &d, &p, e) != 0)
		return -1;
	return paying_print(cli, &p, e);
}

static int
release(struct cli *cli, int64_t payment, struct err *e)
{
	const char *reason = cli_value(cli, "reason");
	struct payment p;

	if (resolve_release(&cli->office, payment, reason ? reason : "", &p, e) != 0)
		return -1;
	return paying_print(cli, &p, e);
}

static int
ask(struct cli *cli, int64_t payment, struct err *e)
{
	struct paying_platform platform;
	struct payment p;
	int result;

	if (paying_platform_open(&platform, cli, e) != 0)
		return -1;
	result = resolve_named(&cli->office, &platform.platform, payment, &p, e);
	paying_platform_close(&platform);
	if (result != 0)
		return -1;
	if (outcome_of(&p, true, e) != 0)
		return -1;
	return paying_print(cli, &p, e);
}

static int
resolve_item(struct cli *cli, const struct item *item, struct err *e)
{
	int64_t payment;

	if (payment_find(cli->office.db, item->text, &payment, e) != 0)
		return -1;
	if (cli_value(cli, "declare"))
		return declare(cli, payment, e);
	return cli_flag(cli, "release") ? release(cli, payment, e) : ask(cli, payment, e);
}

/* A payment that was asked about: told where its state is another now. */
static int
tell(struct cli *cli, const struct payment *p, bool has_changed, struct summary *summary,
    struct totals *totals, struct err *e)
{
	cli_item_done(cli);
	if (!has_changed) {
		summary->same++;
		return 0;
	}
	summary->added++;
	if (p->status == PAYMENT_APPROVED && totals_add(totals, &p->amount, e) != 0)
		return -1;
	return paying_print(cli, p, e);
}

static int
resolve_each(struct cli *cli, const struct platform *platform, struct summary *summary,
    struct totals *totals, struct err *e)
{
	struct payment before, p;
	int64_t id = 0;
	int row;

	while ((row = resolve_next(&cli->office, &id, e)) == 1) {
		struct err failure;

		if (payment_show(cli->office.db, id, &before, &failure) != 0 ||
		    resolve_payment(&cli->office, platform, id, true, &p, &failure) != 0) {
			cli_item_failed(cli, &failure);
			summary->failed++;
		} else if (tell(cli, &p, before.status != p.status, summary, totals, e) != 0) {
			return -1;
		}
	}
	return row;
}

/* What cron runs: silent, but with --json what became clear, and a summary. */
static int
resolve_all(struct cli *cli, struct err *e)
{
	struct totals totals = { .count = 0 };
	struct summary summary = { .what = "resolve", .totals = &totals };
	struct paying_platform platform;
	int result;

	if (paying_platform_open(&platform, cli, e) != 0)
		return -1;
	result = resolve_each(cli, &platform.platform, &summary, &totals, e);
	paying_platform_close(&platform);
	return result == 0 ? summary_print(cli, &summary, e) : -1;
}

struct taking {
	struct cli *cli;
	struct totals totals; /* of what was approved */
};

static int
print_taken(const struct payment *p, void *context, struct err *e)
{
	struct taking *taking = context;

	if (p->status == PAYMENT_APPROVED && totals_add(&taking->totals, &p->amount, e) != 0)
		return -1;
	return paying_print(taking->cli, p, e);
}

static int
take_in(struct cli *cli, struct err *e)
{
	struct paying_platform platform;
	struct taking taking = { .cli = cli };
	struct takein tally = { .done = print_taken, .context = &taking };
	struct summary summary = { .what = "resolve", .totals = &taking.totals };
	int result;

	if (instant_parse(cli_value(cli, "since"), &tally.since, e) != 0 ||
	    paying_platform_open(&platform, cli, e) != 0)
		return -1;
	result = takein_run(&cli->office, &platform.platform, &tally, e);
	paying_platform_close(&platform);
	if (result != 0)
		return -1;
	cli_note(cli, 1, _("%lld lines reported, %lld taken in"), (long long)tally.seen,
	    (long long)tally.taken);
	summary.added = tally.taken;
	summary.same = tally.seen - tally.taken;
	return summary_print(cli, &summary, e);
}

static int
check_options(struct cli *cli, struct err *e)
{
	const char *declared = cli_value(cli, "declare");
	int modes =
	    (declared != NULL) + cli_flag(cli, "release") + (cli_value(cli, "since") != NULL);

	if (modes > 1)
		return err_set(
		    e, ERR_USAGE, _("--declare, --release and --since exclude each other"));
	if (cli_value(cli, "since") && cli->operand_count > 0)
		return err_set(e, ERR_USAGE, _("--since takes no payment"));
	if ((declared || cli_flag(cli, "release")) && cli->operand_count == 0)
		return err_set(e, ERR_USAGE, _("name the payment"));
	if ((declared || cli_flag(cli, "release")) && !cli_value(cli, "reason"))
		return err_set(e, ERR_USAGE, _("--reason is needed"));
	if (declared && strcmp(declared, "approved") == 0 && !cli_value(cli, "gateway-ref"))
		return err_set(e, ERR_USAGE, _("--gateway-ref is needed"));
	return 0;
}

int
paying_resolve(struct cli *cli, struct err *e)
{
	if (check_options(cli, e) != 0)
		return -1;
	if (cli_value(cli, "since"))
		return take_in(cli, e);
	return cli->operand_count > 0 ? cli_each(cli, resolve_item, e) : resolve_all(cli, e);
}
