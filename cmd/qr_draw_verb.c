/*
 * qr_draw_verb - payloads, charges and invoices as drawings.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "collect.h"
#include "i18n.h"
#include "output.h"
#include "payloads.h"
#include "qr_draw.h"
#include "qr_payload.h"
#include "qr_png.h"
#include "qr_verbs.h"
#include "reach.h"

enum image { IMAGE_PNG, IMAGE_SVG, IMAGE_UTF8 };
enum { SCALE_DEFAULT = 4 };

struct drawing { /* how all of one run are drawn */
	struct cli *cli;
	enum image image;
	enum qr_level level;
	int scale;
	const char *pattern; /* of --output, or NULL */
	int64_t count;	     /* drawn so far */
	char name[REF_SIZE]; /* of the present one: its ref, or its number */
	struct qr_symbol symbol;
	struct text image_bytes;
};

/* As asked, else by the file's name, else what the place can take. */
static enum image
choose_image(const struct drawing *d)
{
	const char *as = cli_value(d->cli, "as");
	const char *dot = d->pattern ? strrchr(d->pattern, '.') : NULL;

	if (!as && dot && (strcmp(dot, ".svg") == 0 || strcmp(dot, ".png") == 0))
		as = dot + 1;
	if (!as)
		return !d->pattern && isatty(STDOUT_FILENO) ? IMAGE_UTF8 : IMAGE_PNG;
	return strcmp(as, "png") == 0 ? IMAGE_PNG : strcmp(as, "svg") == 0 ? IMAGE_SVG : IMAGE_UTF8;
}

static int
read_drawing(struct drawing *d, struct cli *cli, struct err *e)
{
	int64_t scale = cli_int(cli, "scale", SCALE_DEFAULT);
	const char *level = cli_value(cli, "level"), *output = cli_value(cli, "output");

	d->cli = cli;
	d->level = QR_LEVEL_M;
	if (level)
		(void)qr_level_parse(level, &d->level);
	if (scale < 1 || scale > QR_SCALE_MAX)
		return err_set(
		    e, ERR_USAGE, _("--scale takes a whole number from 1 to %d"), QR_SCALE_MAX);
	d->scale = (int)scale;
	d->pattern = output && strcmp(output, "-") != 0 ? output : NULL;
	d->image = choose_image(d);
	if (!d->pattern && d->image == IMAGE_PNG && isatty(STDOUT_FILENO))
		return err_set(
		    e, ERR_USAGE, _("binary output does not go to a terminal: --output=FILE"));
	return 0;
}

static int
make_image(struct drawing *d, const char *payload, struct err *e)
{
	text_clear(&d->image_bytes);
	if (qr_symbol_make(payload, d->level, &d->symbol, e) != 0)
		return -1;
	if (d->image == IMAGE_PNG)
		return qr_draw_png(&d->symbol, d->scale, &d->image_bytes, e);
	if (d->image == IMAGE_SVG) {
		qr_draw_svg(&d->symbol, d->scale, &d->image_bytes);
	} else {
		qr_draw_utf8(&d->symbol, &d->image_bytes);
		text_add_safe(&d->image_bytes, payload, "");
		text_add_char(&d->image_bytes, '\n');
	}
	return text_failed(&d->image_bytes) ? err_set(e, ERR_FAILED, _("out of memory")) : 0;
}

/* Whether there is a place for one drawing only. */
static bool
is_single(const struct drawing *d)
{
	return d->pattern ? strstr(d->pattern, "%s") == NULL : d->image == IMAGE_PNG;
}

/* The pattern with the name in the place of its "%s". */
static int
name_file(const struct drawing *d, char path[OUTPUT_PATH_SIZE], struct err *e)
{
	const char *mark = strstr(d->pattern, "%s");
	int length = mark ? snprintf(path, OUTPUT_PATH_SIZE, "%.*s%s%s", (int)(mark - d->pattern),
				d->pattern, d->name, mark + 2)
			  : snprintf(path, OUTPUT_PATH_SIZE, "%s", d->pattern);

	if (length >= OUTPUT_PATH_SIZE)
		return err_set(e, ERR_USAGE, _("the output's name is too long"));
	return 0;
}

