/*
 * fill_log - a row of the activity log as a record, and printed by its id.
 */
#include "fill.h"
#include "reach.h"
#include "show.h"

void
fill_log(struct record *r, const struct activity_row *row)
{
	struct ref ref;

	record_clear(r);
	record_id(r, REF_LOG, row->id);
	record_instant(r, "at", row->at);
	record_text(r, "actor", row->actor);
	record_text(r, "verb", row->verb);
	if (ref_parse(row->ref, &ref) == 1)
		record_ref(r, "ref", ref.type, ref.id);
	record_ref(r, "customer", REF_CUSTOMER, row->customer);
	record_text(r, "reference", row->reference);
	record_text(r, "summary", row->summary);
	record_text(r, "hash", row->hash);
}

int
show_log(struct cli *cli, int64_t id, struct err *e)
{
	struct activity_row row;
	char ref[REF_SIZE];
	struct record r;
	int result;

	if (reach_check(&cli->office, REF_LOG, id, ref_format(REF_LOG, id, ref), e) != 0 ||
	    activity_show(cli->office.db, id, &row, e) != 0)
		return -1;
	record_open(&r, "log");
	fill_log(&r, &row);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}
