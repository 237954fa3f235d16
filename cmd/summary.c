#include "summary.h"

static void
fill_totals(struct record *r, const struct totals *totals)
{
	struct json_writer *w = record_nested(r, "totals");

	json_array_begin(w, NULL);
	for (size_t i = 0; totals && i < totals->count; i++) {
		const struct total *t = &totals->of[i];

		json_object_begin(w, NULL);
		json_write_text(w, "currency", t->amount.currency);
		json_write_int(w, "count", t->count);
		json_write_money(w, "amount", &t->amount);
		json_object_end(w);
	}
	json_array_end(w);
}

int
summary_print(struct cli *cli, const struct summary *s, struct err *e)
{
	struct record r;
	int result;

	record_open(&r, "summary");
	record_text(&r, "what", s->what);
	record_int(&r, "new", s->added);
	record_int(&r, "same", s->same);
	record_int(&r, "failed", s->failed);
	fill_totals(&r, s->totals);
	if (s->changed)
		json_write_int(record_nested(&r, "changed"), NULL, *s->changed);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}
