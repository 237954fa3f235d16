/*
 * account_enrol - consent to paperless bills and automatic debit: enrol and unenrol.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "accounts.h"
#include "ask.h"
#include "authorise.h"
#include "biller.h"
#include "card.h"
#include "customer.h"
#include "enrolment.h"
#include "i18n.h"
#include "reach.h"
#include "take.h"

const struct option_row options_account_enrol[] = {
	{ "email", 0, OPTION_TEXT, "ADDR", NULL, N_("paperless: where the bills go"), false },
	{ "with", 0, OPTION_REF, "METHOD", "card|acc", N_("autodebit: card, card-N or acc-N"),
	    false },
	{ "day", 0, OPTION_INT, "DAY", "1..28|", N_("autodebit: of the month; else when due"),
	    false },
	{ "max", 0, OPTION_MONEY, "AMOUNT", "|", N_("autodebit: no invoice above this"), false },
	{ "accept-terms", 0, OPTION_FLAG, NULL, NULL, N_("the biller's terms were read"), false },
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("who consents; else who is logged in"),
	    false },
	{ 0 },
};

struct enrolling {
	struct cli *cli;
	struct account account;
	struct enrolment enrolment;
	struct status_printer printer;
};

/* ---- what is asked for */

static int
read_method(struct cli *cli, struct enrolment *en, struct err *e)
{
	if (!cli_value(cli, "with"))
		return en->id != 0 ? 0
				   : err_set(e, ERR_USAGE,
					 _("autodebit needs --with: card, card-N or acc-N"));
	en->card = en->source = 0;
	en->is_deposit = false;
	return take_way(cli, en, e);
}

/* Whose the card or the deposit account is that an operator named without a customer, or 0. */
static int
find_owner(struct cli *cli, const struct enrolment *en, int64_t *owner, struct err *e)
{
	struct account a;
	struct card card;

	*owner = 0;
	if (en->is_deposit) {
		if (account_show(cli->office.db, en->source, &a, e) != 0)
			return -1;
		*owner = a.customer;
	} else if (en->card != 0) {
		if (card_show(cli->office.db, en->card, &card, e) != 0)
			return -1;
		*owner = card.customer;
	}
	return 0;
}

/* What is enrolled is where it begins from: what is not said stays as it is. */
static int
read_live(struct cli *cli, struct enrolment *en, struct err *e)
{
	struct enrolment live, said = *en;
	int row = enrolment_find(cli->office.db, en->account, en->kind, &live, e);

	if (row <= 0)
		return row;
	if (said.customer == 0 && en->kind == ENROLMENT_AUTODEBIT && cli_value(cli, "with") &&
	    (read_method(cli, &said, e) != 0 || find_owner(cli, &said, &said.customer, e) != 0))
		return -1;
	if (said.customer != 0 && said.customer != live.customer)
		return 0;
	*en = live;
	en->terms = 0;
	return 0;
}

static int
read_autodebit(struct cli *cli, struct enrolling *n, struct err *e)
{
	const char *max_text = cli_value(cli, "max");
	struct money max = { 0 };

	if (cli_value(cli, "email"))
		return err_set(e, ERR_USAGE, _("--%s does not go with %s"), "email", "autodebit");
	n->enrolment.day = (int)cli_int(cli, "day", n->enrolment.day);
	if (max_text && *max_text && cli_money(cli, "max", n->account.currency, &max, e) < 0)
		return -1;
	if (max_text && *max_text && max.minor == 0)
		return err_set(e, ERR_USAGE, _("the amount must be more than zero"));
	if (max_text)
		n->enrolment.max_minor = max.minor;
	return read_method(cli, &n->enrolment, e);
}

