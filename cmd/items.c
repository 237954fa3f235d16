#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>
#include "i18n.h"
#include "input.h"
#include "options.h"
#include "private.h"

enum { LINE_BYTES_MAX = 1 << 20 };

static int
check_type(const struct cli *cli, const struct ref *ref, const char *text, struct err *e)
{
	const char *prefix = ref_prefix(ref->type);

	if (!cli->verb->refs || words_have(cli->verb->refs, prefix, strlen(prefix)))
		return 0;
	return err_set(e, ERR_USAGE, _("%s takes no %s"), cli->verb->name, text);
}

static int
take_operand(const struct cli *cli, const char *operand, struct item *item, struct err *e)
{
	if (strlen(operand) >= sizeof(item->text))
		return err_set(e, ERR_USAGE, _("an operand is too long"));
	snprintf(item->text, sizeof(item->text), "%s", operand);
	if (ref_parse(operand, &item->ref) == 1)
		return check_type(cli, &item->ref, operand, e);
	item->ref = (struct ref){ REF_NONE, 0 };
	return 0;
}

/* 1 and a record without its ending, 0 at the end. */
static int
read_record(FILE *file, int ending, struct text *record, struct err *e)
{
	int c;

	text_clear(record);
	while ((c = getc(file)) != EOF && c != ending) {
		text_add_char(record, (char)c);
		if (record->length > LINE_BYTES_MAX)
			return err_set(e, ERR_USAGE, _("the line is too long"));
	}
	if (ferror(file))
		return err_set(e, ERR_FAILED, _("cannot read standard input: %s"), strerror(errno));
	if (text_failed(record))
		return err_set(e, ERR_FAILED, _("out of memory"));
	return c != EOF || record->length > 0;
}

static int
ref_of_json(const struct text *record, char *id, size_t size, struct err *e)
{
	json_t *object;
	int result;

	if (json_read(record->data, record->length, &object, e) != 0)
		return -1;
	result = json_get_text(object, "id", id, size, e);
	json_decref(object);
	if (result == 0)
		return err_set(e, ERR_USAGE, _("the object has no id"));
	return result < 0 ? -1 : 0;
}

/* The ref that a record names; 0 for an empty line. */
static int
ref_of(const struct cli *cli, struct text *record, struct ref *ref, struct err *e)
{
	const char *line = text_string(record);
	char id[REF_SIZE] = "";
	size_t length = strcspn(line, "\t\r");

	if (record->length != strlen(line))
		return err_set(e, ERR_USAGE, _("a NUL in the line"));
	if (length == 0 && line[length] != '\t')
		return 0;
	if (line[0] == '{' && ref_of_json(record, id, sizeof(id), e) != 0)
		return -1;
	if (line[0] != '{' && length < sizeof(id))
		snprintf(id, sizeof(id), "%.*s", (int)length, line);
	if (ref_parse(id, ref) != 1)
		return err_set(e, ERR_USAGE, _("no ref: only refs are taken from standard input"));
	return check_type(cli, ref, id, e) == 0 ? 1 : -1;
}

static int
spool(struct items *items, const struct cli *cli, FILE *input, struct err *e)
{
	int ending = cli_flag(cli, "null") ? '\0' : '\n';
	char text[REF_SIZE];
	struct text record;
	struct ref ref = { REF_NONE, 0 };
	int64_t line = 0;
	int result;

	text_open(&record);
	while ((result = read_record(input, ending, &record, e)) == 1) {
		line++;
		result = ref_of(cli, &record, &ref, e);
		if (result < 0)
			break;
		if (result == 0)
			continue;
		fprintf(items->spool, "%s\n", ref_format(ref.type, ref.id, text));
		items->count++;
	}
	text_close(&record);
	if (result < 0 && e->code == ERR_USAGE)
		return err_prefix(e, "-:%" PRId64, line);
	if (result == 0 && fflush(items->spool) != 0)
		return err_set(e, ERR_FAILED, _("cannot keep standard input: %s"), strerror(errno));
	return result;
}

static int
read_stdin(struct items *items, const struct cli *cli, struct err *e)
{
	FILE *input;
	int fd, result;

	if (items->spool)
		return err_set(e, ERR_USAGE, _("\"-\" is given twice"));
	fd = input_temporary(e);
	if (fd < 0)
		return -1;
	items->spool = fdopen(fd, "w+");
	if (!items->spool) {
		close(fd);
		return err_set(e, ERR_FAILED, _("out of memory"));
	}
	if (input_open(&input, "-", e) != 0)
		return -1;
	result = spool(items, cli, input, e);
	fclose(input);
	return result;
}

int
items_open(struct items *items, const struct cli *cli, struct err *e)
{
	bool is_stdin = (cli->verb->flags & VERB_STDIN) != 0;
	bool is_input = (cli->verb->flags & VERB_INPUT) != 0;
	struct item item;
	struct ref ref;

	for (size_t i = 0; i < cli->operand_count; i++) {
		const char *operand = cli->operands[i];

		/* Other input than refs may stand there itself, however long. */
		if (is_input && ref_parse(operand, &ref) != 1)
			continue;

		if (strcmp(operand, "-") == 0) {
			if (is_stdin && read_stdin(items, cli, e) != 0)
				return -1;
		} else if (cli->verb->refs && take_operand(cli, operand, &item, e) != 0) {
			return -1;
		}
	}
	items_rewind(items);
	return 0;
}

int
items_next(struct items *items, const struct cli *cli, struct item *item, struct err *e)
{
	char line[REF_SIZE + 2];

	while (items->next < cli->operand_count) {
		const char *operand = cli->operands[items->next];

		if (strcmp(operand, "-") != 0 || !items->spool) {
			items->next++;
			return take_operand(cli, operand, item, e) == 0 ? 1 : -1;
		}
		if (fgets(line, sizeof(line), items->spool)) {
			line[strcspn(line, "\n")] = '\0';
			return take_operand(cli, line, item, e) == 0 ? 1 : -1;
		}
		if (ferror(items->spool))
			return err_set(
			    e, ERR_FAILED, _("cannot read standard input: %s"), strerror(errno));
		items->next++;
	}
	return 0;
}

void
items_rewind(struct items *items)
{
	items->next = 0;
	if (items->spool)
		rewind(items->spool);
}

void
items_close(struct items *items)
{
	if (items->spool)
		fclose(items->spool);
	items->spool = NULL;
}
