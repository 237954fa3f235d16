#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "json.h"
#include "payloads.h"
#include "utf8.h"

int
payloads_open(struct payloads *p, struct cli *cli, struct err *e)
{
	memset(p, 0, sizeof(*p));
	text_open(&p->text);
	for (size_t i = 0; i < cli->operand_count; i++)
		if (strcmp(cli->operands[i], "-") == 0)
			return cli->operand_count == 1
				   ? cli_input(cli, "-", &p->file, e)
				   : err_set(e, ERR_USAGE, _("- goes without other operands"));
	return 0;
}

void
payloads_close(struct payloads *p)
{
	if (p->file)
		fclose(p->file);
	free(p->buffer);
	text_close(&p->text);
}

static int
take_json(struct payloads *p, const char *line, size_t length, struct err *e)
{
	char payload[PAYLOAD_LINE_MAX];
	json_t *object;
	int row;

	if (json_read(line, length, &object, e) != 0)
		return -1;
	row = json_get_text(object, "payload", payload, sizeof(payload), e);
	if (row >= 0 && json_get_text(object, "id", p->ref, sizeof(p->ref), e) < 0)
		row = -1;
	json_decref(object);
	if (row == 0 && p->ref[0] == '\0')
		return err_set(e, ERR_USAGE, _("there is no \"%s\""), "payload");
	text_add(&p->text, row == 1 ? payload : p->ref);
	return row < 0 ? -1 : 0;
}

/* What tsv escapes; other escapes stand for themselves. */
static void
add_unescaped(struct text *t, const char *at, const char *end)
{
	static const char letters[] = "tnr\\", meant[] = "\t\n\r\\";

	for (; at < end; at++) {
		const char *letter = at[0] == '\\' && at + 1 < end ? strchr(letters, at[1]) : NULL;

		text_add_char(t, letter && *letter ? meant[letter - letters] : *at);
		at += letter && *letter;
	}
}

static void
take_line(struct payloads *p, const char *line)
{
	const char *first = strchr(line, '\t');
	const char *second = first ? strchr(first + 1, '\t') : NULL;
	struct ref ref;

	if (!second) {
		text_add(&p->text, line);
		return;
	}
	if ((size_t)(first - line) < sizeof(p->ref)) {
		memcpy(p->ref, line, (size_t)(first - line));
		p->ref[first - line] = '\0';
	}
	if (ref_parse(p->ref, &ref) == 1)
		text_add(&p->text, p->ref);
	else
		add_unescaped(&p->text, second + 1, second + 1 + strcspn(second + 1, "\t"));
}

static int
take(struct payloads *p, char *line, size_t length, struct err *e)
{
	if (length >= PAYLOAD_LINE_MAX)
		return err_set(e, ERR_USAGE, _("it is too long"));
	if (!utf8_is_valid(line, length))
		return err_set(e, ERR_USAGE, _("it is not UTF-8"));
	if (line[0] == '{')
		return take_json(p, line, length, e);
	take_line(p, line);
	return 0;
}

int
payloads_next(struct payloads *p, struct cli *cli, struct err *e)
{
	int end = cli_flag(cli, "null") ? '\0' : '\n';
	ssize_t length = 0;

	text_clear(&p->text);
	p->ref[0] = '\0';
	if (!p->file) {
		if (p->next == cli->operand_count)
			return 0;
		text_add(&p->text, cli->operands[p->next++]);
		return 1;
	}
	do {
		length = getdelim(&p->buffer, &p->size, end, p->file);
		if (length < 0)
			return ferror(p->file) ? err_set(e, ERR_FAILED, _("out of memory")) : 0;
		p->line++;
		if (p->buffer[length - 1] == end)
			p->buffer[--length] = '\0';
		if (length > 0 && p->buffer[length - 1] == '\r')
			p->buffer[--length] = '\0';
	} while (length == 0);
	if (take(p, p->buffer, (size_t)length, e) == 0)
		return 1;
	return err_prefix(e, "-:%lld", (long long)p->line);
}
