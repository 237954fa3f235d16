/*
 * qr_read - the QR codes of images: files, or what a camera gives, frame after frame.
 */
#include <stdlib.h>
#include <string.h>
#include "emv.h"
#include "i18n.h"
#include "image.h"
#include "qr_verbs.h"
#include "utf8.h"

struct reading {
	struct cli *cli;
	const char *path;
	struct record record;
	struct text seen; /* the texts of this file that were printed, each ended by NUL */
};

static bool
is_in(const struct text *texts, const char *wanted)
{
	for (size_t at = 0; at < texts->length; at += strlen(texts->data + at) + 1)
		if (strcmp(texts->data + at, wanted) == 0)
			return true;
	return false;
}

static void
write_fields(struct record *r, const struct emv *emv)
{
	char value[4 * EMV_VALUE_MAX + 1];
	struct json_writer *w;

	if (emv->count == 0)
		return;
	w = record_nested(r, "fields");
	json_object_begin(w, NULL);
	for (size_t i = 0; i < emv->count; i++) {
		const struct emv_object *o = &emv->objects[i];

		/* One that stands twice is told once. */
		if (o == emv_find(emv, o->path) && !o->is_template &&
		    emv_value(emv, o->path, value, sizeof(value)))
			json_write_text(w, o->path, value);
	}
	json_object_end(w);
}

static int
print_symbol(struct reading *g, const char *payload, struct err *e)
{
	struct emv emv;

	if (is_in(&g->seen, payload))
		return 0;
	text_add_bytes(&g->seen, payload, strlen(payload) + 1);
	if (!utf8_is_valid(payload, strlen(payload)))
		return err_set(e, ERR_USAGE, _("the QR code holds no text"));
	emv_read(payload, &emv);
	record_clear(&g->record);
	record_text(&g->record, "file", g->path);
	record_text(&g->record, "payload", payload);
	record_text(&g->record, "kind", emv_kind_name(emv.kind));
	write_fields(&g->record, &emv);
	return cli_print(g->cli, &g->record, e);
}

static int
print_symbols(struct reading *g, const struct text *found, struct err *e)
{
	for (size_t at = 0; at < found->length; at += strlen(found->data + at) + 1)
		if (print_symbol(g, found->data + at, e) != 0)
			return -1;
	return 0;
}

/* Frames without a code are nothing to tell, if another has one. */
static int
read_images(struct reading *g, const struct text *bytes, struct err *e)
{
	const unsigned char *at = (const unsigned char *)bytes->data;
	size_t left = bytes->length, length;
	bool has_any = false;
	struct text found;
	int result = -1;

	text_open(&found);
	do {
		length = left > 0 ? image_length(at, left) : 0;
		if (length == 0)
			length = left;
		text_clear(&found);
		result = image_read(at, length, &found, e);
		if (result == 0)
			result = print_symbols(g, &found, e);
		has_any = has_any || result == 0;
		at += length;
		left -= length;
	} while (left > 0 && (result == 0 || e->code == ERR_NOT_FOUND || e->code == ERR_USAGE));
	text_close(&found);
	return has_any ? 0 : result;
}

static int
take_bytes(struct reading *g, struct text *bytes, struct err *e)
{
	char chunk[65536];
	size_t got;
	FILE *file;
	int result = 0;

	if (cli_input(g->cli, g->path, &file, e) != 0)
		return -1;
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0 && bytes->length < IMAGE_BYTES_MAX)
		text_add_bytes(bytes, chunk, got);
	if (ferror(file) || text_failed(bytes))
		result = err_set(e, ERR_FAILED, _("cannot read %.80s"), g->path);
	else if (got > 0)
		result = err_set(e, ERR_USAGE, _("it is too long"));
	fclose(file);
	return result;
}

static int
read_file(struct reading *g, struct err *e)
{
	struct text bytes;
	int result;

	text_open(&bytes);
	text_clear(&g->seen);
	result = take_bytes(g, &bytes, e);
	if (result == 0 && read_images(g, &bytes, e) != 0) {
		err_prefix(e, "%.80s", g->path);
		result = -1;
	}
	text_close(&bytes);
	return result;
}

int
qr_verb_read(struct cli *cli, struct err *e)
{
	struct reading g = { .cli = cli };
	struct err failure;

	(void)e;
	record_open(&g.record, "symbol");
	text_open(&g.seen);
	for (size_t i = 0; i < cli->operand_count; i++) {
		g.path = cli->operands[i];
		if (read_file(&g, &failure) == 0)
			cli_item_done(cli);
		else
			cli_item_failed(cli, &failure);
	}
	text_close(&g.seen);
	record_close(&g.record);
	return 0;
}
