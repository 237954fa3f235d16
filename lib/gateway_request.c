/*
 * gateway_request - what a payment platform is asked, as one line of JSON.
 */
#include <string.h>
#include "base64.h"
#include "date.h"
#include "gateway_request.h"
#include "i18n.h"
#include "json.h"

static const char *const op_names[] = { "checkout", "confirm", "abandon", "charge", "status",
	"refund", "report", "webhook", "enrol", "enrolled", "forget" };

enum { OP_COUNT = sizeof op_names / sizeof op_names[0] };

#define OP(op)	 (1U << GATEWAY_##op)
#define EVERY_OP ((1U << OP_COUNT) - 1)
#define MEMBER(name)                                                                               \
#name, offsetof(struct gateway_request, name), sizeof((struct gateway_request *)0)->name

/* The texts of a request, in the order of the line, and the ops that have them. */
static const struct member {
	const char *name;
	size_t offset;
	size_t size;
	unsigned ops;
} members[] = {
	{ MEMBER(memo), EVERY_OP },
	{ MEMBER(merchant), EVERY_OP },
	{ MEMBER(credentials), EVERY_OP },
	{ MEMBER(description), OP(CHECKOUT) },
	{ MEMBER(customer), OP(CHARGE) | OP(CHECKOUT) | OP(ENROL) },
	{ MEMBER(user_address), OP(CHARGE) | OP(CHECKOUT) },
	{ MEMBER(return_url), OP(CHECKOUT) | OP(ENROL) },
	{ MEMBER(token), OP(CONFIRM) | OP(ABANDON) | OP(STATUS) | OP(ENROLLED) },
	{ MEMBER(card), OP(CHARGE) | OP(FORGET) },
	{ MEMBER(of), OP(REFUND) },
};

enum { MEMBER_COUNT = sizeof members / sizeof members[0] };

const char *
gateway_op_name(enum gateway_op op)
{
	return op_names[op];
}

static int
op_find(const char *name)
{
	for (int i = 0; i < OP_COUNT; i++) {
		if (strcmp(op_names[i], name) == 0)
			return i;
	}
	return -1;
}

static bool
key_is_valid(const char *key)
{
	return strlen(key) == 32 && strspn(key, "0123456789abcdef") == 32;
}

static void
write_text(struct json_writer *w, const char *key, const char *value)
{
	json_write_text(w, key, value[0] == '\0' ? NULL : value);
}

static void
write_instant(struct json_writer *w, const char *key, int64_t at)
{
	char text[INSTANT_SIZE];
	if (at != 0)
		instant_format(at, text);
	json_write_text(w, key, at == 0 ? NULL : text);
}

static void
write_amount(struct json_writer *w, const struct money *amount)
{
	char text[MONEY_TEXT_SIZE];
	bool has = amount->currency[0] != '\0';
	if (has)
		money_format(amount, text);
	json_write_text(w, "amount", has ? text : NULL);
	json_write_text(w, "currency", has ? amount->currency : NULL);
}

/*
 * The text of an object goes in as compact JSON, so that it stays one line.  The writer does not
 * know it: it must come after all that the writer writes.
 */
static int
write_object(struct text *line, const char *key, const char *json, struct err *e)
{
	if (json == NULL) {
		text_add_format(line, ",\"%s\":null", key);
		return 0;
	}
	json_t *object;
	if (json_read(json, strlen(json), &object, e) != 0)
		return err_prefix(e, "%s", key);
	char *compact = json_dumps(object, JSON_COMPACT);
	json_decref(object);
	if (compact == NULL)
		return err_set(e, ERR_FAILED, _("out of memory"));
	text_add_format(line, ",\"%s\":", key);
	text_add(line, compact);
	free(compact);
	return 0;
}

/* What is neither text nor of every op. */
static int
write_rest(const struct gateway_request *r, struct json_writer *w, struct err *e)
{
	if (r->op == GATEWAY_REPORT)
		write_instant(w, "since", r->since);
	if (r->op == GATEWAY_CONFIRM || r->op == GATEWAY_ENROLLED)
		return write_object(w->out, "params", r->params, e);
	if (r->op != GATEWAY_WEBHOOK)
		return 0;
	if (r->body_length > GATEWAY_BODY_MAX)
		return err_set(
		    e, ERR_USAGE, _("the message is longer than %d bytes"), GATEWAY_BODY_MAX);
	if (write_object(w->out, "headers", r->headers, e) != 0)
		return -1;
	text_add(w->out, ",\"body\":\"");
	base64_write(w->out, r->body, r->body_length);
	text_add(w->out, "\"");
	return 0;
}

int
gateway_request_write(const struct gateway_request *r, struct text *line, struct err *e)
{
	struct json_writer w;
	if (!key_is_valid(r->key))
		return err_set(e, ERR_USAGE, _("key is not 32 lower-case hexadecimal digits"));
	json_writer_open(&w, line);
	json_object_begin(&w, NULL);
	json_write_int(&w, "v", 1);
	json_write_text(&w, "op", op_names[r->op]);
	json_write_text(&w, "key", r->key);
	write_amount(&w, &r->amount);
	write_instant(&w, "not_after", r->not_after);
	for (size_t i = 0; i < MEMBER_COUNT; i++) {
		if (members[i].ops & 1U << r->op)
			write_text(&w, members[i].name, (const char *)r + members[i].offset);
	}
	if (write_rest(r, &w, e) != 0)
		return -1;
	json_object_end(&w);
	text_add(line, "\n");
	return text_failed(line) ? err_set(e, ERR_FAILED, _("out of memory")) : 0;
}

