#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "render_private.h"
#include "utf8.h"

static int
find_column(const struct record_type *type, const char *name, size_t length)
{
	char text[RECORD_ID_SIZE];

	if (length >= sizeof(text))
		return -1;
	snprintf(text, sizeof(text), "%.*s", (int)length, name);
	return record_field(type, text);
}

static int
add_column(struct render *render, const char *name, size_t length, struct err *e)
{
	const struct record_type *type = render->options.type;
	int index = find_column(type, name, length);

	if (index < 0)
		return err_set(e, ERR_USAGE, _("%s has no column %.*s"), type->name,
		    (int)(length > 40 ? 40 : length), name);
	if (index != RECORD_ID && type->fields[index].kind == FIELD_NESTED)
		return err_set(e, ERR_USAGE, _("column %s is shown with --json only"),
		    type->fields[index].name);
	if (render->column_count == COLUMNS_MAX)
		return err_set(e, ERR_USAGE, _("too many columns"));
	render->columns[render->column_count++] = index;
	return 0;
}

static int
add_columns(struct render *render, const char *names, struct err *e)
{
	do {
		size_t length = strcspn(names, ",");

		if (add_column(render, names, length, e) != 0)
			return -1;
		names += length;
	} while (*names++ == ',');
	return 0;
}

static void
add_all_columns(struct render *render)
{
	const struct field *fields = render->options.type->fields;

	render->columns[render->column_count++] = RECORD_ID;
	for (int i = 0; fields[i].name; i++)
		if (fields[i].kind != FIELD_NESTED)
			render->columns[render->column_count++] = i;
}

static void
add_status(struct render *render, const char *words, size_t length)
{
	size_t used = strlen(render->statuses);

	if (used + length + 2 < sizeof(render->statuses))
		snprintf(render->statuses + used, sizeof(render->statuses) - used, "%s%.*s|",
		    used ? "" : "|", (int)length, words);
}

/* The known word, and where it ends: "open", or "payable=open+overdue" for a group. */
static const char *
find_status(const char *known, const char *word, size_t length)
{
	while (known && *known) {
		size_t size = strcspn(known, "|=");

		if (size == length && memcmp(known, word, length) == 0)
			return known + size;
		known += strcspn(known, "|");
		known += *known == '|';
	}
	return NULL;
}

static int
take_status(struct render *render, const char *word, size_t length, struct err *e)
{
	const struct record_type *type = render->options.type;
	const char *after = find_status(type->statuses, word, length);

	if (!type->statuses)
		return err_set(e, ERR_USAGE, _("%s has no status"), type->name);
	if (!after)
		return err_set(e, ERR_USAGE, _("--status takes any of %s"), type->statuses);
	if (*after != '=') {
		add_status(render, word, length);
		return 0;
	}
	do {
		size_t size = strcspn(++after, "+|");

		add_status(render, after, size);
		after += size;
	} while (*after == '+');
	return 0;
}

static int
take_statuses(struct render *render, struct err *e)
{
	const char *word = render->options.statuses;

	do {
		size_t length = strcspn(word, ",");

		if (take_status(render, word, length, e) != 0)
			return -1;
		word += length;
	} while (*word++ == ',');
	return 0;
}

int
select_open(struct render *render, struct err *e)
{
	const struct render_options *options = &render->options;
	const char *columns = options->columns;

	render->sort = -1;
	render->column_count = 0;
	if (!options->type)
		return 0;
	if (!columns && options->format == FORMAT_TABLE)
		columns = options->type->columns;
	if (!columns && options->format == FORMAT_PDF)
		columns = list_columns(options->type);
	if (!columns)
		add_all_columns(render);
	else if (add_columns(render, columns, e) != 0)
		return -1;
	if (options->statuses && !render->statuses[0] && take_statuses(render, e) != 0)
		return -1;
	if (!options->sort)
		return 0;
	render->sort = record_field(options->type, options->sort);
	if (render->sort < 0 ||
	    (render->sort != RECORD_ID && options->type->fields[render->sort].kind == FIELD_NESTED))
		return err_set(
		    e, ERR_USAGE, _("cannot sort %s by %s"), options->type->name, options->sort);
	return 0;
}

/* Small letters for ASCII, Latin-1 and Latin Extended-A, the same in every locale. */
static unsigned
fold(unsigned character)
{
	if ((character >= 'A' && character <= 'Z') ||
	    (character >= 0xc0 && character <= 0xde && character != 0xd7))
		return character + 0x20;
	if ((character >= 0x100 && character <= 0x137) ||
	    (character >= 0x14a && character <= 0x177))
		return character | 1;
	return character;
}

static bool
begins_folded(const char *text, const char *start)
{
	while (*start) {
		unsigned wanted = fold(utf8_next(&start));

		if (*text == '\0' || fold(utf8_next(&text)) != wanted)
			return false;
	}
	return true;
}

static bool
has_folded(const char *text, const char *part)
{
	while (text && *text) {
		if (begins_folded(text, part))
			return true;
		utf8_next(&text);
	}
	return false;
}

static bool
matches_text(const struct record *r, const char *part)
{
	if (has_folded(record_value(r, RECORD_ID), part))
		return true;
	for (int i = 0; r->type->fields[i].name; i++)
		if (r->type->fields[i].kind != FIELD_NESTED && has_folded(record_value(r, i), part))
			return true;
	return false;
}

bool
select_matches(const struct render *render, const struct record *r)
{
	int field = record_field(r->type, "status");
	char wanted[48];

	if (render->statuses[0] && field >= 0) {
		const char *status = record_value(r, field);

		snprintf(wanted, sizeof(wanted), "|%.40s|", status ? status : "");
		if (!strstr(render->statuses, wanted))
			return false;
	}
	return !render->options.match || !*render->options.match ||
	       matches_text(r, render->options.match);
}
