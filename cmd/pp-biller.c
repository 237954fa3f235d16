/*
 * pp-biller - companies and agreements, their rules, their terms, their public directory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "biller.h"
#include "biller_guide.h"
#include "directory.h"
#include "fill.h"
#include "rule.h"
#include "setting.h"
#include "show.h"
#include "take.h"
#include "utf8.h"

static int
print(struct cli *cli, const struct biller *b, struct err *e)
{
	struct record r;
	int result;

	record_open(&r, "biller");
	fill_biller(&r, b);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

static int
take_options(struct cli *cli, struct biller *b, struct err *e)
{
	const struct {
		const char *name;
		char *field;
		size_t size;
	} fields[] = {
		{ "name", b->name, sizeof(b->name) },
		{ "service", b->service, sizeof(b->service) },
		{ "agreement", b->agreement, sizeof(b->agreement) },
		{ "tax-id", b->tax_id, sizeof(b->tax_id) },
		{ "currency", b->currency, sizeof(b->currency) },
		{ "timezone", b->timezone, sizeof(b->timezone) },
		{ "city", b->city, sizeof(b->city) },
		{ "mcc", b->mcc, sizeof(b->mcc) },
		{ "number-pattern", b->number_pattern, sizeof(b->number_pattern) },
		{ "unique-code", b->unique_code, sizeof(b->unique_code) },
		{ "terminal", b->terminal, sizeof(b->terminal) },
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (take_option(cli, fields[i].name, fields[i].field, fields[i].size, e) != 0)
			return -1;
	return 0;
}

/* A new biller has the office's currency and zone unless it says otherwise. */
static int
take_defaults(struct cli *cli, struct biller *b, struct err *e)
{
	struct db *db = cli->office.db;

	if (setting_text(db, "office.currency", b->currency, sizeof(b->currency), e) != 0)
		return -1;
	return setting_text(db, "office.timezone", b->timezone, sizeof(b->timezone), e);
}

static int
add(struct cli *cli, struct err *e)
{
	struct biller b = { .id = 0 };

	if (snprintf(b.code, sizeof(b.code), "%s", cli->operands[0]) >= (int)sizeof(b.code))
		return err_set(e, ERR_USAGE, _("a biller's code has at most 32 characters"));
	if (take_defaults(cli, &b, e) != 0 || take_options(cli, &b, e) != 0)
		return -1;
	return biller_add(&cli->office, &b, e) != 0 ? -1 : print(cli, &b, e);
}

static int
find(struct cli *cli, struct biller *b, struct err *e)
{
	int64_t id;

	if (biller_find(cli->office.db, cli->operands[0], &id, e) != 0)
		return -1;
	return biller_show(cli->office.db, id, b, e);
}

static int
edit(struct cli *cli, struct err *e)
{
	struct biller b;

	if (find(cli, &b, e) != 0 || take_options(cli, &b, e) != 0)
		return -1;
	return directory_edit(&cli->office, &b, e) != 0 ? -1 : print(cli, &b, e);
}

