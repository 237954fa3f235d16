#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "json.h"
#include "report.h"
#include "utf8.h"

enum { LINE_SIZE = 200 }; /* with its newline */

const char *
report_word(enum err_code code)
{
	static const char *const words[] = { "ok", "failed", "usage", "not_found", "conflict",
		"declined", "denied", "busy", "partial", "setup", "differs", "unknown" };

	return words[code];
}

static void
money_ending(const struct err *error, struct text *out)
{
	switch (error->money) {
	case ERR_MONEY_NONE:
		break;
	case ERR_MONEY_NOTHING:
		text_add_format(out, "; %s", _("nothing was charged"));
		break;
	case ERR_MONEY_CHARGED:
		text_add(out, "; ");
		text_add_format(out, _("charged, receipt %s"), error->receipt);
		break;
	case ERR_MONEY_UNKNOWN:
		text_add_format(out, "; %s", _("outcome unknown, run pp-pay resolve"));
		break;
	}
}

/* The message is cut, never what it says of the money. */
static void
print_line(const char *program, const char *message, const char *ending)
{
	size_t fixed = strlen(program) + strlen(": ") + strlen(ending) + 1;
	size_t fit = fixed < LINE_SIZE ? utf8_fit_bytes(message, LINE_SIZE - fixed) : 0;

	fprintf(stderr, "%s: %.*s%s\n", program, (int)fit, message, ending);
}

static void
write_text_or_null(struct json_writer *w, const char *key, const char *value)
{
	json_write_text(w, key, *value ? value : NULL);
}

static void
print_json(const struct err *error, const char *ending)
{
	char message[2 * ERR_MESSAGE_SIZE];
	struct json_writer w;
	struct text out;

	snprintf(message, sizeof(message), "%s%s", error->message, ending);
	text_open(&out);
	json_writer_open(&w, &out);
	json_object_begin(&w, NULL);
	json_write_text(&w, "type", "error");
	json_write_int(&w, "v", 1);
	json_write_null(&w, "id");
	json_write_text(&w, "code", report_word(error->code));
	json_write_int(&w, "status", error->code);
	write_text_or_null(&w, "reason", error->reason);
	write_text_or_null(&w, "ref", error->ref);
	write_text_or_null(&w, "until", error->until);
	json_write_text(&w, "message", message);
	json_object_end(&w);
	fprintf(stderr, "%s\n", text_string(&out));
	text_close(&out);
}

void
report_error(const struct report_style *style, const struct err *error)
{
	struct text ending;
	char hint[ERR_MESSAGE_SIZE + 32];

	text_open(&ending);
	money_ending(error, &ending);
	if (style->is_json) {
		print_json(error, text_string(&ending));
	} else {
		print_line(style->program, error->message, text_string(&ending));
		snprintf(hint, sizeof(hint), "hint: %s", error->hint);
		if (style->has_hints && error->hint[0])
			print_line(style->program, hint, "");
	}
	text_close(&ending);
}

void
tally_done(struct tally *tally)
{
	tally->count++;
}

void
tally_failed(struct tally *tally, int status)
{
	tally->count++;
	tally->failed++;
	tally->status = err_graver(tally->status, status);
}

int
tally_status(const struct tally *tally)
{
	static const int grave[] = { 11, 1, 9, 10, 7 };

	if (tally->failed == 0 || tally->count == 1)
		return tally->status;
	for (size_t i = 0; i < sizeof(grave) / sizeof(grave[0]); i++)
		if (tally->status == grave[i])
			return tally->status;
	return ERR_PARTIAL;
}
