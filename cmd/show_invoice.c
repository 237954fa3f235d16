#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "fill_invoice.h"
#include "i18n.h"
#include "invoices.h"
#include "plan_course.h"
#include "reach.h"
#include "show.h"

void
invoice_printer_open(struct invoice_printer *p, struct cli *cli)
{
	p->cli = cli;
	p->account.id = 0;
	valuer_open(&p->valuer, &cli->office);
	record_open(&p->record, "invoice");
}

void
invoice_printer_close(struct invoice_printer *p)
{
	record_close(&p->record);
}

/* Only JSON, and a person who looks at one, see the lines. */
static bool
wants_lines(const struct cli *cli)
{
	bool is_list = (cli->verb->flags & VERB_LIST) != 0;

	return cli->format == FORMAT_JSON || (cli->format == FORMAT_TABLE && !is_list);
}

int
invoice_printer_fill(struct invoice_printer *p, struct err *e)
{
	struct db *db = p->cli->office.db;
	const struct invoice *inv = &p->standing.invoice;

	if (standing_fill(&p->valuer, &p->standing, e) != 0)
		return -1;
	if (p->account.id != inv->account && account_show(db, inv->account, &p->account, e) != 0)
		return -1;
	fill_invoice(&p->record, &p->standing, p->account.holder);
	return wants_lines(p->cli) ? fill_invoice_lines(&p->record, db, inv, e) : 0;
}

int
invoice_printer_load(struct invoice_printer *p, int64_t id, struct err *e)
{
	if (invoice_show(p->cli->office.db, id, &p->standing.invoice, e) != 0)
		return -1;
	return invoice_printer_fill(p, e);
}

int
show_invoice(struct cli *cli, int64_t id, struct err *e)
{
	struct invoice_printer p;
	int result;

	invoice_printer_open(&p, cli);
	result = invoice_printer_load(&p, id, e);
	if (result == 0)
		result = cli_print(cli, &p.record, e);
	invoice_printer_close(&p);
	return result;
}

int
find_invoice(struct cli *cli, const struct item *item, int64_t *id, struct err *e)
{
	return reach_find(&cli->office, REF_INVOICE, item->text, id, e);
}

int
invoice_set_add(struct invoice_set *set, int64_t id, struct err *e)
{
	/* The room doubles at every power of two. */
	if ((set->count & (set->count - 1)) == 0) {
		size_t room = set->count == 0 ? 1 : 2 * set->count;
		int64_t *ids = realloc(set->ids, room * sizeof *ids);

		if (ids == NULL)
			return err_set(e, ERR_FAILED, _("out of memory"));
		set->ids = ids;
	}
	set->ids[set->count++] = id;
	return 0;
}

/* Whether the set has anything of a plan's debt: 1, 0, -1. */
static int
has_debt_of(const struct invoice_set *set, struct db *db, int64_t plan, struct err *e)
{
	int64_t id;
	int row = 0;

	for (size_t i = 0; i < set->count && row >= 0; i++) {
		row = plan_of_debt(db, set->ids[i], &id, e);
		if (row == 1 && id == plan)
			return 1;
	}
	return row < 0 ? -1 : 0;
}

int
invoice_set_drop_openings(struct invoice_set *set, struct cli *cli, struct err *e)
{
	struct db *db = cli->office.db;
	char ref[REF_SIZE], plan[REF_SIZE];
	struct invoice inv;
	size_t kept = 0;

	for (size_t i = 0; i < set->count; i++) {
		int row = invoice_show(db, set->ids[i], &inv, e);

		if (row == 0)
			row = plan_course_is_opening(db, &inv, e);
		if (row == 1)
			row = has_debt_of(set, db, inv.plan, e);
		if (row < 0)
			return -1;
		if (row == 0)
			set->ids[kept++] = inv.id;
		else
			cli_note(cli, 0, _("%s is left out: the debt of %s is there"),
			    ref_format(REF_INVOICE, inv.id, ref),
			    ref_format(REF_PLAN, inv.plan, plan));
	}
	set->count = kept;
	return 0;
}

void
invoice_set_close(struct invoice_set *set)
{
	free(set->ids);
}

static int
compare_ids(const void *one, const void *other)
{
	const int64_t *a = one, *b = other;

	return *a < *b ? -1 : *a > *b;
}

static int
refuse_twice(const struct invoice_set *set, struct err *e)
{
	size_t size = set->count * sizeof *set->ids;
	int64_t *sorted = malloc(size + 1), twice = 0;

	if (sorted == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	if (size > 0)
		memcpy(sorted, set->ids, size);
	qsort(sorted, set->count, sizeof *sorted, compare_ids);
	for (size_t i = 1; i < set->count; i++)
		if (sorted[i] == sorted[i - 1])
			twice = sorted[i];
	free(sorted);
	if (twice != 0)
		return err_set(e, ERR_USAGE, _("inv-%" PRId64 " is given twice"), twice);
	return 0;
}

int
invoice_set_read(struct invoice_set *set, struct cli *cli, struct err *e)
{
	struct item item;
	int64_t id;
	int got;

	while ((got = cli_item_next(cli, &item, e)) == 1)
		if (find_invoice(cli, &item, &id, e) != 0 || invoice_set_add(set, id, e) != 0)
			return -1;
	cli_items_rewind(cli);
	return got == 0 ? refuse_twice(set, e) : -1;
}