static int
list(struct cli *cli, struct err *e)
{
	const struct biller_filter filter = { .service = cli_value(cli, "service") };
	struct record r;
	struct biller b;
	struct query q;
	int row = 0;

	if (biller_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	record_open(&r, "biller");
	while (cli_wants_more(cli) && (row = biller_next(&q, &b, e)) == 1) {
		fill_biller(&r, &b);
		if (cli_print(cli, &r, e) != 0) {
			row = -1;
			break;
		}
	}
	record_close(&r);
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static int
show_item(struct cli *cli, const struct item *item, struct err *e)
{
	int64_t id;

	if (biller_find(cli->office.db, item->text, &id, e) != 0)
		return -1;
	return show_biller(cli, id, e);
}

static int
show(struct cli *cli, struct err *e)
{
	return cli_each(cli, show_item, e);
}

/* Meanings are translated for people only: records are the same in every locale. */
static int
print_rule(struct cli *cli, int64_t biller, const struct rule_value *value, struct err *e)
{
	struct record r;
	int result;

	record_open(&r, "rule");
	record_ref(&r, "biller", REF_BILLER, biller);
	record_text(&r, "key", value->key);
	record_text(&r, "value", value->value);
	if (value->version != 0)
		record_int(&r, "version", value->version);
	record_date(&r, "effective_on", value->effective_on);
	record_text(
	    &r, "meaning", cli->format == FORMAT_TABLE ? _(value->meaning) : value->meaning);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

struct rules_of {
	struct cli *cli;
	int64_t biller;
};

static int
print_each_rule(const struct rule_value *value, void *context, struct err *e)
{
	const struct rules_of *of = context;

	return cli_wants_more(of->cli) ? print_rule(of->cli, of->biller, value, e) : 0;
}

static int
set_rule(struct cli *cli, const struct biller *b, const char *on, struct err *e)
{
	struct rule_value value = { .version = 0 };

	if (snprintf(value.key, sizeof(value.key), "%s", cli->operands[1]) >=
	    (int)sizeof(value.key))
		return err_set(e, ERR_NOT_FOUND, _("there is no rule %.40s"), cli->operands[1]);
	if (snprintf(value.value, sizeof(value.value), "%s", cli->operands[2]) >=
	    (int)sizeof(value.value))
		return err_set(e, ERR_USAGE, _("the value of %s is too long"), value.key);
	if (rule_set(&cli->office, b->id, b->currency, on, &value, e) != 0)
		return -1;
	return print_rule(cli, b->id, &value, e);
}

static int
rule(struct cli *cli, struct err *e)
{
	const char *key = cli->operand_count > 1 ? cli->operands[1] : NULL;
	struct rules_of of = { .cli = cli };
	char today[DATE_SIZE];
	struct biller b;
	int64_t id;

	if (find(cli, &b, e) != 0 || biller_today(&cli->office, &b, today, e) != 0)
		return -1;
	if (cli->operand_count == 3)
		return set_rule(cli, &b, today, e);
	if (rule_in_force(cli->office.db, b.id, today, &id, e) != 0)
		return -1;
	of.biller = b.id;
	return rule_each(cli->office.db, id, key, print_each_rule, &of, e);
}

/* The whole file, which must be text of at most TERMS_TEXT_SIZE - 1 bytes. */
static int
read_terms(struct cli *cli, const char *path, struct terms *terms, struct err *e)
{
	size_t length;
	bool is_broken;
	FILE *file;

	if (cli_input(cli, path, &file, e) != 0)
		return -1;
	length = fread(terms->text, 1, sizeof(terms->text), file);
	is_broken = ferror(file) != 0;
	fclose(file);
	if (is_broken)
		return err_set(e, ERR_FAILED, _("%.80s cannot be read"), path);
	if (length == sizeof(terms->text))
		return err_set(e, ERR_USAGE, _("terms have at most %d bytes"), TERMS_TEXT_SIZE - 1);
	if (!utf8_is_valid(terms->text, length))
		return err_set(e, ERR_USAGE, _("%.80s is not valid UTF-8"), path);
	terms->text[length] = '\0';
	return 0;
}

static int
print_terms(struct cli *cli, const struct terms *terms, struct err *e)
{
	struct record r;
	int result;

	record_open(&r, "terms");
	record_ref(&r, "biller", REF_BILLER, terms->biller);
	record_text(&r, "for", terms->purpose);
	record_int(&r, "version", terms->version);
	record_text(&r, "hash", terms->hash);
	record_instant(&r, "set_at", terms->set_at);
	record_text(&r, "text", terms->text);
	result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

static int
set_or_show(struct cli *cli, struct terms *terms, struct err *e)
{
	const char *path = cli_value(cli, "set");
	const char *purpose = cli_value(cli, "for");
	struct biller b;

	if (find(cli, &b, e) != 0)
		return -1;
	if (!path)
		return terms_show(cli->office.db, b.id, purpose, terms, e);
	if (cli->office.actor.kind != ACTOR_OPERATOR) {
		err_set(e, ERR_DENIED, _("--set is for operators"));
		return err_reason(e, "operator_only", "");
	}
	terms->biller = b.id;
	snprintf(terms->purpose, sizeof(terms->purpose), "%s", purpose);
	if (read_terms(cli, path, terms, e) != 0)
		return -1;
	return terms_set(&cli->office, terms, e);
}

static int
terms(struct cli *cli, struct err *e)
{
	struct terms *terms = calloc(1, sizeof(*terms));
	int result;

	if (!terms)
		return err_set(e, ERR_FAILED, _("out of memory"));
	result = set_or_show(cli, terms, e);
	if (result == 0)
		result = print_terms(cli, terms, e);
	free(terms);
	return result;
}

#define OPTIONS(is_new)                                                                            \
	{ "name", 0, OPTION_TEXT, "TEXT", NULL, N_("name of the company"), is_new },               \
	    { "service", 0, OPTION_TEXT, "TEXT", NULL, N_("kind of service: water, loans ..."),    \
		    is_new },                                                                      \
	    { "agreement", 0, OPTION_TEXT, "TEXT", NULL, N_("code of its contract with us"),       \
		    false },                                                                       \
	    { "tax-id", 0, OPTION_TEXT, "TEXT", NULL, N_("its number at the tax office"), false }, \
	    { "currency", 0, OPTION_TEXT, "CCC", NULL, N_("else the office's"), false },           \
	    { "timezone", 0, OPTION_TEXT, "ZONE", NULL,                                            \
		    N_("decides its today; else the office's"), false },                           \
	    { "city", 0, OPTION_TEXT, "TEXT", NULL, N_("its city"), false },                       \
	    { "mcc", 0, OPTION_TEXT, "NNNN", NULL, N_("merchant category (ISO 18245)"), false },   \
	    { "number-pattern", 0, OPTION_TEXT, "REGEX", NULL,                                     \
		    N_("what its account numbers match whole"), false },                           \
	    { "unique-code", 0, OPTION_TEXT, "TEXT", NULL, N_("its code at the card network"),     \
		    false },                                                                       \
	    { "terminal", 0, OPTION_TEXT, "TEXT", NULL, N_("its terminal there"), false },         \
	{                                                                                          \
		0                                                                                  \
	}

static const struct option_row options_add[] = { OPTIONS(true) };
static const struct option_row options_edit[] = { OPTIONS(false) };

static const struct option_row options_list_own[] = {
	{ "service", 0, OPTION_TEXT, "TEXT", NULL, N_("only of that kind of service"), false },
	{ 0 },
};

static const struct option_row options_terms[] = {
	{ "for", 0, OPTION_CHOICE, "WHAT", "paperless|autodebit|plan", N_("what they are for"),
	    true },
	{ "set", 0, OPTION_FILE, "FILE", NULL, N_("makes its text the newest version"), false },
	{ 0 },
};

static const struct verb verbs[] = {
	{ "add", "CODE", N_("adds a company that is owed"),
	    "pp-biller add water --name='Aguas del Valle' --service=water", options_add, 1, 1,
	    VERB_WRITE, NULL, "biller", NULL, add },
	{ "edit", "REF", N_("changes what is given"), "pp-biller edit water --city=Tarija",
	    options_edit, 1, 1, VERB_WRITE, "bil", "biller", NULL, edit },
	{ "list", "", N_("lists billers"), "pp-biller list --service=water", options_list_own, 0, 0,
	    VERB_READ | VERB_LIST | VERB_PUBLIC, NULL, "biller", NULL, list },
	{ "show", "REF...|-", N_("shows billers"), "pp-biller show water", NULL, 1, OPERANDS_ANY,
	    VERB_READ | VERB_PUBLIC | VERB_STDIN, "bil", "biller", NULL, show },
	{ "rule", "REF [KEY [VALUE]]", N_("lists or changes its rules: late fees, parts, plans"),
	    "pp-biller rule water\npp-biller rule water late-fee daily:0.05", NULL, 1, 3,
	    VERB_WRITE | VERB_LIST, "bil", "rule", NULL, rule },
	{ "terms", "REF", N_("shows, or sets, the terms that its customers accept"),
	    "pp-biller terms water --for=plan\npp-biller terms water --for=plan --set=plan.txt",
	    options_terms, 1, 1, VERB_WRITE | VERB_PUBLIC, "bil", "terms", NULL, terms },
	{ "guide", "[BILLER]", N_("where to pay, how-tos, where data stand on bills, contacts"),
	    "pp-biller guide water --kind=contact\npp-biller guide --match=garden",
	    options_biller_guide, 0, 1, VERB_READ | VERB_LIST | VERB_PUBLIC, "bil", "guide", NULL,
	    biller_verb_guide },
	{ "import", "FILE|-", N_("takes in billers, rules and the guide, all or nothing"),
	    "pp-biller import guide.jsonl --dry-run", NULL, 1, 1, VERB_WRITE | VERB_INPUT, NULL,
	    "summary", NULL, biller_verb_import },
	{ 0 },
};

static const struct program program = { "pp-biller",
	N_("companies and agreements that are owed, their rules, terms and guide"), verbs,
	show_ref };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
