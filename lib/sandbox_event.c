/*
 * sandbox_event - one thing that happened at the sandbox platform: a line of its book.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "date.h"
#include "i18n.h"
#include "json.h"
#include "sandbox_event.h"

static const char *const what_names[] = { "opened", "held", "approved", "declined", "refunded",
	"abandoned", "enrolled", "forgotten" };

enum { WHAT_COUNT = sizeof what_names / sizeof what_names[0] };

static const char reference_prefix[] = "SB-";
static const char token_prefix[] = "sbt-";
const char sandbox_event_start[] = "{\"at\":\"";

const char *
sandbox_what_name(enum sandbox_what what)
{
	return what_names[what];
}

static const char *
format_id(const char *prefix, int64_t number, char text[SANDBOX_ID_SIZE])
{
	text[0] = '\0';
	if (number > 0)
		snprintf(text, SANDBOX_ID_SIZE, "%s%06lld", prefix, (long long)number);
	return text;
}

/* Only what format_id makes: another spelling is another thing. */
static int64_t
parse_id(const char *prefix, const char *text)
{
	char again[SANDBOX_ID_SIZE];
	if (strncmp(text, prefix, strlen(prefix)) != 0)
		return 0;
	int64_t number = strtoll(text + strlen(prefix), NULL, 10);
	return strcmp(format_id(prefix, number, again), text) == 0 ? number : 0;
}

const char *
sandbox_reference(int64_t number, char text[SANDBOX_ID_SIZE])
{
	return format_id(reference_prefix, number, text);
}

const char *
sandbox_token(int64_t number, char text[SANDBOX_ID_SIZE])
{
	return format_id(token_prefix, number, text);
}

int64_t
sandbox_reference_number(const char *text)
{
	return parse_id(reference_prefix, text);
}

int64_t
sandbox_token_number(const char *text)
{
	return parse_id(token_prefix, text);
}

const char *
sandbox_authorization(int64_t number, char text[SANDBOX_ID_SIZE])
{
	unsigned long long spread = (unsigned long long)number * 7919 % 1000000;
	snprintf(text, SANDBOX_ID_SIZE, "%06llu", spread);
	return text;
}

static void
write_text(struct json_writer *w, const char *key, const char *value)
{
	json_write_text(w, key, value[0] == '\0' ? NULL : value);
}

void
sandbox_event_write(const struct sandbox_event *event, struct text *line)
{
	struct json_writer w;
	char at[INSTANT_SIZE], amount[MONEY_TEXT_SIZE] = "", id[SANDBOX_ID_SIZE] = "";
	instant_format(event->at, at);
	if (event->amount.currency[0] != '\0')
		money_format(&event->amount, amount);
	json_writer_open(&w, line);
	json_object_begin(&w, NULL);
	json_write_text(&w, "at", at);
	json_write_text(&w, "key", event->key);
	json_write_text(&w, "event", what_names[event->what]);
	write_text(&w, "reference", sandbox_reference(event->number, id));
	write_text(&w, "amount", amount);
	write_text(&w, "currency", event->amount.currency);
	if (event->number > 0)
		sandbox_authorization(event->number, id);
	write_text(&w, "authorization", id);
	write_text(&w, "token", sandbox_token(event->token, id));
	write_text(&w, "of", sandbox_reference(event->of, id));
	write_text(&w, "code", event->code);
	write_text(&w, "card", event->card);
	write_text(&w, "memo", event->memo);
	json_object_end(&w);
	text_add(line, "\n");
}

static int
read_amount(const json_t *object, struct money *amount, struct err *e)
{
	char text[MONEY_TEXT_SIZE], currency[4];
	int has = json_get_text(object, "amount", text, sizeof text, e);
	if (has != 1)
		return has;
	if (json_get_text(object, "currency", currency, sizeof currency, e) != 1)
		return err_set(e, ERR_USAGE, _("amount without currency"));
	return money_parse(text, currency, MONEY_POINT, amount, e);
}

static int
read_ids(const json_t *object, struct sandbox_event *event, struct err *e)
{
	char reference[SANDBOX_ID_SIZE] = "", token[SANDBOX_ID_SIZE] = "", of[SANDBOX_ID_SIZE] = "";
	if (json_get_text(object, "reference", reference, sizeof reference, e) < 0 ||
	    json_get_text(object, "token", token, sizeof token, e) < 0 ||
	    json_get_text(object, "of", of, sizeof of, e) < 0)
		return -1;
	event->number = sandbox_reference_number(reference);
	event->token = sandbox_token_number(token);
	event->of = sandbox_reference_number(of);
	return 0;
}

static int
read_members(const json_t *object, struct sandbox_event *event, struct err *e)
{
	char at[INSTANT_SIZE], what[16];
	int i = 0;
	if (json_get_text(object, "at", at, sizeof at, e) != 1 ||
	    json_get_text(object, "event", what, sizeof what, e) != 1 ||
	    json_get_text(object, "key", event->key, sizeof event->key, e) != 1)
		return err_set(e, ERR_USAGE, _("not an event of a sandbox book"));
	while (i < WHAT_COUNT && strcmp(what_names[i], what) != 0)
		i++;
	if (i == WHAT_COUNT)
		return err_set(e, ERR_USAGE, _("not an event of a sandbox book"));
	event->what = (enum sandbox_what)i;
	if (instant_parse(at, &event->at, e) != 0 || read_amount(object, &event->amount, e) < 0 ||
	    read_ids(object, event, e) != 0 ||
	    json_get_text(object, "code", event->code, sizeof event->code, e) < 0 ||
	    json_get_text(object, "card", event->card, sizeof event->card, e) < 0 ||
	    json_get_text(object, "memo", event->memo, sizeof event->memo, e) < 0)
		return -1;
	return 0;
}

int
sandbox_event_read(const char *line, size_t length, struct sandbox_event *event, struct err *e)
{
	json_t *object;
	memset(event, 0, sizeof *event);
	if (json_read(line, length, &object, e) != 0)
		return -1;
	int status = read_members(object, event, e);
	json_decref(object);
	return status;
}