void
gateway_store_open(struct gateway_store *store)
{
	text_open(&store->params);
	text_open(&store->headers);
	text_open(&store->body);
}

void
gateway_store_close(struct gateway_store *store)
{
	text_close(&store->params);
	text_close(&store->headers);
	text_close(&store->body);
}

static int
read_instant(const json_t *object, const char *key, int64_t *at, struct err *e)
{
	char text[40];
	int has = json_get_text(object, key, text, sizeof text, e);
	if (has == 1 && instant_parse(text, at, e) != 0)
		return err_prefix(e, "%s", key);
	return has < 0 ? -1 : 0;
}

static int
read_amount(const json_t *object, struct money *amount, struct err *e)
{
	char text[MONEY_TEXT_SIZE], currency[4];
	int has = json_get_text(object, "amount", text, sizeof text, e);
	int in = json_get_text(object, "currency", currency, sizeof currency, e);
	if (has < 0 || in < 0)
		return -1;
	if (has != in)
		return err_set(e, ERR_USAGE, _("amount and currency go together"));
	return has == 0 ? 0 : money_parse(text, currency, MONEY_POINT, amount, e);
}

/* *json points into store, or is NULL where the member is absent. */
static int
read_object(
    const json_t *object, const char *key, struct text *store, const char **json, struct err *e)
{
	const json_t *value = json_object_get(object, key);
	if (value == NULL || json_is_null(value))
		return 0;
	char *compact = json_is_object(value) ? json_dumps(value, JSON_COMPACT) : NULL;
	if (compact == NULL)
		return err_set(e, ERR_USAGE, _("%s: not an object"), key);
	text_clear(store);
	text_add(store, compact);
	free(compact);
	*json = text_string(store);
	return 0;
}

static int
read_body(const json_t *object, struct text *store, struct gateway_request *r, struct err *e)
{
	const json_t *value = json_object_get(object, "body");
	if (value == NULL || json_is_null(value))
		return 0;
	text_clear(store);
	if (!json_is_string(value) || !base64_read(store, json_string_value(value)))
		return err_set(e, ERR_USAGE, _("%s: not base64"), "body");
	if (store->length > GATEWAY_BODY_MAX)
		return err_set(
		    e, ERR_USAGE, _("the message is longer than %d bytes"), GATEWAY_BODY_MAX);
	r->body = (const unsigned char *)text_string(store);
	r->body_length = store->length;
	return 0;
}

/* Version, key and op.  The key first: even a bad request is answered by it. */
static int
read_head(const json_t *object, struct gateway_request *r, struct err *e)
{
	char op[16] = "";
	int64_t version = 0;
	if (json_get_text(object, "key", r->key, sizeof r->key, e) < 0 || !key_is_valid(r->key)) {
		r->key[0] = '\0';
		return err_set(e, ERR_USAGE, _("key is not 32 lower-case hexadecimal digits"));
	}
	if (json_get_int(object, "v", &version, e) < 0)
		return -1;
	if (version != 1)
		return err_set(e, ERR_USAGE, _("v is not 1"));
	if (json_get_text(object, "op", op, sizeof op, e) < 0 || op_find(op) < 0)
		return err_set(e, ERR_USAGE, _("unknown op"));
	r->op = (enum gateway_op)op_find(op);
	return 0;
}

static int
read_members(
    const json_t *object, struct gateway_store *store, struct gateway_request *r, struct err *e)
{
	if (read_head(object, r, e) != 0 || read_amount(object, &r->amount, e) != 0 ||
	    read_instant(object, "not_after", &r->not_after, e) != 0 ||
	    read_instant(object, "since", &r->since, e) != 0)
		return -1;
	for (size_t i = 0; i < MEMBER_COUNT; i++) {
		char *value = (char *)r + members[i].offset;
		if (json_get_text(object, members[i].name, value, members[i].size, e) < 0)
			return -1;
	}
	if (read_object(object, "params", &store->params, &r->params, e) != 0 ||
	    read_object(object, "headers", &store->headers, &r->headers, e) != 0 ||
	    read_body(object, &store->body, r, e) != 0)
		return -1;
	return 0;
}

int
gateway_request_read(const char *line, size_t length, struct gateway_store *store,
    struct gateway_request *r, struct err *e)
{
	json_t *object;
	memset(r, 0, sizeof *r);
	if (json_read(line, length, &object, e) != 0)
		return -1;
	int status = read_members(object, store, r, e);
	json_decref(object);
	return status;
}

int
gateway_line_end(const char *line, size_t length, int64_t *count)
{
	json_t *object;
	struct err ignored;
	char op[8] = "";
	/* Cheap refusal first: this is asked about every line. */
	if (length > 64 || json_read(line, length, &object, &ignored) != 0)
		return 0;
	bool is_end = json_get_text(object, "op", op, sizeof op, &ignored) == 1 &&
		      strcmp(op, "end") == 0 && json_get_int(object, "count", count, &ignored) == 1;
	json_decref(object);
	return is_end ? 1 : 0;
}

bool
gateway_line_is_request(const char *line, size_t length)
{
	json_t *object;
	struct err ignored;
	char op[12] = "", result[12] = "";
	bool is_request;

	if (json_read(line, length, &object, &ignored) != 0)
		return false;
	is_request = json_get_text(object, "op", op, sizeof op, &ignored) == 1 &&
		     json_get_text(object, "result", result, sizeof result, &ignored) == 0;
	json_decref(object);
	return is_request;
}