static int
write_image(struct drawing *d, struct err *e)
{
	const struct text *bytes = &d->image_bytes;
	char path[OUTPUT_PATH_SIZE];
	struct output output;

	if (!d->pattern) {
		fwrite(bytes->data, 1, bytes->length, cli_out(d->cli));
		return 0;
	}
	if (name_file(d, path, e) != 0 ||
	    output_open(&output, path, cli_flag(d->cli, "force"), e) != 0)
		return -1;
	fwrite(bytes->data, 1, bytes->length, output.file);
	if (output_commit(&output, e) == 0)
		return 0;
	output_abandon(&output);
	return -1;
}

/* Replaces the ref of a charge or an invoice by its payload. */
static int
derive(struct drawing *d, const struct ref *ref, struct text *text, struct err *e)
{
	struct office *office = &d->cli->office;
	char payload[QR_PAYLOAD_SIZE];
	struct qr qr;

	if (!office->db && cli_open_office(d->cli, e) != 0)
		return -1;
	if (reach_check(office, ref->type, ref->id, text_string(text), e) != 0)
		return -1;
	if (ref->type == REF_QR) {
		/* What can be drawn can be paid. */
		if (qr_show(office, ref->id, &qr, e) != 0 || collect_check(office, &qr, e) != 0)
			return -1;
		memcpy(payload, qr.payload, sizeof(payload));
	} else if (qr_payload_of_invoice(office, ref->id, payload, e) != 0) {
		return -1;
	}
	text_clear(text);
	text_add(text, payload);
	return 0;
}

/* What has a ref is drawn as what the office knows of it, and named by it. */
static int
draw_one(struct drawing *d, struct payloads *payloads, struct err *e)
{
	struct text *text = &payloads->text;
	struct ref ref;

	snprintf(d->name, sizeof(d->name), "%lld", (long long)d->count + 1);
	if (ref_parse(payloads->ref, &ref) == 1) {
		text_clear(text);
		text_add(text, payloads->ref);
	}
	if (ref_parse(text_string(text), &ref) == 1) {
		snprintf(d->name, sizeof(d->name), "%s", text_string(text));
		if (ref.type != REF_QR && ref.type != REF_INVOICE)
			return err_set(e, ERR_USAGE, _("%s is no charge and no invoice"), d->name);
		if (derive(d, &ref, text, e) != 0)
			return -1;
	}
	if (make_image(d, text_string(text), e) != 0)
		return -1;
	d->count++;
	return is_single(d) ? 0 : write_image(d, e);
}

/* One place takes one drawing: it is written when no other has come. */
static int
draw_all(struct drawing *d, struct payloads *payloads, struct err *e)
{
	struct err failure;
	int row;

	while ((row = payloads_next(payloads, d->cli, &failure)) != 0) {
		if (row == 1 && is_single(d) && d->count > 0)
			return err_set(
			    e, ERR_USAGE, _("several drawings need %%s in the output's name"));
		if (row < 0 && failure.code != ERR_USAGE) {
			*e = failure;
			return -1;
		}
		row = row == 1 ? draw_one(d, payloads, &failure) : -1;
		if (row != 0)
			cli_item_failed(d->cli, &failure);
		else if (!is_single(d))
			cli_item_done(d->cli);
	}
	if (!is_single(d) || d->count == 0)
		return 0;
	if (write_image(d, &failure) == 0)
		cli_item_done(d->cli);
	else
		cli_item_failed(d->cli, &failure);
	return 0;
}

int
qr_verb_draw(struct cli *cli, struct err *e)
{
	static struct drawing d;
	struct payloads payloads;
	int result = read_drawing(&d, cli, e);

	if (result != 0)
		return -1;
	result = payloads_open(&payloads, cli, e);
	if (result == 0)
		result = draw_all(&d, &payloads, e);
	payloads_close(&payloads);
	text_close(&d.image_bytes);
	return result;
}

const struct option_row options_qr_draw[] = {
	{ "as", 0, OPTION_CHOICE, "KIND", "png|svg|utf8",
	    N_("what to draw; else by the file's name, half blocks on a terminal"), false },
	{ "scale", 0, OPTION_INT, "N", "1..64", N_("pixels to a module; else 4"), false },
	{ "level", 0, OPTION_CHOICE, "LEVEL", "L|M|Q|H", N_("how much damage it bears; else M"),
	    false },
	{ 0 },
};
