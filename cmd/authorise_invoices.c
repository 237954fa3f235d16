/*
 * authorise_invoices - to whom, how much and for what a customer's token is asked for.
 */
#include <stdio.h>
#include <string.h>
#include "authorise.h"
#include "biller.h"
#include "i18n.h"
#include "invoice.h"
#include "totals.h"
#include "utf8.h"

enum { NAMES_SIZE = 160, BILLERS_MAX = 32 };

struct names { /* "Water, Light", as many as fit */
	char text[NAMES_SIZE];
	bool is_cut;
};

struct authority {
	struct names payees, invoices, amounts;
	int64_t billers[BILLERS_MAX]; /* whose names are there */
	size_t biller_count;
	struct totals totals;
};

static void
add_name(struct names *names, const char *name)
{
	size_t used = strlen(names->text), room = sizeof(names->text) - used;
	size_t length = strlen(name);

	if (names->is_cut)
		return;
	names->is_cut = length + sizeof(", , ...") > room;
	if (names->is_cut && used == 0)
		snprintf(names->text, room, "%.*s...",
		    (int)utf8_fit_bytes(name, room - sizeof("...")), name);
	else if (names->is_cut)
		snprintf(names->text + used, room, ", ...");
	else
		snprintf(names->text + used, room, "%s%s", used > 0 ? ", " : "", name);
}

static int
add_payee(struct cli *cli, struct authority *s, int64_t biller, struct err *e)
{
	struct biller b;

	for (size_t i = 0; i < s->biller_count; i++)
		if (s->billers[i] == biller)
			return 0;
	if (s->biller_count == BILLERS_MAX) {
		s->payees.is_cut = true;
		return 0;
	}
	if (biller_show(cli->office.db, biller, &b, e) != 0)
		return -1;
	s->billers[s->biller_count++] = biller;
	add_name(&s->payees, b.name);
	return 0;
}

static int
add_invoice(struct cli *cli, struct authority *s, int64_t id, struct err *e)
{
	struct invoice inv;
	char ref[REF_SIZE];

	if (invoice_show(cli->office.db, id, &inv, e) != 0)
		return -1;
	add_name(&s->invoices, ref_format(REF_INVOICE, inv.id, ref));
	return add_payee(cli, s, inv.biller, e) != 0 ? -1 : totals_add(&s->totals, &inv.amount, e);
}

static void
write_amounts(struct authority *s)
{
	char amount[MONEY_TEXT_SIZE], text[MONEY_TEXT_SIZE + 5];

	for (size_t i = 0; i < s->totals.count; i++) {
		const struct money *sum = &s->totals.of[i].amount;

		money_format(sum, amount);
		snprintf(text, sizeof(text), "%s %s", amount, sum->currency);
		add_name(&s->amounts, text);
	}
}

int
authorise_invoices(
    struct cli *cli, const int64_t *ids, size_t count, const struct money *total, struct err *e)
{
	struct authority s = { .biller_count = 0 };
	int needed = authorise_is_needed(cli, e);

	if (needed <= 0)
		return needed;
	for (size_t i = 0; i < count; i++)
		if (add_invoice(cli, &s, ids[i], e) != 0)
			return -1;
	if (total) {
		s.totals.count = 0;
		if (totals_add(&s.totals, total, e) != 0)
			return -1;
	}
	write_amounts(&s);
	if (total)
		return authorise(cli, e, N_("pay %s to %s (%s)"), s.amounts.text, s.payees.text,
		    s.invoices.text);
	return authorise(
	    cli, e, N_("bill %s of %s (%s)"), s.amounts.text, s.payees.text, s.invoices.text);
}
