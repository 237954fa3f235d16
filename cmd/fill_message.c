/*
 * fill_message - a message as a record, and printed by its id with its text.
 */
#include "fill_message.h"
#include "show.h"

void
fill_message(struct record *r, const struct message *m)
{
	struct ref about;

	record_clear(r);
	record_id(r, REF_MESSAGE, m->id);
	record_text(r, "status", m->status);
	record_text(r, "channel", m->channel);
	record_text(r, "to", m->to);
	record_text(r, "subject", m->subject);
	record_instant(r, "created_at", m->created_at);
	record_instant(r, "sent_at", m->sent_at);
	record_int(r, "attempts", m->attempts);
	record_ref(r, "customer", REF_CUSTOMER, m->customer);
	record_text(r, "template", m->template);
	record_text(r, "language", m->language);
	if (ref_parse(m->about, &about) == 1)
		record_ref(r, "about", about.type, about.id);
	record_instant(r, "next_at", m->next_at);
	record_instant(r, "expires_at", m->expires_at);
}

int
show_message(struct cli *cli, int64_t id, struct err *e)
{
	struct message m;
	struct record r;
	struct text text;
	int result;

	if (outbox_show(cli->office.db, id, &m, e) != 0)
		return -1;
	record_open(&r, "message");
	text_open(&text);
	fill_message(&r, &m);
	result = outbox_text(&cli->office, &m, false, &text, e);
	if (result == 0) {
		record_text(&r, "text", text_string(&text));
		result = cli_print(cli, &r, e);
	}
	text_close(&text);
	record_close(&r);
	return result;
}
