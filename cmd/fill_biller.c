/*
 * fill_biller - a biller as a record, and printed by its id.
 */
#include "fill.h"
#include "show.h"

void
fill_biller(struct record *r, const struct biller *b)
{
	record_clear(r);
	record_id(r, REF_BILLER, b->id);
	record_text(r, "code", b->code);
	record_text(r, "name", b->name);
	record_text(r, "service", b->service);
	record_text(r, "agreement", b->agreement);
	record_text(r, "tax_id", b->tax_id);
	record_text(r, "currency", b->currency);
	record_text(r, "timezone", b->timezone);
	record_text(r, "city", b->city);
	record_text(r, "mcc", b->mcc);
	record_text(r, "number_pattern", b->number_pattern);
	record_text(r, "unique_code", b->unique_code);
	record_text(r, "terminal", b->terminal);
}

int
show_biller(struct cli *cli, int64_t id, struct err *e)
{
	struct record r;
	struct biller b;
	int result;

	if (biller_show(cli->office.db, id, &b, e) != 0)
		return -1;
	record_open(&r, "biller");
	fill_biller(&r, &b);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}
