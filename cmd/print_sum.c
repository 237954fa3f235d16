/*
 * print_sum - what the rows of a printed list come to: per currency, and apart for each state,
 * since what was paid and what was declined make no sum.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "print.h"
#include "render_private.h"
#include "totals.h"

struct group {
	const struct row_sum *like; /* the first of it */
	int64_t count;
	int64_t minor[COLUMNS_MAX];
};

static const char *
word_of(const struct record *r, const char *field)
{
	int index = record_field(r->type, field);
	const char *value = index >= 0 ? record_value(r, index) : NULL;

	return value ? list_word(value) : "";
}

struct row_sum *
list_sum(const struct render *render, const struct record *r)
{
	struct row_sum *sum = calloc(1, sizeof(*sum));
	bool is_payment = strcmp(r->type->name, "payment") == 0;

	if (!sum)
		return NULL;
	snprintf(sum->currency, sizeof(sum->currency), "%s", r->currency);
	sum->is_apart = r->is_apart;
	snprintf(sum->group, sizeof(sum->group), "%s%s%s", is_payment ? word_of(r, "kind") : "",
	    is_payment ? ", " : "", word_of(r, "status"));
	for (size_t i = 0; i < render->column_count; i++)
		if (render->columns[i] != RECORD_ID)
			sum->minor[i] = record_number(r, render->columns[i]);
	return sum;
}

static bool
is_money(const struct render *render, size_t column)
{
	int index = render->columns[column];

	return index != RECORD_ID && render->options.type->fields[index].kind == FIELD_MONEY;
}

/* The group that a row is of, a new one at the end. */
static struct group *
find_group(struct group *groups, size_t *count, const struct row_sum *sum)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(groups[i].like->currency, sum->currency) == 0 &&
		    strcmp(groups[i].like->group, sum->group) == 0)
			return &groups[i];
	groups[*count] = (struct group){ .like = sum };
	return &groups[(*count)++];
}

static int
add_row(const struct render *render, struct group *group, const struct row_sum *sum, struct err *e)
{
	group->count++;
	for (size_t i = 0; i < render->column_count; i++)
		if (is_money(render, i) &&
		    __builtin_add_overflow(group->minor[i], sum->minor[i], &group->minor[i]))
			return err_set(e, ERR_FAILED, _("an amount is too large"));
	return 0;
}

static void
print_group(const struct render *render, const struct group *group, struct print *p)
{
	char head[160];

	snprintf(head, sizeof(head), "%s %s: %" PRId64, group->like->currency, group->like->group,
	    group->count);
	print_text(p, PDF_SMALL_BOLD, head);
	for (size_t i = 0; i < render->column_count; i++) {
		const struct money sum = money_of(group->minor[i], group->like->currency);

		if (!is_money(render, i))
			continue;
		print_money(p, PDF_SMALL,
		    list_label(render->options.type->fields[render->columns[i]].name), &sum);
	}
}

/* What is due adds up whatever the state: per currency, where there are several states of it. */
static int
print_due(const struct render *render, const struct group *groups, size_t count, struct print *p,
    struct err *e)
{
	struct totals totals = { 0 };
	size_t due = 0;
	char head[80];

	while (due < render->column_count &&
	       render->columns[due] != record_field(render->options.type, "due"))
		due++;
	for (size_t i = 0; i < count && due < render->column_count; i++) {
		const struct money sum = money_of(groups[i].minor[due], groups[i].like->currency);

		if (totals_add(&totals, &sum, e) != 0)
			return -1;
	}
	for (size_t i = 0; i < totals.count; i++) {
		if (totals.of[i].count < 2)
			continue;
		snprintf(head, sizeof(head), _("Due in all, %s"), totals.of[i].amount.currency);
		print_money(p, PDF_SMALL_BOLD, head, &totals.of[i].amount);
	}
	return 0;
}

static int
print_groups(const struct render *render, struct group *groups, struct print *p, struct err *e)
{
	size_t count = 0;
	int64_t apart = 0;
	char text[160];

	for (size_t i = 0; i < render->shown_count; i++) {
		const struct row_sum *sum = render->rows[i].sum;
		struct group *group = sum->is_apart ? NULL : find_group(groups, &count, sum);

		apart += sum->is_apart;
		if (group && add_row(render, group, sum, e) != 0)
			return -1;
	}
	for (size_t i = 0; i < count; i++)
		print_group(render, &groups[i], p);
	snprintf(text, sizeof(text),
	    _("Not counted: %" PRId64 ", which begin a plan of debt that is counted"), apart);
	if (apart > 0)
		print_text(p, PDF_SMALL, text);
	return print_due(render, groups, count, p, e);
}

int
list_print_sums(const struct render *render, struct print *p, struct err *e)
{
	/* There are no more groups than rows. */
	struct group *groups = calloc(render->shown_count + 1, sizeof(*groups));
	int result;

	if (!groups)
		return err_set(e, ERR_FAILED, _("out of memory"));
	result = print_groups(render, groups, p, e);
	free(groups);
	return result;
}
