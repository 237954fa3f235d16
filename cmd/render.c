#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "render_private.h"

static bool
is_list_of_fields(const struct render *render)
{
	return render->options.format == FORMAT_TABLE && !render->options.is_list &&
	       !render->options.columns;
}

int
render_open(struct render **render, const struct render_options *options, struct err *e)
{
	struct render *made = calloc(1, sizeof(*made));

	if (!made)
		return err_set(e, ERR_FAILED, _("out of memory"));
	made->options = *options;
	text_open(&made->line);
	if (select_open(made, e) != 0) {
		free(made);
		return -1;
	}
	made->is_kept = (options->format == FORMAT_TABLE && !is_list_of_fields(made)) ||
			options->format == FORMAT_PDF || options->sort || options->is_reverse;
	*render = made;
	return 0;
}

static void
forget_rows(struct render *render)
{
	for (size_t i = 0; i < render->row_count; i++) {
		free(render->rows[i].bytes);
		free(render->rows[i].key);
		free(render->rows[i].sum);
	}
	render->row_count = 0;
}

static int
keep(struct render *render, const struct record *r, struct err *e)
{
	const char *key = render->sort >= 0 ? record_value(r, render->sort) : NULL;
	struct row row = { .length = render->line.length };

	if (render->row_count == render->row_room) {
		size_t room = render->row_room ? 2 * render->row_room : 64;
		struct row *rows = realloc(render->rows, room * sizeof(*rows));

		if (!rows)
			return err_set(e, ERR_FAILED, _("out of memory"));
		render->rows = rows;
		render->row_room = room;
	}
	row.bytes = malloc(row.length + 1);
	row.key = key ? strdup(key) : NULL;
	row.number = render->sort >= 0 ? record_number(r, render->sort) : 0;
	row.sum = render->options.format == FORMAT_PDF ? list_sum(render, r) : NULL;
	if (!row.bytes || (key && !row.key) || (render->options.format == FORMAT_PDF && !row.sum)) {
		free(row.bytes);
		free(row.key);
		free(row.sum);
		return err_set(e, ERR_FAILED, _("out of memory"));
	}
	memcpy(row.bytes, render->line.data, row.length);
	render->rows[render->row_count++] = row;
	return 0;
}

bool
render_wants_more(const struct render *render)
{
	bool is_ordered = render->options.sort || render->options.is_reverse;

	return is_ordered || render->options.limit < 0 || render->count < render->options.limit;
}

static bool
is_numeric(const struct render *render)
{
	enum field_kind kind =
	    render->sort == RECORD_ID ? FIELD_REF : render->options.type->fields[render->sort].kind;

	return kind == FIELD_MONEY || kind == FIELD_INT || kind == FIELD_INSTANT ||
	       kind == FIELD_BOOL || kind == FIELD_REF || kind == FIELD_DECIMAL;
}

/* Refs of two types are told apart by their names before their numbers. */
static int
compare_keys(const struct row *a, const struct row *b, bool is_number)
{
	size_t dash = strcspn(a->key, "-");

	if (!is_number)
		return strcmp(a->key, b->key);
	if (a->key[0] >= 'a' && strncmp(a->key, b->key, dash + 1) != 0)
		return strcmp(a->key, b->key);
	return (a->number > b->number) - (a->number < b->number);
}

/* A stable merge sort: equal rows stay in order of id, nulls go last.  spare has count places. */
static void
merge_sort(struct row *rows, struct row *spare, size_t count, bool is_number)
{
	size_t half = count / 2, left = 0, right = half;

	if (count < 2)
		return;
	merge_sort(rows, spare, half, is_number);
	merge_sort(rows + half, spare, count - half, is_number);
	memcpy(spare, rows, count * sizeof(*rows));
	for (size_t i = 0; i < count; i++) {
		bool is_left = right == count;

		if (left < half && right < count)
			is_left = !spare[right].key ||
				  (spare[left].key &&
				      compare_keys(&spare[left], &spare[right], is_number) <= 0);
		rows[i] = is_left ? spare[left++] : spare[right++];
	}
}

static int
order(struct render *render, struct err *e)
{
	struct row *spare, swap;

	if (render->sort >= 0 && render->row_count > 1) {
		spare = calloc(render->row_count, sizeof(*spare));
		if (!spare)
			return err_set(e, ERR_FAILED, _("out of memory"));
		merge_sort(render->rows, spare, render->row_count, is_numeric(render));
		free(spare);
	}
	for (size_t i = 0; render->options.is_reverse && i < render->row_count / 2; i++) {
		swap = render->rows[i];
		render->rows[i] = render->rows[render->row_count - 1 - i];
		render->rows[render->row_count - 1 - i] = swap;
	}
	return 0;
}

int
render_end(struct render *render, struct err *e)
{
	size_t count = render->row_count;

	if (!render->is_kept || count == 0)
		return 0;
	if (order(render, e) != 0)
		return -1;
	if (render->options.limit >= 0 && count > (size_t)render->options.limit)
		count = (size_t)render->options.limit;
	render->shown_count = count;
	if (render->options.format == FORMAT_PDF)
		return 0; /* print_list lays them out */
	if (render->options.format == FORMAT_TABLE)
		return table_write(render, count, e);
	text_clear(&render->line);
	if (render->options.format == FORMAT_CSV && count > 0)
		row_header(render, &render->line);
	fwrite(text_string(&render->line), 1, render->line.length, render->options.out);
	for (size_t i = 0; i < count; i++)
		fwrite(render->rows[i].bytes, 1, render->rows[i].length, render->options.out);
	return 0;
}

/* A verb may print several types, a cron verb's effects and then its summary: each has its own
 * columns, and its own table. */
static int
turn_to(struct render *render, const struct record_type *type, struct err *e)
{
	if (render->options.type == type)
		return 0;
	if (render_end(render, e) != 0)
		return -1;
	forget_rows(render);
	render->options.type = type;
	return select_open(render, e);
}

int
render_record(struct render *render, const struct record *r, struct err *e)
{
	struct text *line = &render->line;

	if (turn_to(render, r->type, e) != 0)
		return -1;
	if (!render_wants_more(render) || !select_matches(render, r))
		return 0;
	text_clear(line);
	if (render->count == 0 && render->options.format == FORMAT_CSV && !render->is_kept)
		row_header(render, line);
	if (is_list_of_fields(render))
		row_list(render, r, line);
	else
		row_write(render, r, line);
	if (text_failed(line) || text_failed(&r->bytes))
		return err_set(e, ERR_FAILED, _("out of memory"));
	if (render->is_kept && keep(render, r, e) != 0)
		return -1;
	if (!render->is_kept)
		fwrite(line->data, 1, line->length, render->options.out);
	render->count++;
	return 0;
}

void
render_close(struct render *render)
{
	if (!render)
		return;
	forget_rows(render);
	free(render->rows);
	text_close(&render->line);
	free(render);
}

int64_t
render_count(const struct render *render)
{
	return render->count;
}
