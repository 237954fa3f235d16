/*
 * qr_parse - a payload's objects, and what breaks the rules.
 */
#include <stdlib.h>
#include <string.h>
#include "emv.h"
#include "i18n.h"
#include "payloads.h"
#include "qr_verbs.h"

static int
print_object(struct cli *cli, struct record *r, const struct emv_object *o, struct err *e)
{
	char value[4 * EMV_VALUE_MAX + 1];

	memcpy(value, o->value, o->length);
	value[o->length] = '\0';
	record_clear(r);
	record_id_text(r, o->path);
	record_text(r, "name", o->name);
	/* What is in a template follows. */
	if (!o->is_template)
		record_text(r, "value", value);
	record_int(r, "offset", (int64_t)o->offset);
	record_text(r, "kind", emv_kind_name(o->kind));
	return cli_print(cli, r, e);
}

static int
print_breach(struct cli *cli, struct record *r, const struct emv *emv,
    const struct emv_breach *breach, struct err *e)
{
	record_clear(r);
	record_id_text(r, breach->path);
	record_int(r, "offset", (int64_t)breach->offset);
	record_text(r, "kind", emv_kind_name(emv->kind));
	record_text(r, "rule", breach->rule);
	record_text(r, "severity", breach->is_deviation ? "deviation" : "invalid");
	record_text(r, "what", cli->format == FORMAT_TABLE ? _(breach->meaning) : breach->meaning);
	return cli_print(cli, r, e);
}

static int
print_opaque(struct cli *cli, struct record *r, const char *payload, struct err *e)
{
	record_clear(r);
	record_text(r, "name", "issued by a bank");
	record_text(r, "value", payload);
	record_int(r, "offset", 0);
	record_text(r, "kind", emv_kind_name(EMV_KIND_BANK));
	return cli_print(cli, r, e);
}

static int
print_all(
    struct cli *cli, struct record *r, const char *payload, const struct emv *emv, struct err *e)
{
	if (emv->kind == EMV_KIND_BANK)
		return print_opaque(cli, r, payload, e);
	for (size_t i = 0; i < emv->count; i++)
		if (print_object(cli, r, &emv->objects[i], e) != 0)
			return -1;
	for (size_t i = 0; i < emv->breach_count; i++)
		if (print_breach(cli, r, emv, &emv->breaches[i], e) != 0)
			return -1;
	return 0;
}

int
qr_verb_parse(struct cli *cli, struct err *e)
{
	struct payloads payloads;
	struct record r;
	struct emv emv;
	int row = payloads_open(&payloads, cli, e);

	record_open(&r, "field");
	while (row == 0 && (row = payloads_next(&payloads, cli, e)) == 1) {
		emv_read(text_string(&payloads.text), &emv);
		row = print_all(cli, &r, text_string(&payloads.text), &emv, e);
		if (emv.is_invalid)
			cli_status(cli, ERR_DIFFERS);
	}
	record_close(&r);
	payloads_close(&payloads);
	return row;
}
