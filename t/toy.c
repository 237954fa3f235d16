/*
 * toy - a program of the framework alone, to test what every verb inherits.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "cli.h"
#include "founding.h"

static const struct option_row options_make[] = {
	{ "name", 0, OPTION_TEXT, "TEXT", NULL, "a name", true },
	{ "day", 'd', OPTION_INT, "N", "1..28", "a day of the month", false },
	{ "on", 0, OPTION_DATE, "DATE", NULL, "a date", false },
	{ "amount", 0, OPTION_MONEY, "AMOUNT", "all|half", "an amount", false },
	{ "kind", 0, OPTION_CHOICE, "KIND", "bill|charge", "a kind", false },
	{ "with", 0, OPTION_REF, "REF", "card|acc", "what with", false },
	{ "password", 0, OPTION_SECRET, NULL, NULL, "a secret", false },
	{ "loud", 0, OPTION_FLAG, NULL, NULL, "a flag", false },
	{ "since", 0, OPTION_DATE, "DATE", NULL, NULL, false },
	{ "until", 0, OPTION_DATE, "DATE", NULL, NULL, false },
	{ 0 },
};

/* What was parsed, in the fields of a symbol. */
static int
make(struct cli *cli, struct err *e)
{
	struct json_writer *w;
	struct money amount;
	struct record r;
	int result;

	record_open(&r, "symbol");
	record_text(&r, "payload", cli_value(cli, "name"));
	record_text(&r, "kind", cli_value(cli, "kind"));
	record_text(&r, "file", cli->operand_count > 0 ? cli->operands[0] : NULL);
	w = record_nested(&r, "fields");
	json_object_begin(w, NULL);
	json_write_int(w, "day", cli_int(cli, "day", 1));
	json_write_text(w, "on", cli_value(cli, "on"));
	json_write_bool(w, "loud", cli_flag(cli, "loud"));
	json_write_int(w, "operands", (int64_t)cli->operand_count);
	json_object_end(w);
	result = cli_print(cli, &r, e);
	record_close(&r);
	if (result == 0 && cli_value(cli, "amount") &&
	    cli_money(cli, "amount", "BOB", &amount, e) < 0)
		return -1;
	return result;
}

struct sample {
	int64_t id;
	const char *number, *concept, *due_on, *status;
	int64_t due;
};

static const struct sample samples[] = {
	{ 1, "F-1", "Water", "2026-01-31", "open", 17527700 },
	{ 2, "F-2", "=1+1", "2026-02-28", "overdue", 900 },
	{ 9, "F-9",
	    "tab\there \\ \"quoted\", \xc3\x91"
	    "and\xc3\xba\nline",
	    "", "paid", 0 },
	{ 10, "F-10", "esc \x1b[31m rtl \xe2\x80\xae c1 \xc2\x9b", "2026-03-01", "void", 120050 },
};

static void
fill(struct record *r, const struct sample *sample)
{
	struct money due = money_of(sample->due, "BOB");
	struct json_writer *w;

	record_clear(r);
	record_id(r, REF_INVOICE, sample->id);
	record_ref(r, "account", REF_ACCOUNT, 11 - sample->id);
	record_text(r, "number", sample->number);
	record_text(r, "concept", sample->concept);
	record_date(r, "due_on", sample->due_on);
	record_money(r, "due", &due);
	record_text(r, "status", sample->status);
	record_int(r, "term", sample->id);
	w = record_nested(r, "lines");
	json_array_begin(w, NULL);
	json_object_begin(w, NULL);
	json_write_text(w, "concept", sample->concept);
	json_write_money(w, "amount", &due);
	json_object_end(w);
	json_array_end(w);
}

static int
list(struct cli *cli, struct err *e)
{
	struct record r;
	int result = 0;
	size_t i;

	record_open(&r, "invoice");
	for (i = 0; i < sizeof(samples) / sizeof(samples[0]) && result == 0; i++) {
		if (!cli_wants_more(cli))
			break;
		fill(&r, &samples[i]);
		result = cli_print(cli, &r, e);
	}
	record_close(&r);
	return result;
}