/* The address is known before the terms are accepted: the question shows it. */
static int
read_paperless(struct cli *cli, struct enrolling *n, struct err *e)
{
	static const char *const others[] = { "with", "day", "max" };
	struct enrolment *en = &n->enrolment;
	struct customer c;

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (cli_value(cli, others[i]))
			return err_set(
			    e, ERR_USAGE, _("--%s does not go with %s"), others[i], "paperless");
	if (take_option(cli, "email", en->email, sizeof en->email, e) != 0)
		return -1;
	if (en->email[0] != '\0' || en->customer == 0)
		return 0;
	if (customer_show(cli->office.db, en->customer, &c, e) != 0)
		return -1;
	snprintf(en->email, sizeof en->email, "%s", c.email);
	return 0;
}

static int
read_account(struct cli *cli, struct account *a, enum enrolment_kind *kind, struct err *e)
{
	char ref[REF_SIZE];

	if (account_of_text(cli, cli->operands[0], a, e) != 0 ||
	    enrolment_kind_parse(cli->operands[1], kind, e) != 0)
		return -1;
	if (!a->is_deposit)
		return 0;
	return err_set(
	    e, ERR_USAGE, _("%s is no service account"), ref_format(REF_ACCOUNT, a->id, ref));
}

/* ---- what is accepted */

static void
describe_debit(const struct enrolling *n, const char *account, struct text *text)
{
	const struct enrolment *en = &n->enrolment;
	struct money most = money_of(en->max_minor, n->account.currency);
	char method[ENROLMENT_METHOD_SIZE], max[MONEY_TEXT_SIZE];

	text_add_line(text, _("Bills of %s, number %s, are debited with %s."), account,
	    n->account.number, enrolment_method(en, method));
	if (en->day == 0)
		text_add_line(text, "%s", _("Each is debited on its due date."));
	else
		text_add_line(text,
		    _("Each is debited on day %d of the month before it is due, else when due."),
		    en->day);
	money_format_people(&most, max);
	if (en->max_minor == 0)
		text_add_line(text, "%s", _("There is no maximum."));
	else
		text_add_line(text, _("None is debited of which more than %s is due."), max);
}

static void
describe(const struct enrolling *n, struct text *text)
{
	const struct enrolment *en = &n->enrolment;
	char account[REF_SIZE];

	ref_format(REF_ACCOUNT, n->account.id, account);
	if (en->kind == ENROLMENT_PAPERLESS)
		text_add_line(text, _("Bills of %s, number %s, go to %s only."), account,
		    n->account.number, en->email);
	else
		describe_debit(n, account, text);
}

/* Nothing but an answer, or the option that says so, accepts: --yes does not.  A biller without
 * terms of its own (NULL) has those that are told here: what is done from then on, and how. */
static int
accept_shown(const struct enrolling *n, const char *terms, struct err *e)
{
	struct text text;
	int answer = -1;

	text_open(&text);
	if (terms) {
		text_add(&text, terms);
		text_add(&text, "\n\n");
	}
	describe(n, &text);
	if (text_failed(&text))
		err_set(e, ERR_FAILED, _("out of memory"));
	else if (!n->cli->is_yes && !n->cli->office.is_dry_run)
		answer = ask_confirm(text_string(&text), _("Do you accept these terms?"));
	if (!text_failed(&text) && answer < 0)
		err_set(e, ERR_USAGE, _("the terms must be accepted: --accept-terms"));
	else if (answer == 0)
		err_set(e, ERR_USAGE, _("the terms were not accepted, nothing was done"));
	text_close(&text);
	return answer == 1 ? 0 : -1;
}

static int
accept(struct enrolling *n, struct err *e)
{
	struct enrolment *en = &n->enrolment;
	struct terms terms;
	int row = terms_newest(
	    n->cli->office.db, n->account.biller, enrolment_kind_name(en->kind), &terms, e);

	if (row < 0)
		return -1;
	en->terms = row == 1 ? terms.id : 0;
	if (cli_flag(n->cli, "accept-terms"))
		return 0;
	return accept_shown(n, row == 1 ? terms.text : NULL, e);
}

/* ---- the verbs */

