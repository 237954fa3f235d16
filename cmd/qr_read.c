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

enum { DAMAGED_MAX = 16 }; /* in one file: the rest is no better */

struct frame { /* one image of a file, or of what a camera gives */
	const unsigned char *bytes;
	size_t length;
	int number;
};

/* 0; -1, and then the frame ends before the next signature: that one may be whole. */
static int
read_frame(struct reading *g, struct frame *frame, struct err *e)
{
	struct text found;
	int result;

	text_open(&found);
	result = image_read(frame->bytes, frame->length, &found, e);
	if (result == 0)
		result = print_symbols(g, &found, e);
	else if (e->code == ERR_USAGE)
		frame->length = image_next(frame->bytes, frame->length);
	text_close(&found);
	return result;
}

static void
tell_failure(struct reading *g, const struct frame *frame, bool is_alone, struct err *failure)
{
	if (!is_alone)
		err_prefix(failure, _("image %d"), frame->number);
	err_prefix(failure, "%.80s", g->path);
	cli_item_failed(g->cli, failure);
}

/* Frames without a code are nothing to tell, if another has one; damaged ones are. */
static void
read_images(struct reading *g, const struct text *bytes)
{
	const unsigned char *at = (const unsigned char *)bytes->data;
	struct frame frame = { at, 0, 0 };
	struct err failure, none = { .code = 0 };
	size_t left = bytes->length;
	bool has_any = false;
	int damaged = 0;

	do {
		frame =
		    (struct frame){ at, left > 0 ? image_length(at, left) : 0, frame.number + 1 };
		if (frame.length == 0)
			frame.length = left;
		if (read_frame(g, &frame, &failure) == 0)
			has_any = true;
		else if (failure.code == ERR_NOT_FOUND)
			none = failure;
		else {
			damaged++;
			tell_failure(
			    g, &frame, frame.number == 1 && frame.length == left, &failure);
		}
		at += frame.length;
		left -= frame.length;
	} while (left > 0 && damaged < DAMAGED_MAX);
	if (has_any)
		cli_item_done(g->cli);
	else if (none.code == ERR_NOT_FOUND)
		tell_failure(g, &frame, true, &none);
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

static void
read_file(struct reading *g)
{
	struct text bytes;
	struct err failure;

	text_open(&bytes);
	text_clear(&g->seen);
	if (take_bytes(g, &bytes, &failure) == 0)
		read_images(g, &bytes);
	else
		tell_failure(g, NULL, true, &failure);
	text_close(&bytes);
}

int
qr_verb_read(struct cli *cli, struct err *e)
{
	struct reading g = { .cli = cli };

	(void)e;
	record_open(&g.record, "symbol");
	text_open(&g.seen);
	for (size_t i = 0; i < cli->operand_count; i++) {
		g.path = cli->operands[i];
		read_file(&g);
	}
	text_close(&g.seen);
	record_close(&g.record);
	return 0;
}