static int
show_one(struct cli *cli, const struct item *item, struct err *e)
{
	struct record r;
	int result;
	size_t i = 0;

	while (i < sizeof(samples) / sizeof(samples[0]) && samples[i].id != item->ref.id)
		i++;
	if (i == sizeof(samples) / sizeof(samples[0])) {
		err_set(e, ERR_NOT_FOUND, "no invoice %s", item->text);
		return err_reason(e, "", item->text);
	}
	record_open(&r, "invoice");
	fill(&r, &samples[i]);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

static int
show(struct cli *cli, struct err *e)
{
	return cli_each(cli, show_one, e);
}

/* Fails as it is told: CODE REASON MONEY. */
static int
fail(struct cli *cli, struct err *e)
{
	size_t length = (size_t)cli_int(cli, "length", 10);
	char *message = malloc(length + 1);

	if (!message)
		return err_set(e, ERR_FAILED, "out of memory");
	memset(message, 'x', length);
	message[length] = '\0';
	err_set(e, (enum err_code)strtol(cli->operands[0], NULL, 10), "%s", message);
	err_reason(e, "held", "inv-42");
	err_hint(e, "try later");
	err_money(e, (enum err_money)cli_int(cli, "money", 0), "pay-9");
	free(message);
	return -1;
}

static const struct option_row options_fail[] = {
	{ "length", 0, OPTION_INT, "N", NULL, "bytes of the message", false },
	{ "money", 0, OPTION_INT, "N", "0..3", "how the money stands", false },
	{ 0 },
};

static int
ask(struct cli *cli, struct err *e)
{
	char secret[32];

	if (cli_confirm(cli, NULL, e, "really do it?") != 0)
		return -1;
	if (cli_secret(cli, "password", "password", secret, sizeof(secret), e) != 0)
		return -1;
	fprintf(cli_out(cli), "%zu\n", strlen(secret));
	cli_note(cli, 0, "a note");
	cli_note(cli, 1, "a detail");
	return 0;
}

static const struct option_row options_ask[] = {
	{ "password", 0, OPTION_SECRET, NULL, NULL, "a secret", false },
	{ 0 },
};

static int
copy(struct cli *cli, struct err *e)
{
	FILE *file;
	int c;

	if (cli_input(cli, cli->operands[0], &file, e) != 0)
		return -1;
	while ((c = getc(file)) != EOF)
		putc(c, cli_out(cli));
	fclose(file);
	return 0;
}

static int
binary(struct cli *cli, struct err *e)
{
	FILE *out;

	if (cli_binary_out(cli, &out, e) != 0)
		return -1;
	fputs("\x89PNG", out);
	return 0;
}

static const struct option_row options_work[] = {
	{ "ms", 0, OPTION_INT, "N", NULL, "how long", false },
	{ 0 },
};

static int64_t
elapsed_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
work(struct cli *cli, struct err *e)
{
	int64_t end = elapsed_ms() + cli_int(cli, "ms", 0);

	(void)e;
	raise(SIGUSR1);
	do
		cli_progress(cli, 5, 10);
	while (elapsed_ms() < end);
	return 0;
}

static const struct option_row options_found[] = {
	{ "sandbox", 0, OPTION_FLAG, NULL, NULL, "a sandbox", false },
	{ 0 },
};

static int
found(struct cli *cli, struct err *e)
{
	struct founding founding = { .is_sandbox = cli_flag(cli, "sandbox") };

	if (cli_set_clock(cli, founding.is_sandbox, e) != 0)
		return -1;
	return founding_make(&cli->office, cli->db_file, &founding, e);
}

static int
show_ref(struct cli *cli, const struct ref *ref, int *status, struct err *e)
{
	struct record r;
	int result;

	*status = (int)cli_int(cli, "status", 0);
	record_open(&r, "log");
	record_id(&r, ref->type, ref->id);
	record_text(&r, "actor", cli->office.actor.name);
	record_instant(&r, "at", cli->office.now);
	record_text(&r, "summary", cli->office.as_of);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

static int
write_one(struct office *office, void *context, struct err *e)
{
	struct ref *ref = context;
	struct office_note note = { .type = REF_INVOICE, .summary = "toyed with" };

	ref->id = note.id = office_log_id(office);
	ref->type = REF_INVOICE;
	return office_log(office, &note, e);
}

static int
write_item(struct cli *cli, const struct item *item, struct err *e)
{
	struct ref ref = { REF_NONE, 0 };
	int status;

	(void)item;
	if (office_write(&cli->office, write_one, &ref, e) != 0)
		return -1;
	return show_ref(cli, &ref, &status, e);
}

static int
write_all(struct cli *cli, struct err *e)
{
	if (cli->operand_count > 0)
		return cli_each(cli, write_item, e);
	if (cli_confirm(cli, NULL, e, "really write?") != 0)
		return -1;
	return write_item(cli, NULL, e);
}

static int
read_office(struct cli *cli, struct err *e)
{
	return show_ref(cli, &(struct ref){ REF_LOG, 1 }, &(int){ 0 }, e);
}

static const struct option_row options_write_verb[] = {
	{ "memo", 0, OPTION_TEXT, "TEXT", NULL, "a parameter", false },
	{ "status", 0, OPTION_INT, "N", "0..11", "what a repeat answers", false },
	{ 0 },
};

static const char examples[] = "pp-toy make --name=Ana\npp-toy list --json | jq .id";

#define ANY VERB_PUBLIC

static const struct verb verbs[] = {
	{ "make", "[OPERAND...]", "makes one", examples, options_make, 0, 3, ANY | VERB_INPUT, NULL,
	    "symbol", NULL, make },
	{ "list", "", "lists all", examples, NULL, 0, 0, ANY | VERB_LIST, NULL, "invoice", NULL,
	    list },
	{ "show", "REF...|-", "shows some", examples, NULL, 1, OPERANDS_ANY, ANY | VERB_STDIN,
	    "inv", "invoice", NULL, show },
	{ "fail", "CODE", "fails", NULL, options_fail, 1, 1, ANY, NULL, NULL, NULL, fail },
	{ "ask", "", "asks", NULL, options_ask, 0, 0, ANY, NULL, NULL, "text", ask },
	{ "copy", "FILE|-", "copies", NULL, NULL, 1, 1, ANY | VERB_INPUT, NULL, NULL, "text",
	    copy },
	{ "binary", "", "prints bytes", NULL, NULL, 0, 0, ANY, NULL, NULL, "text|pdf", binary },
	{ "work", "", "works", NULL, options_work, 0, 0, ANY, NULL, NULL, NULL, work },
	{ "found", "", "makes an office", NULL, options_found, 0, 0, VERB_CREATES, NULL, NULL, NULL,
	    found },
	{ "write", "[NAME...]", "writes", NULL, options_write_verb, 0, OPERANDS_ANY,
	    VERB_WRITE | VERB_CUSTOMER, NULL, NULL, NULL, write_all },
	{ "read", "", "reads", NULL, options_write_verb, 0, 0, VERB_READ | VERB_PUBLIC, NULL, "log",
	    NULL, read_office },
	{ "mine", "", "for customers", NULL, NULL, 0, 0, VERB_CUSTOMER, NULL, NULL, NULL, list },
	{ "office", "", "for operators", NULL, NULL, 0, 0, 0, NULL, NULL, NULL, list },
	{ 0 },
};

static const struct program program = { "pp-toy", "plays", verbs, show_ref };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