static int
enrol_it(struct office *office, void *context, struct err *e)
{
	struct enrolling *n = context;

	if (enrolment_set(office, &n->enrolment, e) != 0)
		return -1;
	return status_printer_fill(&n->printer, &n->account, e);
}

static int
unenrol_it(struct office *office, void *context, struct err *e)
{
	struct enrolling *n = context;

	if (enrolment_end(office, &n->enrolment, "unenrolled", e) != 0)
		return -1;
	return status_printer_fill(&n->printer, &n->account, e);
}

/* The record is made inside the write, so that a dry run can show it too. */
static int
run(struct enrolling *n, office_work *work, struct err *e)
{
	int result;

	status_printer_open(&n->printer, n->cli);
	result = office_write(&n->cli->office, work, n, e);
	if (result == 0)
		result = cli_print(n->cli, &n->printer.record, e);
	status_printer_close(&n->printer);
	return result;
}

/* A person is told in words; a program reads the record. */
static void
tell(const struct enrolling *n, const char *paperless, const char *autodebit)
{
	char ref[REF_SIZE];

	cli_note(n->cli, isatty(STDERR_FILENO) ? 0 : 1, "%s: %s",
	    ref_format(REF_ACCOUNT, n->account.id, ref),
	    n->enrolment.kind == ENROLMENT_PAPERLESS ? paperless : autodebit);
}

int
account_enrol(struct cli *cli, struct err *e)
{
	struct enrolling n = { .cli = cli };
	struct enrolment *en = &n.enrolment;
	int result;

	if (reach_owner(&cli->office, cli_value(cli, "customer"), &en->customer, e) != 0 ||
	    read_account(cli, &n.account, &en->kind, e) != 0)
		return -1;
	en->account = n.account.id;
	if (read_live(cli, en, e) != 0)
		return -1;
	result = en->kind == ENROLMENT_PAPERLESS ? read_paperless(cli, &n, e)
						 : read_autodebit(cli, &n, e);
	if (result != 0 || accept(&n, e) != 0 ||
	    authorise(cli, e, N_("enrol account %s in %s"), n.account.number,
		enrolment_kind_name(en->kind)) != 0 ||
	    run(&n, enrol_it, e) != 0)
		return -1;
	tell(&n, _("its bills come by e-mail from now on"), _("its bills are debited from now on"));
	return 0;
}

/* Not there, in the same words whoever asks, unless it is the asker's or an operator asks. */
static int
find_enrolment(struct enrolling *n, enum enrolment_kind kind, struct err *e)
{
	const struct actor *actor = &n->cli->office.actor;
	char ref[REF_SIZE];
	int row = enrolment_find(n->cli->office.db, n->account.id, kind, &n->enrolment, e);

	if (row < 0)
		return -1;
	if (row == 1 && (actor->kind == ACTOR_OPERATOR || n->enrolment.customer == actor->customer))
		return 0;
	ref_format(REF_ACCOUNT, n->account.id, ref);
	err_set(e, ERR_CONFLICT, _("%s has no %s to end"), ref, enrolment_kind_name(kind));
	return err_reason(e, "not_enrolled", ref);
}

int
account_unenrol(struct cli *cli, struct err *e)
{
	struct enrolling n = { .cli = cli };
	enum enrolment_kind kind;
	char ref[REF_SIZE];

	if (read_account(cli, &n.account, &kind, e) != 0 || find_enrolment(&n, kind, e) != 0)
		return -1;
	if (cli_confirm(cli, NULL, e, _("End the %s of %s, number %s of %s?"),
		enrolment_kind_name(kind), ref_format(REF_ACCOUNT, n.account.id, ref),
		n.account.number, n.account.holder) != 0 ||
	    authorise(cli, e, N_("end the %s of account %s"), enrolment_kind_name(kind),
		n.account.number) != 0 ||
	    run(&n, unenrol_it, e) != 0)
		return -1;
	tell(&n, _("its bills come on paper again"), _("its bills are not debited any more"));
	return 0;
}
